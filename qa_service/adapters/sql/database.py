"""Opens the database that holds the truth, bringing an older one up to date."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError

from qa_service.adapters.disk import fault_at
from qa_service.adapters.sql.answers import SqlAnswerStore
from qa_service.adapters.sql.articles import SqlArticleStore
from qa_service.adapters.sql.engine import Transactions, connect, translated
from qa_service.adapters.sql.lexical import SqlLexicalIndex
from qa_service.adapters.sql.publishing import VectorNames
from qa_service.domain.errors import BadSetting, DataUnusable, StorageReadOnly
from qa_service.domain.ports import Clock

VERSIONS = ("0001",)
"""Every state of the schema that this program knows, oldest first; it works with the last."""

Upgrade = Callable[[Connection], None]
"""`upgrade.upgrade`, handed in so that it can be loaded when it is needed: Alembic takes 280 ms."""


@dataclass(frozen=True, slots=True)
class Database:
    """The ports that one database serves."""

    articles: SqlArticleStore
    lexical: SqlLexicalIndex
    answers: SqlAnswerStore
    transactions: Transactions

    async def close(self) -> None:
        """Let what has begun end, then let go of the file."""
        await self.transactions.close()


def open_database(
    place: str | Path, clock: Clock, upgrade: Upgrade, names: VectorNames | None = None
) -> Database:
    """Open or make the database in a file, named by its path or a URL (`sqlite:///var/qa.db`).

    Raises `BadSetting` for another kind of database, and `DataUnusable` (or what is below it, or
    `DataBusy`) for a file that cannot be used.
    """
    path = place if isinstance(place, Path) else database_path(place)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise fault_at(path) or StorageReadOnly(str(path.parent)) from error
    engine = connect(path)
    try:
        _bring_up_to_date(engine, path, upgrade)
    except DBAPIError as error:
        engine.dispose()
        raise translated(error, path) from error
    except BaseException:
        engine.dispose()
        raise
    transactions = Transactions(engine, path)
    return Database(
        articles=SqlArticleStore(transactions, clock, names or VectorNames()),
        lexical=SqlLexicalIndex(transactions),
        answers=SqlAnswerStore(transactions),
        transactions=transactions,
    )


def database_path(url: str) -> Path:
    """The file behind a database's URL; raises `BadSetting`."""
    try:
        parts = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise BadSetting(f"QA_DATABASE_URL is not a database's URL: {url!r}.", _REMEDY) from error
    kind = parts.get_backend_name()
    if kind in ("postgresql", "postgres"):
        raise BadSetting("PostgreSQL is not supported yet as QA_DATABASE_URL.", _REMEDY)
    if parts.drivername != "sqlite" or parts.query:
        raise BadSetting(f"QA_DATABASE_URL of the kind {kind!r} is not supported.", _REMEDY)
    if not parts.database or parts.database == ":memory:":
        raise BadSetting("QA_DATABASE_URL names no file.", _REMEDY)
    return Path(parts.database)


_REMEDY = "Use a file, such as sqlite:///var/qa.db."


def _bring_up_to_date(engine: Engine, path: Path, upgrade: Upgrade) -> None:
    with engine.begin() as connection:
        version = _version(connection, path)
    if version == VERSIONS[-1]:
        return
    if version is not None and version not in VERSIONS:
        raise DataUnusable(
            f"{path} was written by a newer version of this program (schema {version}).",
            "Install that version, or put back a backup made before the change.",
        )
    with engine.execution_options(begin="BEGIN IMMEDIATE").begin() as connection:
        upgrade(connection)


def _version(connection: Connection, path: Path) -> str | None:
    tables = inspect(connection).get_table_names()
    if "alembic_version" in tables:
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        return None if found is None else str(found)
    if tables:
        raise DataUnusable(
            f"{path} is a database, but not one of this program.", "Set QA_DATABASE_URL to another."
        )
    return None
