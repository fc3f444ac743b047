"""`qa ingest` on real files."""

import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from pathlib import Path

import pytest
from typer.testing import CliRunner

from qa_service.__main__ import app
from qa_service.adapters.sql.articles import SqlArticleStore
from qa_service.bootstrap import Service
from qa_service.domain.articles import Article, RawArticle
from qa_service.domain.errors import StorageFull
from qa_service.interfaces.cli import articles, backend, ingest
from qa_service.interfaces.cli.runner import Exit, run
from qa_service.library.reports import IngestProgress
from qa_service.settings import Settings
from tests.stack import Place

FERRY = "The ferry sank at noon on Tuesday, off the coast of the island.\n"
STORM = "A storm uprooted forty trees in the capital during Friday night.\n"


def serve_from(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands find the articles of the place."""

    @asynccontextmanager
    async def open_service(settings: Settings) -> AsyncIterator[Service]:
        async with place.open() as stack:
            yield Service(stack.assistant, stack.library, settings)

    monkeypatch.setenv("QA_HOME", str(place.folder))
    (place.folder / "seeds").mkdir(exist_ok=True)
    (place.folder / "seeds" / "seed.txt").write_text("A seed of text, on the first of May.\n")
    monkeypatch.setattr(ingest, "open_service", open_service)
    monkeypatch.setattr(backend, "open_service", open_service)


def test_a_name_that_is_not_utf_8_is_refused_in_json_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Promise 4, nothing lost: the good file beside it is read in, and the output is JSON."""
    place = Place(tmp_path)
    good = place.write("articles/ferry.txt", "The ferry sank at noon on Tuesday, off the coast.\n")
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/articles/A\xe9.txt")).write_text("A storm.\n")

    serve_from(place, monkeypatch)
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


def test_an_empty_path_is_not_the_current_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    place = Place(tmp_path)
    place.write("ferry.txt", FERRY)
    serve_from(place, monkeypatch)
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(app, ["ingest", ""]).exit_code == Exit.USAGE
    assert run(ingest.ingest, paths=[""], index="news", as_json=False) == Exit.USAGE
    assert capfd.readouterr().err == "error: A path is empty. Name a file or a directory.\n"


def test_a_full_disk_in_the_middle_tells_what_was_done_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Promise 4, nothing lost: what was acknowledged is said to be there."""
    place = Place(tmp_path)
    paths = [place.write("a.txt", FERRY), place.write("b.txt", ""), place.write("c.txt", STORM)]
    filed = SqlArticleStore.file

    async def file(self: SqlArticleStore, article: Article, raw: RawArticle) -> None:
        if raw.source == paths[2]:
            raise StorageFull("the articles")
        await filed(self, article, raw)

    monkeypatch.setattr(SqlArticleStore, "file", file)
    serve_from(place, monkeypatch)
    assert run(ingest.ingest, paths=paths, index="news", as_json=False) == Exit.DATA
    assert capfd.readouterr().err.splitlines() == [
        f"refused: {paths[1]}: it is empty. Give a file with an article's text in it.",
        "1 article added, 1 refused, then it ended:",
        "error: No space is left for the articles. Free some and try again; nothing acknowledged "
        "was lost.",
    ]


def test_what_the_start_refuses_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    place = Place(tmp_path)
    path = place.write("ferry.txt", FERRY)
    empty = place.write("seeds/empty.txt", "")
    told = f"refused: {empty}: it is empty. Give a file with an article's text in it.\n"
    monkeypatch.setenv("QA_SEEDS_DIR", str(tmp_path / "seeds"))
    serve_from(place, monkeypatch)
    assert run(ingest.ingest, paths=[path], index="news", as_json=False) == Exit.DONE
    assert capfd.readouterr().err == f"{told}1 article added\n"


def test_what_the_start_refuses_is_told_to_who_asks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    place = Place(tmp_path)
    empty = place.write("seeds/empty.txt", "")
    monkeypatch.setenv("QA_SEEDS_DIR", str(tmp_path / "seeds"))
    serve_from(place, monkeypatch)
    assert run(articles.list_articles, indexes=[], as_json=True) == Exit.DONE
    assert f"refused: {empty}: it is empty." in capfd.readouterr().err


def test_on_a_terminal_the_file_in_hand_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = Place(tmp_path)
    path = place.write("ferry.txt", FERRY)
    seen: list[IngestProgress] = []
    serve_from(place, monkeypatch)
    monkeypatch.setattr(ingest, "_progress_bar", lambda: nullcontext(seen.append))
    assert run(ingest.ingest, paths=[path], index="news", as_json=False) == Exit.DONE
    assert seen[0] == IngestProgress(0, 1, path)
