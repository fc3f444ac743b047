"""Who asks, and what they may do."""

from dataclasses import dataclass
from enum import StrEnum

from qa_service.domain.errors import Forbidden, IndexNotFound


class Scope(StrEnum):
    """A kind of deed that a principal may be allowed."""

    ASK = "answers:write"
    READ_ANSWERS = "answers:read"
    SEARCH = "search"
    READ_ARTICLES = "articles:read"
    WRITE_ARTICLES = "articles:write"


@dataclass(frozen=True, slots=True)
class Principal:
    """Who asks. Ownership is by `subject`."""

    subject: str
    """A person by verified e-mail, a key, or `local`."""
    scopes: frozenset[Scope]
    indexes: frozenset[str] | None = None
    """The indexes they may read; None: all."""

    def require(self, scope: Scope) -> None:
        """Raise `Forbidden` unless the scope is held."""
        if scope not in self.scopes:
            raise Forbidden(scope.value)

    def readable(self, existing: tuple[str, ...], wanted: tuple[str, ...] = ()) -> tuple[str, ...]:
        """The wanted indexes (none wanted: all); raises `IndexNotFound`.

        What may not be read does not exist.
        """
        allowed = tuple(name for name in existing if self.indexes is None or name in self.indexes)
        for name in wanted:
            if name not in allowed:
                raise IndexNotFound(name, allowed)
        return tuple(dict.fromkeys(wanted)) or allowed


LOCAL = Principal("local", frozenset(Scope))
"""Whoever sits at the machine: everything is allowed."""
