"""`qa ingest` on real files."""

import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from qa_service.bootstrap import Service
from qa_service.interfaces.cli import ingest
from qa_service.interfaces.cli.runner import Exit, run
from qa_service.settings import Settings
from tests.stack import Place


def test_a_name_that_is_not_utf_8_is_refused_in_json_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Promise 4, nothing lost: the good file beside it is read in, and the output is JSON."""
    place = Place(tmp_path)
    good = place.write("articles/ferry.txt", "The ferry sank at noon on Tuesday, off the coast.\n")
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/articles/A\xe9.txt")).write_text("A storm.\n")

    @asynccontextmanager
    async def open_service(settings: Settings) -> AsyncIterator[Service]:
        async with place.open() as stack:
            yield Service(stack.assistant, stack.library, settings)

    monkeypatch.setenv("QA_HOME", str(tmp_path))
    monkeypatch.setattr(ingest, "open_service", open_service)
    code = run(ingest.ingest, paths=[os.path.dirname(good)], index="news", as_json=True)
    out, err = capfd.readouterr()
    report = json.loads(out)
    shown = f"{tmp_path}/articles/A\\udce9.txt"
    assert code == Exit.PARTLY
    assert len(report["added"]) == 1
    assert report["refused"] == [
        {"source": shown, "reason": "its name is not UTF-8", "advice": "Rename it."}
    ]
    assert f"refused: {shown}: its name is not UTF-8. Rename it.\n" in err
