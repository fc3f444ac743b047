"""The port `AnswerStore`: a document an answer, and rows by which an article finds who cited it."""

from sqlalchemy import Connection, delete, insert, select, update

from qa_service.adapters.sql.answer_documents import from_document, to_document
from qa_service.adapters.sql.engine import Transactions
from qa_service.adapters.sql.rows import insert_all, inserted_key
from qa_service.adapters.sql.schema import ANSWER_CITATIONS, ANSWERS
from qa_service.domain.answers import Answer
from qa_service.domain.errors import AnswerNotFound


class SqlAnswerStore:
    """Answers kept; each save is one durable transaction."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    async def save(self, answer: Answer, owner: str) -> None:
        """Durably, or again with its next state; raises `AnswerNotFound` for another's id."""
        await self._transactions.write(_save, answer, owner)

    async def answer(self, answer_id: str, owner: str) -> Answer | None:
        """None: no such answer, or another's."""
        return await self._transactions.read(_load, answer_id, owner)


def _save(connection: Connection, answer: Answer, owner: str) -> None:
    state = {"status": answer.status.value, "document": to_document(answer)}
    known = connection.execute(
        select(ANSWERS.c.key, ANSWERS.c.owner).where(ANSWERS.c.id == answer.id)
    ).one_or_none()
    if known is None:
        created_at = answer.created_at.isoformat()
        row = {"id": answer.id, "owner": owner, "created_at": created_at, **state}
        key = inserted_key(connection.execute(insert(ANSWERS).values(row)))
    elif known.owner != owner:
        raise AnswerNotFound(answer.id)
    else:
        key = known.key
        connection.execute(update(ANSWERS).where(ANSWERS.c.key == key).values(state))
        connection.execute(delete(ANSWER_CITATIONS).where(ANSWER_CITATIONS.c.answer_key == key))
    insert_all(connection, insert(ANSWER_CITATIONS), _citations(key, answer))


def _citations(key: int, answer: Answer) -> list[dict[str, object]]:
    quoted = {(one.article_id, one.revision) for one in answer.citations}
    if answer.abstention is not None:
        quoted |= {(one.article_id, one.revision) for one in answer.abstention.nearest}
    return [
        {"answer_key": key, "article_id": article_id, "revision": revision}
        for article_id, revision in sorted(quoted)
    ]


def _load(connection: Connection, answer_id: str, owner: str) -> Answer | None:
    document = connection.execute(
        select(ANSWERS.c.document).where(ANSWERS.c.id == answer_id, ANSWERS.c.owner == owner)
    ).scalar_one_or_none()
    return None if document is None else from_document(document)
