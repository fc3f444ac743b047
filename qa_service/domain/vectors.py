"""Vectors as they are stored and handed around: plain bytes, which need no array library."""

from dataclasses import dataclass
from typing import NewType

Vector = NewType("Vector", bytes)
"""Float16, little-endian, unit length."""

TOKEN_DIMENSIONS = 64
"""Length of one row of `Encoding.tokens`."""


@dataclass(frozen=True, slots=True)
class Encoding:
    """What the sentence encoder makes of one text."""

    vector: Vector
    """Of the whole text, pooled."""
    tokens: bytes
    """Int8, row by row, `TOKEN_DIMENSIONS` a token: round(127 * unit vector)."""
    offsets: tuple[tuple[int, int], ...]
    """Where each row's token stands in the text, in code points."""
