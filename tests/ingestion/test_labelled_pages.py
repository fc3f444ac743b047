"""Pages labelled by hand: no body is lost as furniture, and nearly every line is told right."""

import html
import json
import re
from collections import Counter
from pathlib import Path

import pytest

from qa_service.domain.articles import RawArticle
from qa_service.ingestion.prepare import prepare

GOLD = Path(__file__).parents[1] / "gold"
LABELS = json.loads((GOLD / "pages" / "labels.json").read_text(encoding="utf-8"))["pages"]
STAMP = re.compile(r"\s+DATE: \d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$")
LEAST_RIGHT = 0.93


def told(name: str) -> list[tuple[str, str]]:
    """Kind and words of each paragraph, but for the stamps that were cut off a headline's end."""
    text = (GOLD / name).read_bytes().decode("utf-8")
    made = prepare(RawArticle(name, text.encode(), text, "utf-8", "text/1"))
    pairs = [(one.kind.value, made.quote(one)) for one in made.paragraphs]
    return [(kind, words) for kind, words in pairs if not words.startswith("DATE: ")]


def labelled(name: str) -> list[tuple[str, str]]:
    return [(kind, beginning.strip()) for kind, beginning in LABELS[name]]


@pytest.mark.parametrize("name", sorted(LABELS))
def test_a_page_falls_into_the_paragraphs_that_a_reader_sees(name: str) -> None:
    found = [words[:40].strip() for _, words in told(f"pages/{name}")]
    assert found == [STAMP.sub("", beginning) for _, beginning in labelled(name)]


@pytest.mark.parametrize("name", sorted(LABELS))
def test_no_body_of_a_page_is_classed_as_furniture(name: str) -> None:
    pairs = zip(labelled(name), told(f"pages/{name}"), strict=True)
    lost = [
        words for (label, _), (kind, words) in pairs if (label, kind) == ("body", "boilerplate")
    ]
    assert lost == []


def test_nearly_all_lines_of_the_pages_are_told_right() -> None:
    counts = Counter(
        (label, kind)
        for name in LABELS
        for (label, _), (kind, _) in zip(labelled(name), told(f"pages/{name}"), strict=True)
    )
    right = sum(count for (label, kind), count in counts.items() if label == kind)
    assert right >= LEAST_RIGHT * counts.total(), counts
    furniture = sum(count for (label, _), count in counts.items() if label == "boilerplate")
    assert counts["boilerplate", "boilerplate"] >= LEAST_RIGHT * furniture, counts
    assert sum(counts["body", kind] for kind in ("byline", "dateline", "heading")) <= 2, counts


@pytest.mark.parametrize(
    "place", sorted((GOLD / "invented").glob("*.txt")), ids=lambda one: one.stem
)
def test_what_the_questions_on_the_invented_articles_need_is_quotable(place: Path) -> None:
    text = place.read_text(encoding="utf-8")
    made = prepare(RawArticle(place.name, text.encode(), text, "utf-8", "text/1"))
    lost = [
        made.quote(one)
        for one in made.paragraphs
        if one.kind.value == "boilerplate" and any(words in made.quote(one) for words in evidence())
    ]
    prose = [
        words
        for kind, words in told(f"invented/{place.name}")
        if kind == "boilerplate" and len(words) > 120
    ]
    assert (lost, prose) == ([], [])


def evidence() -> set[str]:
    """The words that right citations must hold, long enough to stand in one place only."""
    gold = json.loads((GOLD / "invented.json").read_text(encoding="utf-8"))
    return {
        html.unescape(words)
        for question in gold["answerable"]
        for words in question["evidence"]
        if len(words) >= 12
    }
