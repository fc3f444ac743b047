"""From a page as it was pasted to its readable lines."""

import re
from itertools import pairwise

from qa_service.ingestion.characters import tidy_characters
from qa_service.ingestion.markup import remove_markup

_DEEPEST_MARKUP = 20
"""Layers of escaped markup that are taken off. Feeds escape twice; more stays as text."""

_STAMP = r"(?:DATE|SAVED|ARCHIVED)\s?: ?\d{4}-\d{2}-\d{2}(?:[ T]\d{2}:\d{2}(?::\d{2})?)?"
_STAMPED = re.compile(rf"(?<=\S) (?={_STAMP}(?: {_STAMP})*$)", re.IGNORECASE)
_LONGEST_STAMPED = 400
# "well-" and "known" of two lines are one word, and keep the hyphen that they had.
_SPLIT_COMPOUND = re.compile(r"(?<=\w-)\r(?=[^\W\d_])")
_NARROWEST_WRAP, _WIDEST_WRAP = 40, 100
_FEWEST_WRAPS = 3
_LEAST_WRAPPED = 0.8
_SHORTEST_WRAPPED = 0.6
_LONGEST_WORD = 30


def readable_lines(text: str) -> list[str]:
    """One paragraph a line, none blank: no markup, tidy characters, hard-wrapped blocks joined."""
    for _ in range(_DEEPEST_MARKUP):
        tidied = tidy_characters(remove_markup(text))
        if tidied == text:
            break
        text = tidied
    blocks = [block.split("\n") for block in re.split(r"\n{2,}", text.strip("\n")) if block]
    lines = [line for block in join_wrapped(blocks) for line in block]
    # A stamp of when the page was saved, put at the end of the headline, is a line of its own.
    return [part for line in lines for part in _part_stamps(line)]


def _part_stamps(line: str) -> list[str]:
    return _STAMPED.split(line) if len(line) <= _LONGEST_STAMPED else [line]


def join_wrapped(blocks: list[list[str]]) -> list[list[str]]:
    """Blocks of lines without the breaks at a common width that e-mail and agencies make.

    A break is such a wrap where the next line's first word would not have fitted. The text is taken
    for wrapped if nearly all its breaks are; the other breaks stay.
    """
    starts = [line for block in blocks for line in block[:-1]]
    width = max(map(len, starts), default=0)
    if not _NARROWEST_WRAP <= width <= _WIDEST_WRAP:
        return blocks
    wraps = [[_is_wrap(*pair, width) for pair in pairwise(block)] for block in blocks]
    count = sum(map(sum, wraps))
    if count < _FEWEST_WRAPS or count < _LEAST_WRAPPED * len(starts):
        return blocks
    return [_join(block, flags) for block, flags in zip(blocks, wraps, strict=True)]


def _join(block: list[str], wraps: list[bool]) -> list[str]:
    text = block[0]
    for line, is_wrap in zip(block[1:], wraps, strict=True):
        text += f"\r{line}" if is_wrap else f"\n{line}"
    return _SPLIT_COMPOUND.sub("", text).replace("\r", " ").split("\n")


def _is_wrap(line: str, following: str, width: int) -> bool:
    # Chinese and Japanese lines are one long word each, which tells nothing.
    word = following.split(" ", 1)[0]
    is_long = len(line) >= _SHORTEST_WRAPPED * width and len(word) <= _LONGEST_WORD
    return is_long and len(line) + 1 + len(word) > width
