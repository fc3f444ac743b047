"""`qa evaluate` on a tiny gold set, with the service as it is built for everybody."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from qa_service.bootstrap import Service
from qa_service.interfaces.cli import evaluate as command
from qa_service.interfaces.cli.runner import run
from qa_service.settings import Settings
from tests.stack import Place

FERRY = (
    "The ferry ran aground on a sandbank outside the harbour of Port Brannoch at dawn.\n\n"
    "Lifeboats brought every passenger ashore before noon and nobody was hurt there.\n"
)
QUESTIONS = {
    "articles": "papers",
    "answerable": [
        {"question": "Where did the ferry run aground?", "evidence": ["on a sandbank outside"]}
    ],
    "unanswerable": [{"question": "How does yeast bread rise?", "distance": "far"}],
}
LABELS = {"pages": {"page.txt": [["body", "The ferry ran"], ["body", "Lifeboats brought"]]}}

Evaluate = Callable[..., tuple[int, str, str]]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the user's own data lie, beside what is measured."""
    home = tmp_path / "home"
    files = {
        "home/var/qa.db": "my own data",
        "home/indexes/news/index.toml": "",
        "home/seeds/ferry.txt": FERRY,
        "gold/papers/ferry.txt": FERRY,
        "gold/tiny.json": json.dumps(QUESTIONS),
        "gold/pages/page.txt": FERRY,
        "gold/pages/labels.json": json.dumps(LABELS),
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    monkeypatch.setenv("QA_HOME", str(home))
    return home


@pytest.fixture
def light(monkeypatch: pytest.MonkeyPatch) -> None:
    """The service on models made of words, which start at once."""

    @asynccontextmanager
    async def open_service(settings: Settings) -> AsyncIterator[Service]:
        settings.data_dir.mkdir()
        async with Place(settings.data_dir).open() as stack:
            yield Service(stack.assistant, stack.library, settings)

    monkeypatch.setattr(command, "open_service", open_service)


@pytest.fixture
def evaluate(home: Path, capfd: pytest.CaptureFixture[str]) -> Evaluate:
    def run_command(
        *names: str, floors: object = None, output: str | None = None, as_json: bool = False
    ) -> tuple[int, str, str]:
        gold = home.parent / "gold"
        demanded = None
        if floors is not None:
            place = gold / "floors.json"
            place.write_text(floors if isinstance(floors, str) else json.dumps(floors))
            demanded = str(place)
        files = [str(gold / name) for name in names]
        options: dict[str, Any] = {"floors": demanded, "output": output, "as_json": as_json}
        code = run(command.evaluate, files=files, **options)
        return (int(code), *capfd.readouterr())

    return run_command


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(one.relative_to(folder)): one.read_bytes() for one in folder.rglob("*") if one.is_file()
    }


def test_figures_are_a_table_and_the_own_data_are_not_touched(
    evaluate: Evaluate, home: Path
) -> None:
    """Promise 4, nothing lost: what is measured lies in a directory of its own."""
    before = contents(home)
    code, out, err = evaluate("tiny.json")
    assert (code, err) == (0, "measuring tiny.json …\n")
    lines = [line.split(maxsplit=1) for line in out.splitlines() if line]
    figures = {line[1]: line[0] for line in lines if len(line) == 2}
    assert lines[0] == ["tiny"]
    assert figures["articles"] == "1"
    assert figures["retrieval questions"] == "1"
    assert figures["retrieval sentence hit at 1"] == "1.000"
    assert figures["citations quotes verbatim"] == "1.000"
    assert figures["refusals far"] == "1.000"
    assert "not measured" in out  # refusals near
    assert contents(home) == before


@pytest.mark.usefixtures("light")
def test_the_same_figures_come_as_json_and_go_into_a_file(
    evaluate: Evaluate, tmp_path: Path
) -> None:
    place = tmp_path / "figures.json"
    code, out, _ = evaluate("tiny.json", "pages/labels.json", output=str(place), as_json=True)
    shown = json.loads(out)
    assert code == 0
    assert json.loads(place.read_text(encoding="utf-8")) == shown
    assert shown.keys() == {"tiny", "pages"}
    assert shown["tiny"]["refusals"]["far_questions"] == 1
    assert shown["pages"] == {
        "name": "pages",
        "pages": 1,
        "paragraphs": 2,
        "body_as_furniture": 0,
        "furniture_found": 0.0,
        "kinds_right": 1.0,
    }


def test_what_falls_below_its_floor_is_named_after_all_was_shown(evaluate: Evaluate) -> None:
    floors = {"pages": {"kinds_right": 1.0, "furniture_found": 0.9}, "another set": {"x": 1.0}}
    code, out, err = evaluate("pages/labels.json", floors=floors)
    assert (code, err) == (
        1,
        "measuring labels.json …\nnot measured: another set, which has floors\n"
        "below its floor: pages: furniture_found is 0.0000, not 0.9000\n",
    )
    assert "kinds right" in out


def test_figures_that_reach_their_floors_are_well(evaluate: Evaluate) -> None:
    floors = {"pages": {"kinds_right": 1.0, "body_as_furniture": 0}}
    code, _, err = evaluate("pages/labels.json", floors=floors)
    assert (code, err) == (0, "measuring labels.json …\n")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("other.json", '{"a": 1}', "neither a gold set nor a file in SQuAD format."),
        ("broken.json", "{", "neither a gold set nor a file in SQuAD format."),
        ("none.json", None, "cannot be read: No such file or directory."),
        ("list.json", "[1]", "neither a gold set nor a file in SQuAD format."),
    ],
)
def test_a_file_that_is_no_gold_set_is_one_line(
    evaluate: Evaluate, home: Path, name: str, content: str | None, words: str
) -> None:
    if content is not None:
        (home.parent / "gold" / name).write_text(content, encoding="utf-8")
    code, out, err = evaluate(name)
    assert (code, out) == (2, "")
    progress, error = err.splitlines()
    assert progress == f"measuring {name} …"
    assert error.startswith(f"error: {home.parent / 'gold' / name}")
    assert words in error


@pytest.mark.parametrize("floors", ["{", ""])
def test_floors_that_cannot_be_read_are_one_line(evaluate: Evaluate, floors: str) -> None:
    code, out, err = evaluate("pages/labels.json", floors=floors)
    assert (code, out) == (2, "")
    assert err.startswith("error: ")
    assert err.endswith("Name a file of floors.\n")
    assert err.count("\n") == 1


@pytest.mark.usefixtures("light")
def test_an_article_that_cannot_be_read_is_named(evaluate: Evaluate, home: Path) -> None:
    (home.parent / "gold" / "papers" / "empty.txt").write_bytes(b"")
    code, out, err = evaluate("tiny.json")
    assert (code, out) == (2, "")
    assert "tiny.json: " in err.splitlines()[-1]
