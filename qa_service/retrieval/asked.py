"""What kind of value a question asks for, and whether a sentence holds a new one."""

import re
from enum import StrEnum

from qa_service.domain.words import find_words


class Asked(StrEnum):
    """The kind of value that answers; `OTHER` when the question's form does not tell."""

    DATE = "date"
    NUMBER = "number"
    PERSON = "person"
    PLACE = "place"
    OTHER = "other"


_FORMS = (
    (
        Asked.DATE,
        r"\bwhen\b|\bhow long ago\b"
        r"|\b(what|which) (exact )?(year|day|date|month|time|decade|century|week|season)\b",
    ),
    (
        Asked.NUMBER,
        r"\bhow (many|much|far|long|old|tall|large|big|high|deep|fast|often|wide|heavy|close|low"
        r"|late|early)\b|\bnumber of\b"
        r"|\b(what|which) (percent|percentage|number|amount|share|fraction|proportion|size|price"
        r"|cost|age|score|population|total|rate|ratio|distance|height|length|speed|temperature"
        r"|value|sum)\b",
    ),
    (Asked.PERSON, r"\bwho(m|se)?\b"),
    (
        Asked.PLACE,
        r"\bwhere\b|\b(what|which) (city|country|place|town|state|region|continent|county|venue"
        r"|location|village|area|capital|district|province|river|street|island)\b",
    ),
)
_COMPILED = tuple((kind, re.compile(form, re.IGNORECASE)) for kind, form in _FORMS)

_MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December"
    "|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec"
)
_DATE = re.compile(
    rf"\b(?:(?:{_MONTHS})\b\.?(?:\s+\d+)?|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|[12]\d{{3}}s?"
    r"|\d{1,2}(?:st|nd|rd|th) century|yesterday|today|tomorrow|tonight|midnight|noon"
    r"|\d{1,2}[:.]\d\d)\b"
)
_NUMBER = re.compile(
    r"\d+(?:[.,]\d+)*|\b(?:"
    r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen"
    r"|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty"
    r"|sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?|billions?|trillions?"
    r"|dozens?|half|third|quarter|twice|double|triple|once|single|no)\b",
    re.IGNORECASE,
)
_CAPITALISED = re.compile(
    r"(?<![.!?\u201c\"'\u2018] )(?<!^)\b[A-Z\u00c0-\u00de][\w\u00c0-\u024f'\u2019-]+"
)
_INITIAL_NAME = re.compile(r"^\W*([A-Z][\w'\u2019-]+ [A-Z][\w'\u2019-]+)")
_VALUES = {
    Asked.DATE: (_DATE,),
    Asked.NUMBER: (_NUMBER,),
    Asked.PERSON: (_CAPITALISED, _INITIAL_NAME),
    Asked.PLACE: (_CAPITALISED, _INITIAL_NAME),
}


_FOCUS = re.compile(
    r"\b(?:what|which|whose|how (?:many|much))\b"
    r"(?:\s+(?:is|was|are|were)\b)?(?:\s+the\b)?(?:\s+names? of\b)?(?:\s+the\b)?",
    re.IGNORECASE,
)


def find_focus(question: str) -> int | None:
    """Where at the earliest the noun asked for begins ("which city", "what is the price")."""
    match = _FOCUS.search(question)
    return match.end() if match else None


def find_asked(question: str) -> Asked:
    """The kind asked for; the form that stands first in the question decides."""
    places = [
        (match.start(), rank, kind)
        for rank, (kind, form) in enumerate(_COMPILED)
        if (match := form.search(question))
    ]
    return min(places)[2] if places else Asked.OTHER


def holds_new_value(sentence: str, asked: Asked, question_terms: frozenset[str]) -> bool:
    """Whether the sentence holds a value of the asked kind that is not in the question itself."""
    return any(
        not question_terms.issuperset(word.term for word in find_words(match.group()))
        for pattern in _VALUES.get(asked, ())
        for match in pattern.finditer(sentence)
    )
