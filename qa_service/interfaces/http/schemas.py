"""What the API says of articles and paragraphs, filled from the domain field by field.

A null or empty member is present, never missing. Offsets count Unicode code points.
"""

from collections.abc import Sequence
from datetime import date
from typing import Self

from pydantic import BaseModel, ConfigDict, Field

from qa_service.domain.answers import SearchRow
from qa_service.domain.articles import Article, ArticleSummary
from qa_service.domain.passages import Filters
from qa_service.domain.ports import Page, Statistics
from qa_service.library.reports import Check


class Out(BaseModel):
    """Something the API says."""

    model_config = ConfigDict(frozen=True, populate_by_name=True)


class FiltersOut(Out):
    """Which articles could answer. Empty lists and nulls: all."""

    articles: list[str]
    publishers: list[str]
    first_day: date | None = Field(alias="from")
    last_day: date | None = Field(alias="to")

    @classmethod
    def from_filters(cls, filters: Filters) -> Self:
        """Translate."""
        return cls(
            articles=list(filters.articles),
            publishers=list(filters.publishers),
            first_day=filters.first_day,
            last_day=filters.last_day,
        )


class SearchRowOut(Out):
    """A paragraph found; `article.text[start:end] == text`."""

    index: str
    article_id: str
    revision: int
    paragraph: int
    paragraph_key: str
    text: str
    start: int
    end: int
    score: float
    title: str
    publisher: str | None
    published_at: date | None
    permalink: str

    @classmethod
    def from_row(cls, row: SearchRow) -> Self:
        """Translate."""
        return cls(
            index=row.index,
            article_id=row.article_id,
            revision=row.revision,
            paragraph=row.paragraph,
            paragraph_key=row.paragraph_key,
            text=row.text,
            start=row.start,
            end=row.end,
            score=row.score,
            title=row.title,
            publisher=row.publisher,
            published_at=row.published_at,
            permalink=row.permalink,
        )


class SearchOut(Out):
    """Paragraphs, best first."""

    data: list[SearchRowOut]

    @classmethod
    def from_rows(cls, rows: Sequence[SearchRow]) -> Self:
        """Translate."""
        return cls(data=[SearchRowOut.from_row(one) for one in rows])


class ArticleSummaryOut(Out):
    """A row of a list of articles; `paragraphs` counts those that may be cited."""

    id: str
    index: str
    revision: int
    title: str
    publisher: str | None
    published_at: date | None
    url: str | None
    language: str | None
    paragraphs: int
    added_at: str

    @classmethod
    def from_summary(cls, row: ArticleSummary) -> Self:
        """Translate."""
        return cls(
            id=row.id,
            index=row.index,
            revision=row.revision,
            title=row.title,
            publisher=row.publisher,
            published_at=row.published_at,
            url=row.url,
            language=row.language,
            paragraphs=row.paragraphs,
            added_at=row.added_at,
        )


class PageOut(Out):
    """Articles, newest first; `next_cursor` asks for the next page, null at the end."""

    data: list[ArticleSummaryOut]
    next_cursor: str | None

    @classmethod
    def from_page(cls, page: Page) -> Self:
        """Translate."""
        rows = [ArticleSummaryOut.from_summary(one) for one in page.rows]
        return cls(data=rows, next_cursor=page.next_cursor)


class ParagraphOut(Out):
    """A paragraph: `article.text[start:end]`."""

    number: int
    key: str
    kind: str
    start: int
    end: int


class ArticleOut(Out):
    """One revision of an article."""

    id: str
    index: str
    revision: int
    title: str
    publisher: str | None
    published_at: date | None
    url: str | None
    language: str | None
    text: str
    paragraphs: list[ParagraphOut]

    @classmethod
    def from_article(cls, article: Article) -> Self:
        """Translate."""
        paragraphs = [
            ParagraphOut(number=p.number, key=p.key, kind=p.kind.value, start=p.start, end=p.end)
            for p in article.paragraphs
        ]
        return cls(
            id=article.id,
            index=article.index,
            revision=article.revision,
            title=article.title,
            publisher=article.publisher,
            published_at=article.published_at,
            url=article.url,
            language=article.language,
            text=article.text,
            paragraphs=paragraphs,
        )


class StatisticsOut(Out):
    """Sizes and freshness."""

    articles: int
    passages: int
    sentences: int
    last_added_at: str | None

    @classmethod
    def from_statistics(cls, statistics: Statistics) -> Self:
        """Translate."""
        return cls(
            articles=statistics.articles,
            passages=statistics.passages,
            sentences=statistics.sentences,
            last_added_at=statistics.last_added_at,
        )


class CheckOut(Out):
    """One thing that was looked at, and what to do if it is not well."""

    name: str
    ok: bool
    detail: str
    advice: str

    @classmethod
    def from_check(cls, check: Check) -> Self:
        """Translate."""
        return cls(name=check.name, ok=check.ok, detail=check.detail, advice=check.advice)


class ReadinessOut(Out):
    """Whether questions can be answered now."""

    ready: bool
    checks: list[CheckOut]

    @classmethod
    def from_checks(cls, checks: tuple[Check, ...]) -> Self:
        """Translate."""
        return cls(
            ready=all(one.ok for one in checks), checks=[CheckOut.from_check(c) for c in checks]
        )


class HealthOut(Out):
    """That the process runs."""

    status: str = "ok"
    version: str
