"""The promises, held on the seed articles with the models and indexes that are shipped."""

import json
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

import pytest
import pytest_asyncio

from qa_service.bootstrap import open_service
from qa_service.conversations.assistant import Assistant
from qa_service.domain.answers import Answer, Question, Searched
from qa_service.domain.articles import Article
from qa_service.domain.passages import Evidence
from qa_service.domain.principals import LOCAL
from qa_service.retrieval.search import Search
from qa_service.settings import Settings

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.asyncio(loop_scope="module")


class Once:
    """A search that is made once for a question and recalled."""

    def __init__(self, search: Search) -> None:
        self._search = search
        self._found: dict[Question, tuple[list[Evidence], Searched]] = {}

    async def find(self, question: Question) -> tuple[list[Evidence], Searched]:
        if question not in self._found:
            self._found[question] = await self._search.find(question)
        return self._found[question]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, what was retrieved for it, and two answers: as given, and as if always sure."""

    question: str
    retrieved: frozenset[tuple[str, int, int]]
    answer: Answer
    bold: Answer


@dataclass(frozen=True, slots=True)
class Newsroom:
    """The seed articles, and every gold question on them asked once."""

    assistant: Assistant
    articles: dict[str, Article]
    asked: tuple[Asked, ...]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def newsroom(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Newsroom]:
    folder = tmp_path_factory.mktemp("newsroom")
    settings = Settings(
        home=folder,
        data_dir=folder / "var",
        indexes_dir=folder / "indexes",
        seeds_dir=ROOT / "seeds",
    )
    async with open_service(settings) as service:
        await service.library.start(LOCAL, str(settings.seeds_dir))
        rows = (await service.library.articles(LOCAL)).rows
        articles = {row.id: await service.library.article(LOCAL, row.id) for row in rows}
        assistant = service.assistant
        asked = tuple([await ask(assistant, question) for question in gold_questions()])
        yield Newsroom(assistant, articles, asked)


def gold_questions() -> list[str]:
    gold: dict[str, Any] = json.loads((ROOT / "tests/gold/seeds.json").read_text(encoding="utf-8"))
    return [
        one["question"]
        for member in ("answerable", "unanswerable", "conflicts")
        for one in gold[member]
    ]


async def ask(assistant: Assistant, question: str) -> Asked:
    once = replace(assistant, search_in=cast(Search, Once(assistant.search_in)))
    sure = replace(assistant.calibration, answer_from=0.0, near_from=0.0)
    evidence, _ = await once.search_in.find(Question(question, ("news",)))
    return Asked(
        question,
        frozenset(
            (one.source.article_id, one.source.revision, paragraph.number)
            for one in evidence
            for paragraph in one.paragraphs
        ),
        await once.ask(LOCAL, question),
        await replace(once, calibration=sure).ask(LOCAL, question),
    )


async def test_the_seeds_are_all_there_and_were_all_asked_about(newsroom: Newsroom) -> None:
    assert len(newsroom.articles) == 5
    assert len(newsroom.asked) > 150
    assert all(one.bold.sentences for one in newsroom.asked)


async def test_every_quote_is_the_articles_own_words(newsroom: Newsroom) -> None:
    """Promise 1, a quote is a quote: `article.text[start:end] == quote`, for every citation."""
    for asked in newsroom.asked:
        for answer in (asked.answer, asked.bold):
            for one in answer.citations:
                article = newsroom.articles[one.article_id]
                paragraph = article.paragraphs[one.paragraph - 1]
                assert article.text[one.start : one.end] == one.quote, asked.question
                assert paragraph.start <= one.start < one.end <= paragraph.end
                assert (paragraph.number, paragraph.key) == (one.paragraph, one.paragraph_key)
                assert paragraph.is_quotable
                assert (article.title, article.revision) == (one.title, one.revision)


async def test_every_sentence_is_the_quote_of_its_first_citation(newsroom: Newsroom) -> None:
    """Promise 3, no silent guess: without a model, an answer says nothing that is not quoted."""
    for asked in newsroom.asked:
        for sentence in asked.bold.sentences:
            quotes = [one.quote for one in asked.bold.citations if one.number in sentence.citations]
            assert sentence.text in quotes


async def test_every_marker_resolves_to_a_paragraph_that_was_retrieved(newsroom: Newsroom) -> None:
    """Promise 2, no dangling marker: and no citation is left without a marker."""
    for asked in newsroom.asked:
        for answer in (asked.answer, asked.bold):
            numbers = [one.number for one in answer.citations]
            assert numbers == list(range(1, len(numbers) + 1))
            used = [number for sentence in answer.sentences for number in sentence.citations]
            assert sorted(used) == numbers
            assert [int(one) for one in re.findall(r"\[(\d+)\]", _markers(answer))] == used
            cited = {(one.article_id, one.revision, one.paragraph) for one in answer.citations}
            assert cited <= asked.retrieved, asked.question


async def test_a_question_is_answered_or_refused_and_never_both(newsroom: Newsroom) -> None:
    """Promise 3, no silent guess: what is not answered says why."""
    for asked in newsroom.asked:
        assert bool(asked.answer.sentences) is (asked.answer.abstention is None), asked.question


async def test_the_same_question_gives_the_same_answer(newsroom: Newsroom) -> None:
    for asked in newsroom.asked[:20]:
        again = await newsroom.assistant.ask(LOCAL, asked.question)
        same = replace(again, id=asked.answer.id, created_at=asked.answer.created_at)
        assert same == asked.answer


async def test_who_warned_russia_is_told_from_at_least_three_articles(newsroom: Newsroom) -> None:
    answer = await newsroom.assistant.ask(LOCAL, "who warned Russia of consequences?")
    assert len({one.article_id for one in answer.citations}) >= 3
    quoted = " ".join(one.quote for one in answer.citations)
    assert "South Korea" in quoted
    assert re.search("United States|US officials|Washington", quoted)


def _markers(answer: Answer) -> str:
    """The text without the sentences, which may have brackets of their own."""
    text = answer.text
    for sentence in answer.sentences:
        text = text.replace(sentence.text, "", 1)
    return text
