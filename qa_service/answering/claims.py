"""What a sentence claims, as far as rules can tell, and when two sentences claim the same."""

import re
from dataclasses import dataclass

from qa_service.domain.words import find_words

_NEGATION = re.compile(
    r"\b(?:no|not|never|none|nobody|nothing|neither|nor|without|cannot|den(?:y|ies|ied)|refus\w+"
    r"|reject\w+|fail(?:s|ed)? to)\b|n[\u2019']t\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_WEEKDAY = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b")
_NAME = re.compile(r"\b[A-Z\u00c0-\u00de][\w\u00c0-\u024f-]*")
_SPEAKER = re.compile(
    r"\b(?:said|says|told|warned|stated|added|claimed|announced|argued|insisted|noted"
    r"|emphasi[sz]ed|according to)\b"
)
_SAME = 0.7
"""Share of common content terms from which two sentences may be the same claim."""


@dataclass(frozen=True, slots=True)
class Claim:
    """The parts in which two sentences must agree to be one point."""

    terms: frozenset[str]
    names: frozenset[str]
    numbers: frozenset[str]
    negations: int
    speakers: int
    """How many reports of speech; the names say whose."""


def find_claim(sentence: str) -> Claim:
    """The claim of a sentence."""
    words = find_words(sentence)
    stops = {word.start for word in words if word.is_stop}
    return Claim(
        terms=frozenset(word.term for word in words if not word.is_stop),
        names=frozenset(
            match.group().casefold()
            for match in _NAME.finditer(sentence)
            if match.start() not in stops
        ),
        numbers=frozenset(
            match.group() for one in (_NUMBER, _WEEKDAY) for match in one.finditer(sentence)
        ),
        negations=len(_NEGATION.findall(sentence)) % 2,
        speakers=len(_SPEAKER.findall(sentence)),
    )


def say_the_same(left: Claim, right: Claim) -> bool:
    """Whether they may be one point: nearly the same words, and all else of the claims agrees."""
    return (
        overlap(left, right) >= _SAME
        and left.names == right.names
        and left.numbers == right.numbers
        and left.negations == right.negations
        and left.speakers == right.speakers
    )


def overlap(left: Claim, right: Claim) -> float:
    """Common content terms as a share of all."""
    return len(left.terms & right.terms) / max(len(left.terms | right.terms), 1)
