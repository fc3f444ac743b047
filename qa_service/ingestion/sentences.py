"""Where sentences begin and end. The home of sentencex."""

from itertools import pairwise

import sentencex

from qa_service.domain.articles import Sentence
from qa_service.ingestion.characters import has_words

_LONGEST_PIECE = 5_000
"""Characters handed to the cutter at once: it is quadratic on repeated opening quotes."""

_CLOSING = "\"'”’»)]}›"


def find_sentences(text: str, start: int = 0, language: str | None = None) -> tuple[Sentence, ...]:
    """The sentences of a paragraph in order; together they hold all but the space between them.

    `start` is where the paragraph begins in its article; `language` an ISO 639-1 code, English if
    not known, as its rules do well for most languages with full stops.
    """
    edges = _mend(text, _cut(text, language or "en"))
    spans = []
    for first, last in pairwise(edges):
        piece = text[first:last]
        if piece.strip():
            begin = first + len(piece) - len(piece.lstrip())
            spans.append(Sentence(start + begin, start + begin + len(piece.strip())))
    return tuple(spans)


def split_sentences(text: str) -> list[str]:
    """The sentences with the space after each: joined they are the text again."""
    edges = _mend(text, _cut(text, "en"))
    return [text[first:last] for first, last in pairwise(edges)]


def _cut(text: str, language: str) -> list[int]:
    edges = [0]
    for first, last in pairwise(_pieces(text)):
        piece = text[first:last]
        parts = sentencex.segment(language, piece)
        if "".join(parts) != piece:
            parts = [piece]
        for part in parts:
            edges.append(edges[-1] + len(part))
    return edges


def _pieces(text: str) -> list[int]:
    """Edges of pieces that end at a space where there is one, best after a full stop."""
    edges = [0]
    while len(text) - edges[-1] > _LONGEST_PIECE:
        first = edges[-1]
        limit = first + _LONGEST_PIECE
        stop = text.rfind(". ", first + _LONGEST_PIECE // 2, limit)
        space = text.rfind(" ", first + 1, limit)
        edges.append(stop + 2 if stop > 0 else space + 1 if space > 0 else limit)
    return [*edges, len(text)]


def _mend(text: str, edges: list[int]) -> list[int]:
    """Take back cuts that leave a closing quote behind or a piece without words."""
    mended = [0]
    for edge, following in pairwise(edges[1:]):
        left, right = text[mended[-1] : edge], text[edge:following]
        if not has_words(left) or not has_words(right):
            continue
        if not left[-1].isspace() and right[0] in _CLOSING:
            edge += len(right) - len(right.lstrip(_CLOSING))
            if not has_words(text[edge:following]):
                continue
        mended.append(edge)
    return [*mended, len(text)] if text else []
