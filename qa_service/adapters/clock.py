"""The machine's time, and names made of it."""

import secrets
import time
from datetime import UTC, datetime

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base32 in lower case: sorts as its numbers do; no letter looks like a digit."""

_RANDOM_BITS = 80


class SystemClock:
    """The machine's time; names laid out as ULIDs (github.com/ulid/spec), in lower case."""

    def now(self) -> datetime:
        """In UTC."""
        return datetime.now(UTC)

    def stopwatch(self) -> float:
        """Milliseconds from an arbitrary moment, never going back."""
        return time.perf_counter() * 1000

    def new_id(self, prefix: str) -> str:
        """The prefix and 26 characters: 48 bits of milliseconds, then 80 random bits."""
        number = (time.time_ns() // 1_000_000) << _RANDOM_BITS | secrets.randbits(_RANDOM_BITS)
        return prefix + "".join(_ALPHABET[number >> shift & 31] for shift in range(125, -1, -5))
