"""Promise 4, nothing lost: what opening, killing, filling and locking do to the database."""

import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from qa_service.adapters.sql import upgrade as upgrade_module
from qa_service.adapters.sql.database import VERSIONS, Database, open_database
from qa_service.adapters.sql.publishing import VectorNames
from qa_service.adapters.sql.schema import METADATA
from qa_service.adapters.sql.upgrade import upgrade
from qa_service.domain.articles import Article
from qa_service.domain.errors import (
    BadSetting,
    DataBusy,
    DataUnusable,
    StorageFull,
    StorageReadOnly,
)
from tests.contracts.newsroom import embedded, make_article, publish, raw_of
from tests.disks import fill_disk, make_read_only
from tests.fakes import FakeClock


def open_at(folder: Path) -> Database:
    return open_database(f"sqlite:///{folder / 'qa.db'}", FakeClock(), upgrade)


def execute(path: Path, *statements: str) -> None:
    """As somebody with another program would."""
    connection = sqlite3.connect(path, isolation_level=None)
    for statement in statements:
        connection.execute(statement)
    connection.close()


async def test_a_closed_database_opens_again_as_the_same(tmp_path: Path) -> None:
    article = make_article("Kim met Putin.")
    first = open_at(tmp_path / "deep" / "er")
    name = await first.articles.database_id()
    await first.articles.create_index("news")
    await publish(first.articles, article)
    await first.close()

    def no_upgrade(_connection: Connection) -> None:
        pytest.fail("there is nothing to upgrade")

    url = f"sqlite:///{tmp_path / 'deep' / 'er' / 'qa.db'}"
    again = open_database(url, FakeClock(), no_upgrade)
    assert await again.articles.database_id() == name
    assert await again.articles.article(article.id, ["news"]) == article
    await again.close()


@pytest.mark.parametrize("name", ["a?b", "50% off", "a%20b", "a#b", "a b", "é"])
async def test_the_database_lies_where_its_path_says(name: str, tmp_path: Path) -> None:
    """Promise 4, nothing lost: the database is in the directory that the lock guards."""
    path = tmp_path / name / "qa.db"
    database = open_database(path, FakeClock(), upgrade)
    await database.close()
    assert path.is_file()
    assert list(tmp_path.iterdir()) == [path.parent]


async def test_a_url_spells_what_a_path_may_hold(tmp_path: Path) -> None:
    (tmp_path / "a?b").mkdir()
    database = open_database(f"sqlite:///{tmp_path}/a%3Fb/qa.db", FakeClock(), upgrade)
    await database.close()
    assert (tmp_path / "a?b" / "qa.db").is_file()


async def test_the_connection_is_set_to_lose_nothing(database: Database) -> None:
    def settings(connection: Connection) -> list[object]:
        names = ("journal_mode", "synchronous", "foreign_keys")
        return [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names]

    for _ in range(3):
        assert await database.transactions.read(settings) == ["wal", 2, 1]
    assert await database.transactions.write(settings) == ["wal", 2, 1]


async def test_the_migrations_make_just_the_tables_that_the_code_uses(database: Database) -> None:
    ours = set(METADATA.tables)

    def differences(connection: Connection) -> list[object]:
        context = MigrationContext.configure(
            connection,
            opts={"include_name": lambda name, kind, _: kind != "table" or name in ours},
        )
        return list(compare_metadata(context, METADATA))

    assert await database.transactions.read(differences) == []


def test_every_migration_is_a_version_that_opening_knows() -> None:
    folder = Path(upgrade_module.__file__).with_name("migrations")
    scripts = ScriptDirectory(str(folder)).walk_revisions()
    assert tuple(script.revision for script in scripts) == VERSIONS[::-1]


async def test_vectors_are_stored_with_the_names_of_their_models(tmp_path: Path) -> None:
    names = VectorNames(embedder="embedder/1", encoder="encoder/1")
    url = f"sqlite:///{tmp_path / 'qa.db'}"
    database = open_database(url, FakeClock(), upgrade, names)
    await database.articles.create_index("news")
    await publish(database.articles, make_article("Kim met Putin."))

    def written(connection: Connection) -> tuple[object, object]:
        query = "SELECT DISTINCT {} FROM {}"
        return (
            connection.exec_driver_sql(query.format("embedder", "passage_vectors")).scalar_one(),
            connection.exec_driver_sql(query.format("encoder", "sentence_vectors")).scalar_one(),
        )

    assert await database.transactions.read(written) == ("embedder/1", "encoder/1")
    await database.close()


async def test_a_database_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    await open_at(tmp_path).close()
    path = tmp_path / "qa.db"
    execute(path, "UPDATE alembic_version SET version_num = '9999'")
    before = path.read_bytes()
    with pytest.raises(DataUnusable, match=r"newer version of this program \(schema 9999\)"):
        open_at(tmp_path)
    assert path.read_bytes() == before


async def test_an_upgrade_that_fails_leaves_nothing_half_done(tmp_path: Path) -> None:
    def fail(connection: Connection) -> None:
        upgrade(connection)
        raise RuntimeError("broke off")

    url = f"sqlite:///{tmp_path / 'qa.db'}"
    with pytest.raises(RuntimeError, match="broke off"):
        open_database(url, FakeClock(), fail)
    connection = sqlite3.connect(tmp_path / "qa.db")
    assert connection.execute("SELECT name FROM sqlite_master").fetchall() == []
    connection.close()
    await open_at(tmp_path).close()


