"""The hand-labelled pages: every label stands where its page says, in order; nothing is left."""

import html
import json
import re
import unicodedata
from pathlib import Path
from typing import TypedDict, cast

import pytest

PAGES = Path(__file__).parent / "gold" / "pages"
KINDS = {"heading", "body", "caption", "byline", "dateline", "boilerplate"}
BEGINNING = 40
MARKUP = re.compile(r"</?[A-Za-z][^>]*>")


class Labels(TypedDict):
    about: str
    wrapped: list[str]
    pages: dict[str, list[list[str]]]


LABELS = cast(Labels, json.loads((PAGES / "labels.json").read_text(encoding="utf-8")))


def text_of(name: str) -> str:
    """The page with its line ends as stored, CRLF included."""
    return (PAGES / name).read_bytes().decode("utf-8")


def clean(raw: str) -> str:
    return " ".join(html.unescape(MARKUP.sub("", raw)).split())


def paragraphs(name: str) -> list[str]:
    lines = [clean(line) for line in re.split(r"\r?\n", text_of(name))]
    if name not in LABELS["wrapped"]:
        return [line for line in lines if line]
    runs = "\n".join(lines).split("\n\n")
    return [" ".join(run.split()) for run in runs if run.strip()]


def test_there_are_twenty_pages_and_each_is_labelled() -> None:
    names = sorted(path.name for path in PAGES.glob("*.txt"))
    assert names == sorted(LABELS["pages"])
    assert [name[:2] for name in names] == [f"{n:02d}" for n in range(1, 21)]
    assert set(LABELS["wrapped"]) <= set(names)


def test_the_pages_hold_enough_of_every_kind() -> None:
    kinds = [kind for entries in LABELS["pages"].values() for kind, _ in entries]
    assert set(kinds) == KINDS
    assert kinds.count("body") >= 200
    assert kinds.count("boilerplate") >= 100


@pytest.mark.parametrize("name", sorted(LABELS["pages"]))
def test_every_label_matches_its_paragraph_in_order(name: str) -> None:
    beginnings = [beginning for _, beginning in LABELS["pages"][name]]
    assert [paragraph[:BEGINNING] for paragraph in paragraphs(name)] == beginnings


@pytest.mark.parametrize("name", sorted(LABELS["pages"]))
def test_a_page_is_of_the_agreed_shape(name: str) -> None:
    text = text_of(name)
    assert text == unicodedata.normalize("NFC", text)
    assert 12 <= sum(1 for line in text.splitlines() if line.strip()) <= 40
    if name in LABELS["wrapped"]:
        assert all(len(line) <= 72 for line in text.splitlines())


def test_the_mess_of_real_pages_is_there() -> None:
    whole = "".join(text_of(name) for name in LABELS["pages"])
    for mark in ("\r\n", "\t", "\u00a0", "&amp;", "&nbsp;", "<br>", "<strong></strong>", "   \n"):
        assert mark in whole, repr(mark)
