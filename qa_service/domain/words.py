"""Words and terms: one analysis for the index, the question and the comparison of sentences.

A term is a word's case-folded, unaccented, lightly stemmed form. Lexical indexes store terms, so
that a question's terms and an article's are the same by construction.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_WORD = re.compile(
    r"""
    (?P<acronym>(?:[^\W\d_]\.){2,}(?!\w))      # U.N. and U.S.
    | (?P<number>\d+(?:[.,]\d+)*)              # 1,000 and 3.5
    | (?P<word>[^\W\d_](?:[^\W_]|[\u0300-\u036f])*)
    """,
    re.VERBOSE,
)
_UNSPACED = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
)

_STOP_WORDS = """
    a about above after again against all also am an and any are aren as at be because been
    before being below between both but by can cannot could couldn d did didn do does doesn
    doing don down during each either else ever few for from further get got had hadn has hasn
    have haven having he her here hers herself him himself his how i if in into is isn it its
    itself just let ll m many may me might more most much must my myself no nor not now of off
    on once one only onto or other our ours out over own per please re s said same say says
    shall shan she should shouldn so some such t tell than that the their theirs them themselves
    then there these they this those though through to too toward towards under until up upon ve
    very was wasn we were weren what when where whether which while who whom whose why will with
    within without won would wouldn yet you your yours yourself
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())
"""Words that carry no topic; they are indexed, but no match of theirs counts as evidence."""

_IRREGULAR = {
    form: base
    for base, forms in {
        "be": "been", "become": "became", "begin": "began begun", "break": "broke broken",
        "bring": "brought", "build": "built", "buy": "bought", "catch": "caught",
        "child": "children", "choose": "chose chosen", "come": "came", "cry": "cried",
        "deal": "dealt", "die": "died dying", "draw": "drew drawn", "drive": "drove driven",
        "eat": "ate eaten", "fall": "fell fallen", "feel": "felt", "fight": "fought",
        "find": "found", "flee": "fled", "fly": "flew flown", "foot": "feet",
        "forbid": "forbade forbidden", "give": "gave given", "go": "goes going went gone",
        "grow": "grew grown", "hear": "heard", "hold": "held", "keep": "kept",
        "know": "knew known", "lead": "led", "leave": "left", "lend": "lent",
        "lie": "lied lying", "lose": "lost loss losses", "make": "made", "man": "men",
        "mean": "meant", "meet": "met", "pay": "paid", "person": "people", "rise": "rose risen",
        "run": "ran", "see": "saw seen", "seek": "sought", "sell": "sold", "send": "sent",
        "shoot": "shot", "show": "shown", "sing": "sang sung", "sink": "sank sunk",
        "sit": "sat", "speak": "spoke spoken", "spend": "spent", "stand": "stood",
        "steal": "stole stolen", "strike": "struck", "sue": "sued suing",
        "swear": "swore sworn", "take": "took taken", "teach": "taught", "think": "thought",
        "throw": "threw thrown", "tie": "tied tying", "try": "tried", "use": "used using",
        "win": "won", "woman": "women", "write": "wrote written",
    }.items()
    for form in forms.split()
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: its term and where it stands, in code points."""

    term: str
    start: int
    end: int
    is_stop: bool


def find_words(text: str) -> list[Word]:
    """Every word of the text in order; scripts written without spaces give overlapping pairs."""
    found: list[Word] = []
    for match in _WORD.finditer(text):
        raw, start, end = match.group(), match.start(), match.end()
        if match.lastgroup == "word" and _UNSPACED.search(raw):
            found.extend(_pairs(raw, start))
            continue
        folded = _fold(raw)
        if folded == "s" and start and text[start - 1] in "'\u2019":
            continue
        found.append(Word(stem(folded), start, end, folded in STOP_WORDS))
    return found


def terms(text: str) -> tuple[str, ...]:
    """The terms of the text in order, stop words too."""
    return tuple(word.term for word in find_words(text))


def content_terms(text: str) -> tuple[str, ...]:
    """The terms that carry a topic, in order; all terms if none does."""
    found = find_words(text)
    return tuple(word.term for word in found if not word.is_stop) or tuple(
        word.term for word in found
    )


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """A light stem, the same for a word's common inflections ("warns", "warned", "warning").

    British and American spellings give one stem ("defence", "defense"; "adviser", "advisor").
    """
    word = _IRREGULAR.get(word, word)
    if len(word) < 4 or not word.isascii() or not word.isalpha():
        return word
    return _one_spelling(_drop_e(_drop_ion(_drop_participle(_drop_plural(word)))))


def _drop_plural(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _drop_participle(word: str) -> str:
    if word.endswith("eed"):
        return word[:-1]
    for suffix in ("ing", "ed", "ly"):
        base = word.removesuffix(suffix)
        if base != word and len(base) >= 3 and re.search("[aeiouy]", base):
            if base.endswith("eed"):
                return base[:-1]
            is_doubled = suffix != "ly" and len(base) > 3 and base[-1] == base[-2]
            return base[:-1] if is_doubled and base[-1] not in "elsz" else base
    return word


def _drop_ion(word: str) -> str:
    if word.endswith(("tion", "sion")) and len(word) > 7:
        return word[:-3]
    if word.endswith("ment") and len(word) > 8:
        return word[:-4]
    return word


def _drop_e(word: str) -> str:
    if word.endswith("e") and len(word) > 3:
        return word[:-1]
    return word[:-1] + "i" if word.endswith("y") and len(word) > 3 else word


_SPELLINGS = (
    ("our", "er"), ("or", "er"), ("ter", "tr"), ("enc", "ens"), ("is", "iz"), ("isat", "izat"),
    ("ll", "l"), ("mm", "m"), ("ogu", "og"), ("lys", "lyz"),
)  # fmt: skip
"""Endings of stems that differ between British and American English, and what both become."""


def _one_spelling(word: str) -> str:
    if len(word) > 4:
        for ending, common in _SPELLINGS:
            if word.endswith(ending):
                return word.removesuffix(ending) + common
    return word


@lru_cache(maxsize=65_536)
def _fold(word: str) -> str:
    plain = (
        word.casefold().replace(".", "")
        if not word[0].isdigit()
        else word.replace(",", "").rstrip(".")
    )
    if plain.isascii():
        return plain
    marked = unicodedata.normalize("NFKD", plain)
    kept = "".join(char for char in marked if not unicodedata.combining(char))
    return unicodedata.normalize("NFC", kept) or plain


def _pairs(run: str, start: int) -> list[Word]:
    if len(run) == 1:
        return [Word(run, start, start + 1, False)]
    return [Word(run[i : i + 2], start + i, start + i + 2, False) for i in range(len(run) - 1)]


STOP_TERMS = frozenset(stem(word) for word in STOP_WORDS)
"""Terms of the words that carry no topic."""