def test_a_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    execute(tmp_path / "qa.db", "CREATE TABLE recipes (name TEXT)")
    with pytest.raises(DataUnusable, match="not one of this program"):
        open_at(tmp_path)


@pytest.mark.parametrize(
    "content", [b"Dear diary, " * 1000, b"SQLite format 3\x00" + b"\xff" * 5000]
)
def test_a_file_that_is_no_database_is_said_to_be_damaged(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "qa.db"
    path.write_bytes(content)
    with pytest.raises(DataUnusable, match="damaged or is not a database"):
        open_at(tmp_path)
    assert path.read_bytes() == content


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("postgresql+psycopg://db.example/qa", "PostgreSQL is not supported yet"),
        ("mysql://db.example/qa", "'mysql' is not supported"),
        ("sqlite+aiosqlite:///qa.db", "'sqlite' is not supported"),
        ("sqlite:///qa.db?mode=ro", "not supported"),
        ("sqlite://", "names no file"),
        ("sqlite:///:memory:", "names no file"),
        ("qa.db", "not a database's URL"),
        ("", "not a database's URL"),
        ("sqlite://host:port/x", "not a database's URL"),
    ],
)
def test_another_kind_of_database_is_refused_in_one_line(url: str, message: str) -> None:
    with pytest.raises(BadSetting, match=message) as refused:
        open_database(url, FakeClock(), upgrade)
    assert "\n" not in str(refused.value)
    assert str(refused.value).endswith("Use a file, such as sqlite:///var/qa.db.")


async def test_a_database_that_another_program_locks_is_busy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa_service.adapters.sql.engine._BUSY_TIMEOUT_S", 0.05)
    database = open_at(tmp_path)
    other = sqlite3.connect(tmp_path / "qa.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(DataBusy, match="locked by another process"):
        await database.articles.create_index("news")
    assert await database.articles.indexes() == ()
    other.execute("COMMIT")
    other.close()
    assert await database.articles.create_index("news")
    await database.close()


async def test_a_full_disk_refuses_and_keeps_what_was_acknowledged(small_disk: Path) -> None:
    database = open_at(small_disk)
    await database.articles.create_index("news")
    kept: list[Article] = []

    async def file_on() -> None:
        while True:
            article = make_article(os.urandom(30_000).hex(), title=f"Number {len(kept)}")
            await database.articles.file(article, raw_of(article))
            kept.append(article)

    with pytest.raises(StorageFull):
        await file_on()
    assert kept
    assert await database.articles.unpublished() == kept
    await database.close()
    again = open_at(small_disk)
    assert await again.articles.unpublished() == kept
    await again.close()


async def test_a_full_disk_at_the_start_is_said(small_disk: Path) -> None:
    fill_disk(small_disk)
    with pytest.raises(StorageFull):
        open_at(small_disk)


async def test_a_read_only_disk_is_said(small_disk: Path) -> None:
    await open_at(small_disk).close()
    make_read_only(small_disk)
    with pytest.raises(StorageReadOnly, match="cannot be written"):
        open_at(small_disk)
    with pytest.raises(StorageReadOnly, match="cannot be written"):
        open_at(small_disk / "deeper")


KILLED = textwrap.dedent(
    """
    import asyncio, sys
    from qa_service.adapters.sql.database import open_database
    from qa_service.adapters.sql.upgrade import upgrade
    from tests.contracts.newsroom import make_article, publish
    from tests.fakes import FakeClock

    async def main():
        database = open_database(sys.argv[1], FakeClock(), upgrade)
        await database.articles.create_index("news")
        for number in range(10_000):
            bodies = [f"Body {number} {part}. " * 20 for part in range(10)]
            await publish(database.articles, make_article(*bodies, title=f"Number {number}"))
            print(number, flush=True)

    asyncio.run(main())
    """
)


@pytest.mark.parametrize("acknowledged", [1, 4, 9])
async def test_a_kill_leaves_all_of_an_article_or_nothing(
    tmp_path: Path, acknowledged: int
) -> None:
    """Promise 4, nothing lost: what was acknowledged survives `kill -9`, and nothing is half."""
    url = f"sqlite:///{tmp_path / 'qa.db'}"
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, url],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert process.stdout is not None
    for _ in range(acknowledged):
        process.stdout.readline()
    process.send_signal(signal.SIGKILL)
    told = process.communicate()[0].split()
    last = int(told[-1]) if told else acknowledged - 1
    database = open_database(url, FakeClock(), upgrade)
    published = (await database.articles.statistics(["news"])).articles
    filed = await database.articles.unpublished()
    assert last + 1 <= published <= last + 2
    assert published + len(filed) <= last + 2
    for number in range(published + len(filed)):
        bodies = [f"Body {number} {part}. " * 20 for part in range(10)]
        article = make_article(*bodies, title=f"Number {number}")
        assert await database.articles.find_known("news", article, "-") == article
        if number < published:
            ids = [one.passage.id for one in await embedded(article)]
            assert len(await database.articles.candidates(ids, ["news"])) == 10
    integrity = await database.transactions.read(
        lambda connection: connection.exec_driver_sql("PRAGMA integrity_check").scalar()
    )
    assert integrity == "ok"
    await database.close()
