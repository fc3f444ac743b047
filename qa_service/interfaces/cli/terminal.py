"""Lines for people and JSON for machines. The result goes to stdout, all else to stderr."""

import contextlib
import json
import os
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table
from rich.text import Text

from qa_service.domain.errors import QAError

# C0, DEL, C1; what turns the direction of writing; line and paragraph separators.
_UNSAFE = "\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"
_UNSAFE_IN_TEXT = re.compile(f"[{_UNSAFE}]")
_UNSAFE_IN_JSON = re.compile(f"(?!\n)[{_UNSAFE}]")
_MARKER = r"\[\d+\]"


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph on the screen; what does not fit is set below `text`, to the right of `lead`."""

    text: str = ""
    lead: str = ""
    style: str = ""


class _Console(Console):
    """Rich, but for a reader who has read enough: rich alone would call that a failure."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


def show(lines: Iterable[Line]) -> None:
    """Print, wrapped to the width of a terminal; plain and unwrapped where it is none."""
    with _writing():
        console = _Console(file=sys.stdout, highlight=False, markup=False, emoji=False)
        for line in lines:
            _show_line(console, line)


def _show_line(console: Console, line: Line) -> None:
    text = Text(sanitize(line.text), style=line.style)
    lead = Text(sanitize(line.lead), style="cyan")
    text.highlight_regex(_MARKER, "cyan")
    if not console.is_terminal or not lead.plain:
        console.print(lead + text if lead.plain else text, soft_wrap=not console.is_terminal)
        return
    grid = Table.grid()
    grid.add_column(no_wrap=True, width=len(lead.plain))
    grid.add_column()
    grid.add_row(lead, text)
    console.print(grid)


def show_json(value: object) -> None:
    """Print; characters that a terminal would obey are escaped."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    with _writing():
        sys.stdout.write(_UNSAFE_IN_JSON.sub(lambda match: f"\\u{ord(match[0]):04x}", text) + "\n")


def flush() -> None:
    """Let all that was shown go out; raises `QAError` where it cannot."""
    if sys.stdout is not None:
        with _writing():
            sys.stdout.flush()


def silence() -> None:
    """What is left in the buffer of stdout must not fail again at exit."""
    with contextlib.suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@contextlib.contextmanager
def _writing() -> Iterator[None]:
    # Python has no stdout where it was started with a closed one.
    if sys.stdout is None:
        raise QAError("The output cannot be written: stdout is closed.", _OUTPUT_REMEDY)
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        silence()
        raise QAError(f"The output cannot be written: {error.strerror}.", _OUTPUT_REMEDY) from None


_OUTPUT_REMEDY = "Send it to a place that takes it."


def warn(line: str) -> None:
    """One line to stderr, if there is anybody to read it."""
    if sys.stderr is not None:
        with contextlib.suppress(OSError):
            sys.stderr.write(f"{sanitize(line)}\n")
            sys.stderr.flush()


def sanitize(text: str) -> str:
    """On one line, and without any character that a terminal would obey."""
    return _UNSAFE_IN_TEXT.sub("\ufffd", " ".join(text.split()) if "\n" in text else text)


def count(number: int, thing: str) -> str:
    """Such as `1 article`, `1,200 articles`."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"
