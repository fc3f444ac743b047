"""The events by which an answer comes."""

from dataclasses import dataclass

from qa_service.domain.answers import Answer, AnswerSentence, Citation, Searched, SearchRow


@dataclass(frozen=True, slots=True)
class Created:
    """The answer has its id."""

    answer: Answer


@dataclass(frozen=True, slots=True)
class Progress:
    """A stage has begun, in a reader's words."""

    stage: str
    message: str


@dataclass(frozen=True, slots=True)
class SourcesFound:
    """What the answer will be written from, best first."""

    rows: tuple[SearchRow, ...]
    searched: Searched


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation, before the first sentence that uses it."""

    citation: Citation


@dataclass(frozen=True, slots=True)
class Said:
    """A finished, checked sentence: nothing shown is taken back."""

    sentence: AnswerSentence


@dataclass(frozen=True, slots=True)
class Completed:
    """The whole answer."""

    answer: Answer


@dataclass(frozen=True, slots=True)
class Failed:
    """The answer broke off; what was said before stays."""

    answer: Answer
    message: str


AnswerEvent = Created | Progress | SourcesFound | Cited | Said | Completed | Failed
