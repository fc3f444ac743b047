"""What is known of an article beside its text: a TOML file of the same name."""

import tomllib
from dataclasses import fields
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path

from qa_service.domain.articles import Sidecar
from qa_service.domain.errors import UnreadableArticle
from qa_service.ingestion.urls import canonical_url

SIDECAR_SUFFIX = ".toml"
TEXT_SUFFIXES = (".txt", ".text")
_LONGEST_TITLE = 300
_KEYS = tuple(one.name for one in fields(Sidecar))


def is_sidecar(place: Path) -> bool:
    """By its name."""
    return place.suffix.lower() == SIDECAR_SUFFIX


def text_beside(place: Path) -> str:
    """The text of a sidecar, as `dir/*` names both; raises `UnreadableArticle` if there is none."""
    for suffix in TEXT_SUFFIXES:
        text = place.with_suffix(suffix)
        if text.is_file():
            return str(text)
    raise UnreadableArticle(
        str(place), "it is a sidecar, which says what is known of a text", "Put the text beside it."
    )


def read_sidecar(place: Path) -> Sidecar:
    """The sidecar at the path, or an empty one; raises `UnreadableArticle`, which names the key."""
    try:
        table = tomllib.loads(place.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return Sidecar()
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        raise UnreadableArticle(
            str(place), f"it cannot be read ({reason})", "Make it readable, or remove it."
        ) from error
    except UnicodeDecodeError as error:
        raise UnreadableArticle(str(place), "it is not UTF-8", "Save it as UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
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
    words = value.strip()
    if key == "title" and len(words) > _LONGEST_TITLE:
        raise UnreadableArticle(
            str(place),
            f"its 'title' has {len(words):,} characters; {_LONGEST_TITLE} are allowed",
            "Shorten it.",
        )
    if key == "url" and words:
        _check_url(place, words)
    return words or None


def _check_url(place: Path, url: str) -> None:
    try:
        canonical_url(url)
    except ValueError as error:
        raise UnreadableArticle(
            str(place),
            f"its url is {error}",
            "Give the whole address, such as https://news.example/a.",
        ) from error


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
