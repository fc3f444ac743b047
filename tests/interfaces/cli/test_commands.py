"""The commands in this process, on a service in memory; what they print is what they promise."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from qa_service.bootstrap import Service
from qa_service.conversations.assistant import Assistant
from qa_service.domain.errors import DataBusy, QAError
from qa_service.interfaces.asgi import create_app
from qa_service.interfaces.cli import backend, ingest
from qa_service.interfaces.cli.articles import list_articles, show_article
from qa_service.interfaces.cli.ask import ask, search
from qa_service.interfaces.cli.client import ServiceClient
from qa_service.interfaces.cli.doctor import doctor
from qa_service.interfaces.cli.runner import Exit, run
from qa_service.library.articles import Library
from qa_service.library.reports import Check
from qa_service.settings import Settings

ANYWHERE: dict[str, Any] = {"indexes": [], "filters": {}}

ADDRESS = "http://127.0.0.1:1"

Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def in_memory(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, assistant: Assistant, library: Library
) -> None:
    @asynccontextmanager
    async def open_service(settings: Settings) -> AsyncIterator[Service]:
        yield Service(assistant, library, settings)

    monkeypatch.setenv("QA_HOME", str(tmp_path))
    monkeypatch.setattr(backend, "open_service", open_service)
    monkeypatch.setattr(ingest, "open_service", open_service)


@pytest.fixture
def through_service(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, assistant: Assistant, library: Library
) -> None:
    @asynccontextmanager
    async def open_service(settings: Settings) -> AsyncIterator[Service]:
        if settings.home == tmp_path:
            raise DataBusy("The data are in use.", "Stop the other.")
        yield Service(assistant, library, settings)

    async def connect(stack: object, address: str) -> ServiceClient:
        transport = httpx.ASGITransport(app=create_app(assistant, library))
        return ServiceClient(httpx.AsyncClient(transport=transport, base_url=address))

    monkeypatch.setenv("QA_HOME", str(tmp_path))
    for module in (backend, ingest):
        monkeypatch.setattr(module, "open_service", open_service)
        monkeypatch.setattr(module, "running_service", lambda settings: ADDRESS)
    monkeypatch.setattr(backend, "connect", connect)


@pytest.fixture(params=["in_memory", "through_service"])
def both_ways(request: pytest.FixtureRequest) -> str:
    """Both give the same output, but that links need a service: this is its address, if any."""
    request.getfixturevalue(request.param)
    return ADDRESS if request.param == "through_service" else ""


@pytest.fixture
def command(capfd: pytest.CaptureFixture[str]) -> Command:
    def run_command(work: Callable[..., Awaitable[Exit]], **options: Any) -> tuple[int, str, str]:
        code = run(work, **options)
        return (int(code), *capfd.readouterr())

    return run_command


def test_an_answer_is_sentences_with_markers_and_the_sources_in_their_own_words(
    command: Command, both_ways: str
) -> None:
    assert command(ask, question="ferry", where=ANYWHERE, as_json=False) == (
        0,
        "The ferry sank at noon. [1]\n"
        "\n"
        "Sources\n"
        '[1] "The ferry sank at noon." — Ferry sinks · The Post · 2024-05-01 · ¶ 1'
        f" · {both_ways}/a/art_ferry0000000?v=1#p1\n"
        "\n"
        "Searched 1 article (1 passage).\n",
        "",
    )


def test_no_answer_has_its_own_exit_code_and_names_what_came_nearest(
    command: Command, both_ways: str
) -> None:
    """Promise 3, no silent guess: the articles do not say, and the nearest passage is no answer."""
    assert command(ask, question="volcano", where=ANYWHERE, as_json=False) == (
        3,
        "The articles do not say.\n"
        "\n"
        "Nearest passages\n"
        '  · "The ferry sank at noon." — Ferry sinks · The Post · 2024-05-01 · ¶ 1'
        f" · {both_ways}/a/art_ferry0000000?v=1#p1\n"
        "\n"
        "Searched 1 article (1 passage).\n",
        "",
    )


@pytest.mark.usefixtures("both_ways")
def test_links_lead_to_the_public_address_where_there_is_one(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QA_PUBLIC_URL", "https://news.example.org/")
    link = "https://news.example.org/a/art_ferry0000000?v=1#p1\n"
    assert link in command(ask, question="ferry", where=ANYWHERE, as_json=False)[1]
    assert link in command(search, query="ferry", k=1, where=ANYWHERE, as_json=False)[1]


@pytest.mark.usefixtures("both_ways")
def test_an_article_is_shown_without_what_a_terminal_would_obey(command: Command) -> None:
    code, out, err = command(
        show_article, article_id="art_ferry0000000", revision=None, as_json=False
    )
    assert (code, err) == (0, "")
    assert out == (
        "Ferry sinks\n"
        "art_ferry0000000 · The Post · 2024-05-01 · revision 1\n"
        "\n"
        "¶ 1   The ferry sank at noon.\n"
        "\n"
        "¶ 2   Nobody was hurt, \ufffd[31mthe mayor said.\n"
    )


@pytest.mark.usefixtures("both_ways")
@pytest.mark.parametrize(
    ("work", "options", "key"),
    [
        (ask, {"question": "mayor", "where": ANYWHERE}, "citations"),
        (search, {"query": "mayor", "k": 3, "where": ANYWHERE}, "data"),
        (show_article, {"article_id": "art_ferry0000000", "revision": 1}, "paragraphs"),
        (list_articles, {"indexes": ["news"]}, "data"),
        (doctor, {}, "checks"),
    ],
)
def test_json_is_the_same_object_as_over_http(
    command: Command, work: Any, options: dict[str, Any], key: str
) -> None:
    code, out, err = command(work, **options, as_json=True)
    assert (code, err) == (0, "")
    assert "\x1b" not in out
    assert json.loads(out)[key]


@pytest.mark.usefixtures("both_ways")
def test_articles_are_listed_to_the_last_page(command: Command) -> None:
    line = "art_ferry0000000  Ferry sinks · The Post · 2024-05-01 · 2 paragraphs\n"
    assert command(list_articles, indexes=[], as_json=False) == (0, line * 2, "")


@pytest.mark.usefixtures("both_ways")
@pytest.mark.parametrize(
    ("work", "options", "code", "words"),
    [
        (ask, {"question": " ", "where": ANYWHERE}, 2, "The question has no words."),
        (ask, {"question": "a" * 2001, "where": ANYWHERE}, 2, "2,001 characters; 2,000 are"),
        (ask, {"question": "a", "where": {"indexes": ["x"]}}, 1, "There is no index 'x'."),
        (
            search,
            {
                "query": "a",
                "k": 1,
                "where": {"filters": {"from": "2024-02-01", "to": "2024-01-01"}},
            },
            2,
            "The days run from 2024-02-01 back to 2024-01-01.",
        ),
        (show_article, {"article_id": "a/../b?c", "revision": None}, 1, "There is no article"),
        (
            show_article,
            {"article_id": "art_ferry0000000/revisions/1", "revision": None},
            1,
            "There is no article",
        ),
        (
            ask,
            {"question": "a", "where": {"filters": {"articles": ["art_x"] * 101}}},
            2,
            "/filters/articles: list should have at most 100 items after validation, not 101.\n",
        ),
        (
            search,
            {"query": "a", "k": 1, "where": {"indexes": ["news"] * 101}},
            2,
            "/indexes: list should have at most 100 items after validation, not 101.\n",
        ),
    ],
)
def test_an_error_is_one_line_on_stderr(
    command: Command, work: Any, options: dict[str, Any], code: int, words: str
) -> None:
    found, out, err = command(work, **options, as_json=False)
    assert (found, out) == (code, "")
    assert err.startswith("error: ")
    assert err.count("\n") == 1
    assert words in err


@pytest.mark.usefixtures("in_memory")
@pytest.mark.parametrize(
    ("paths", "code", "words"),
    [
        (["/a.txt", "/b.txt"], 0, "2 articles added\n"),
        (["/a.txt", "/b.empty"], 5, "1 article added, 1 refused\n"),
        (
            ["/b.empty"],
            1,
            "refused: /b.empty: it is empty. Fill it.\n0 articles added, 1 refused\n",
        ),
        (["/c.missing"], 1, "error: /c.missing: there is no such file. Check the path.\n"),
    ],
)
def test_reading_in_tells_what_became_of_each_file(
    command: Command, paths: list[str], code: int, words: str
) -> None:
    found, out, err = command(ingest.ingest, paths=paths, index="news", as_json=False)
    assert (found, out) == (code, "")
    assert err.endswith(words)


@pytest.mark.usefixtures("through_service")
def test_reading_in_beside_a_running_service_says_to_stop_it(command: Command) -> None:
    assert command(ingest.ingest, paths=["/a.txt"], index="news", as_json=False) == (
        4,
        "",
        "error: The service at http://127.0.0.1:1 is running on these data."
        " Stop it first, then read the articles in.\n",
    )


@pytest.mark.usefixtures("both_ways")
def test_the_doctor_says_what_to_do(command: Command, library: Any) -> None:
    library.checks = (
        Check("database", True, "1 article", ""),
        Check("disk", False, "It is full.", "Free some."),
    )
    assert command(doctor, as_json=False) == (
        1,
        "ok    database: 1 article\nFAULT disk: It is full. Free some.\n",
        "",
    )


@pytest.mark.usefixtures("in_memory")
def test_a_misspelt_setting_stops_every_command(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QA_PROT", "1")
    code, out, err = command(doctor, as_json=False)
    assert (code, out) == (2, "")
    assert err.endswith("The nearest is QA_PORT.\n")


@pytest.mark.usefixtures("in_memory")
@pytest.mark.parametrize(("error", "code"), [(KeyboardInterrupt(), 130), (QAError("It broke."), 1)])
def test_an_interruption_and_a_failure_leave_no_traceback(
    command: Command, error: BaseException, code: int
) -> None:
    async def work(settings: Settings) -> Exit:
        raise error

    found, out, err = command(work)
    assert (found, out) == (code, "")
    assert "Traceback" not in err
