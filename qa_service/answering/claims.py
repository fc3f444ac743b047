"""What a sentence claims, as far as rules can tell, and when two sentences claim the same.

Two points shown for one claim cost a line; one point made of two claims is false. So in doubt they
differ: in active and passive, in what may be and what is, in who did it to whom.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from qa_service.answering.speakers import find_speakers
from qa_service.domain.words import Word, find_words

_SMALL = "zero one two three four five six seven eight nine ten eleven twelve"
_LARGE = """
    thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty
    seventy eighty ninety dozen dozens hundred hundreds thousand thousands million millions billion
    billions trillion trillions first second third half quarter twice double
"""
_NUMBER_WORDS = {word: word for word in _LARGE.split()} | {
    word: str(number) for number, word in enumerate(_SMALL.split())
}
_DAY = re.compile(
    r"\b(?:(?P<weekday>Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
    r"|(?P<month>January|February|March|April|May|June|July|August|September|October|November"
    r"|December|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)(?=\.)))\b"
)
_TURNS = {
    name: re.compile(rf"\b(?:{words})\b|{endings}" if endings else rf"\b(?:{words})\b", re.I)
    for name, words, endings in (
        (
            "no",
            r"no|not|never|none|nobody|nothing|neither|nor|without|cannot|unable|hardly|barely"
            r"|false|untrue|unlikely|den(?:y|ies|ied|ying|ials?)|refus\w+|reject\w+|dismiss\w*"
            r"|rul\w+ out|declin\w+ to|fail(?:s|ed|ing)? to",
            r"n[\u2019']t\b",
        ),
        ("may", "may|might|can|could|possibl[ey]|perhaps|likely|potential(?:ly)?", ""),
        ("will", "will|would|shall|plan(?:s|ned)? to|expected to", r"[\u2019']ll\b"),
        ("must", "must|should|ought|ha(?:s|ve|d) to", ""),
        ("if", "if|unless|in case|provided", ""),
        ("hearsay", "alleged(?:ly)?|reported(?:ly)?|rumou?red|claim(?:s|ed)?", ""),
        ("by", "by", ""),
        (
            "passive",
            r"(?:am|is|are|was|were|be|been|being)\s+(?:\w+ly\s+)?(?:\w{2,}e[dn]|shot|hit|hurt|sent"
            r"|told|found|held|cut|made|struck|sold|paid|caught|sunk|left|built|brought|lost)",
            "",
        ),
        ("all", "all|every|each|both", ""),
        ("some", "some|few|several|many|most|only", ""),
        ("against", "against", ""),
        ("before", "before|until|ahead of", ""),
        ("after", "after|since|following", ""),
        ("more", r"more|above|over|up|ris\w+|rose|increas\w+|grew|grow\w*|gain\w*|higher", ""),
        ("less", r"less|fewer|below|under|down|f[ae]ll\w*|decreas\w+|shr[aiu]nk|drop\w*|lower", ""),
        ("former", "former|ex", ""),
    )
}
"""Small words that turn a sentence's meaning; two that say the same hold the same ones."""
_SAME = 0.7
"""Share of common content terms from which two sentences may be the same claim."""


@dataclass(frozen=True, slots=True)
class Claim:
    """The parts in which two sentences must agree to be one point."""

    terms: frozenset[str]
    order: tuple[str, ...]
    """The terms as they follow one another, which tells who did it to whom; without those of
    speakers, days and numbers, which may stand at either end."""
    names: frozenset[str]
    """Terms of words with a capital."""
    numbers: tuple[str, ...]
    days: tuple[str, ...]
    """Weekdays and months."""
    turns: tuple[str, ...]
    """Which of the words that turn the meaning, as often as they stand there."""
    speakers: tuple[str, ...]
    """Whose words are given, one a verb of speech."""


@lru_cache(maxsize=2048)
def find_claim(sentence: str) -> Claim:
    """The claim of a sentence."""
    words = find_words(sentence)
    days = {match.start(): match.group()[:3].casefold() for match in _DAY.finditer(sentence)}
    numbers = {
        word.start: number for word in words if (number := _number(sentence, word)) is not None
    }
    content = [word for word in words if not word.is_stop]
    plain = [word for word in content if word.start not in days and word.start not in numbers]
    speakers = find_speakers(sentence, words, days.keys())
    speaking = {place for one in speakers for place in one.places}
    return Claim(
        terms=frozenset(word.term for word in content),
        order=tuple(word.term for word in plain if word.start not in speaking),
        names=frozenset(word.term for word in plain if sentence[word.start].isupper()),
        numbers=tuple(numbers.values()),
        days=tuple(days.values()),
        turns=tuple(name for name, form in _TURNS.items() for _ in form.finditer(sentence)),
        speakers=tuple(sorted(one.name for one in speakers)),
    )


def say_the_same(left: Claim, right: Claim) -> bool:
    """Whether they may be one point: nearly the same words, and all else of the claims agrees."""
    return (
        resemble(left.terms, right.terms)
        and left.names <= right.terms
        and right.names <= left.terms
        and left.numbers == right.numbers
        and left.days == right.days
        and left.turns == right.turns
        and left.speakers == right.speakers
        and _common(left, right) == _common(right, left)
    )


def resemble(left: frozenset[str], right: frozenset[str]) -> bool:
    """Whether sentences of these content terms may say the same: the cheap part of finding out."""
    return overlap(left, right) >= _SAME


def overlap(left: frozenset[str], right: frozenset[str]) -> float:
    """Common terms as a share of all."""
    return len(left & right) / max(len(left | right), 1)


def _common(claim: Claim, other: Claim) -> list[str]:
    """The common terms in this one's order."""
    return [term for term in claim.order if term in other.order]


def _number(sentence: str, word: Word) -> str | None:
    if sentence[word.start].isdigit():
        sign = sentence[word.start - 1] if word.start else ""
        return f"{sign}{word.term}" if sign in {"$", "€", "£", "¥"} else word.term
    return _NUMBER_WORDS.get(sentence[word.start : word.end].casefold())
