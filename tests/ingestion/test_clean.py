"""Markup, odd characters and hard wraps go; what carries meaning stays."""

import textwrap
import time

import pytest

from qa_service.ingestion.clean import readable_lines


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Putin,<strong></strong> right, and <em class='x'>Kim</em>", ["Putin, right, and Kim"]),
        ("if a < b and c > d, a<b and c>d", ["if a < b and c > d, a<b and c>d"]),
        ("one<br>two<BR/>three<p>four</p>five", ["one", "two", "three", "four", "five"]),
        ("<script>var a = '<b>';</script>seen<style>p {}</style>", ["seen"]),
        ("<script>never closed", ["never closed"]),
        ("seen<!-- unseen -->", ["seen"]),
        (
            "AT&amp;T &lt;b&gt;bold&lt;/b&gt; &amp;quot;q&amp;quot; ?a=1&copy=2",
            ['AT&T bold "q" ?a=1&copy=2'],
        ),
        ("<unknown>stays</unknown>", ["<unknown>stays</unknown>"]),
        ("a\u00a0b\u2003c\td", ["a b c d"]),
        ("a\u200bb\u00adc\ufeffd\x07e", ["abcde"]),
        ("one\r\ntwo\rthree\u2028four\u0085five", ["one", "two", "three", "four", "five"]),
        ("e\u0301 \u1112\u1161\u11ab", ["é 한"]),
        ("👩\u200d👩\u200d👧 👍🏽 🏳\ufe0f\u200d🌈", ["👩\u200d👩\u200d👧 👍🏽 🏳\ufe0f\u200d🌈"]),
        ("می\u200cخواهم क्\u200dष", ["می\u200cخواهم क्\u200dष"]),
        ("plain\u200c words\u200d", ["plain words"]),
        ("\u200eLatin\u200f \u202aembedded\u202c", ["Latin embedded"]),
        ("שלום\u200f, \u2067עולם\u2069", ["שלום\u200f, עולם"]),
        ("\u200e\n\u061c\n", []),
        (
            "A headline \u00a0 DATE: 2024-11-03 05:35:21\nText.",
            ["A headline", "DATE: 2024-11-03 05:35:21", "Text."],
        ),
    ],
)
def test_a_page_becomes_its_readable_lines(text: str, lines: list[str]) -> None:
    assert readable_lines(text) == lines


def test_lines_broken_at_a_common_width_are_joined() -> None:
    text = (
        "LISANNE, June 9 (Halyard) - Castelmar's central bank raised its\n"
        "benchmark interest rate by a quarter point to 6.25% on Monday and said\n"
        "it could wait for several months before it acts again.\n"
        "\n"
        "Annual inflation slowed to 5.8% in May from 6.6% in April. The bank sees\n"
        "it at 4% by the end of 2032.\n"
    )
    assert [line.split()[-1] for line in readable_lines(text)] == ["again.", "2032."]


def test_wrapped_paragraphs_without_blank_lines_part_where_a_line_ends_early() -> None:
    words = (
        "The council of Lower Marsh has agreed to close the well-known car park on Market Street. "
    )
    paragraphs = [(words * times).strip() for times in (3, 4, 5)]
    text = "\n".join(textwrap.fill(one, 61) for one in paragraphs)
    assert readable_lines(text) == paragraphs


def test_short_lines_that_are_paragraphs_stay_apart() -> None:
    lines = [
        "It was over in minutes.",
        "Nobody spoke, not even the mayor, who usually does.",
        "Then came rain.",
        "Go.",
    ]
    assert readable_lines("\n".join(lines)) == lines


def test_lines_of_a_script_without_spaces_stay_apart() -> None:
    lines = [
        "政府宣布谈判将于明天继续，参加者在北京举行了记者会，并回答了许多问题。会议持续了两个小时。"
    ] * 6
    assert readable_lines("\n".join(lines)) == lines


def test_verse_keeps_its_lines() -> None:
    verse = [
        "The tide keeps books in white and grey,",
        "and strikes a line through every debt;",
        "what it has",
    ]
    assert readable_lines("\n".join(verse)) == verse


@pytest.mark.parametrize(
    "hostile",
    [
        "<" * 300_000,
        "<a " * 100_000,
        "<!--" * 80_000,
        "<script>" * 40_000,
        "&amp;" * 80_000,
        "<a b='" * 60_000,
        "\u200d" * 300_000,
        "A \n\n" * 80_000,
        "&lt;" * 80_000,
    ],
)
def test_a_hostile_page_costs_no_more_than_its_length(hostile: str) -> None:
    begun = time.perf_counter()
    readable_lines(hostile)
    assert time.perf_counter() - begun < 5
