"""Answers as JSON documents, and back: an equal object. What is left out has its default."""

import json
from dataclasses import asdict
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from qa_service.domain.answers import (
    Abstention,
    AbstentionReason,
    Answer,
    AnswerSentence,
    Citation,
    Conflict,
    ConflictSide,
    Fallback,
    Mode,
    Searched,
    SearchRow,
    Status,
    Support,
    Timings,
)
from qa_service.domain.passages import Filters

Document = dict[str, Any]


def to_document(answer: Answer) -> str:
    """The answer as JSON text, in ASCII: a question may hold half a surrogate pair."""
    return json.dumps(asdict(answer), separators=(",", ":"), default=_plain)


def from_document(text: str) -> Answer:
    """The answer that was made into this text."""
    return _answer(json.loads(text))


def _plain(value: object) -> str:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"an answer holds a {type(value).__name__}, which no document can hold")


def _answer(document: Document) -> Answer:
    abstention, fallback = document.get("abstention"), document.get("fallback")
    return Answer(
        id=document["id"],
        status=Status(document["status"]),
        question=document["question"],
        standalone_question=document["standalone_question"],
        indexes=tuple(document["indexes"]),
        filters=_filters(document["filters"]),
        mode=Mode(document["mode"]),
        created_at=datetime.fromisoformat(document["created_at"]),
        conversation_id=document.get("conversation_id"),
        model=document.get("model"),
        prompt_version=document.get("prompt_version"),
        sentences=tuple(_sentence(one) for one in document.get("sentences", ())),
        citations=tuple(_citation(one) for one in document.get("citations", ())),
        conflicts=tuple(_conflict(one) for one in document.get("conflicts", ())),
        abstention=None if abstention is None else _abstention(abstention),
        fallback=None if fallback is None else Fallback(**fallback),
        searched=Searched(**document.get("searched", {})),
        timings_ms=Timings(**document.get("timings_ms", {})),
    )


def _filters(document: Document) -> Filters:
    return Filters(
        articles=tuple(document["articles"]),
        publishers=tuple(document["publishers"]),
        first_day=_day(document["first_day"]),
        last_day=_day(document["last_day"]),
    )


def _sentence(document: Document) -> AnswerSentence:
    return AnswerSentence(
        text=document["text"],
        citations=tuple(document["citations"]),
        support=Support(document["support"]),
    )


def _citation(document: Document) -> Citation:
    return Citation(**{**document, "published_at": _day(document["published_at"])})


def _conflict(document: Document) -> Conflict:
    sides = tuple(
        ConflictSide(value=one["value"], citations=tuple(one["citations"]))
        for one in document["sides"]
    )
    return Conflict(kind=document["kind"], topic=document["topic"], sides=sides)


def _abstention(document: Document) -> Abstention:
    return Abstention(
        reason=AbstentionReason(document["reason"]),
        message=document["message"],
        nearest=tuple(
            SearchRow(**{**one, "published_at": _day(one["published_at"])})
            for one in document["nearest"]
        ),
    )


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
