"""What speaks for a sentence, on articles small enough to reckon by hand."""

from dataclasses import asdict, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa_service.domain.passages import Candidate, Signals, TermCounts
from qa_service.domain.words import content_terms
from qa_service.retrieval.probe import Probe, make_probe
from qa_service.retrieval.signals import FIELDS, as_signals, measure
from tests.contracts.newsroom import make_article
from tests.stack import ENCODER, candidates_of

RANGES = {
    **dict.fromkeys(FIELDS, (0.0, 1.0)),
    **{name: (-1.0, 1.0) for name in FIELDS if "similarity" in name or "late" in name},
    **{name: (-1.0, 1.0) for name in FIELDS if "weakest" in name},
    **dict.fromkeys(("asked_kind", "focus"), (-1.0, 1.0)),
}


async def probe_of(question: str) -> Probe:
    (encoding,) = await ENCODER.encode([question])
    counts = dict.fromkeys(content_terms(question), 1)
    return make_probe(question, encoding, encoding.vector, TermCounts(10, counts))


async def signals_of(question: str, candidates: list[Candidate]) -> list[Signals]:
    return as_signals(measure(await probe_of(question), candidates))


async def two_articles() -> list[Candidate]:
    return await candidates_of(
        [
            make_article(
                "Kim met Putin. He warned Seoul.", "The ferry sank.", title="Summit in Vladivostok"
            ),
            make_article("Seoul warned Moscow of 3 consequences.", title="Allies"),
        ]
    )


async def test_coverage_counts_the_words_of_the_question() -> None:
    table = await signals_of("Who warned Seoul in Vladivostok?", await two_articles())
    assert [round(one.sentence_coverage, 4) for one in table] == [0, 0.6667, 0, 0.6667]
    assert [round(one.context_coverage, 4) for one in table] == [0, 0.6667, 0, 0.6667]
    assert [round(one.passage_coverage, 4) for one in table] == [0.6667, 0.6667, 0, 0.6667]
    # The headline of the first article names the place.
    assert [round(one.article_coverage, 4) for one in table] == [1, 1, 1, 0.6667]


async def test_context_is_the_sentence_before_in_the_same_passage_only() -> None:
    table = await signals_of("Did Kim see the ferry?", await two_articles())
    assert [one.sentence_coverage > 0 for one in table] == [True, False, True, False]
    assert [one.context_coverage > 0 for one in table] == [True, True, True, False]


async def test_names_and_numbers_of_the_question_are_looked_for() -> None:
    table = await signals_of("Were 3 things said by Seoul to Kim?", await two_articles())
    assert [one.names for one in table] == [1, 1, 0, 0.5]
    assert [one.article_names for one in table] == [1, 1, 1, 0.5]
    assert [one.numbers for one in table] == [0, 0, 0, 1]
    unnamed = await signals_of("who warned whom?", await two_articles())
    assert {(one.names, one.article_names, one.numbers) for one in unnamed} == {(1, 1, 1)}


async def test_neighbouring_words_of_the_question_count_where_they_are_neighbours() -> None:
    table = await signals_of("Seoul warned Moscow?", await two_articles())
    assert [one.bigrams for one in table] == [0, 0, 0, 1]


async def test_the_kind_of_value_asked_for_is_looked_for() -> None:
    found = await two_articles()
    assert [one.asked_kind for one in await signals_of("How many did Seoul name?", found)] == [
        -1, -1, -1, 1,
    ]  # fmt: skip
    assert {one.asked_kind for one in await signals_of("Why did Seoul warn?", found)} == {0}


async def test_a_passage_counts_less_the_later_it_stands_and_a_sentence_more_the_longer() -> None:
    table = await signals_of("Seoul?", await two_articles())
    assert [one.opening for one in table] == [1, 1, 0.5, 1]
    assert [one.length * 40 for one in table] == pytest.approx([3, 3, 3, 6])


async def test_late_interaction_finds_the_best_match_of_every_word() -> None:
    table = await signals_of("Kim warned Seoul", await two_articles())
    first, second, _, _ = table
    assert second.context_late > second.late > 0.5
    assert second.context_late == pytest.approx(1, abs=0.02)
    assert second.weakest_word < 0.5
    assert second.passage_weakest_word == pytest.approx(1, abs=0.02)
    assert first.passage_late == second.passage_late


async def test_a_sentence_that_is_the_question_has_the_most_of_everything() -> None:
    question = "Seoul warned Moscow of 3 consequences."
    *others, same = await signals_of(question, await two_articles())
    assert same.sentence_coverage == same.passage_coverage == pytest.approx(1)
    assert same.sentence_similarity == pytest.approx(1, abs=0.01)
    assert (same.late, same.passage_late) == pytest.approx((1, 1), abs=0.02)
    assert same.weakest_word == pytest.approx(1, abs=0.02)
    assert same.bigrams == 1
    for other in others:
        for name in set(FIELDS) - {"opening", "asked_kind", "names", "article_names"}:
            assert getattr(other, name) <= getattr(same, name) + 1e-6, name


sentences = st.lists(
    st.sampled_from(
        ["Seoul warned Moscow", "…", "— — —", "“”", "7", "한국어", "Kim met Putin in 1"]
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=60)
@given(
    st.lists(sentences.map(". ".join), min_size=1, max_size=4),
    st.sampled_from(["Who warned Moscow?", "…", "", "When?", "7", "한국어", "How many met Kim?"]),
)
async def test_every_signal_keeps_its_range_whatever_the_text(
    bodies: list[str], question: str
) -> None:
    candidates = await candidates_of([make_article(*bodies)])
    table = measure(await probe_of(question), candidates)
    assert table.shape == (sum(len(one.sentences) for one in candidates), len(FIELDS))
    assert np.isfinite(table).all()
    for row in as_signals(table):
        for name, value in asdict(row).items():
            low, high = RANGES[name]
            assert low - 0.02 <= value <= high + 0.02, (name, value)


async def test_nothing_found_gives_an_empty_table() -> None:
    (one, *_) = await two_articles()
    probe = await probe_of("Who warned Seoul?")
    assert measure(probe, []).shape == (0, len(FIELDS))
    assert measure(probe, [replace(one, sentences=())]).shape == (0, len(FIELDS))


async def test_a_passage_without_sentences_does_not_shift_the_others() -> None:
    found = await two_articles()
    probe = await probe_of("Who warned Seoul?")
    expected = measure(probe, found[1:])
    hollow = replace(found[0], sentences=(), source=found[2].source)
    between = measure(probe, [hollow, *found[1:]])
    assert np.allclose(between, expected)
    assert np.allclose(measure(probe, [*found[1:], hollow]), expected)
    assert np.allclose(measure(probe, [found[1], hollow, found[2]]), expected)
