"""HTML that was pasted with the text. Only HTML elements are tags, so that `a < b` survives."""

import html
import re

_BREAKING = (
    "address|article|aside|blockquote|body|br|center|dd|details|dialog|div|dl|dt|fieldset|figcaption"
    "|figure|footer|form|h[1-6]|head|header|hr|html|legend|li|link|main|meta|nav|ol|option|p|pre"
    "|section|select|summary|table|tbody|tfoot|thead|title|tr|ul"
)
_SPACING = "td|th|img|input|button|iframe|video|audio|picture|source|svg|canvas|object|embed"
_INLINE = (
    "a|abbr|acronym|b|bdi|bdo|big|caption|cite|code|col|colgroup|data|del|dfn|em|font|i|ins|kbd"
    "|label|map|area|mark|noscript|param|path|q|rp|rt|ruby|s|samp|script|small|span|strike|strong"
    "|style|sub|sup|template|textarea|time|track|tt|u|var|wbr"
)
_BOOLEAN = (
    "allowfullscreen|async|autoplay|checked|controls|defer|disabled|hidden|ismap|itemscope|loop"
    "|multiple|muted|nomodule|novalidate|nowrap|open|readonly|required|reversed|selected"
)
# No value may hold an angle bracket: then every attempt ends at the next one, and a hostile page
# costs no more than its length. A word alone is no attribute unless HTML knows it, for the sake of
# `a<b and c>d`.
_ATTRIBUTES = (
    r"(?:\s+(?:[\w:@.-]+\s*=\s*(?:\"[^\"<>]*\"|'[^'<>]*'|[^\s\"'<>]*)"
    rf"|(?:{_BOOLEAN})(?=[\s/>])))*+\s*/?>"
)
_BREAKING_TAG = re.compile(rf"</?(?:{_BREAKING}){_ATTRIBUTES}", re.IGNORECASE)
_SPACING_TAG = re.compile(rf"</?(?:{_SPACING}){_ATTRIBUTES}", re.IGNORECASE)
_INLINE_TAG = re.compile(rf"</?(?:{_INLINE}){_ATTRIBUTES}", re.IGNORECASE)
_LINE_TAG = re.compile(rf"<br{_ATTRIBUTES}", re.IGNORECASE)
_UNSEEN = re.compile(rf"<(script|style|template)(?={_ATTRIBUTES})[^>]*+>|<!--", re.IGNORECASE)
_DECLARATION = re.compile(r"<!doctype[^<>]*>|<!\[CDATA\[|\]\]>|<\?xml[^<>]*>", re.IGNORECASE)
# Only with its semicolon: `?a=1&copy=2` is an address, not a copyright sign.
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_ESCAPED_AMPERSAND = re.compile(r"&(?:(?:amp|AMP|#0*38|#[xX]0*26);)+")


def remove_markup(text: str) -> str:
    """One layer of tags, comments and entities; scripts and styles go with what is in them."""
    if "<" in text:
        text = _remove_unseen(text)
        text = _LINE_TAG.sub("\n", text)
        text = _BREAKING_TAG.sub("\n\n", text)
        text = _INLINE_TAG.sub("", _SPACING_TAG.sub(" ", text))
    if "&" in text:
        text = _ENTITY.sub(lambda match: html.unescape(match[0]), _ESCAPED_AMPERSAND.sub("&", text))
    return text


def _remove_unseen(text: str) -> str:
    # An end that is not there is looked for once, not again at every beginning.
    kept, position, lost = [], 0, set[str]()
    for opening in _UNSEEN.finditer(text):
        name = (opening[1] or "").lower()
        if opening.start() < position or name in lost:
            continue
        closing = re.compile(rf"</{name}\s*>" if name else "-->", re.IGNORECASE).search(
            text, opening.end()
        )
        if closing is None:
            lost.add(name)
            continue
        kept.append(text[position : opening.start()] + ("\n" if name else ""))
        position = closing.end()
    return _DECLARATION.sub("", "".join([*kept, text[position:]]))
