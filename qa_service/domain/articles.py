"""Articles and their parts. Offsets are Unicode code points of the canonical text."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class ParagraphKind(StrEnum):
    """What a paragraph is. When in doubt, `BODY`."""

    HEADING = "heading"
    BODY = "body"
    CAPTION = "caption"
    BYLINE = "byline"
    DATELINE = "dateline"
    BOILERPLATE = "boilerplate"


@dataclass(frozen=True, slots=True)
class Sentence:
    """What is quoted: `text[start:end]`, inside one paragraph."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """What is cited: `text[start:end]`."""

    number: int
    """From 1; every kind counts."""
    key: str
    """Hash of its text, with `-2`, `-3` for repeats: stays when one is inserted above."""
    kind: ParagraphKind
    start: int
    end: int
    sentences: tuple[Sentence, ...] = ()
    """In order, for paragraphs that may be quoted; empty for the others (`is_quotable`)."""

    @property
    def is_quotable(self) -> bool:
        """Whether it is indexed and may be cited: body and captions, each exact repeat once."""
        return bool(self.sentences)


@dataclass(frozen=True, slots=True)
class Sidecar:
    """What is known of an article from outside its text. None: not said."""

    title: str | None = None
    publisher: str | None = None
    byline: str | None = None
    published_at: date | None = None
    url: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class RawArticle:
    """An incoming document as a reader hands it over: decoded, markup and furniture still in it."""

    source: str
    """Where it came from: a full path, a feed's guid."""
    received: bytes
    text: str
    encoding: str
    reader: str
    """The reader's name and version, such as `text/1`."""
    sidecar: Sidecar = Sidecar()
    notes: tuple[str, ...] = ()
    """What the sender should be told, such as an encoding that had to be detected."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manuscript:
    """A cleaned article that is not filed yet: it has no id."""

    title: str
    text: str
    """Canonical text: NFC, `\\n` line ends, blank lines between paragraphs; furniture stays."""
    paragraphs: tuple[Paragraph, ...]
    publisher: str | None = None
    byline: str | None = None
    published_at: date | None = None
    url: str | None = None
    language: str | None = None
    cleaner: str = ""
    """The cleaner's name and version: another one may make another revision of the same bytes."""

    def quote(self, span: Sentence | Paragraph) -> str:
        """The words of a sentence or paragraph, verbatim."""
        return self.text[span.start : span.end]


@dataclass(frozen=True, slots=True, kw_only=True)
class Article(Manuscript):
    """One revision of a filed article."""

    id: str
    """`art_` and 12 base32 characters; never changes."""
    index: str
    revision: int
    """From 1."""


@dataclass(frozen=True, slots=True)
class ArticleSummary:
    """A row of a list of articles."""

    id: str
    index: str
    revision: int
    title: str
    publisher: str | None
    published_at: date | None
    url: str | None
    language: str | None
    paragraphs: int
    """How many may be cited."""
    added_at: str
    """When the article was first seen, ISO 8601 in UTC."""


def is_known(existing: Manuscript, incoming: Manuscript) -> bool:
    """Whether an incoming document says only what the article says: nothing need be done."""
    fields = (
        "title",
        "text",
        "paragraphs",
        "publisher",
        "byline",
        "published_at",
        "url",
        "language",
    )
    return all(getattr(existing, name) == getattr(incoming, name) for name in fields)
