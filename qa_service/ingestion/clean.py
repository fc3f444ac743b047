"""From a page as it was pasted to its readable lines."""

import re

from qa_service.ingestion.characters import tidy_characters
from qa_service.ingestion.markup import remove_markup

_DEEPEST_MARKUP = 20
"""Layers of escaped markup that are taken off. Feeds escape twice; more is an attack, and stays as text."""

_STAMP = re.compile(
    r"(?<=\S) (?=(?:DATE|SAVED|ARCHIVED)\s?: ?\d{4}-\d{2}-\d{2}(?:[ T]\d{2}:\d{2}(?::\d{2})?)?$)",
    re.IGNORECASE | re.MULTILINE,
)
_NARROWEST_WRAP, _WIDEST_WRAP = 40, 100
_FEWEST_FULL_LINES = 3
_SHORTEST_FULL_LINE = 0.6


def readable_lines(text: str) -> list[str]:
    """One paragraph a line, no blank ones: markup off, characters tidied, hard-wrapped blocks joined."""
    for _ in range(_DEEPEST_MARKUP):
        tidied = tidy_characters(remove_markup(text))
        if tidied == text:
            break
        text = tidied
    blocks = [block.split("\n") for block in re.split(r"\n{2,}", text.strip("\n")) if block]
    lines = [line for block in join_wrapped(blocks) for line in block]
    # A stamp of when the page was saved, put at the end of the headline, is a line of its own.
    return "\n".join(_STAMP.sub("\n", line) for line in lines).split("\n") if lines else []


def join_wrapped(blocks: list[list[str]]) -> list[list[str]]:
    """Blocks of lines that were broken at a common width, as e-mail and agencies do, each as one line.

    A break is such a wrap where the next line's first word would not have fitted. The text is taken
    for wrapped if nearly all its breaks are; a block with another break in it keeps its lines.
    """
    starts = [line for block in blocks for line in block[:-1]]
    width = max(map(len, starts), default=0)
    if not _NARROWEST_WRAP <= width <= _WIDEST_WRAP:
        return blocks
    full = [[_is_full(*pair, width) for pair in zip(block, block[1:], strict=False)] for block in blocks]
    count = sum(map(sum, full))
    if count < _FEWEST_FULL_LINES or count < 0.8 * len(starts):
        return blocks
    return [[" ".join(block)] if all(flags) else block for block, flags in zip(blocks, full, strict=True)]


def _is_full(line: str, following: str, width: int) -> bool:
    is_long = len(line) >= _SHORTEST_FULL_LINE * width
    return is_long and len(line) + 1 + len(following.split(" ", 1)[0]) > width
