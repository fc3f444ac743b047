"""Canonical text and its paragraphs: numbers, keys, offsets, sentences."""

import hashlib
from base64 import b32encode
from collections import Counter
from collections.abc import Sequence

from qa_service.domain.articles import Paragraph, ParagraphKind
from qa_service.ingestion.sentences import find_sentences

_GAP = "\n\n"
_QUOTABLE = frozenset({ParagraphKind.BODY, ParagraphKind.CAPTION})
_KEY_LENGTH = 12


def join_lines(lines: Sequence[str]) -> str:
    """The canonical text: paragraphs parted by one blank line."""
    return _GAP.join(lines)


def lay_out(
    lines: Sequence[str], kinds: Sequence[ParagraphKind], language: str | None = None
) -> tuple[Paragraph, ...]:
    """Paragraphs with offsets into `join_lines(lines)`.

    Body text and captions get sentences, an exact repeat only at its first place: a repeat stays
    in the text but is neither indexed nor cited.
    """
    paragraphs, seen, start = [], Counter[str](), 0
    quoted: set[str] = set()
    for number, (line, kind) in enumerate(zip(lines, kinds, strict=True), start=1):
        seen[line] += 1
        is_quoted = kind in _QUOTABLE and line not in quoted
        paragraphs.append(
            Paragraph(
                number=number,
                key=_key(line, seen[line]),
                kind=kind,
                start=start,
                end=start + len(line),
                sentences=find_sentences(line, start, language) if is_quoted else (),
            )
        )
        if is_quoted:
            quoted.add(line)
        start += len(line) + len(_GAP)
    return tuple(paragraphs)


def short_hash(text: str) -> str:
    """The first 12 characters, 60 bits, of the SHA-256 in small base32 letters."""
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return b32encode(digest).decode("ascii").lower()[:_KEY_LENGTH]


def _key(text: str, occurrence: int) -> str:
    return short_hash(text) if occurrence == 1 else f"{short_hash(text)}-{occurrence}"
