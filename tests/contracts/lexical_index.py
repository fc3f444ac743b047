"""The contract of `LexicalIndex`, filled through an article store."""

from dataclasses import replace

import pytest

from qa_service.domain.articles import Article
from qa_service.domain.passages import TermCounts
from qa_service.domain.ports import ArticleStore, LexicalIndex
from tests.contracts.newsroom import embedded, make_article, publish, raw_of


class LexicalIndexContract:
    """Subclasses give the fixtures `articles`, with the index `news`, and `lexical`."""

    async def test_passages_that_hold_any_of_the_terms_come_rarest_first(
        self, articles: ArticleStore, lexical: LexicalIndex
    ) -> None:
        article = make_article("Kim met Putin.", "Kim met Xi.", "Kim ate.", "Seoul slept.")
        await publish(articles, article)
        hits = await lexical.search(["kim", "xi", "unheard-of"], ["news"], 10)
        assert hits[0].passage_id == f"{article.id}:1:1"
        assert {hit.passage_id for hit in hits} == {f"{article.id}:1:{n}" for n in range(3)}
        assert all(hit.score > 0 for hit in hits)
        assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
        assert await lexical.search(["kim", "xi"], ["news"], 1) == hits[:1]
        assert await lexical.search(["kim"], ["news"], 0) == []

    async def test_a_word_of_the_title_weighs_more_than_one_of_the_body(
        self, articles: ArticleStore, lexical: LexicalIndex
    ) -> None:
        titled = make_article("Kim met Putin there.", title="Summit today")
        told = make_article("Kim met Putin summit.", title="Other news")
        for article in (told, titled, *(make_article(f"Filler {n}.") for n in range(5))):
            await publish(articles, article)
        hits = await lexical.search(["summit"], ["news"], 10)
        assert [hit.passage_id for hit in hits] == [f"{titled.id}:1:0", f"{told.id}:1:0"]

    async def test_only_passages_of_the_indexes_asked_for_are_found_and_counted(
        self, articles: ArticleStore, lexical: LexicalIndex
    ) -> None:
        await articles.create_index("archive")
        here, there = make_article("Kim here."), make_article("Kim there.", index="archive")
        for article in (here, there):
            await publish(articles, article)
        found = {
            indexes: {hit.passage_id for hit in await lexical.search(["kim"], indexes, 10)}
            for indexes in (("news",), ("archive",), ("news", "archive"), ("other",), ())
        }
        assert found == {
            ("news",): {f"{here.id}:1:0"},
            ("archive",): {f"{there.id}:1:0"},
            ("news", "archive"): {f"{here.id}:1:0", f"{there.id}:1:0"},
            ("other",): set(),
            (): set(),
        }
        assert await lexical.count_terms(["kim", "there"], ["archive"]) == TermCounts(
            1, {"kim": 1, "there": 1}
        )
        assert await lexical.count_terms(["kim"], ["news", "archive", "news"]) == TermCounts(
            2, {"kim": 2}
        )

    async def test_passages_of_another_index_do_not_crowd_out_those_asked_for(
        self, articles: ArticleStore, lexical: LexicalIndex
    ) -> None:
        await articles.create_index("archive")
        crowd = make_article(*("Kim." for _ in range(30)), index="archive")
        lone = make_article("Kim was there, in a long sentence that says very little of him.")
        for article in (crowd, lone):
            await publish(articles, article)
        for k in (1, 2, 5, 50):
            hits = await lexical.search(["kim"], ["news"], k)
            assert [hit.passage_id for hit in hits] == [f"{lone.id}:1:0"]

    async def test_a_term_counts_once_a_passage_in_the_title_or_the_body(
        self, articles: ArticleStore, lexical: LexicalIndex
    ) -> None:
        await publish(articles, make_article("Kim saw Kim.", "Nobody.", title="Summit"))
        counts = await lexical.count_terms(["kim", "summit", "never", "kim"], ["news"])
        assert counts == TermCounts(2, {"kim": 1, "summit": 2, "never": 0})

    @pytest.mark.parametrize(
        "term",
        [
            "u.s",
            "mid-july",
            "a_b",
            "2023",
            "3.5",
            "김정은",
            "naïve",
            "🇰🇷",
            "o'neil",
            'a"b',
            "c++",
            "*x",
        ],
    )
    async def test_a_term_is_found_as_a_whole_whatever_is_in_it(
        self, articles: ArticleStore, lexical: LexicalIndex, term: str
    ) -> None:
        article = make_article("Placeholder.", "Other.")
        await publish_terms(articles, article, [("alpha", term, "omega"), ("alpha", "omega")])
        found = await lexical.search([term], ["news"], 10)
        assert [hit.passage_id for hit in found] == [f"{article.id}:1:0"]
        assert (await lexical.count_terms([term], ["news"])).counts == {term: 1}
        assert await lexical.search([term[:-1]], ["news"], 10) == []

    @pytest.mark.parametrize(
        "terms",
        [
            ['"'],
            ['""', '" OR kim'],
            ["OR", "AND", "NOT", "NEAR("],
            ['" OR NEAR( *', "kim*", "title_terms:", "-kim", "^kim", "{kim}", "(", ")"],
            ["kim\x00", "\x00", "\x00kim"],
            ["", " ", "\t", "ki m", "kim\n"],
            ["\ud800", "'; DROP TABLE passages; --", "%", ":kim", "\\"],
            [],
        ],
    )
    async def test_no_term_is_ever_read_as_syntax(
        self, articles: ArticleStore, lexical: LexicalIndex, terms: list[str]
    ) -> None:
        await publish(articles, make_article("Kim met Putin."))
        assert await lexical.search(terms, ["news"], 10) == []
        counts = await lexical.count_terms(terms, ["news"])
        assert counts == TermCounts(1, dict.fromkeys(terms, 0))
        assert len(await lexical.search([*terms, "kim"], ["news"], 10)) == 1

    async def test_ten_thousand_terms_are_just_a_long_question(
        self, articles: ArticleStore, lexical: LexicalIndex
    ) -> None:
        await publish(articles, make_article("Kim met Putin.", "Nobody."))
        terms = [*(f"unheard{number}" for number in range(10_000)), "putin"]
        assert len(await lexical.search(terms, ["news"], 10)) == 1
        assert sum((await lexical.count_terms(terms, ["news"])).counts.values()) == 1

    async def test_in_many_passages_frequent_terms_are_dropped_but_for_the_rarest_two(
        self, articles: ArticleStore, lexical: LexicalIndex
    ) -> None:
        article = make_article(*(f"Body {number}." for number in range(1200)))
        rows = [("the", "said", f"w{number}") for number in range(1199)]
        await publish_terms(articles, article, [*rows, ("the", "said", "rare", "odd")])
        last = f"{article.id}:1:1199"
        found = await lexical.search(["the", "rare", "said", "odd"], ["news"], 2000)
        assert [hit.passage_id for hit in found] == [last]
        assert len(await lexical.search(["the", "said"], ["news"], 2000)) == 1200
        assert len(await lexical.search(["the", "rare"], ["news"], 2000)) == 1200


async def publish_terms(
    articles: ArticleStore, article: Article, bodies: list[tuple[str, ...]]
) -> None:
    """Passages that hold just these terms, whatever their text."""
    passages = [
        replace(one, title_terms=(), body_terms=terms)
        for one, terms in zip(await embedded(article), bodies, strict=True)
    ]
    await articles.file(article, raw_of(article))
    await articles.put_passages(article, passages, [])
    await articles.publish(article)
