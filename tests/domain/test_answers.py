"""An answer reads as its sentences with their markers, and nothing else."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_service.domain.answers import (
    Answer,
    AnswerSentence,
    Citation,
    Mode,
    Status,
    Support,
    Timings,
)
from qa_service.domain.passages import Filters


def answer(*sentences: AnswerSentence, conversation_id: str | None = None) -> Answer:
    return Answer(
        id="ans_1",
        status=Status.COMPLETED,
        question="Who?",
        standalone_question="Who?",
        indexes=("news",),
        filters=Filters(),
        mode=Mode.EXTRACTIVE,
        created_at=datetime(2026, 11, 21, tzinfo=UTC),
        conversation_id=conversation_id,
        sentences=sentences,
    )


def said(text: str, *numbers: int) -> AnswerSentence:
    return AnswerSentence(text, numbers, Support.QUOTED)


@pytest.mark.parametrize(
    ("sentences", "expected"),
    [
        ([], ""),
        ([said("“Never,” he said.", 1)], "“Never,” he said. [1]"),
        ([said("One.", 1), said("Two.", 2, 3)], "One. [1] Two. [2][3]"),
        ([said("Unsupported."), said("Two.", 12)], "Unsupported. Two. [12]"),
    ],
)
def test_each_sentence_is_followed_by_its_markers(
    sentences: list[AnswerSentence], expected: str
) -> None:
    assert answer(*sentences).text == expected


texts = st.text(min_size=1).filter(lambda text: "[" not in text and text == text.strip())
sentences = st.builds(said, texts) | st.builds(said, texts, st.integers(1, 99), st.integers(1, 99))


@given(st.lists(sentences))
def test_without_its_markers_the_text_is_the_sentences_joined_by_spaces(
    given: list[AnswerSentence],
) -> None:
    """Promise 1, a quote is a quote: markers are all that is added to verbatim sentences."""
    bare = re.sub(r" (?:\[\d+\])+", "", answer(*given).text)
    assert bare == " ".join(one.text for one in given)


def test_links_lead_to_the_answer_and_to_the_paragraph_in_the_revision_that_was_cited() -> None:
    assert answer().permalink == "/c#ans_1"
    assert answer(conversation_id="con_2").permalink == "/c/con_2#ans_1"
    cited = Citation(1, "news", "art_a", 3, 7, "key", "Kim.", 0, 4, "Title", None, None, None)
    assert cited.permalink == "/a/art_a?v=3#p7"


def test_how_long_it_took_does_not_make_it_another_answer() -> None:
    assert replace(answer(), timings_ms=Timings(1.0, 2.0, 3.0)) == answer()
