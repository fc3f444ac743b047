"""The evaluation data keep their promises: every label is found in the articles it speaks of."""

import json
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

ROOT = Path(__file__).resolve().parent.parent
GOLD = ROOT / "tests" / "gold"


class Corpus(NamedTuple):
    """A file of questions, the articles it asks about, and how many it must hold at least."""

    questions: Path
    articles: Path
    article_count: int
    answerable: int
    near: int
    far: int
    conflicts: int
    follow_ups: int


SEEDS = Corpus(GOLD / "seeds.json", ROOT / "seeds", 5, 80, 40, 30, 1, 2)
INVENTED = Corpus(GOLD / "invented.json", GOLD / "invented", 12, 90, 45, 25, 6, 10)

both = pytest.mark.parametrize("corpus", [SEEDS, INVENTED], ids=["seeds", "invented"])


@cache
def gold(corpus: Corpus) -> dict[str, Any]:
    """The corpus's questions as they stand in the file."""
    loaded: dict[str, Any] = json.loads(corpus.questions.read_text(encoding="utf-8"))
    return loaded


@cache
def articles(corpus: Corpus) -> tuple[str, ...]:
    """The corpus's articles with every run of white space as one blank, since lines may wrap."""
    texts = (path.read_text(encoding="utf-8") for path in sorted(corpus.articles.glob("*.txt")))
    return tuple(collapse(text) for text in texts)


def collapse(text: str) -> str:
    """The text with every run of white space, no-break spaces too, as one blank."""
    return " ".join(text.split())


def fold(question: str) -> str:
    """A question as one compares it: case, white space and the final mark do not count."""
    return collapse(question).casefold().rstrip("?.! ")


def labelled(corpus: Corpus) -> Iterator[dict[str, Any]]:
    """Every question with evidence: the answerable ones and every turn of the follow-ups."""
    yield from gold(corpus)["answerable"]
    for chain in gold(corpus)["follow_ups"]:
        yield from chain


@both
def test_every_evidence_string_is_in_an_article(corpus: Corpus) -> None:
    missing = [
        (item["question"], evidence)
        for item in labelled(corpus)
        for evidence in item["evidence"]
        if not any(evidence in text for text in articles(corpus))
    ]
    assert missing == []


@both
def test_every_question_has_evidence_that_survives_cleaning(corpus: Corpus) -> None:
    for item in labelled(corpus):
        assert item["evidence"], item["question"]
        assert len(set(item["evidence"])) == len(item["evidence"]), item["question"]
        for evidence in item["evidence"]:
            assert evidence == collapse(evidence), item["question"]
            assert "\u00ad" not in evidence, item["question"]
            assert "<" not in evidence, item["question"]


@both
def test_every_side_of_a_conflict_is_in_an_article(corpus: Corpus) -> None:
    for conflict in gold(corpus)["conflicts"]:
        assert len(set(conflict["sides"])) >= 2, conflict["question"]
        for side in conflict["sides"]:
            assert any(side in text for text in articles(corpus)), (conflict["question"], side)


@both
def test_there_are_enough_of_every_sort(corpus: Corpus) -> None:
    data = gold(corpus)
    distances = Counter(item["distance"] for item in data["unanswerable"])
    assert data["about"]
    assert len(articles(corpus)) == corpus.article_count
    assert len(data["answerable"]) >= corpus.answerable
    assert set(distances) == {"near", "far"}
    assert distances["near"] >= corpus.near
    assert distances["far"] >= corpus.far
    assert len(data["conflicts"]) >= corpus.conflicts
    assert len(data["follow_ups"]) >= corpus.follow_ups
    assert all(len(chain) in {2, 3} for chain in data["follow_ups"])


@both
def test_no_question_stands_twice(corpus: Corpus) -> None:
    data = gold(corpus)
    asked = Counter(
        fold(item["question"])
        for member in ("answerable", "unanswerable", "conflicts")
        for item in data[member]
    )
    assert [question for question, times in asked.items() if times > 1] == []


@both
def test_no_unanswerable_question_is_also_answerable(corpus: Corpus) -> None:
    answered = {fold(item["question"]) for item in labelled(corpus)}
    answered |= {fold(item["question"]) for item in gold(corpus)["conflicts"]}
    refused = {fold(item["question"]) for item in gold(corpus)["unanswerable"]}
    assert answered & refused == set()


@both
def test_every_article_is_asked_about(corpus: Corpus) -> None:
    evidence = [string for item in labelled(corpus) for string in item["evidence"]]
    for text in articles(corpus):
        assert sum(string in text for string in evidence) >= 5, text[:60]


def test_the_invented_articles_are_as_untidy_as_they_should_be() -> None:
    raw = {path.stem: path.read_bytes() for path in INVENTED.articles.glob("*.txt")}
    stories = Counter(stem.partition("-")[0] for stem in raw)
    assert sorted(stories.values()) == [4, 4, 4]
    assert [stem for stem, data in raw.items() if b"\r\n" in data] == ["ferry-4-sallow-islander"]
    texts = {stem: data.decode("utf-8") for stem, data in raw.items()}
    assert [stem for stem, text in texts.items() if "\u00ad" in text and "\u00a0" in text] == [
        "central-bank-1-veldania-ledger"
    ]
    wrapped = [stem for stem, text in texts.items() if max(map(len, text.splitlines())) <= 72]
    assert wrapped == ["ferry-3-norhaven-standard"]
    for stem, text in texts.items():
        assert 250 <= len(text.split()) <= 500, stem
