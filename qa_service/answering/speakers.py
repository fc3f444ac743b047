"""Whose words a sentence gives, by the names that stand nearest to its verbs of speech."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from qa_service.domain.words import Word

_SPEECH = re.compile(
    r"\b(?:sa(?:id|ys?)|t(?:old|ells?)|warn(?:ed|s)|stat(?:ed|es)|add(?:ed|s)|claim(?:ed|s)"
    r"|announc(?:ed|es)|argu(?:ed|es)|insist(?:ed|s)|not(?:ed|es)|emphasi[sz](?:ed|es)"
    r"|stress(?:ed|es)|confirm(?:ed|s)|den(?:ied|ies)|vow(?:ed|s)|pledg(?:ed|es)|urg(?:ed|es)"
    r"|acknowledg(?:ed|es)|declar(?:ed|es)|explain(?:ed|s)|caution(?:ed|s)|report(?:ed|s)"
    r"|accus(?:ed|es)|condemn(?:ed|s)|according to)\b",
    re.IGNORECASE,
)
_PRONOUNS = frozenset({"i", "he", "she", "it", "we", "they", "who"})


@dataclass(frozen=True, slots=True)
class Speaker:
    """Of one verb of speech."""

    name: str
    """Terms of the name, or of the noun or pronoun that stands for it; empty: none is told."""
    places: tuple[int, ...]
    """Where its words begin."""


def find_speakers(
    sentence: str, words: Sequence[Word], days: Collection[int]
) -> tuple[Speaker, ...]:
    """One a verb of speech, in order; `days` are where weekdays and months begin."""
    candidates = [
        word
        for word in words
        if word.start not in days and (not word.is_stop or word.term in _PRONOUNS)
    ]
    return tuple(_find_speaker(sentence, candidates, verb) for verb in _SPEECH.finditer(sentence))


def _find_speaker(sentence: str, words: Sequence[Word], verb: re.Match[str]) -> Speaker:
    before = [word for word in words if word.end <= verb.start()]
    after = [word for word in words if word.start >= verb.end()]
    if not before or _stands_after(sentence, verb):
        run = _take_name(sentence, after)
    else:
        run = _take_name(sentence, before[::-1])[::-1]
    return Speaker(" ".join(word.term for word in run), tuple(word.start for word in run))


def _stands_after(sentence: str, verb: re.Match[str]) -> bool:
    """As in: "...", said the minister; ..., said Kim; according to Kim."""
    lead, follow = sentence[: verb.start()].rstrip(), sentence[verb.end() :].lstrip()
    if verb.group().casefold() == "according to" or lead.endswith(("\u201d", '"', "\u2019", "'")):
        return True
    return lead.endswith((",", "\u2014", "-")) and follow[:1].isupper()


def _take_name(sentence: str, words: Sequence[Word]) -> list[Word]:
    """The first word, and where it is of a name all that continue the name."""
    run: list[Word] = []
    for word in words:
        if run and not (_is_of_name(sentence, word) and _are_neighbours(sentence, run[-1], word)):
            break
        run.append(word)
        if not _is_of_name(sentence, word):
            break
    return run


def _is_of_name(sentence: str, word: Word) -> bool:
    """With a capital, or behind a hyphen as in "Soo-seok"."""
    return sentence[word.start].isupper() or sentence[: word.start].endswith("-")


def _are_neighbours(sentence: str, one: Word, other: Word) -> bool:
    left, right = sorted((one, other), key=lambda word: word.start)
    return sentence[left.end : right.start].strip() in {"", "-", "\u2019s", "'s"}
