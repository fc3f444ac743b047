"""Generations: a set of vectors made in one way from one database."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What vectors depend on; under another fingerprint they cannot be used."""

    derivation: str
    """Splitter and models with their versions."""
    database: str
    """Id of the database whose passages they are of."""
    schema: int = 1
    """Of the files themselves."""
