"""A gold set is measured from end to end; the figures are those that one counts by hand."""

import json
from collections.abc import AsyncIterator
from dataclasses import asdict, fields, replace
from pathlib import Path
from typing import Any

import pytest

from qa_service.answering.confidence import Signs
from qa_service.domain.principals import LOCAL
from qa_service.evaluation.gold import read_gold
from qa_service.evaluation.measures import CurvePoint
from qa_service.evaluation.report import (
    Citations,
    Refusals,
    Report,
    Retrieval,
    find_shortfalls,
)
from qa_service.evaluation.run import evaluate
from tests.stack import Place, Stack

ARTICLES = {
    "summit.txt": (
        "South Korea warned Russia of grave consequences if it trades in arms with Pyongyang."
        "\n\nKim Jong Un travelled to Vladivostok in an armoured train that crossed the border.\n"
    ),
    "ferry.txt": (
        "The ferry ran aground on a sandbank outside the harbour of Port Brannoch at dawn."
        "\n\nLifeboats brought every passenger ashore before noon and nobody was hurt there.\n"
    ),
}
QUESTIONS = {
    "articles": "papers",
    "answerable": [
        {"question": "Who warned Russia of consequences?", "evidence": ["South Korea warned"]},
        {"question": "Where did the ferry run aground?", "evidence": ["on a sandbank outside"]},
        {"question": "Who brought the passenger ashore?", "evidence": ["not what it says"]},
    ],
    "unanswerable": [
        {"question": "Who warned Tokyo, Beijing and Hanoi?", "distance": "near"},
        {"question": "Which ferry ran aground?", "distance": "near"},
        {"question": "How does yeast bread rise?", "distance": "far"},
    ],
}


@pytest.fixture
def place(tmp_path: Path) -> Place:
    place = Place(tmp_path)
    for name, text in ARTICLES.items():
        place.write(f"papers/{name}", text)
    place.write("gold.json", json.dumps(QUESTIONS))
    return place


@pytest.fixture
async def stack(place: Place) -> AsyncIterator[Stack]:
    async with place.open() as stack:
        await stack.library.start(LOCAL, str(place.folder / "papers"))
        yield stack


def rounded(value: Any) -> Any:
    """To four places, all the way down."""
    if isinstance(value, dict):
        return {name: rounded(one) for name, one in value.items()}
    if isinstance(value, tuple | list):
        return [rounded(one) for one in value]
    return round(value, 4) if isinstance(value, float) else value


async def test_every_figure_is_what_one_counts_by_hand(stack: Stack, place: Place) -> None:
    """Promises 1 and 2: every quote verbatim, every marker resolved, in what is reported too."""
    nothing = Signs(*[0.0 for _ in fields(Signs)])
    # Right passages score above 16 here, wrong ones below 10.
    by_score = replace(
        stack.assistant.calibration,
        weights=replace(nothing, score=1.0),
        bias=-13.0,
        answer_from=0.5,
        near_from=0.25,
    )
    assistant = replace(stack.assistant, calibration=by_score)
    gold = read_gold(place.folder / "gold.json", None)
    report = await evaluate(assistant, stack.library, LOCAL, gold)
    expected = Report(
        name="gold",
        articles=2,
        retrieval=Retrieval(
            questions=3,
            paragraph_recall_at_1=0.6667,
            paragraph_recall_at_3=0.6667,
            paragraph_recall_at_5=0.6667,
            mean_reciprocal_rank=0.6667,
            sentence_hit_at_1=0.6667,
            sentence_hit_at_3=0.6667,
        ),
        citations=Citations(
            answered=1.0,
            precision=0.6667,
            first_point_right=0.6667,
            right_among_first_three=0.6667,
            recall=0.6667,
            points=1.0,
            quotes_verbatim=1.0,
            markers_resolved=1.0,
        ),
        refusals=Refusals(
            near=0.5,
            far=1.0,
            unsorted=None,
            left_out=1.0,
            near_questions=2,
            far_questions=1,
            unsorted_questions=0,
            left_out_questions=2,
        ),
        curve=tuple(
            CurvePoint(part, report.curve[0].threshold, 0.5, 1.0, 1.0)
            for part in (0.99, 0.97, 0.95, 0.9, 0.8)
        ),
        body_as_furniture=0,
        ask_p50_ms=0.0,
        ask_p99_ms=0.0,
    )
    assert rounded(asdict(report)) == rounded(asdict(expected))


async def test_the_figures_can_be_written_as_json_and_held_against_floors(
    stack: Stack, place: Place
) -> None:
    gold = read_gold(place.folder / "gold.json", None)
    report = await evaluate(stack.assistant, stack.library, LOCAL, gold)
    figures = asdict(report)
    assert json.loads(json.dumps(figures))["retrieval"]["questions"] == 3
    floors = {
        "retrieval.paragraph_recall_at_1": 0.6,
        "retrieval.sentence_hit_at_1": 0.9,
        "refusals.far": 0.0,
        "body_as_furniture": 0.0,
    }
    assert find_shortfalls(figures, floors) == [
        "gold: retrieval.sentence_hit_at_1 is 0.6667, not 0.9000"
    ]
    furniture = replace(report, body_as_furniture=2)
    assert find_shortfalls(asdict(furniture), {"body_as_furniture": 1}) == [
        "gold: body_as_furniture is 2.0000, not 1.0000"
    ]


async def test_without_questions_nothing_is_measured_and_a_floor_says_so(
    stack: Stack, place: Place
) -> None:
    place.write("none.json", json.dumps({"articles": "papers", "answerable": []}))
    gold = read_gold(place.folder / "none.json", None)
    report = await evaluate(stack.assistant, stack.library, LOCAL, gold)
    assert report == Report(
        name="none",
        articles=2,
        retrieval=Retrieval(0, None, None, None, None, None, None),
        citations=Citations(None, None, None, None, None, None, None, None),
        refusals=Refusals(None, None, None, None, 0, 0, 0, 0),
        curve=(),
        body_as_furniture=0,
        ask_p50_ms=None,
        ask_p99_ms=None,
    )
    assert find_shortfalls(asdict(report), {"retrieval.sentence_hit_at_1": 0.9}) == [
        "none: retrieval.sentence_hit_at_1 was not measured"
    ]


async def test_body_text_that_was_taken_for_furniture_is_counted_where_there_is_none(
    tmp_path: Path,
) -> None:
    place = Place(tmp_path)
    context = "Denver won the game in front of a great crowd. The weather was fine that Sunday."
    asked = [{"question": "Who won?", "answers": [{"text": "Denver", "answer_start": 0}]}]
    paragraphs = [{"context": text, "qas": asked} for text in (context, "Back To Top")]
    place.write("squad.json", json.dumps({"data": [{"title": "T", "paragraphs": paragraphs}]}))
    gold = read_gold(tmp_path / "squad.json", None)
    for name, content in gold.files.items():
        place.write(f"articles/{name}", content.decode())
    async with place.open() as stack:
        await stack.library.start(LOCAL, str(tmp_path / "articles"))
        report = await evaluate(stack.assistant, stack.library, LOCAL, gold)
    assert (report.articles, report.body_as_furniture) == (1, 1)
