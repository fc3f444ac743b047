"""A question to evidence, on a database of its own."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from qa_service.domain.answers import Question, Searched, SearchRow
from qa_service.domain.articles import Article
from qa_service.domain.passages import Evidence, Filters, Hit
from qa_service.domain.principals import LOCAL
from qa_service.domain.vectors import Vector
from qa_service.retrieval.search import as_rows
from tests.contracts.newsroom import make_article, raw_of
from tests.fakes import HashedWordsEncoder, InMemoryVectorIndex
from tests.stack import DERIVATION, Place, Stack

SUMMIT = make_article(
    "Kim met Putin in Vladivostok. They spoke of weapons.",
    "Seoul warned Moscow of consequences.",
    title="Summit",
    publisher="Daryo",
    published_at=date(2023, 9, 14),
)
FERRY = make_article("The ferry ran aground. Nobody was hurt.", title="Ferry", publisher="Post")
WIRE = make_article("Seoul warned Moscow of sanctions.", title="Wire", index="wire")


class Refusing(InMemoryVectorIndex):
    """An index that must not be asked."""

    async def search(self, vector: Vector, k: int) -> list[Hit]:
        raise AssertionError("a filtered search is an exact scan")


async def publish(stack: Stack, article: Article) -> None:
    """As the library does, in step with the vectors."""
    store = stack.database.articles
    passages = await DERIVATION.passages(article)
    sentences = await DERIVATION.sentences(article)
    await store.file(article, raw_of(article))
    await store.put_passages(article, passages, sentences)
    await stack.vectors[article.index].upsert(
        [one.passage.id for one in passages], [one.vector for one in passages]
    )
    await store.publish(article)


@pytest.fixture
async def stack(tmp_path: Path) -> AsyncIterator[Stack]:
    async with Place(tmp_path).open() as stack:
        await stack.database.articles.create_index("wire")
        await stack.library.start(LOCAL, None)
        for article in (SUMMIT, FERRY, WIRE):
            await publish(stack, article)
        yield stack


def ask(text: str, *indexes: str, **filters: object) -> Question:
    return Question(text, indexes or ("news",), Filters(**filters))  # type: ignore[arg-type]


def articles_in(evidence: Sequence[Evidence]) -> list[str]:
    return [one.source.title for one in evidence]


async def test_the_passage_that_answers_comes_first_with_its_source(stack: Stack) -> None:
    """Promise 1, a quote is a quote: every sentence found is a span of the stored text."""
    evidence, searched = await stack.search.find(ask("Who warned Moscow?"))
    assert searched == Searched(articles=2, passages=3)
    best = evidence[0]
    assert (best.source.title, best.source.publisher) == ("Summit", "Daryo")
    assert best.source.published_at == date(2023, 9, 14)
    assert best.quote(best.sentences[0].span) == "Seoul warned Moscow of consequences."
    texts = {article.id: article.text for article in (SUMMIT, FERRY)}
    for one in evidence:
        for sentence in one.sentences:
            span = sentence.span
            assert one.quote(span) == texts[one.source.article_id][span.start : span.end]


async def test_only_the_indexes_that_were_named_are_searched(stack: Stack) -> None:
    question = "Who warned Moscow of sanctions?"
    assert set(articles_in((await stack.search.find(ask(question)))[0])) <= {"Summit", "Ferry"}
    wire, searched = await stack.search.find(ask(question, "wire"))
    assert (articles_in(wire), searched) == (["Wire"], Searched(1, 1))
    both, searched = await stack.search.find(ask(question, "news", "wire"))
    assert set(articles_in(both)) >= {"Wire", "Summit"}
    assert searched == Searched(3, 4)
    assert await stack.search.find(Question(question, ())) == ([], Searched())


@pytest.mark.parametrize(
    ("filters", "titles", "searched"),
    [
        ({"publishers": ("Post",)}, {"Ferry"}, Searched(1, 1)),
        ({"articles": (SUMMIT.id,)}, {"Summit"}, Searched(1, 2)),
        ({"first_day": date(2023, 9, 14)}, {"Summit"}, Searched(1, 2, undated_left_out=1)),
        ({"last_day": date(2023, 9, 13)}, set(), Searched(0, 0, undated_left_out=1)),
        ({"publishers": ("Nobody",)}, set(), Searched(0, 0)),
    ],
)
async def test_a_filter_lets_through_what_passes_by_exact_search(
    stack: Stack, filters: dict[str, object], titles: set[str], searched: Searched
) -> None:
    exact = replace(stack.search, vectors={"news": Refusing()})
    evidence, counted = await exact.find(ask("Who warned Moscow of the ferry?", **filters))
    assert set(articles_in(evidence)) == titles
    assert counted == searched


async def test_an_empty_index_gives_nothing(tmp_path: Path) -> None:
    async with Place(tmp_path).open() as stack:
        await stack.library.start(LOCAL, None)
        assert await stack.search.find(ask("Who warned Moscow?")) == ([], Searched())


async def test_hits_that_the_store_does_not_know_are_dropped(stack: Stack) -> None:
    """Promise 4: what the store has let go of stops answering, whatever the vectors still hold."""
    (vector,) = await HashedWordsEncoder().embed(["Who warned Moscow?"])
    await stack.vectors["news"].upsert(["art_gone:1:0", f"{FERRY.id}:9:0"], [vector, vector])
    await stack.vectors["news"].upsert([f"{WIRE.id}:1:0"], [vector])
    evidence, _ = await stack.search.find(ask("Who warned Moscow?"))
    assert set(articles_in(evidence)) == {"Summit", "Ferry"}
    assert all(one.passage.revision == 1 for one in evidence)


async def test_words_alone_find_what_the_vectors_have_lost(stack: Stack) -> None:
    held = stack.vectors["news"]
    await held.delete(list(await held.ids()))
    evidence, _ = await stack.search.find(ask("Who warned Moscow?"))
    assert articles_in(evidence) == ["Summit"]


async def test_another_embedder_is_asked_for_the_vector_of_passages(stack: Stack) -> None:
    asked: list[str] = []

    class Other(HashedWordsEncoder):
        name = "other/1"

        async def embed(self, texts: Sequence[str]) -> list[Vector]:
            asked.extend(texts)
            return await super().embed(texts)

    other = replace(stack.search, embedder=Other())
    question = ask("Who warned Moscow?")
    assert await other.find(question) == await stack.search.find(question)
    assert asked == [question.text]


@pytest.mark.parametrize(
    "text",
    [
        '" OR NEAR(warned Moscow) *',
        "warned AND NOT (",
        "<b>warned</b> {Moscow}",
        "누가 경고했나?",
        "…",
    ],
)
async def test_any_text_can_be_searched_for(stack: Stack, text: str) -> None:
    for filters in ({}, {"articles": (SUMMIT.id,)}):
        evidence, _ = await stack.search.find(ask(text, **filters))
        assert len(evidence) <= 3


async def test_an_article_with_many_passages_leaves_room_for_others(stack: Stack) -> None:
    long = make_article(*(f"Minsk warned Moscow, part {n}." for n in range(99)), title="Long")
    await publish(stack, long)
    evidence, _ = await stack.search.find(ask("Who warned Moscow?", "news", "wire"))
    assert {"Long", "Summit", "Wire"} <= set(articles_in(evidence))


async def test_a_story_that_every_outlet_repeats_leaves_room_for_others(stack: Stack) -> None:
    for n in range(55):
        story = make_article("Minsk warned Moscow.", title=f"Outlet {n}", article_id=f"art_{n:012}")
        await publish(stack, story)
    evidence, _ = await stack.search.find(ask("Who warned Moscow?", "news", "wire"))
    assert {"Outlet 0", "Summit", "Wire"} <= set(articles_in(evidence))


async def test_a_filter_on_one_article_does_not_lead_astray(stack: Stack) -> None:
    long = make_article(*(f"Minsk warned Moscow, part {n}." for n in range(99)), title="Long")
    await publish(stack, long)
    evidence, _ = await stack.search.find(ask("Who warned Moscow?", articles=(long.id,)))
    assert set(articles_in(evidence)) == {"Long"}
    assert len(evidence) == len({one.passage.id for one in evidence})


async def test_rows_are_paragraphs_best_first_each_once(stack: Stack) -> None:
    evidence, _ = await stack.search.find(ask("Who warned Moscow of weapons?"))
    rows = as_rows(evidence, 10)
    assert len(rows) == len({(one.article_id, one.paragraph) for one in rows}) == 3
    assert [one.score for one in rows] == sorted((one.score for one in rows), reverse=True)
    assert as_rows(evidence, 1) == rows[:1]
    assert as_rows([], 5) == ()
    warned = next(one for one in rows if one.text.startswith("Seoul"))
    paragraph = SUMMIT.paragraphs[3]
    assert warned == SearchRow(
        index="news",
        article_id=SUMMIT.id,
        revision=1,
        paragraph=4,
        paragraph_key=paragraph.key,
        text=SUMMIT.quote(paragraph),
        start=paragraph.start,
        end=paragraph.end,
        score=warned.score,
        title="Summit",
        publisher="Daryo",
        published_at=date(2023, 9, 14),
    )
