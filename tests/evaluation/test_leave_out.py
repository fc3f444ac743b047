"""What is left out is not found, not counted, and nothing else changes."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from qa_service.domain.answers import Question
from qa_service.domain.passages import Candidate, Filters, TermCounts
from qa_service.domain.principals import LOCAL
from qa_service.domain.words import terms
from qa_service.evaluation.leave_out import leave_out
from tests.stack import ENCODER, Place, Stack

SUMMIT = (
    "South Korea warned Russia of grave consequences if it trades in arms with Pyongyang.\n\n"
    "The United States warned Russia of sanctions if it takes weapons from North Korea.\n"
)
ASKED = Question("Who warned Russia of grave consequences?", ("news",))


@pytest.fixture
async def stack(tmp_path: Path) -> AsyncIterator[Stack]:
    place = Place(tmp_path)
    path = place.write("summit.txt", SUMMIT)
    place.write("summit.toml", 'title = "Allies"\npublished_at = 2023-09-14\n')
    async with place.open() as stack:
        await stack.library.start(LOCAL, None)
        await stack.library.ingest(LOCAL, [path])
        yield stack


async def first_passage(stack: Stack) -> Candidate:
    evidence, _ = await stack.search.find(ASKED)
    (found,) = await stack.search.articles.candidates([evidence[0].passage.id], ["news"])
    assert "grave" in found.passage.text
    return found


@pytest.mark.parametrize("filters", [Filters(), Filters(first_day=date(2023, 1, 1))])
async def test_a_passage_that_is_left_out_is_not_found_and_the_next_is(
    stack: Stack, filters: Filters
) -> None:
    question = Question(ASKED.text, ASKED.indexes, filters)
    left = await first_passage(stack)
    before, _ = await stack.search.find(question)
    after, _ = await leave_out(stack.search, [left]).find(question)
    assert [one.passage.id for one in before] == [left.passage.id, after[0].passage.id]
    assert len(after) == 1
    again, _ = await stack.search.find(question)
    assert again == before


async def test_its_words_are_not_counted(stack: Stack) -> None:
    left = await first_passage(stack)
    wanted = terms("warned grave sanctions Russia unheard")
    lexical = leave_out(stack.search, [left]).lexical
    assert await lexical.count_terms(wanted, ["news"]) == TermCounts(
        1, dict(zip(wanted, (1, 0, 1, 1, 0), strict=True))
    )
    assert await leave_out(stack.search, []).lexical.count_terms(
        wanted, ["news"]
    ) == await stack.search.lexical.count_terms(wanted, ["news"])


async def test_every_way_to_find_it_is_closed(stack: Stack) -> None:
    left = await first_passage(stack)
    name = left.passage.id
    without = leave_out(stack.search, [left])
    (vector,) = await ENCODER.embed([ASKED.text])
    everything = Filters(first_day=date(2023, 1, 1))
    assert await without.articles.candidates([name], ["news"]) == []
    assert await without.articles.passing([name], everything) == set()
    assert [one.passage_id for one in await without.articles.scan(vector, ["news"], everything, 1)]
    assert name not in await without.vectors["news"].ids()
    for hits in (
        await without.articles.scan(vector, ["news"], everything, 9),
        await without.lexical.search(terms(ASKED.text), ["news"], 9),
        await without.vectors["news"].search(vector, 9),
    ):
        assert len(hits) == 1
        assert hits[0].passage_id != name
