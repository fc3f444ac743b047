"""The program as it is run: real processes, the seed articles, a port of its own."""

import base64
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

CHECKOUT = Path(__file__).parent.parent.parent
QUESTION = "who warned Russia of consequences?"
HEAVY = ("chromadb", "fastapi", "httpx", "llama_index", "numpy", "onnxruntime", "sqlalchemy")


def environment(place: Path, **more: str) -> dict[str, str]:
    """Of a program whose data lie in a place of its own."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("QA_")}
    return ours | {
        "PYTHONPATH": str(CHECKOUT),
        "QA_HOME": str(place),
        "QA_SEEDS_DIR": str(CHECKOUT / "seeds"),
        "QA_PORT": "0",
        **more,
    }


def run_qa(place: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "qa_service", *arguments],
        env=environment(place, **more),
        cwd=place,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


class Served:
    """A running `qa serve`."""

    def __init__(self, place: Path, **more: str) -> None:
        self.place = place
        self.log = place / "serve.log"
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "qa_service", "serve"],
                env=environment(place, **more),
                cwd=place,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=log,
            )
        self.address = self._wait()

    def _wait(self) -> str:
        for _ in range(600):
            found = re.search(r"serving at (http://\S+)", self.log.read_text())
            if found:
                return found[1]
            assert self.process.poll() is None, self.log.read_text()
            time.sleep(0.05)
        raise AssertionError(self.log.read_text())

    def stop(self, number: int = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(30)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    server = Served(tmp_path_factory.mktemp("served"))
    yield server
    server.process.kill()
    server.process.wait(30)


def lasting(answer: dict[str, Any]) -> dict[str, Any]:
    """Without what differs each time."""
    passing = {"id", "permalink", "created_at", "timings_ms"}
    return {name: value for name, value in answer.items() if name not in passing}


def test_a_question_is_answered_over_http_with_quotes_that_are_quotes(served: Served) -> None:
    """Promise 1, a quote is a quote: `article.text[start:end] == quote`, over HTTP."""
    answer = httpx.post(f"{served.address}/api/v1/answers", json={"question": QUESTION}).json()
    assert answer["status"] == "completed"
    assert answer["citations"]
    for one in answer["citations"]:
        path = f"/api/v1/articles/{one['article_id']}/revisions/{one['revision']}"
        article = httpx.get(served.address + path).json()
        assert article["text"][one["start"] : one["end"]] == one["quote"]
    again = httpx.get(f"{served.address}/api/v1/answers/{answer['id']}").json()
    assert again == answer


def test_a_cursor_that_nests_without_end_is_a_bad_request(served: Served) -> None:
    cursor = base64.urlsafe_b64encode(b"[" * 1000).decode()
    found = httpx.get(f"{served.address}/api/v1/articles", params={"cursor": cursor})
    assert (found.status_code, found.json()["error"]["code"]) == (422, "bad_request")


def test_an_answer_comes_as_events_that_end_with_the_whole(served: Served) -> None:
    """Promise 2, no dangling marker: a sentence's citations have come before it."""
    known: set[int] = set()
    events: list[dict[str, Any]] = []
    with httpx.stream(
        "POST",
        f"{served.address}/api/v1/answers",
        json={"question": QUESTION},
        headers={"Accept": "text/event-stream"},
    ) as response:
        for line in response.iter_lines():
            if line.startswith("data: "):
                events.append(json.loads(line.removeprefix("data: ")))
    for event in events:
        known |= {event["citation"]["number"]} if event["type"] == "answer.citation" else set()
        assert set(event.get("sentence", {}).get("citations", [])) <= known
    assert [one["sequence"] for one in events] == list(range(1, len(events) + 1))
    assert (events[0]["type"], events[-1]["type"]) == ("answer.created", "answer.completed")
    assert known == {one["number"] for one in events[-1]["answer"]["citations"]}


def test_the_commands_go_through_the_running_service_and_say_the_same(served: Served) -> None:
    over_http = httpx.post(f"{served.address}/api/v1/answers", json={"question": QUESTION}).json()
    asked = run_qa(served.place, "ask", QUESTION, "--json")
    assert (asked.returncode, asked.stderr) == (0, "")
    assert lasting(json.loads(asked.stdout)) == lasting(over_http)
    refused = run_qa(served.place, "ingest", "seeds")
    assert (refused.returncode, refused.stdout) == (4, "")
    assert "Stop it first" in refused.stderr


def test_a_second_service_on_the_same_data_is_turned_away(served: Served) -> None:
    second = run_qa(served.place, "serve")
    assert (second.returncode, second.stdout) == (4, "")
    assert f"error: The data in {served.place}/var is in use by process" in second.stderr


