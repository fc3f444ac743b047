"""Evidence made by hand: articles of one paragraph each, their sentences with scores."""

from collections.abc import Sequence
from dataclasses import fields, replace

from qa_service.domain.articles import Sentence
from qa_service.domain.passages import (
    CitedParagraph,
    Evidence,
    Passage,
    ScoredSentence,
    Signals,
    Source,
)
from qa_service.domain.words import STOP_TERMS, terms

NO_SIGNALS = Signals(*[0.0 for _ in fields(Signals)])


def make_evidence(
    article: str, *said: tuple[float, str], start: int = 100, number: int = 3
) -> Evidence:
    """Sentences with their scores in the order of the text, which begins at `start`."""
    text = " ".join(words for _, words in said)
    sentences = []
    place = start
    for score, words in said:
        span = Sentence(place, place + len(words))
        sentences.append(ScoredSentence(span, number, score, NO_SIGNALS, _content(words)))
        place = span.end + 1
    end = start + len(text)
    return Evidence(
        Source("news", article, 1, f"Title of {article}", None, None, None),
        Passage(f"{article}:1:{number}", article, 1, number, (number,), start, end, text),
        (CitedParagraph(number, f"key-{number}", start, end, text),),
        tuple(sorted(sentences, key=lambda one: -one.score)),
    )


def _content(words: str) -> frozenset[str]:
    return frozenset(terms(words)) - STOP_TERMS


def with_signals(evidence: Evidence, rows: Sequence[Signals]) -> Evidence:
    """The same, its sentences with these signals, in the order of the text."""
    ordered = sorted(evidence.sentences, key=lambda one: one.span.start)
    changed = [replace(one, signals=row) for one, row in zip(ordered, rows, strict=True)]
    return replace(evidence, sentences=tuple(sorted(changed, key=lambda one: -one.score)))
