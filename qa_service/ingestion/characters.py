"""Which characters stay: NFC, one kind of space and of line end, nothing that cannot be seen."""

import re
import unicodedata

_LINE_END = re.compile(r"\r\n|[\r\v\f\x85\u2028\u2029]")
_CONTROL = re.compile(r"[\x1c-\x1f]|[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")

# Zero-width space and word joiner, soft hyphen, byte order mark, invisible operators, deprecated
# format characters, annotation marks and the place of a lost picture: they carry line breaking and
# layout, not meaning, and would part words that a reader sees as one. Embeddings, overrides and
# isolates go too: they come in pairs which a quote may cut apart, so that the order of what
# stands after it would change, and an override can make a quote look unlike its characters.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u17b4\u17b5\u180e\u200b\u202a-\u202e\u2060-\u206f"
    "\u3164\ufdd0-\ufdef\ufeff\uffa0\ufff0-\ufffc\ufffe\uffff\U0001d173-\U0001d17a]"
)

_JOINERS = re.compile("[\u200c\u200d]+")
_ORDER_MARKS = re.compile("[\u200e\u200f\u061c]+")
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u061b\u061d-\u08ff\ufb1d-\ufdff\ufe70-\ufefe\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_SPACES = re.compile(r"[^\S\n]+")
_SKIN_TONES = ("\U0001f3fb", "\U0001f3ff")

# Scripts in which a joiner changes a letter's shape or a word's meaning: Arabic (so Persian, Urdu),
# Syriac, N'Ko, Mandaic, the scripts of India, Sinhala, Tibetan, Burmese, Khmer, Mongolian.
_SHAPED_SCRIPTS = (
    (0x0600, 0x08FF),
    (0x0900, 0x0DFF),
    (0x0F00, 0x109F),
    (0x1780, 0x18AF),
    (0xA8E0, 0xA9FF),
    (0xFB50, 0xFDCF),
    (0xFE70, 0xFEFC),
)


def tidy_characters(text: str) -> str:
    """The text in NFC with `\\n` line ends and plain spaces, without what means nothing."""
    text = _LINE_END.sub("\n", text)
    text = _CONTROL.sub(
        lambda match: " " if match[0] >= "\x1c" and match[0] <= "\x1f" else "", text
    )
    text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    text = unicodedata.normalize("NFC", _JOINERS.sub(_keep_joiner, text))
    lines = (_tidy_line(line) for line in text.split("\n"))
    return "\n".join(lines)


def has_words(text: str) -> bool:
    """Whether there is a letter or a digit in any script."""
    return any(one.isalnum() for one in text)


def _tidy_line(line: str) -> str:
    # Direction marks keep numbers and Latin names in their place in Hebrew and Arabic; elsewhere
    # they are refuse of copying and would make equal words unequal.
    if not _RIGHT_TO_LEFT.search(line):
        line = _ORDER_MARKS.sub("", line)
    return unicodedata.normalize("NFC", _SPACES.sub(" ", line).strip())


def _keep_joiner(match: re.Match[str]) -> str:
    text, start, end = match.string, match.start(), match.end()
    if start == 0 or end == len(text):
        return ""
    before, after, joiner = text[start - 1], text[end], match[0][0]
    if _is_shaped(before) and _is_shaped(after):
        return joiner
    if joiner == "\u200d" and _is_pictograph(before) and _is_pictograph(after):
        return joiner
    return ""


def _is_shaped(one: str) -> bool:
    return not one.isspace() and any(low <= ord(one) <= high for low, high in _SHAPED_SCRIPTS)


def _is_pictograph(one: str) -> bool:
    # A family, a profession or a flag is several emoji, each perhaps with a skin tone or U+FE0F.
    is_tone = _SKIN_TONES[0] <= one <= _SKIN_TONES[1]
    return is_tone or one == "\ufe0f" or unicodedata.category(one) == "So"
