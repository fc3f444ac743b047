"""The contract of what is derived: passages, candidates, filters, exact and lexical search."""

import asyncio
from dataclasses import replace
from datetime import date

import pytest

from qa_service.domain.answers import Searched
from qa_service.domain.articles import Article
from qa_service.domain.errors import BadFilter
from qa_service.domain.passages import Candidate, CitedParagraph, Filters, Source, TermCounts
from qa_service.domain.ports import ArticleStore, LexicalIndex
from tests.contracts.newsroom import (
    embedded,
    encoded,
    ids_of,
    make_article,
    publish,
    question_vector,
    raw_of,
    revised,
    terms_of,
)


class DerivedStoreContract:
    """Subclasses give the fixtures `articles`, with the index `news`, and `lexical`."""

    async def test_candidates_come_back_whole_and_in_the_order_asked(
        self, articles: ArticleStore
    ) -> None:
        """Promise 1, a quote is a quote: paragraphs and sentences are cut from the text itself."""
        one = make_article("Kim met Putin. It was Friday.", "Seoul 🇰🇷 warned.", title="Kim")
        two = make_article("Washington warned.", publisher="AP", published_at=date(2023, 9, 14))
        expected = {}
        for article in (one, two):
            await publish(articles, article)
            expected.update({made.passage.id: made for made in await candidates_of(article)})
        asked = [f"{two.id}:1:0", f"{one.id}:1:1", f"{one.id}:1:0"]
        found = await articles.candidates([*asked, "unknown", asked[0]], ["news", "other"])
        assert found == [expected[name] for name in asked]
        assert await articles.candidates(asked, ["other"]) == []
        assert await articles.candidates(asked, []) == []
        assert await articles.candidates([], ["news"]) == []

    async def test_furniture_between_two_paragraphs_of_a_passage_is_not_part_of_it(
        self, articles: ArticleStore
    ) -> None:
        article = make_article("Kim met Putin.", "Seoul warned.")
        first, second = await embedded(article)
        joint = replace(
            first, passage=replace(first.passage, paragraphs=(2, 4), end=second.passage.end)
        )
        await articles.file(article, raw_of(article))
        await articles.put_passages(article, [joint], await encoded(article))
        await articles.publish(article)
        (found,) = await articles.candidates([joint.passage.id], ["news"])
        assert [one.text for one in found.paragraphs] == ["Kim met Putin.", "Seoul warned."]
        assert found.sentences == tuple(await encoded(article))

    async def test_a_passage_of_some_sentences_has_only_those(self, articles: ArticleStore) -> None:
        article = make_article("One. Two. Three. Four.")
        (whole,) = await embedded(article)
        sentences = await encoded(article)
        parts = [
            replace(
                whole,
                passage=replace(
                    whole.passage,
                    id=f"{article.id}:1:{place}",
                    position=place,
                    start=sentences[2 * place].start,
                    end=sentences[2 * place + 1].end,
                ),
            )
            for place in range(2)
        ]
        await articles.file(article, raw_of(article))
        await articles.put_passages(article, parts, sentences)
        await articles.publish(article)
        found = await articles.candidates(ids_of(parts), ["news"])
        assert [one.sentences for one in found] == [tuple(sentences[:2]), tuple(sentences[2:])]
        assert [one.paragraphs[0].text for one in found] == ["One. Two. Three. Four."] * 2

    async def test_only_the_current_revision_is_found(
        self, articles: ArticleStore, lexical: LexicalIndex
    ) -> None:
        """Promise 4: what no longer holds stops answering at once, in every search."""
        first = make_article("Kim met Putin.", "Seoul warned Russia.", title="Summit")
        second = revised(first, "Kim met Xi.")
        old, new = ids_of(await embedded(first)), ids_of(await embedded(second))
        await articles.file(first, raw_of(first))
        await articles.put_passages(first, await embedded(first), await encoded(first))
        assert await everything_found(articles, lexical) == set()
        assert await articles.publish(first) == []
        assert await everything_found(articles, lexical) == set(old)
        await articles.file(second, raw_of(second))
        await articles.put_passages(second, await embedded(second), await encoded(second))
        assert await everything_found(articles, lexical) == set(old)
        assert await articles.publish(second) == old
        assert await articles.publish(second) == []
        assert await everything_found(articles, lexical) == set(new)
        assert await articles.candidates(old, ["news"]) == []
        assert await articles.passing(old, Filters()) == set()
        counts = await lexical.count_terms(["putin", "xi", "summit"], ["news"])
        assert counts == TermCounts(1, {"putin": 0, "xi": 1, "summit": 1})

    async def test_passages_put_again_replace_the_former_even_while_they_answer(
        self, articles: ArticleStore, lexical: LexicalIndex
    ) -> None:
        article = make_article("Kim met Putin.", "Seoul warned Russia.")
        await publish(articles, article)
        passages = (await embedded(article))[1:]
        await articles.put_passages(article, passages, await encoded(article))
        assert await everything_found(articles, lexical) == set(ids_of(passages))
        counts = await lexical.count_terms(["kim", "seoul"], ["news"])
        assert counts == TermCounts(1, {"kim": 0, "seoul": 1})
        assert (await articles.searched(["news"], Filters())) == Searched(1, 1)
        await articles.put_passages(article, passages, await encoded(article))
        assert await lexical.count_terms(["kim", "seoul"], ["news"]) == counts

    async def test_an_article_without_passages_may_be_published(
        self, articles: ArticleStore
    ) -> None:
        article = make_article()
        await publish(articles, article)
        assert await articles.article(article.id, ["news"]) == article
        assert await articles.searched(["news"], Filters()) == Searched(1, 0)

    async def test_the_exact_scan_gives_the_nearest_that_pass(self, articles: ArticleStore) -> None:
        made = await filed_three(articles)
        vector = await question_vector("Seoul warned Russia")
        hits = await articles.scan(vector, ["news"], Filters(), 10)
        assert len(hits) == 3
        assert hits[0].passage_id == f"{made['seoul'].id}:1:0"
        assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
        assert await articles.scan(vector, ["news"], Filters(), 1) == hits[:1]
        assert await articles.scan(vector, ["news"], Filters(), 0) == []
        assert await articles.scan(vector, ["other"], Filters(), 5) == []
        passing = Filters(publishers=("AP",))
        (only,) = await articles.scan(vector, ["news"], passing, 5)
        assert only.passage_id == f"{made['kim'].id}:1:0"

    @pytest.mark.parametrize(
        ("filters", "names", "undated"),
        [
            (Filters(), {"kim", "seoul", "tokyo"}, 0),
            (Filters(publishers=("AP", "Daryo")), {"kim", "seoul"}, 0),
            (Filters(publishers=("nobody",)), set(), 0),
            (Filters(first_day=date(2023, 9, 14)), {"kim", "seoul"}, 1),
            (Filters(first_day=date(2023, 9, 15)), {"seoul"}, 1),
            (Filters(last_day=date(2023, 9, 14)), {"kim"}, 1),
            (Filters(first_day=date(2023, 9, 14), publishers=("AP",)), {"kim"}, 0),
            (Filters(first_day=date(2024, 1, 1), last_day=date(2023, 1, 1)), set(), 1),
        ],
    )
    async def test_filters_let_through_and_count_the_undated_left_out(
        self, articles: ArticleStore, filters: Filters, names: set[str], undated: int
    ) -> None:
        made = await filed_three(articles)
        expected = {f"{made[name].id}:1:0" for name in names}
        everything = [f"{article.id}:1:0" for article in made.values()]
        vector = await question_vector("Kim")
        assert await articles.passing(everything, filters) == expected
        hits = await articles.scan(vector, ["news"], filters, 10)
        assert {hit.passage_id for hit in hits} == expected
        assert await articles.searched(["news"], filters) == Searched(
            len(names), len(names), undated
        )

    async def test_a_filter_may_name_articles(self, articles: ArticleStore) -> None:
        made = await filed_three(articles)
        filters = Filters(articles=(made["tokyo"].id, "art_unknown"))
        everything = [f"{article.id}:1:0" for article in made.values()]
        assert await articles.passing(everything, filters) == {f"{made['tokyo'].id}:1:0"}
        assert await articles.searched(["news"], filters) == Searched(1, 1)
        assert await articles.searched(["other"], filters) == Searched(0, 0)

    async def test_a_filter_of_too_many_names_is_refused(self, articles: ArticleStore) -> None:
        names = tuple(f"art_{number}" for number in range(5_001))
        assert await articles.searched(["news"], Filters(articles=names[1:])) == Searched(0, 0)
        with pytest.raises(BadFilter, match="Name fewer"):
            await articles.searched(["news"], Filters(articles=names))

    async def test_the_stored_vectors_are_those_of_all_that_is_published(
        self, articles: ArticleStore
    ) -> None:
        made = await filed_three(articles)
        waiting = make_article("Not published.")
        await articles.file(waiting, raw_of(waiting))
        await articles.put_passages(waiting, await embedded(waiting), await encoded(waiting))
        expected = [
            (one.passage.id, one.vector)
            for article in made.values()
            for one in await embedded(article)
        ]
        names = [name for name, _ in expected]
        assert await articles.passage_ids("news") == set(names)
        assert await articles.passage_ids("other") == set()
        asked = [*names, *ids_of(await embedded(waiting)), "unknown"]
        assert await articles.passage_vectors(asked) == sorted(expected)
        assert await articles.passage_vectors(names[:1]) == expected[:1]
        assert await articles.passage_vectors([]) == []

    async def test_many_may_read_while_many_write(self, articles: ArticleStore) -> None:
        made = [make_article(f"Number {number}.", title=f"T{number}") for number in range(12)]
        await asyncio.gather(
            *(publish(articles, article) for article in made),
            *(articles.searched(["news"], Filters()) for _ in range(40)),
        )
        assert await articles.searched(["news"], Filters()) == Searched(12, 12)


