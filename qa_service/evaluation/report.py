"""What was measured; a figure is a share unless its name says otherwise (None: not measured)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from qa_service.domain.errors import BadRequest
from qa_service.evaluation.measures import CurvePoint


@dataclass(frozen=True, slots=True)
class Retrieval:
    """Where the right paragraph and the right sentence stand among what was found."""

    questions: int
    paragraph_recall_at_1: float | None
    paragraph_recall_at_3: float | None
    paragraph_recall_at_5: float | None
    mean_reciprocal_rank: float | None
    sentence_hit_at_1: float | None
    sentence_hit_at_3: float | None


@dataclass(frozen=True, slots=True)
class Citations:
    """Of the questions that the articles answer."""

    answered: float | None
    precision: float | None
    """Right citations of all that were given."""
    first_point_right: float | None
    """Answers whose first point is right, of all questions."""
    right_among_first_three: float | None
    """Of all questions."""
    recall: float | None
    """Answers with any right citation, of all questions."""
    points: float | None
    """Sentences an answer, on average (not a share)."""
    quotes_verbatim: float | None
    markers_resolved: float | None


@dataclass(frozen=True, slots=True)
class Refusals:
    """Of the questions that the articles do not answer."""

    near: float | None
    far: float | None
    unsorted: float | None
    """Of those that the set does not sort."""
    left_out: float | None
    """Answerable questions whose right paragraphs were left out of the index."""
    near_questions: int
    far_questions: int
    unsorted_questions: int
    left_out_questions: int


@dataclass(frozen=True, slots=True)
class Report:
    """One gold set, measured."""

    name: str
    articles: int
    retrieval: Retrieval
    citations: Citations
    refusals: Refusals
    curve: tuple[CurvePoint, ...]
    """Risk and coverage."""
    body_as_furniture: int
    """Body paragraphs that were classed as furniture, where the articles are known to have none."""
    ask_p50_ms: float | None
    ask_p99_ms: float | None


def find_shortfalls(figures: Mapping[str, Any], floors: Mapping[str, float]) -> list[str]:
    """Figures below their floor, which is named such as `retrieval.sentence_hit_at_1`.

    `body_as_furniture` is a count, and its floor a ceiling. An unknown name is a `BadRequest`.
    """
    faults = []
    for name, floor in floors.items():
        section, _, figure = name.partition(".")
        try:
            value = figures[section][figure] if figure else figures[section]
        except (KeyError, TypeError) as error:
            raise BadRequest(f"There is no figure {name!r} to hold.", "Mend the floors.") from error
        if value is None:
            faults.append(f"{figures['name']}: {name} was not measured")
        elif value > floor if name == "body_as_furniture" else value < floor:
            faults.append(f"{figures['name']}: {name} is {value:.4f}, not {floor:.4f}")
    return faults
