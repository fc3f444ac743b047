"""Lines under a picture, known by the credit at their end."""

import re

_PICTURE = (
    r"(?:photo|photograph|photography|photo illustration|picture|pic|image|illustration|graphic"
    r"|map|portrait|file photo|foto|bild|grafik|imagen)s?"
)
# "Photo by", "Image credit:", "(Photo: …", "| Bild: …": the word alone may be a "Photo finish: …".
_CREDIT_WORD = re.compile(
    rf"(?:^|[\s(|\[—–-]){_PICTURE}(?: credit| courtesy)?s?"
    r"(?: ?[:/©] ?| by | courtesy of | from )[^!?:]{2,90}$",
    re.IGNORECASE,
)
_CREDIT_ONLY = re.compile(
    r"(?:^|[.)\]|\s])(?:credit|courtesy(?: of)?|file): ?[^.!?]{2,60}$", re.IGNORECASE
)
_RIGHTS = re.compile(r"[.)\"”’\w] (?:\(|\[)?© ?[^.!?]{2,80}$")
_AGENCIES = (
    r"AFP|AP|EPA|EPA-EFE|Reuters|REUTERS|Yonhap|YONHAP|Getty(?: Images)?|Xinhua|Kyodo|TASS|Sputnik"
    r"|dpa|DPA|PA(?: Media)?|ANI|PTI|UPI|Bloomberg|Shutterstock|iStock|Alamy"
    r"|Newsis|NEWSIS|NurPhoto|Anadolu|Unsplash|Handout|Supplied"
)
# After the full stop and without brackets: "(Yonhap)" says where a paragraph came from.
_AGENCY_TAIL = re.compile(
    rf"[.!?][\"”’)]? (?:{_AGENCIES})(?:[-/ ](?:{_AGENCIES}|[A-Z][\w.]+)){{0,3}}$"
)
_BRACKETED = re.compile(
    r"[.\"”’\w] [(\[](?:[^()]{2,50} / [^()]{2,50}"
    rf"|[^()]{{0,40}}\b(?:{_AGENCIES}) (?:Photo|Images|file)|[^()]*[/,] ?"
    rf"(?:{_AGENCIES})[^()]{{0,40}}|(?:File|Handout|Courtesy)\b[^()]{{0,40}})[)\]]$",
)
_TRAILING_PHOTO = re.compile(r"\b(?:[A-Z][\w.]+ )+(?:file )?photo$|\bPhoto$")
_LONGEST = 500
_SHORTEST_REPEAT = 40


def is_caption(line: str) -> bool:
    """Whether a line ends in the credit of a picture."""
    if len(line) > _LONGEST:
        return False
    if line[-1] in ".!?" and not line.endswith((" Inc.", " Jr.")):
        return False
    credits = (_CREDIT_WORD, _CREDIT_ONLY, _RIGHTS, _AGENCY_TAIL, _BRACKETED, _TRAILING_PHOTO)
    return any(credit.search(line) for credit in credits)


def could_be_repeated_caption(line: str) -> bool:
    """Whether a line that stands twice in a row may be a caption, of a gallery and of the page."""
    return _SHORTEST_REPEAT <= len(line) <= _LONGEST
