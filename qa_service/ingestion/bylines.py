"""Lines that only say who wrote, and the name that one of them may give."""

import re

from qa_service.ingestion.dates import is_dateline

_NAME = r"(?:[^\W\d_a-z][\w.'’-]*|de|del|della|van|von|der|den|ter|bin|al|el|da|di|la|le)"
_NAMES = (
    rf"{_NAME}(?: {_NAME}){{0,4}}(?:(?:,| and| und| et| y| &) {_NAME}(?: {_NAME}){{1,4}}){{0,4}}"
)
_MAIL = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
_ROLE = r"(?:,| \||;| [-–—]) [^.!?]{3,60}"
_BY = (
    r"(?:(?:written|words|text|story|interview|report|reporting|review|analysis|opinion|posted|article)"
    r" by|by|von|par|por)"
)
_BYLINE = re.compile(
    rf"(?P<lead>{_BY}):? (?P<names>(?-i:{_NAMES}))(?: in (?-i:{_NAMES}))?"
    rf"(?:{_ROLE})?(?: ?[(<\[]?{_MAIL}[)>\]]?)?",
    re.IGNORECASE,
)
_DATED = re.compile(rf"{_BY} (?-i:{_NAMES})(?:,| \||,? on|,? at| [-–—])? ", re.IGNORECASE)
_DESK = re.compile(
    r"by (?:[\w'’-]+ ){0,4}(?:desk|staff|staff writers?|reporters?|correspondents?|agencies"
    r"|newsroom|team|editors?)",
    re.IGNORECASE,
)
_CREDITS = re.compile(
    r"\(?(?:additional |with )?(?:reporting|writing|editing|inputs?|translation|research"
    r"|compiled|edited|translated) (?:by|from) .{3,250}",
    re.IGNORECASE,
)
_CREDIT_WORDS = frozenset(
    [
        "additional",
        "with",
        "reporting",
        "writing",
        "editing",
        "inputs",
        "input",
        "translation",
        "research",
        "compiled",
        "edited",
        "translated",
        "by",
        "from",
        "in",
        "and",
        "at",
        "for",
        "of",
        "the",
    ]
)
_CONTRIBUTED = re.compile(
    r".{3,100} contributed(?: reporting)? to this (?:report|article|story)\.?", re.IGNORECASE
)
_SOURCE = re.compile(r"(?:SOURCE:? |Source: )[A-Z][^.!?]{1,60}(?:Inc\.|Ltd\.|Co\.)?")
_AGENCY = re.compile(
    r"[(\[]?(?:AFP|AP|dpa|EFE|ANSA|ANI|PTI|IANS|TASS|UPI|PA|SID|epd|KNA|Reuters|Bloomberg|Xinhua|Yonhap|Kyodo"
    r"|Associated Press|Agence France-Presse|PR Newswire|Business Wire)(?:[-/, ]+\w+){0,2}[)\]]?"
)
_INITIALS = re.compile(r"\([a-z]{2,4}(?:/[a-z]{2,5})+\)")
_ROLES = re.compile(
    r"(?:(?:our|a|the) )?(?:special|staff|senior|foreign|political|local|chief|web|online|news"
    r"|own) ?(?:correspondent|reporter|writer|desk|staff|editor)s?",
    re.IGNORECASE,
)
_BARE = re.compile(
    rf"(?-i:{_NAMES})(?: \([^()]{{1,20}}\))?(?: (?:and|&) (?-i:{_NAMES})(?: \([^()]{{1,20}}\))?)?"
    rf"(?: (?:in|at) (?-i:{_NAMES}))?"
)
_LONGEST = 260


def is_byline(line: str) -> bool:
    """Whether a line only names who wrote, edited or supplied the article."""
    if len(line) > _LONGEST:
        return False
    shapes = (_BYLINE, _DESK, _CONTRIBUTED, _SOURCE, _AGENCY, _INITIALS, _ROLES)
    if any(shape.fullmatch(line) for shape in shapes) or _is_credits(line):
        return True
    lead = _DATED.match(line)
    return lead is not None and is_dateline(line[lead.end() :])


def could_be_name(line: str) -> bool:
    """Whether a line looks like names alone: a byline only where one is expected."""
    return len(line) <= 80 and _BARE.fullmatch(line) is not None


def _is_credits(line: str) -> bool:
    # Names and the words between them, no verb: "Research by Oxford shows …" is body.
    words = re.findall(r"[^\W\d_][\w'’-]*", line)
    return _CREDITS.fullmatch(line) is not None and all(
        word.casefold() in _CREDIT_WORDS or not word[0].islower() for word in words
    )


def author(byline: str) -> str | None:
    """The names after *By*, without office, place and address; None for another shape."""
    match = _BYLINE.fullmatch(byline)
    return match["names"].removesuffix(",") if match else None
