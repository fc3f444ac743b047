"""Which code page a Latin text is in: that in which its accents are those of one language."""

import re
from collections import Counter

_WESTERN = (
    "àâæçèéêëîïôùûüœÿ",  # French
    "äöüßé",  # German
    "áéíñóúü",  # Spanish
    "àáâãçéêíóôõú",  # Portuguese
    "àèéìíîòóùú",  # Italian
    "àçèéíïòóúü",  # Catalan
    "åæéøóèê",  # Danish, Norwegian
    "åäöé",  # Swedish, Finnish
    "áæéíðóöúýþ",  # Icelandic
    "áæíðóøúý",  # Faroese
    "áèéëíïóöúü",  # Dutch
    "äõöü",  # Estonian without its š and ž
)
_CENTRAL = (
    "ąćęłńóśźż",  # Polish
    "áčďéěíňóřšťúůýž",  # Czech
    "áäčďéíĺľňóôŕšťúýž",  # Slovak
    "áéíóöúüőű",  # Hungarian
    "âîăşţ",  # Romanian
    "ćčđšž",  # Croatian, Slovenian
)
_TURKISH = ("âçîöûüğışi̇",)
_BALTIC = (
    "ąčėęįšūųž",  # Lithuanian
    "āčēģīķļņšūž",  # Latvian
    "äõöüšž",  # Estonian
)
_PAGES = (
    ("cp1252", _WESTERN),
    ("cp1250", _CENTRAL),
    ("iso8859_2", _CENTRAL),
    ("cp1254", _TURKISH),
    ("cp1257", _BALTIC),
    ("mac_roman", _WESTERN),
)
"""The likeliest first: it is preferred where nothing speaks for another."""

_SIGNS = frozenset("\xa0\xad“”„‘’‚–—…«»‹›€£¥¢§©®™°·•†‡¡¿ºª²³¹½¼¾±×÷´µ‰¶")
_SIGNS_IN_WORDS = frozenset("\xad’‘–—…·\xa0”“")
_MUCH_BETTER = 3
"""How many times fewer strange characters another page than the first must leave."""

_MOST_STRANGE = 0.5
_HIGH = re.compile(r"[^\x00-\x7f]")


def latin_page(received: bytes) -> str | None:
    """The code page, or None if the text is Latin in none that is known.

    Only accents and signs are counted, so a few words are enough to tell, and a name or two from
    another language change nothing.
    """
    strange = {page: _strange(received, page, alphabets) for page, alphabets in _PAGES}
    first = _PAGES[0][0]
    best = min(strange, key=lambda page: strange[page])
    if strange[best] * _MUCH_BETTER > strange[first]:
        best = first
    high = sum(byte > 0x7F for byte in received)
    return best if strange[best] <= _MOST_STRANGE * high else None


def _strange(received: bytes, page: str, alphabets: tuple[str, ...]) -> int:
    """How many are neither a letter of the likeliest language nor a sign in its place."""
    text = f" {received.decode(page, errors='replace')} "
    letters: Counter[str] = Counter()
    strange = 0
    for found in _HIGH.finditer(text):
        one, place = found[0], found.start()
        if one in _SIGNS:
            is_inside = text[place - 1].isalpha() and text[place + 1].isalpha()
            strange += is_inside and one not in _SIGNS_IN_WORDS
        else:
            letters[one.lower()] += 1
    return strange + min(
        sum(number for letter, number in letters.items() if letter not in alphabet)
        for alphabet in alphabets
    )
