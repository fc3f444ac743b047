from collections import Counter
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import Connection

from qa_service.adapters.sql.articles import SqlArticleStore
from qa_service.adapters.sql.database import Database
from qa_service.adapters.sql.lexical import SqlLexicalIndex
from qa_service.domain.errors import BadRequest
from qa_service.domain.passages import Filters
from tests.contracts.article_store import ArticleStoreContract
from tests.contracts.derived_store import DerivedStoreContract
from tests.contracts.lexical_index import LexicalIndexContract
from tests.contracts.newsroom import make_article, publish, raw_of, revised


@pytest.fixture
def articles(database: Database) -> SqlArticleStore:
    return database.articles


@pytest.fixture
async def lexical(database: Database) -> AsyncIterator[SqlLexicalIndex]:
    yield database.lexical
    await database.transactions.write(check_lexical)


def check_lexical(connection: Connection) -> None:
    """Raise if the full-text table does not hold just what is published, or the counts are off."""
    connection.exec_driver_sql("INSERT INTO lexical (lexical, rank) VALUES ('integrity-check', 1)")
    terms: Counter[tuple[str, str]] = Counter()
    for index, title, body in connection.exec_driver_sql(
        "SELECT index_name, passages.title_terms, passages.body_terms FROM published_terms"
        " JOIN passages USING (key) JOIN articles ON current_key = revision_key"
    ):
        terms.update((index, term) for term in {*title.split(" "), *body.split(" ")} - {""})
    counted = connection.exec_driver_sql("SELECT index_name, term, passages FROM term_counts")
    assert {(index, term): passages for index, term, passages in counted} == dict(terms)


class TestSqlArticleStore(ArticleStoreContract):
    pass


class TestWhatSqlDerives(DerivedStoreContract):
    pass


class TestSqlLexicalIndex(LexicalIndexContract):
    pass


async def test_the_full_text_table_can_be_made_again_from_what_is_published(
    articles: SqlArticleStore, lexical: SqlLexicalIndex, database: Database
) -> None:
    first = make_article("Kim met Putin.", "Seoul warned.")
    await publish(articles, first)
    await publish(articles, revised(first, "Kim met Xi."))
    await articles.file(make_article("Not yet."), raw_of(first, "/new"))
    before = await lexical.search(["kim", "seoul"], ["news"], 10)

    def empty_and_fill(connection: Connection) -> None:
        for command in ("delete-all", "rebuild"):
            connection.exec_driver_sql(f"INSERT INTO lexical (lexical) VALUES ('{command}')")

    await database.transactions.write(empty_and_fill)
    assert await lexical.search(["kim", "seoul"], ["news"], 10) == before


async def test_half_a_surrogate_pair_is_a_bad_request(articles: SqlArticleStore) -> None:
    with pytest.raises(BadRequest, match="no character"):
        await articles.searched(["news"], Filters(publishers=("\ud800",)))
    with pytest.raises(BadRequest):
        await articles.article("art_\udfff", ["news"])
