"""Questions and answers."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from qa_service.domain.passages import Filters


class Mode(StrEnum):
    """How an answer is written; `AUTO` in a question means whatever the service can do."""

    AUTO = "auto"
    EXTRACTIVE = "extractive"
    GENERATED = "generated"


class Status(StrEnum):
    """Where an answer stands."""

    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"
    INTERRUPTED = "interrupted"


class Support(StrEnum):
    """How far a sentence's citations carry it."""

    QUOTED = "quoted"
    SUPPORTED = "supported"
    PARTIAL = "partial"
    UNSUPPORTED = "unsupported"


class AbstentionReason(StrEnum):
    """Why no answer is given."""

    NO_MATCH = "no_match"
    WEAK_MATCH = "weak_match"
    OUT_OF_RANGE = "out_of_range"
    EMPTY_INDEX = "empty_index"
    MODEL_DECLINED = "model_declined"


@dataclass(frozen=True, slots=True)
class Question:
    """A question that stands alone, and where its answer may come from."""

    text: str
    indexes: tuple[str, ...]
    filters: Filters = Filters()
    mode: Mode = Mode.AUTO


@dataclass(frozen=True, slots=True)
class Citation:
    """One quoted span: `article.text[start:end] == quote`, in the revision that it names."""

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

    @property
    def permalink(self) -> str:
        """The path at which the paragraph can be read."""
        return paragraph_permalink(self.article_id, self.revision, self.paragraph)


@dataclass(frozen=True, slots=True)
class AnswerSentence:
    """A finished sentence, without markers, and the numbers of its citations."""

    text: str
    citations: tuple[int, ...]
    support: Support


@dataclass(frozen=True, slots=True)
class SearchRow:
    """A paragraph found, with its words."""

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

    @property
    def permalink(self) -> str:
        """The path at which the paragraph can be read."""
        return paragraph_permalink(self.article_id, self.revision, self.paragraph)


@dataclass(frozen=True, slots=True)
class Abstention:
    """That the articles do not say, why, and what came nearest. An answer, not an error."""

    reason: AbstentionReason
    message: str
    nearest: tuple[SearchRow, ...] = ()


@dataclass(frozen=True, slots=True)
class ConflictSide:
    """One of the values that cannot all be true."""

    value: str
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two or more cited sides: `kind` is date, number, name or negation."""

    kind: str
    topic: str
    sides: tuple[ConflictSide, ...]


@dataclass(frozen=True, slots=True)
class Fallback:
    """Why an answer was quoted though prose was asked for."""

    reason: str
    detail: str


@dataclass(frozen=True, slots=True)
class Searched:
    """What was searched for an answer."""

    articles: int = 0
    passages: int = 0
    undated_left_out: int = 0


@dataclass(frozen=True, slots=True)
class Timings:
    """Milliseconds."""

    retrieve: float = 0.0
    answer: float = 0.0
    total: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer, the same object in every interface."""

    id: str
    status: Status
    question: str
    standalone_question: str
    indexes: tuple[str, ...]
    filters: Filters
    mode: Mode
    created_at: datetime
    conversation_id: str | None = None
    model: str | None = None
    prompt_version: str | None = None
    sentences: tuple[AnswerSentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    abstention: Abstention | None = None
    fallback: Fallback | None = None
    searched: Searched = Searched()
    timings_ms: Timings = field(default=Timings(), compare=False)

    @property
    def text(self) -> str:
        """The sentences, each followed by its markers, joined by a space, and nothing else."""
        return " ".join(
            " ".join([one.text, "".join(f"[{number}]" for number in one.citations)]).rstrip()
            for one in self.sentences
        )

    @property
    def permalink(self) -> str:
        """The path at which the answer can be read."""
        conversation = f"/c/{self.conversation_id}" if self.conversation_id else "/c"
        return f"{conversation}#{self.id}"


def paragraph_permalink(article_id: str, revision: int, paragraph: int) -> str:
    """The path of a paragraph in the revision that was cited."""
    return f"/a/{article_id}?v={revision}#p{paragraph}"
