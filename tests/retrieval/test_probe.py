"""The question as ranking sees it."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_service.domain.passages import TermCounts
from qa_service.domain.vectors import TOKEN_DIMENSIONS, Encoding
from qa_service.domain.words import content_terms, stem
from qa_service.retrieval.asked import Asked
from qa_service.retrieval.probe import Probe, make_probe
from tests.fakes import HashedWordsEncoder, as_array, vector_of

ENCODER = HashedWordsEncoder()
EAST = vector_of([1.0, 0.0])


async def probe_of(text: str, passages: int = 100, **counts: int) -> Probe:
    (encoding,) = await ENCODER.encode([text])
    return make_probe(text, encoding, EAST, TermCounts(passages, counts))


async def test_a_question_is_taken_apart_once() -> None:
    probe = await probe_of("Who warned Russia, Russia of consequences?", warn=4, russia=50)
    assert (probe.text, probe.asked) == ("Who warned Russia, Russia of consequences?", Asked.PERSON)
    assert probe.terms == content_terms("warned Russia consequences")
    warned, russia, consequences = probe.terms
    assert probe.pairs == {(warned, russia), (russia, russia), (russia, consequences)}
    assert probe.rows == ((1,), (2,), (5,))
    assert probe.passage_vector.tolist() == [1.0, 0.0]
    (vector,) = await ENCODER.embed([probe.text])
    assert probe.vector.tolist() == as_array(vector).tolist()


async def test_a_rare_word_weighs_more_than_a_frequent_one() -> None:
    probe = await probe_of("Seoul warned Pyongyang", seoul=90, warn=10)
    expected = [math.log(1 + (100 - n + 0.5) / (n + 0.5)) for n in (90, 10, 0)]
    assert probe.idf.tolist() == pytest.approx(expected, rel=1e-6)
    assert list(probe.token_weights) == sorted(probe.token_weights)


async def test_words_that_carry_a_topic_weigh_more_than_those_that_do_not() -> None:
    probe = await probe_of("Who warned them of it?", warn=4)
    _, warned, *_ = weights = probe.token_weights.tolist()
    assert warned == max(weights)
    assert weights.count(warned) == 1


@pytest.mark.parametrize(
    ("question", "names", "numbers"),
    [
        ("Did Seoul warn Kim Jong Un in 2023?", ["Seoul", "Kim", "Jong", "Un"], ["2023"]),
        ("Seoul warned whom?", [], []),
        ("WHO WARNED SEOUL?", [], []),
        ("who paid 3.5 million", [], ["3.5"]),
    ],
)
async def test_names_and_numbers_are_known_by_how_they_are_written(
    question: str, names: list[str], numbers: list[str]
) -> None:
    probe = await probe_of(question)
    assert [probe.terms[place] for place in sorted(probe.names)] == [
        stem(name.lower()) for name in names
    ]
    assert [probe.terms[place] for place in sorted(probe.numbers)] == numbers


@pytest.mark.parametrize(
    ("question", "focus"),
    [
        ("Which city did Kim visit?", "city"),
        ("What is the price of bread?", "price"),
        ("How many passengers were hurt?", "passenger"),
        ("Who warned Seoul?", None),
        ("Kim did what?", None),
    ],
)
async def test_the_noun_that_is_asked_for_is_told_where_the_form_tells(
    question: str, focus: str | None
) -> None:
    probe = await probe_of(question)
    found = None if probe.focus is None else probe.terms[probe.focus]
    assert found == (stem(focus) if focus else None)


async def test_tokens_are_unit_rows() -> None:
    probe = await probe_of("Who warned Russia?")
    assert probe.tokens.shape == (3, TOKEN_DIMENSIONS)
    assert np.linalg.norm(probe.tokens, axis=1) == pytest.approx(np.ones(3), abs=0.02)


def test_a_word_has_all_tokens_that_it_was_cut_into() -> None:
    tokens = bytes(5 * TOKEN_DIMENSIONS)
    cut = Encoding(EAST, tokens, ((0, 3), (3, 6), (6, 9), (10, 14), (14, 15)))
    probe = make_probe("Pyongyang fell.", cut, EAST, TermCounts(0, {}))
    assert probe.rows == ((0, 1, 2), (3,))


@given(st.text(max_size=40), st.integers(0, 3))
def test_any_text_can_be_asked(text: str, rows: int) -> None:
    offsets = tuple((place, place + 2) for place in range(rows))
    encoding = Encoding(EAST, bytes(rows * TOKEN_DIMENSIONS), offsets)
    probe = make_probe(text, encoding, EAST, TermCounts(3, {}))
    assert len(probe.idf) == len(probe.terms)
    assert (probe.idf > 0).all()
    assert len(probe.rows) == len(probe.terms)
    assert len(probe.token_weights) == rows
    assert (probe.token_weights > 0).all()
