"""A database of its own for each test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from qa_service.adapters.sql.database import Database, open_database
from qa_service.adapters.sql.upgrade import upgrade
from tests.fakes import FakeClock


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
async def database(tmp_path: Path, clock: FakeClock) -> AsyncIterator[Database]:
    database = open_database(f"sqlite:///{tmp_path / 'qa.db'}", clock, upgrade)
    await database.articles.create_index("news")
    yield database
    await database.close()
