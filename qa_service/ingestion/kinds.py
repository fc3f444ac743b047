"""What each line of a page is: by its own shape, then by what stands around it; else body."""

import re
from collections.abc import Sequence

from qa_service.domain.articles import ParagraphKind as Kind
from qa_service.ingestion.bylines import could_be_name, is_byline
from qa_service.ingestion.captions import could_be_repeated_caption, is_caption
from qa_service.ingestion.characters import has_words
from qa_service.ingestion.dates import is_dateline
from qa_service.ingestion.furniture import (
    ends_sentence,
    is_advertisement,
    is_furniture,
    is_list_head,
    is_section_name,
    is_tagged_link,
)

_LONGEST_HEADLINE = 180
_LONGEST_SUBHEAD, _MOST_SUBHEAD_WORDS = 70, 10
_SHORTEST_PROSE = 40
_LONGEST_LISTED, _MOST_LISTED = 110, 12
_STAMP = re.compile(r"(?:DATE|SAVED|ARCHIVED)\s?: ?\d{4}-\d{2}-\d{2}.*", re.IGNORECASE)
_BULLET = re.compile(r"(?:[•●▪◦‣*·–—-]|\d{1,2}[.)])\s")
_VALUE = re.compile(r": ?[-+$€£₩¥]?\d|\d ?%|[$€£₩¥]\d|\b\d+[-–:]\d+\b")


def classify(lines: Sequence[str]) -> list[Kind]:
    """The kind of each line of one page."""
    kinds = [_kind_alone(line) for line in lines]
    _find_repeated_captions(lines, kinds)
    _find_listed_links(lines, kinds)
    headline = _find_headline(lines, kinds)
    _find_tagged_links(lines, kinds, headline)
    _find_bare_bylines(lines, kinds, headline)
    _find_subheads(lines, kinds, headline)
    _find_tail(lines, kinds)
    return [kind or Kind.BODY for kind in kinds]


def _kind_alone(line: str) -> Kind | None:
    if not has_words(line):
        return Kind.BOILERPLATE
    if _STAMP.fullmatch(line) or is_dateline(line):
        return Kind.DATELINE
    if is_byline(line):
        return Kind.BYLINE
    if is_furniture(line):
        return Kind.BOILERPLATE
    return Kind.CAPTION if is_caption(line) else None


def _find_repeated_captions(lines: Sequence[str], kinds: list[Kind | None]) -> None:
    for at in range(len(lines) - 1):
        if lines[at] == lines[at + 1] and not kinds[at] and could_be_repeated_caption(lines[at]):
            kinds[at] = kinds[at + 1] = Kind.CAPTION


def _find_listed_links(lines: Sequence[str], kinds: list[Kind | None]) -> None:
    """Headlines of other articles under *Most popular* and the like, up to the next prose."""
    for at, line in enumerate(lines):
        if not is_list_head(line):
            continue
        for link in range(at + 1, min(at + 1 + _MOST_LISTED, len(lines))):
            if kinds[link] or not _is_listed(lines[link]):
                break
            kinds[link] = Kind.BOILERPLATE


def _is_listed(line: str) -> bool:
    # A list with bullets under such a head may be this article's own points.
    is_own = _is_item(line) and not line[0].isdigit()
    return len(line) <= _LONGEST_LISTED and not ends_sentence(line) and not is_own


def _find_headline(lines: Sequence[str], kinds: list[Kind | None]) -> int | None:
    open_lines = [at for at, kind in enumerate(kinds) if kind is None]
    for at in open_lines:
        following = next((lines[later] for later in open_lines if later > at), None)
        if following is None or not _is_headline(lines[at]):
            return None
        if is_section_name(lines[at]):
            kinds[at] = Kind.BOILERPLATE
            continue
        kinds[at] = Kind.HEADING
        return at
    return None


def _is_headline(line: str) -> bool:
    # A question and a quotation may be headlines, a statement with its full stop is a lead.
    is_statement = line.rstrip("\"'”’»)").endswith((".", "!", ":", ";", ",", "。"))
    return len(line) <= _LONGEST_HEADLINE and not is_statement and not _is_item(line)


def _find_tagged_links(
    lines: Sequence[str], kinds: list[Kind | None], headline: int | None
) -> None:
    for at, line in enumerate(lines):
        is_below = headline is not None and at > headline
        if kinds[at] is None and (is_below or at > 2) and is_tagged_link(line):
            kinds[at] = Kind.BOILERPLATE


def _find_bare_bylines(
    lines: Sequence[str], kinds: list[Kind | None], headline: int | None
) -> None:
    """A name without *By* is a byline between the headline and a dateline, nowhere else."""
    if headline is None:
        return
    for at in range(headline + 1, min(headline + 4, len(lines) - 1)):
        if kinds[at] is None and kinds[at + 1] is Kind.DATELINE and could_be_name(lines[at]):
            kinds[at] = Kind.BYLINE


def _find_subheads(lines: Sequence[str], kinds: list[Kind | None], headline: int | None) -> None:
    """Lines between two parts of the text; the one under the headline is a standfirst: body."""
    visible = [at for at, kind in enumerate(kinds) if kind is not Kind.BOILERPLATE]
    for above, at, below in zip(visible, visible[1:], visible[2:], strict=False):
        if kinds[at] or kinds[below] or above == headline or not _is_heading_shaped(lines[at]):
            continue
        closes = kinds[above] is not None or _is_prose(lines[above]) or _is_item(lines[above])
        is_label = len(lines[at].split()) <= 2
        if closes and (is_label or _is_prose(lines[below]) or _is_item(lines[below])):
            kinds[at] = Kind.HEADING


def _is_heading_shaped(line: str) -> bool:
    if len(line) > _LONGEST_SUBHEAD or len(line.split()) > _MOST_SUBHEAD_WORDS:
        return False
    if (
        line[0].islower()
        or line[0] in "(["
        or line.isdecimal()
        or _is_item(line)
        or _VALUE.search(line)
    ):
        return False
    return _is_headline(line) and not ends_sentence(line)


def _is_item(line: str) -> bool:
    return _BULLET.match(line) is not None


def _is_prose(line: str) -> bool:
    return ends_sentence(line) or line.rstrip().endswith((".)", ":"))


def _find_tail(lines: Sequence[str], kinds: list[Kind | None]) -> None:
    """What hangs on the furniture below the article: short, not a sentence, no prose after it."""
    last_prose = max(
        (at for at, line in enumerate(lines) if not kinds[at] and _is_text(line)),
        default=len(lines),
    )
    has_furniture = False
    for at in range(last_prose + 1, len(lines)):
        if kinds[at] is Kind.BOILERPLATE:
            has_furniture = has_furniture or not is_advertisement(lines[at])
        elif has_furniture and kinds[at] in (None, Kind.HEADING) and not _holds_facts(lines[at]):
            kinds[at] = Kind.BOILERPLATE


def _holds_facts(line: str) -> bool:
    # Results, prices and addresses stand as bare lines below an article, too.
    return any(one.isdigit() for one in line) or "@" in line or _is_item(line)


def _is_text(line: str) -> bool:
    return len(line) >= _SHORTEST_PROSE or ends_sentence(line)
