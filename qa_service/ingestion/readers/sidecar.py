"""What is known of an article beside its text: a TOML file of the same name."""

import tomllib
from dataclasses import fields
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path

from qa_service.domain.articles import Sidecar
from qa_service.domain.errors import UnreadableArticle

SIDECAR_SUFFIX = ".toml"
_KEYS = tuple(one.name for one in fields(Sidecar))


def read_sidecar(place: Path) -> Sidecar:
    """The sidecar at the path, or an empty one; raises `UnreadableArticle`, which names the key."""
    try:
        table = tomllib.loads(place.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Sidecar()
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        raise UnreadableArticle(
            str(place), f"it cannot be read ({reason})", "Make it readable, or remove it."
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UnreadableArticle(
            str(place), f"it is not TOML ({error})", 'Write lines such as: title = "…"'
        ) from error
    except RecursionError as error:
        raise UnreadableArticle(
            str(place), "it is nested too deeply", 'Write lines such as: title = "…"'
        ) from error
    unknown = next((key for key in table if key not in _KEYS), None)
    if unknown is not None:
        raise UnreadableArticle(str(place), f"it has an unknown key {unknown!r}", _nearest(unknown))
    known = {
        key: _words(place, key, value) for key, value in table.items() if key != "published_at"
    }
    return Sidecar(published_at=_day(place, table.get("published_at")), **known)


def _nearest(key: str) -> str:
    near = get_close_matches(key.lower(), _KEYS, n=1, cutoff=0.4)
    known = f"Known keys: {', '.join(_KEYS)}."
    return f"Did you mean {near[0]!r}? {known}" if near else known


def _words(place: Path, key: str, value: object) -> str | None:
    if not isinstance(value, str):
        raise UnreadableArticle(
            str(place), f"its {key!r} is not a text", f'Write it in quotes: {key} = "…"'
        )
    return value.strip() or None


def _day(place: Path, value: object) -> date | None:
    """The day as written: another time zone may have had another, but none is better known."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value.strip())
        except ValueError:
            value = False
    if isinstance(value, datetime):
        return value.date()
    if value is None or isinstance(value, date):
        return value
    raise UnreadableArticle(
        str(place), "its 'published_at' is not a date", "Write it as: published_at = 2024-01-31"
    )
