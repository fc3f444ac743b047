import json

import pytest
from sqlalchemy import Connection, text

from qa_service.adapters.sql.answer_documents import from_document, to_document
from qa_service.adapters.sql.answers import SqlAnswerStore
from qa_service.adapters.sql.database import Database
from tests.contracts.answer_store import ANSWER, AnswerStoreContract


class TestSqlAnswerStore(AnswerStoreContract):
    @pytest.fixture
    def answers(self, database: Database) -> SqlAnswerStore:
        return database.answers


async def test_answers_can_be_found_by_the_articles_that_they_show(database: Database) -> None:
    def cited(connection: Connection) -> list[tuple[str, str, int]]:
        rows = connection.execute(
            text(
                "SELECT answers.id, article_id, revision FROM answer_citations"
                " JOIN answers ON answers.key = answer_key ORDER BY article_id, revision"
            )
        )
        return [(one.id, one.article_id, one.revision) for one in rows]

    expected = [("ans_1", "art_a", 1), ("ans_1", "art_a", 2), ("ans_1", "art_b", 1)]
    for _ in range(2):
        await database.answers.save(ANSWER, "local")
        assert await database.transactions.read(cited) == expected


def test_a_document_of_an_older_version_may_lack_what_came_later() -> None:
    document = json.loads(to_document(ANSWER))
    later = ("conflicts", "fallback", "searched", "timings_ms", "model", "abstention")
    for name in later:
        del document[name]
    answer = from_document(json.dumps(document))
    assert answer.conflicts == ()
    assert answer.fallback is None
    assert answer.citations == ANSWER.citations
