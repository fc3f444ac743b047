"""Evidence comes best first, in the same order every time."""

import json
from collections.abc import Callable
from dataclasses import asdict, astuple, fields, replace
from pathlib import Path

import pytest

from qa_service.domain.passages import Candidate, Signals, TermCounts
from qa_service.retrieval.probe import Probe, make_probe
from qa_service.retrieval.rank import WEIGHTS_FILE, rank, read_weights
from tests.contracts.newsroom import make_article
from tests.stack import ENCODER, EVEN, candidates_of


async def probe_of(question: str) -> Probe:
    (encoding,) = await ENCODER.encode([question])
    return make_probe(question, encoding, encoding.vector, TermCounts(10, {}))


async def newsroom() -> list[Candidate]:
    return await candidates_of(
        [
            make_article("The ferry sank. Nobody was hurt.", "Kim met Putin.", title="Ferry"),
            make_article("Talks went on. Seoul warned Moscow.", title="Talks"),
        ]
    )


def test_the_weights_are_exactly_the_signals() -> None:
    stored = json.loads(WEIGHTS_FILE.read_text(encoding="utf-8"))["weights"]
    assert stored.keys() == {one.name for one in fields(Signals)}
    assert asdict(read_weights()) == stored


@pytest.mark.parametrize("change", [{"unknown": 1.0}, {"late": None}])
def test_weights_of_another_make_are_refused(tmp_path: Path, change: dict[str, object]) -> None:
    weights = {**asdict(EVEN), **change}
    kept = {name: value for name, value in weights.items() if value is not None}
    place = tmp_path / "weights.json"
    place.write_text(json.dumps({"weights": kept}))
    with pytest.raises(TypeError):
        read_weights(place)


@pytest.mark.parametrize("make_weights", [lambda: EVEN, read_weights], ids=["even", "learned"])
async def test_the_sentence_that_says_it_comes_first(make_weights: Callable[[], Signals]) -> None:
    """Promise 1, a quote is a quote: a scored sentence is a span of its article's paragraph."""
    first, *others = rank(await probe_of("Seoul warned Moscow"), await newsroom(), make_weights())
    assert first.quote(first.sentences[0].span) == "Seoul warned Moscow."
    assert first.quote(first.sentences[1].span) == "Talks went on."
    assert first.score == first.sentences[0].score
    assert [one.score for one in (first, *others)] == sorted(
        (one.score for one in (first, *others)), reverse=True
    )


async def test_a_score_is_the_weighted_sum_of_the_signals() -> None:
    weights = Signals(*[place / 10 for place, _ in enumerate(fields(Signals))])
    for one in rank(await probe_of("Who met Putin?"), await newsroom(), weights):
        for sentence in one.sentences:
            pairs = zip(astuple(weights), astuple(sentence.signals), strict=True)
            assert sentence.score == pytest.approx(sum(a * b for a, b in pairs), abs=1e-3)


async def test_what_is_equally_good_comes_in_the_order_of_the_text_and_of_the_ids() -> None:
    copies = [make_article("Seoul warned. Seoul warned.", title=str(n)) for n in range(5)]
    candidates = await candidates_of(copies)
    nothing = replace(EVEN, **dict.fromkeys(asdict(EVEN), 0.0))
    probe = await probe_of("Who warned?")
    forwards = rank(probe, candidates, nothing)
    backwards = rank(probe, candidates[::-1], nothing)
    expected = sorted(one.passage.id for one in candidates)
    assert [one.passage.id for one in forwards] == expected
    assert [one.passage.id for one in backwards] == expected
    for one in forwards:
        assert [s.span.start for s in one.sentences] == sorted(s.span.start for s in one.sentences)


async def test_a_passage_without_sentences_is_no_evidence() -> None:
    probe = await probe_of("Who warned?")
    found = [replace(one, sentences=()) for one in await newsroom()]
    assert rank(probe, found, EVEN) == []
    assert rank(probe, [], EVEN) == []
