"""From a document as it came to a manuscript: the way in to this floor."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from qa_service.domain.articles import Manuscript, ParagraphKind, RawArticle, Sidecar
from qa_service.domain.errors import UnreadableArticle
from qa_service.ingestion.bylines import author
from qa_service.ingestion.characters import tidy_characters
from qa_service.ingestion.clean import readable_lines
from qa_service.ingestion.dates import published_on
from qa_service.ingestion.kinds import classify
from qa_service.ingestion.paragraphs import join_lines, lay_out
from qa_service.ingestion.titles import find_title
from qa_service.ingestion.urls import canonical_url

CLEANER = "news/1"
"""Another cleaning of the same bytes is another name, and another revision."""


def prepare(raw: RawArticle) -> Manuscript:
    """The cleaned article; raises `UnreadableArticle` if it has no text or no body.

    Nothing is guessed: what neither the text nor the sidecar says stays unknown. The same raw
    article always gives the same manuscript, and a canonical text prepared again is itself.
    """
    known = _tidy_sidecar(raw.sidecar, raw.source)
    lines = readable_lines(raw.text)
    if not lines:
        raise UnreadableArticle(
            raw.source, "it holds no readable text", "Give the text of an article."
        )
    kinds = classify(lines)
    paragraphs = lay_out(lines, kinds, known.language)
    if not any(one.is_quotable for one in paragraphs):
        raise UnreadableArticle(
            raw.source,
            "it holds no article text, only headings, names, dates or the furniture of a page",
            "Paste the article's paragraphs too.",
        )
    text = join_lines(lines)
    return Manuscript(
        title=known.title or find_title(text, paragraphs),
        text=text,
        paragraphs=paragraphs,
        publisher=known.publisher,
        byline=known.byline or _first_author(lines, kinds),
        published_at=known.published_at or _published(lines, kinds),
        url=known.url,
        language=known.language,
        cleaner=CLEANER,
    )


def _tidy_sidecar(sidecar: Sidecar, source: str) -> Sidecar:
    def tidy(value: str | None) -> str | None:
        return " ".join(tidy_characters(value).split()) or None if value else None

    try:
        url = canonical_url(sidecar.url) if sidecar.url else None
    except ValueError as error:
        raise UnreadableArticle(
            source, f"its url is {error}", "Give the whole address, such as https://news.example/a."
        ) from error
    return replace(
        sidecar,
        title=tidy(sidecar.title),
        publisher=tidy(sidecar.publisher),
        byline=tidy(sidecar.byline),
        url=url,
        language=tidy(sidecar.language),
    )


def _first_author(lines: Sequence[str], kinds: Sequence[ParagraphKind]) -> str | None:
    names = (
        author(line)
        for line, kind in zip(lines, kinds, strict=True)
        if kind is ParagraphKind.BYLINE
    )
    return next((name for name in names if name), None)


def _published(lines: Sequence[str], kinds: Sequence[ParagraphKind]) -> date | None:
    """None also where two lines name different days: one of them is another article's."""
    days = {
        published_on(line)
        for line, kind in zip(lines, kinds, strict=True)
        if kind is ParagraphKind.DATELINE
    } - {None}
    return days.pop() if len(days) == 1 else None