def test_a_port_in_use_is_told_before_anything_is_read_in(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        found = run_qa(tmp_path, "serve", QA_PORT=port)
    assert (found.returncode, found.stdout) == (1, "")
    assert found.stderr == (
        f"error: Port {port} is in use. Stop what serves there, or set QA_PORT to another port.\n"
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("QA_HOST", "0.0.0.0", "qa refuses any address but loopback until access control exists"),
        ("QA_PROT", "8000", "The nearest is QA_PORT."),
    ],
)
def test_a_setting_that_cannot_be_used_is_one_line(
    name: str, value: str, words: str, tmp_path: Path
) -> None:
    found = run_qa(tmp_path, "serve", **{name: value})
    assert (found.returncode, found.stdout, found.stderr.count("\n")) == (2, "", 1)
    assert words in found.stderr


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_service_stops_gently_and_lets_go_of_the_data(number: int, tmp_path: Path) -> None:
    server = Served(tmp_path, QA_SEEDS_DIR="")
    assert server.stop(number) == 0
    assert server.log.read_text().endswith("stopped\n")
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{server.address}/healthz")
    asked = run_qa(tmp_path, "ask", QUESTION, QA_SEEDS_DIR="")
    assert (asked.returncode, asked.stderr) == (3, "")  # nothing was read in: it abstains


def test_files_are_read_in_or_refused_one_by_one(tmp_path: Path) -> None:
    good, empty = tmp_path / "good.txt", tmp_path / "empty.txt"
    good.write_text("The ferry sank.\n\nThe ferry to Brannoch sank at noon on Monday.\n")
    empty.write_text("")
    partly = run_qa(tmp_path, "ingest", "good.txt", "empty.txt", QA_SEEDS_DIR="")
    assert (partly.returncode, partly.stdout) == (5, "")
    assert "1 article added, 1 refused\n" in partly.stderr
    refused = run_qa(tmp_path, "ingest", "empty.txt", "missing.txt", QA_SEEDS_DIR="")
    assert refused.returncode == 1
    assert str(empty) in refused.stderr
    assert str(tmp_path / "missing.txt") in refused.stderr


def test_a_reader_who_has_read_enough_makes_no_traceback(served: Served) -> None:
    read, write = os.pipe()
    os.close(read)
    found = subprocess.run(
        [sys.executable, "-m", "qa_service", "articles", "list"],
        env=environment(served.place),
        stdout=write,
        stderr=subprocess.PIPE,
        timeout=60,
        check=False,
    )
    os.close(write)
    assert (found.returncode, found.stderr) == (0, b"")


def test_help_waits_for_nothing_heavy(tmp_path: Path) -> None:
    program = (
        "import sys, qa_service.__main__ as it\n"
        "try:\n    it.app(['--help'])\nexcept SystemExit:\n    pass\n"
        f"print(*[name for name in {HEAVY} if name in sys.modules], file=sys.stderr)"
    )
    found = subprocess.run(
        [sys.executable, "-c", program],
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert found.stderr == "\n"
    for command in ("serve", "ingest", "ask", "search", "articles", "doctor"):
        assert command in found.stdout


def test_wrong_usage_has_its_own_exit_code(tmp_path: Path) -> None:
    assert run_qa(tmp_path, "ask").returncode == 2
    assert run_qa(tmp_path, "ask", "a", "--from", "yesterday").returncode == 2


def test_a_question_that_is_no_utf_8_is_an_ordinary_question(served: Served) -> None:
    asked = run_qa(served.place, "ask", "Who warned Russia in the caf\udce9?")
    assert asked.returncode in (0, 3)
    assert asked.stderr == ""


@pytest.mark.parametrize("arguments", [["gold\udce9.json", "--json"], ["x", "--floors", "\udce9"]])
def test_what_is_measured_has_a_name_that_can_be_printed(
    arguments: list[str], tmp_path: Path
) -> None:
    for name in ("gold\udce9.json", "\udce9"):
        (tmp_path / name).write_text("{}")
    found = run_qa(tmp_path, "evaluate", *arguments)
    assert (found.returncode, found.stdout) == (2, "")
    assert f"error: {tmp_path}/" in found.stderr
    assert "\ufffd" in found.stderr


@pytest.mark.parametrize(
    "question",
    ['" OR NEAR( *', "<b>Russia</b> -- ; DROP TABLE", "누가 러시아에 경고했나?", "x\x00y"],
)
def test_any_question_with_words_is_an_ordinary_question(served: Served, question: str) -> None:
    answer = httpx.post(f"{served.address}/api/v1/answers", json={"question": question})
    assert (answer.status_code, answer.json()["status"]) == (200, "completed")
    found = httpx.post(f"{served.address}/api/v1/search", json={"query": question})
    assert found.status_code == 200
