"""What a site puts around an article: menus, links, calls to subscribe, notices.

Every shape holds the whole line. A line that merely begins like furniture ("Follow the money, …",
"Share prices …") is body: losing a sentence of the article is worse than keeping a menu.
"""

import re

from qa_service.ingestion.furniture_phrases import EXACT, SECTIONS, SHARING
from qa_service.ingestion.furniture_shapes import (
    CALL_VERBS,
    CALLS,
    CHANNELS,
    LINK_LABELS,
    LIST_HEADS,
    NOTICES,
    OWN,
    SHOUTED_LABELS,
)

_DECORATION = " \t-–—•·*►▶➤»›>→…:.,!|#"
_END = re.compile(r"[.!?…。！？]['\"”’»)\]“‘«]*(?: \([^()]{1,40}\))?$")
_ATTRIBUTION = re.compile(
    r"\b(?:said|says|told|tells|asked|urged|added|wrote|according|warned|announced|claimed|recalled"
    r"|noted|sagte|teilte)\b",
    re.IGNORECASE,
)
_SEPARATED = re.compile(r" ?[|›•·] | > | / ")
_CRUMBS = re.compile(r"[^>›]{1,30}(?: [›] [^>›]{1,40}){1,6}")
_STAMPED_LINK = re.compile(r"\[[^\[\]]{2,30}\] .{5,300}\b\d{4}-\d{2}-\d{2} \d{2}:\d{2}\b.{0,40}")
_TAGGED_LINK = re.compile(r"\[[A-Z][A-Z &'/-]{2,25}\] .{5,160}")
_MEDIA = re.compile(
    r"[(\[](?:image|photo|picture|video|audio)s?(?: gallery)?(?:: ?| )\d+ [\w ]{0,20}[)\]]"
    r"|[(\[]?(?:image|photo) gallery[)\]]?",
    re.IGNORECASE,
)
_LONGEST_LINK, _LONGEST_CALL, _LONGEST_NOTICE = 200, 260, 400


def ends_sentence(line: str) -> bool:
    """Whether a line ends as a sentence does, closing quotes and a source in brackets aside."""
    return _END.search(line) is not None


def is_furniture(line: str) -> bool:
    """Whether a line is furniture wherever it stands."""
    bare = bare_words(line)
    # "Help!" and "Listen." are sentences; a button has no full stop.
    is_button = bare in EXACT and (not ends_sentence(line) or " " in bare)
    if is_button or is_list_head(line) or _is_section(line, bare):
        return True
    if _is_menu(line) or _is_link(line):
        return True
    return not _ATTRIBUTION.search(line) and (_is_call(line) or _is_notice(line))


def is_list_head(line: str) -> bool:
    """Whether links to other articles follow."""
    return (
        len(line) <= 60
        and not _END.search(line)
        and LIST_HEADS.fullmatch(bare_words(line)) is not None
    )


def is_advertisement(line: str) -> bool:
    """Whether a line marks an advertisement, after which the article goes on."""
    return "advertis" in line.casefold() or bare_words(line) in (
        "ad",
        "anzeige",
        "werbung",
        "publicité",
    )


def is_tagged_link(line: str) -> bool:
    """Whether a line is a headline behind a tag, *[ANALYSIS] …*: a link, unless it is our own."""
    return _TAGGED_LINK.fullmatch(line) is not None and line[-1] not in '.!"”'


def is_section_name(line: str) -> bool:
    """Whether a line is the name of a part of a newspaper, as it stands above a headline."""
    return bare_words(line) in SECTIONS


def bare_words(line: str) -> str:
    """The line in small letters without bullets, arrows and end marks."""
    return line.strip(_DECORATION).replace("’", "'").casefold()


def _is_section(line: str, bare: str) -> bool:
    # "- News" is the rest of a menu; "News" alone may be a heading of this article.
    return bare in SECTIONS and line[0] in _DECORATION


def _is_menu(line: str) -> bool:
    if len(line) > 200 or ends_sentence(line):
        return False
    words = re.findall(r"[\w'’-]+", line.casefold())
    if len(words) >= 2 and all(word in SHARING for word in words):
        return True
    if len(words) >= 3 and all(word in SECTIONS for word in words):
        return True
    parts = [part.strip() for part in _SEPARATED.split(line.lstrip(_DECORATION))]
    if len(parts) < 2 or re.search(r"[\d:]", line):
        return False
    # Verse is quoted with strokes between its lines, but those are longer than a menu's words.
    most_words = 3 if " / " in line else 5
    if not all(0 < len(part) <= 40 and len(part.split()) <= most_words for part in parts):
        return False
    is_known = any(bare_words(part) in EXACT or bare_words(part) in SECTIONS for part in parts)
    return len(parts) >= 3 or is_known or _CRUMBS.fullmatch(line) is not None


def _is_link(line: str) -> bool:
    if _STAMPED_LINK.fullmatch(line) or _MEDIA.fullmatch(line):
        return True
    if len(line) > _LONGEST_LINK or line.endswith((".", ".”", '."', ";", ",")):
        return False
    text = line.lstrip(_DECORATION)
    return LINK_LABELS.match(text) is not None or SHOUTED_LABELS.match(text) is not None


def _is_call(line: str) -> bool:
    """A call to subscribe, follow, sign in or download that speaks for the site itself."""
    if len(line) > _LONGEST_CALL:
        return False
    words = line.lstrip(_DECORATION).replace("’", "'")
    if any(call.search(words) for call in CALLS):
        return True
    if not CALL_VERBS.match(words) or not CHANNELS.search(words):
        return False
    return OWN.search(words) is not None or not ends_sentence(line)


def _is_notice(line: str) -> bool:
    return len(line) <= _LONGEST_NOTICE and any(notice.search(line) for notice in NOTICES)
