"""What the library tells of its work."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from itertools import chain


@dataclass(frozen=True, slots=True)
class Refused:
    """A source that could not become an article, and what to do about it."""

    source: str
    reason: str
    advice: str


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What became of each source: article ids, refusals, and notes for the sender."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    refused: tuple[Refused, ...] = ()
    notes: tuple[str, ...] = ()


def joined(reports: Iterable[IngestReport]) -> IngestReport:
    """All that they tell, in their order."""
    kept = tuple(reports)
    return IngestReport(
        *(
            tuple(chain.from_iterable(getattr(report, one.name) for report in kept))
            for one in fields(IngestReport)
        )
    )


@dataclass(frozen=True, slots=True)
class IngestProgress:
    """How far an ingest has come: told before and after each source."""

    done: int
    total: int
    source: str
    """What is being read, or was just read."""

    report: IngestReport | None = None
    """What became of it; None while it is being read."""


@dataclass(frozen=True, slots=True)
class Check:
    """One finding of an examination."""

    name: str
    ok: bool
    detail: str
    advice: str = ""
