"""Sentences hold a whole paragraph between them and end where a reader would end them."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa_service.ingestion.sentences import find_sentences

REPEATABLE = settings(max_examples=300, deadline=None, derandomize=True, database=None)
PIECES = st.sampled_from(
    [
        "“No,” ",
        "he said. ",
        "U.N. ",
        "Sept. 14. ",
        "... ",
        "!",
        "?” ",
        "(",
        ")",
        "„So!“ ",
        "1. ",
        "《",
        "。",
        "하다. ",
        "a",
        "\U0001f44d ",
    ]
)
PARAGRAPHS = st.lists(PIECES | st.text(max_size=5), max_size=40).map(
    lambda one: " ".join("".join(one).split())
)


@given(PARAGRAPHS, st.integers(0, 9))
@REPEATABLE
def test_nothing_but_space_lies_between_sentences(text: str, start: int) -> None:
    at = start
    for sentence in find_sentences(text, start):
        quote = text[sentence.start - start : sentence.end - start]
        assert quote == quote.strip() != ""
        assert text[at - start : sentence.start - start].strip() == ""
        at = sentence.end
    assert text[at - start :].strip() == ""


@pytest.mark.parametrize(
    "sentences",
    [
        ["The U.N. met on Sept. 14.", "N. Korea and Russia did not come."],
        ["He called it “illegal.”", "They left."],
        ["“There were no such plans,” he added.", "“None.”"],
        ['She said "no."', "(Yonhap)"],
        ["It fell 3.2% to $14.20.", "Mr. Smith of Smith Inc. sold."],
        ["Is it over?", "It is!", "Or is it …"],
        ["우리 섬에는 아이가 일곱 명뿐입니다.", "그러나 오늘은 항구에 삼백 명이 모였습니다."],
        ["Wait… ?! …"],
    ],
)
def test_sentences_end_where_a_reader_would_end_them(sentences: list[str]) -> None:
    text = " ".join(sentences)
    assert [text[one.start : one.end] for one in find_sentences(text)] == sentences


def test_a_very_long_paragraph_is_cut_between_words() -> None:
    text = " ".join(
        f"Sentence number {number} of a long report ends here." for number in range(2_000)
    )
    found = [text[one.start : one.end] for one in find_sentences(text)]
    assert found == [
        f"Sentence number {number} of a long report ends here." for number in range(2_000)
    ]


@pytest.mark.parametrize("hostile", ["“" * 60_000, "a" * 200_000, "(" * 60_000, '"' * 60_000])
def test_a_hostile_paragraph_costs_no_more_than_its_length(hostile: str) -> None:
    begun = time.perf_counter()
    find_sentences(hostile)
    assert time.perf_counter() - begun < 10
