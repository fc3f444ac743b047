"""Lines that only say when, and the published date that one of them may name."""

import re
from datetime import date

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar janvier enero",
            "february feb februar février febrero",
            "march mar märz mars marzo",
            "april apr avril abril",
            "may mai mayo",
            "june jun juni juin junio",
            "july jul juli juillet julio",
            "august aug août agosto",
            "september sept sep septembre septiembre",
            "october oct oktober octobre octubre",
            "november nov novembre noviembre",
            "december dec dezember décembre diciembre",
        ),
        start=1,
    )
    for name in names.split()
}
_WEEKDAYS = [
    "mon",
    "tue",
    "tues",
    "wed",
    "thu",
    "thur",
    "thurs",
    "fri",
    "sat",
    "sun",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "montag",
    "dienstag",
    "mittwoch",
    "donnerstag",
    "freitag",
    "samstag",
    "sonntag",
]
_LABELS = [
    "published",
    "updated",
    "update",
    "posted",
    "issued",
    "modified",
    "last",
    "first",
    "created",
    "saved",
    "date",
    "dated",
    "on",
    "at",
    "of",
    "by",
    "stand",
    "veröffentlicht",
    "aktualisiert",
    "am",
    "um",
    "uhr",
    "am",
    "pm",
    "a.m",
    "p.m",
    "noon",
    "midnight",
    "gmt",
    "utc",
    "bst",
    "ist",
    "est",
    "edt",
    "cst",
    "cdt",
    "mst",
    "mdt",
    "pst",
    "pdt",
    "et",
    "ct",
    "mt",
    "pt",
    "cet",
    "cest",
    "kst",
    "jst",
    "hkt",
    "sgt",
    "aest",
    "wib",
    "st",
    "nd",
    "rd",
    "th",
    "local",
    "time",
]
_KNOWN = frozenset({*_MONTHS, *_WEEKDAYS, *_LABELS})
_WORD = re.compile(r"[^\W\d_]+(?:\.[^\W\d_]+)*")
_CLOCK = re.compile(r"\b\d{1,2}[:.]\d{2}\b|\b\d{1,2} ?[ap]\.?m\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20|21)\d{2}\b")
_PLACE = re.compile(r" [-–—|] [A-Z][A-Z .]{2,30}$")
_LONGEST = 120

_PUBLISHED = re.compile(r"\b(?:first )?published(?: on)?\b", re.IGNORECASE)
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_DOTTED = re.compile(r"\b(\d{1,2})\.(\d{1,2})\.(\d{4})\b")
_DAY_FIRST = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)?\.? ([^\W\d_]+)\.?,? (\d{4})\b", re.IGNORECASE)
_MONTH_FIRST = re.compile(r"\b([^\W\d_]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})\b", re.IGNORECASE)


def is_dateline(line: str) -> bool:
    """Whether a line holds a date or time and no more than *Updated* or a place in capitals."""
    if len(line) > _LONGEST or not (_CLOCK.search(line) or _YEAR.search(line)):
        return False
    words = [word.lower().rstrip(".") for word in _WORD.findall(_PLACE.sub("", line))]
    if not all(word in _KNOWN for word in words):
        return False
    has_day = any(word in _MONTHS or word in _WEEKDAYS for word in words) or bool(
        _ISO.search(line) or re.search(r"\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b", line)
    )
    # "by 1980" is part of a sentence; "Updated 17:24" is not.
    is_labelled = bool(words) and words[0] in _LABELS and _CLOCK.search(line) is not None
    return (has_day or is_labelled) and not re.search(r"[%$€£₩¥(]", line)


def published_on(dateline: str) -> date | None:
    """The date that follows the word *Published*; None if it has more than one meaning."""
    match = _PUBLISHED.search(dateline)
    return _first_date(dateline[match.end() :]) if match else None


def _first_date(text: str) -> date | None:
    found = []
    for pattern, order in (
        (_ISO, "ymd"),
        (_DOTTED, "dmy"),
        (_DAY_FIRST, "dmy"),
        (_MONTH_FIRST, "mdy"),
    ):
        for match in pattern.finditer(text):
            parts = dict(zip(order, match.groups(), strict=True))
            day = _to_date(parts["y"], parts["m"], parts["d"])
            if day:
                found.append((match.start(), day))
    return min(found)[1] if found else None


def _to_date(year: str, month: str, day: str) -> date | None:
    number = int(month) if month.isdecimal() else _MONTHS.get(month.lower(), 0)
    try:
        return date(int(year), number, int(day))
    except ValueError:
        return None
