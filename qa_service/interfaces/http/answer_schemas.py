"""What the API says of answers: the same object in every interface.

A null or empty member is present, never missing.
"""

from datetime import date, datetime
from typing import Self

from qa_service.domain.answers import (
    Abstention,
    Answer,
    AnswerSentence,
    Citation,
    Conflict,
    Searched,
)
from qa_service.interfaces.http.schemas import FiltersOut, Out, SearchRowOut


class CitationOut(Out):
    """One quoted span; `article.text[start:end] == quote` in the revision that it names."""

    number: int
    index: str
    article_id: str
    revision: int
    paragraph: int
    paragraph_key: str
    quote: str
    start: int
    end: int
    title: str
    publisher: str | None
    published_at: date | None
    url: str | None
    permalink: str

    @classmethod
    def from_citation(cls, citation: Citation) -> Self:
        """Translate."""
        return cls(
            number=citation.number,
            index=citation.index,
            article_id=citation.article_id,
            revision=citation.revision,
            paragraph=citation.paragraph,
            paragraph_key=citation.paragraph_key,
            quote=citation.quote,
            start=citation.start,
            end=citation.end,
            title=citation.title,
            publisher=citation.publisher,
            published_at=citation.published_at,
            url=citation.url,
            permalink=citation.permalink,
        )


class SentenceOut(Out):
    """A finished sentence, without markers, and the numbers of its citations."""

    text: str
    citations: list[int]
    support: str

    @classmethod
    def from_sentence(cls, sentence: AnswerSentence) -> Self:
        """Translate."""
        return cls(
            text=sentence.text, citations=list(sentence.citations), support=sentence.support.value
        )


class ConflictSideOut(Out):
    """One of the values that cannot all be true."""

    value: str
    citations: list[int]


class ConflictOut(Out):
    """Two or more cited sides."""

    kind: str
    topic: str
    sides: list[ConflictSideOut]

    @classmethod
    def from_conflict(cls, conflict: Conflict) -> Self:
        """Translate."""
        sides = [
            ConflictSideOut(value=one.value, citations=list(one.citations))
            for one in conflict.sides
        ]
        return cls(kind=conflict.kind, topic=conflict.topic, sides=sides)


class AbstentionOut(Out):
    """That the articles do not say, why, and what came nearest."""

    reason: str
    message: str
    nearest: list[SearchRowOut]

    @classmethod
    def from_abstention(cls, abstention: Abstention) -> Self:
        """Translate."""
        return cls(
            reason=abstention.reason.value,
            message=abstention.message,
            nearest=[SearchRowOut.from_row(one) for one in abstention.nearest],
        )


class FallbackOut(Out):
    """Why an answer was quoted though prose was asked for."""

    reason: str
    detail: str


class SearchedOut(Out):
    """What was searched; `undated_left_out` counts articles that a dated filter could not place."""

    articles: int
    passages: int
    undated_left_out: int

    @classmethod
    def from_searched(cls, searched: Searched) -> Self:
        """Translate."""
        return cls(
            articles=searched.articles,
            passages=searched.passages,
            undated_left_out=searched.undated_left_out,
        )


class TimingsOut(Out):
    """Milliseconds."""

    retrieve: float
    answer: float
    total: float


class AnswerOut(Out):
    """An answer, the same object in every interface."""

    id: str
    status: str
    conversation_id: str | None
    permalink: str
    question: str
    standalone_question: str
    indexes: list[str]
    filters: FiltersOut
    mode: str
    model: str | None
    prompt_version: str | None
    created_at: datetime
    text: str
    sentences: list[SentenceOut]
    citations: list[CitationOut]
    conflicts: list[ConflictOut]
    abstention: AbstentionOut | None
    fallback: FallbackOut | None
    searched: SearchedOut
    usage: None = None
    timings_ms: TimingsOut

    @classmethod
    def from_answer(cls, answer: Answer) -> Self:
        """Translate."""
        abstention, fallback, timings = answer.abstention, answer.fallback, answer.timings_ms
        return cls(
            id=answer.id,
            status=answer.status.value,
            conversation_id=answer.conversation_id,
            permalink=answer.permalink,
            question=answer.question,
            standalone_question=answer.standalone_question,
            indexes=list(answer.indexes),
            filters=FiltersOut.from_filters(answer.filters),
            mode=answer.mode.value,
            model=answer.model,
            prompt_version=answer.prompt_version,
            created_at=answer.created_at,
            text=answer.text,
            sentences=[SentenceOut.from_sentence(one) for one in answer.sentences],
            citations=[CitationOut.from_citation(one) for one in answer.citations],
            conflicts=[ConflictOut.from_conflict(one) for one in answer.conflicts],
            abstention=AbstentionOut.from_abstention(abstention) if abstention else None,
            fallback=FallbackOut(reason=fallback.reason, detail=fallback.detail)
            if fallback
            else None,
            searched=SearchedOut.from_searched(answer.searched),
            timings_ms=TimingsOut(
                retrieve=round(timings.retrieve, 1),
                answer=round(timings.answer, 1),
                total=round(timings.total, 1),
            ),
        )