async def candidates_of(article: Article) -> list[Candidate]:
    """What must come back for an article of one paragraph a passage."""
    source = Source(
        article.index,
        article.id,
        article.revision,
        article.title,
        article.publisher,
        article.published_at,
        article.url,
    )
    paragraphs = {one.number: one for one in article.paragraphs}
    sentences = await encoded(article)
    return [
        Candidate(
            source=source,
            passage=one.passage,
            vector=one.vector,
            paragraphs=tuple(
                CitedParagraph(
                    number,
                    paragraphs[number].key,
                    paragraphs[number].start,
                    paragraphs[number].end,
                    article.quote(paragraphs[number]),
                )
                for number in one.passage.paragraphs
            ),
            sentences=tuple(s for s in sentences if s.paragraph in one.passage.paragraphs),
        )
        for one in await embedded(article)
    ]


async def filed_three(articles: ArticleStore) -> dict[str, Article]:
    """One dated 14 September, one 15 September, one undated."""
    made = {
        "kim": make_article("Kim met Putin.", publisher="AP", published_at=date(2023, 9, 14)),
        "seoul": make_article(
            "Seoul warned Russia.", publisher="Daryo", published_at=date(2023, 9, 15)
        ),
        "tokyo": make_article("Tokyo was silent."),
    }
    for article in made.values():
        await publish(articles, article)
    return made


async def everything_found(articles: ArticleStore, lexical: LexicalIndex) -> set[str]:
    """What exact and lexical search find, which must be the same."""
    vector = await question_vector("Kim Seoul")
    scanned = {hit.passage_id for hit in await articles.scan(vector, ["news"], Filters(), 50)}
    words = terms_of("Kim met Putin Xi Seoul warned Russia")
    matched = {hit.passage_id for hit in await lexical.search(words, ["news"], 50)}
    assert matched == scanned
    assert await articles.passage_ids("news") == scanned
    return scanned
