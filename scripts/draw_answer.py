"""Draws docs/answer.svg: a real answer of `qa ask` to a question on the seed articles.

python -m scripts.draw_answer
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

QUESTION = "who warned Russia of consequences?"
PICTURE = Path(__file__).parent.parent / "docs" / "answer.svg"
COLUMNS = 96

_THEME = TerminalTheme(
    (28, 30, 38),
    (220, 222, 230),
    [
        (60, 64, 76),
        (224, 108, 117),
        (152, 195, 121),
        (229, 192, 123),
        (97, 175, 239),
        (198, 120, 221),
        (86, 200, 214),
        (200, 202, 210),
    ],
)
_FONTS = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace"


def ask(question: str, **environment: str) -> str:
    """What `qa ask` prints, on data of its own."""
    with tempfile.TemporaryDirectory() as place:
        own = {"QA_DATA_DIR": f"{place}/var", "QA_INDEXES_DIR": f"{place}/indexes"}
        done = subprocess.run(
            [sys.executable, "-m", "qa_service", "ask", question],
            env=os.environ | own | environment,
            cwd=PICTURE.parent.parent,
            capture_output=True,
            text=True,
            check=True,
        )
    return done.stdout


def draw(printed: str) -> str:
    """A terminal that shows it, as SVG that fetches nothing."""
    with open(os.devnull, "w", encoding="utf-8") as nowhere:
        console = Console(record=True, width=COLUMNS, file=nowhere, color_system="truecolor")
        console.print(Text.assemble(("$ ", "cyan"), (f'qa ask "{QUESTION}"', "bold")))
        console.print(Text.from_ansi(printed.rstrip()))
        drawn = console.export_svg(title="qa", theme=_THEME, unique_id="answer")
    # Rich would fetch its font from elsewhere.
    drawn = re.sub(r"@font-face \{.*?\}", "", drawn, flags=re.DOTALL)
    drawn = re.sub(r"<!--.*?-->", "", drawn, flags=re.DOTALL)
    drawn = drawn.replace("Fira Code, monospace", _FONTS)
    return "\n".join(line.rstrip() for line in drawn.splitlines() if line.strip()) + "\n"


if __name__ == "__main__":
    # Rich takes a pipe for a terminal then, and asks nobody for its width.
    PICTURE.write_text(
        draw(ask(QUESTION, FORCE_COLOR="1", COLUMNS=str(COLUMNS), TERM="xterm-256color")),
        encoding="utf-8",
    )
