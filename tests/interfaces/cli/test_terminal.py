"""What reaches a terminal."""

import json
import os
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_service.interfaces.cli.terminal import Line, count, sanitize, show, show_json
from qa_service.settings import VERSION

OBEYED = "\x00\x07\x08\x1b\r\x7f\x9b\u202e\u2066\u200f\u2028"


@given(st.text(st.one_of(st.sampled_from(OBEYED + "\n\t "), st.characters())))
def test_no_character_that_a_terminal_obeys_comes_through(text: str) -> None:
    assert not set(sanitize(text)) & set(f"{OBEYED}\n\t")


@given(st.text(st.one_of(st.sampled_from(OBEYED), st.characters(exclude_categories=["Cs"]))))
def test_json_escapes_them_and_says_the_same(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        written: list[str] = []
        patch.setattr("sys.stdout.write", written.append)
        show_json({"text": text})
    assert not set("".join(written)) & set(OBEYED)
    assert json.loads("".join(written)) == {"text": text}


def test_where_there_is_no_terminal_lines_stay_whole_and_plain(
    capsys: pytest.CaptureFixture[str],
) -> None:
    long = "[bold]word [1] :smile: " * 30
    show([Line(long.strip(), lead="[1] ", style="bold")])
    assert capsys.readouterr().out == f"[1] {long.strip()}\n"


def test_on_a_terminal_lines_are_wrapped_beside_their_lead(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in {
        "COLUMNS": "20",
        "FORCE_COLOR": "1",
        "TERM": "xterm",
        "NO_COLOR": "1",
    }.items():
        monkeypatch.setenv(name, value)
    show([Line("one two three four five", lead="[1] ")])
    lines = capsys.readouterr().out.splitlines()
    assert [line.rstrip() for line in lines] == ["[1] one two three", "    four five"]


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0 articles"), (1, "1 article"), (1200, "1,200 articles")]
)
def test_things_are_counted_in_words(number: int, words: str) -> None:
    assert count(number, "article") == words


WRITES = (
    "from qa_service.interfaces.cli.runner import Exit, run\n"
    "from qa_service.interfaces.cli.terminal import Line, show, show_json\n"
    "async def work(settings):\n"
    "    {write}\n"
    "    return Exit.DONE\n"
    "raise SystemExit(run(work))\n"
)


@pytest.mark.parametrize("write", ["show([Line('a')])", "show_json({'a': 1})"])
@pytest.mark.parametrize(
    ("sink", "reason"), [(">/dev/full", "No space left on device"), (">&-", "stdout is closed")]
)
def test_an_output_that_cannot_be_written_is_one_line(write: str, sink: str, reason: str) -> None:
    if "/dev/full" in sink and not os.path.exists("/dev/full"):
        pytest.skip("this system has no /dev/full")
    program = WRITES.replace("{write}", write)
    done = subprocess.run(
        ["sh", "-c", f'"$0" -c "$1" {sink}', sys.executable, program],
        capture_output=True,
        text=True,
        check=False,
    )
    said = f"error: The output cannot be written: {reason}. Send it to a place that takes it.\n"
    assert (done.returncode, done.stderr) == (1, said)


def test_the_version_is_told() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "qa_service", "--version"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, f"qa {VERSION}\n")
