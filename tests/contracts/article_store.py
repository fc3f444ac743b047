"""The contract of `ArticleStore`, but for deriving and searching (`derived_store`)."""

import base64
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qa_service.domain.articles import ArticleSummary
from qa_service.domain.errors import ArticleNotFound, BadRequest, DataBusy, IndexNotFound
from qa_service.domain.ports import ArticleStore, Statistics
from tests.contracts.newsroom import embedded, encoded, make_article, publish, raw_of, revised
from tests.fakes import FakeClock

# Everything that UTF-8 can say, NUL and unpaired bidi marks among it.
WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\n."), min_size=1, max_size=40)

DEEP_CURSOR = base64.urlsafe_b64encode(b"[" * 1000).decode()


class ArticleStoreContract:
    """Subclasses give the fixtures `articles`, with the index `news`, and `clock`."""

    async def test_the_database_has_one_name_for_itself(self, articles: ArticleStore) -> None:
        assert await articles.database_id() == await articles.database_id()
        assert len(await articles.database_id()) >= 16

    async def test_an_index_is_made_once_and_seeded_once(self, articles: ArticleStore) -> None:
        assert await articles.indexes() == ("news",)
        assert not await articles.create_index("news")
        assert await articles.create_index("archive")
        assert await articles.indexes() == ("archive", "news")
        assert not await articles.is_seeded("news")
        await articles.mark_seeded("news")
        await articles.mark_seeded("news")
        assert await articles.is_seeded("news")
        assert not await articles.is_seeded("archive")
        assert not await articles.is_seeded("no such index")
        with pytest.raises(IndexNotFound):
            await articles.mark_seeded("no such index")

    async def test_a_filed_article_is_known_but_answers_only_when_published(
        self, articles: ArticleStore
    ) -> None:
        article = make_article("Kim met Putin.", "It was Friday.", publisher="Daryo")
        await articles.file(article, raw_of(article))
        assert await articles.find_known("news", article, "/elsewhere") == article
        assert await articles.unpublished() == [article]
        assert await articles.count_unpublished() == 1
        assert not await articles.is_published(article)
        assert await articles.article(article.id, ["news"]) is None
        assert (await articles.articles(["news"], limit=5)).rows == ()
        await publish(articles, article)
        assert await articles.unpublished() == []
        assert await articles.count_unpublished() == 0
        assert await articles.is_published(article)
        assert await articles.article(article.id, ["news"]) == article
        assert await articles.article(article.id, ["other"]) is None
        assert await articles.article(article.id, []) is None
        assert await articles.article("art_unknown", ["news"]) is None

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
    @given(title=WORDS, bodies=st.lists(WORDS, min_size=1, max_size=4))
    async def test_whatever_text_is_filed_comes_back_letter_by_letter(
        self, articles: ArticleStore, title: str, bodies: list[str]
    ) -> None:
        """Promise 1, a quote is a quote: the canonical text and its offsets survive storage."""
        article = make_article(*bodies, title=title)
        if await articles.find_known("news", article, "-") is not None:
            return
        await publish(articles, article)
        assert await articles.article(article.id, ["news"]) == article

    async def test_the_same_revision_filed_twice_is_one(self, articles: ArticleStore) -> None:
        article = make_article("Kim met Putin.")
        await articles.file(article, raw_of(article))
        await articles.file(article, raw_of(article))
        assert await articles.unpublished() == [article]

    async def test_another_text_under_a_taken_number_is_refused(
        self, articles: ArticleStore
    ) -> None:
        article = make_article("Kim met Putin.")
        await articles.file(article, raw_of(article))
        with pytest.raises(DataBusy, match="filed by another"):
            await articles.file(replace(article, title="Another"), raw_of(article))
        assert await articles.unpublished() == [article]

    async def test_an_article_needs_an_index_and_a_filing(self, articles: ArticleStore) -> None:
        article = make_article("Kim met Putin.", index="no such index")
        with pytest.raises(IndexNotFound):
            await articles.file(article, raw_of(article))
        with pytest.raises(ArticleNotFound):
            await articles.publish(article)
        with pytest.raises(ArticleNotFound):
            await articles.put_passages(article, await embedded(article), await encoded(article))
        assert await articles.unpublished() == []

    async def test_a_document_is_known_by_url_else_by_text_else_by_source(
        self, articles: ArticleStore
    ) -> None:
        await articles.create_index("archive")
        by_url = make_article("One.", url="https://a.example/1")
        by_text = make_article("Two.")
        by_source = make_article("Three.")
        for article in (by_url, by_text, by_source):
            await articles.file(article, raw_of(article))
        sent = make_article("Two.", url="https://a.example/1")
        source = raw_of(by_source).source
        assert await articles.find_known("news", sent, source) == by_url
        assert await articles.find_known("news", replace(sent, url=None), source) == by_text
        fresh = make_article("Four.", url="https://a.example/4")
        assert await articles.find_known("news", fresh, source) == by_source
        assert await articles.find_known("news", fresh, "/new") is None
        assert await articles.find_known("archive", sent, source) is None

    async def test_one_text_under_two_addresses_is_two_articles(
        self, articles: ArticleStore
    ) -> None:
        first = make_article("One.", url="https://a.example/1")
        second = make_article("One.", url="https://b.example/1")
        bare = make_article("One.")
        await articles.file(first, raw_of(first))
        assert await articles.find_known("news", second, "/b") is None
        assert await articles.find_known("news", bare, "/c") == first
        await articles.file(second, raw_of(second))
        assert await articles.find_known("news", first, "/new") == first
        assert await articles.find_known("news", second, "/new") == second
        # Where the text leaves two, the source tells.
        assert await articles.find_known("news", bare, raw_of(first).source) == first

    async def test_an_article_that_had_an_address_once_is_not_another_address_of_its_text(
        self, articles: ArticleStore
    ) -> None:
        first = make_article("One.", url="https://a.example/1")
        await articles.file(first, raw_of(first))
        await articles.file(replace(first, revision=2, url=None), raw_of(first))
        other = replace(first, url="https://b.example/1")
        assert await articles.find_known("news", other, "/b") is None

    async def test_a_text_without_an_address_is_known_when_it_gets_one(
        self, articles: ArticleStore
    ) -> None:
        bare = make_article("One.")
        await articles.file(bare, raw_of(bare))
        sent = make_article("One.", url="https://a.example/1")
        assert await articles.find_known("news", sent, "/new") == bare

    async def test_the_latest_revision_from_a_source_is_found(self, articles: ArticleStore) -> None:
        first = make_article("One.")
        second, third = revised(first, "Two."), replace(revised(first, "Three."), revision=3)
        for article, source in ((first, "/a"), (second, "/b"), (third, "/a")):
            await articles.file(article, raw_of(article, source))
        assert await articles.last_from(first.id, "/a") == third
        assert await articles.last_from(first.id, "/b") == second
        assert await articles.last_from(first.id, "/c") is None
        assert await articles.last_from("art_unknown", "/a") is None

    async def test_an_old_sign_finds_the_latest_revision(self, articles: ArticleStore) -> None:
        first = make_article("One.", url="https://a.example/1")
        second = replace(revised(first, "Two."), url="https://a.example/moved")
        await publish(articles, first)
        await articles.file(second, raw_of(second, "/second"))
        for sign in (first, make_article("One."), second):
            assert await articles.find_known("news", sign, "/new") == second
        assert await articles.unpublished() == [second]
        assert await articles.is_published(first)
        assert not await articles.is_published(second)
        assert await articles.article(first.id, ["news"]) == first

    async def test_an_old_revision_still_resolves_and_a_coming_one_does_not_yet(
        self, articles: ArticleStore
    ) -> None:
        first = make_article("Kim met Putin.", published_at=date(2023, 9, 14))
        second = revised(first, "Kim met Xi.")
        third = revised(second, "Kim met nobody.")
        await publish(articles, first)
        await publish(articles, second)
        await articles.file(third, raw_of(third, "/third"))
        assert await articles.article(first.id, ["news"], 1) == first
        assert await articles.article(first.id, ["news"], 2) == second
        assert await articles.article(first.id, ["news"]) == second
        assert await articles.article(first.id, ["news"], 3) is None
        assert await articles.article(first.id, ["news"], 2**70) is None

    async def test_the_list_is_newest_first_and_pages_hold_each_article_once(
        self, articles: ArticleStore, clock: FakeClock
    ) -> None:
        made = [make_article(f"Number {number}.", title=f"T{number}") for number in range(7)]
        for number, article in enumerate(made):
            if number % 2:  # two of one moment, parted by their ids
                clock.advance(timedelta(seconds=1))
            await publish(articles, article)
        seen: list[ArticleSummary] = []
        cursor = None
        while True:
            page = await articles.articles(["news"], limit=2, cursor=cursor)
            assert len(page.rows) <= 2
            seen += page.rows
            cursor = page.next_cursor
            if cursor is None:
                break
        assert {row.id for row in seen} == {article.id for article in made}
        assert len(seen) == 7
        expected = sorted(seen, key=lambda row: row.id)
        expected.sort(key=lambda row: row.added_at, reverse=True)
        assert seen == expected
        assert (await articles.articles(["news"], limit=7)).next_cursor is None
        assert (await articles.articles([], limit=7)).rows == ()

    async def test_a_row_of_the_list_tells_what_a_reader_is_told(
        self, articles: ArticleStore, clock: FakeClock
    ) -> None:
        first = make_article(
            "One.",
            "Two.",
            title="Kim in Russia",
            url="https://a.example/1",
            publisher="Daryo",
            published_at=date(2023, 9, 14),
        )
        await publish(articles, first)
        clock.advance()
        await publish(articles, revised(first, "Three."))
        assert (await articles.articles(["news"], limit=5)).rows == (
            ArticleSummary(
                id=first.id,
                index="news",
                revision=2,
                title="Kim in Russia",
                publisher="Daryo",
                published_at=date(2023, 9, 14),
                url="https://a.example/1",
                language="en",
                paragraphs=1,
                added_at="2026-11-21T12:00:00.000000Z",
            ),
        )

    @pytest.mark.parametrize(
        "cursor",
        [
            "",
            "x",
            "é",
            "bm8",
            "WzEsMl0",
            "eyJhIjoxfQ",
            "====",
            "🙂",
            DEEP_CURSOR,
            # {"a":1,"b":2}, "ab", ["x","y"]: of the right length, and of the wrong kind
            "eyJhIjoxLCJiIjoyfQ",
            "ImFiIg",
            "WyJ4IiwieSJd",
        ],
    )
    async def test_a_made_up_cursor_is_a_bad_request(
        self, articles: ArticleStore, cursor: str
    ) -> None:
        with pytest.raises(BadRequest):
            await articles.articles(["news"], limit=5, cursor=cursor)

    async def test_the_statistics_count_what_is_published(self, articles: ArticleStore) -> None:
        assert await articles.statistics(["news"]) == Statistics(0, 0, 0, None)
        article = make_article("One. Two.", "Three.")
        await publish(articles, article)
        filed = make_article("Not yet.")
        await articles.file(filed, raw_of(filed))
        now = "2026-11-21T12:00:00.000000Z"
        assert await articles.statistics(["news"]) == Statistics(1, 2, 3, now)
        await publish(articles, revised(article, "Four."))
        assert await articles.statistics(["news"]) == Statistics(1, 1, 1, now)
        assert await articles.statistics(["other"]) == Statistics(0, 0, 0, None)
