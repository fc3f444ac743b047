"""Passages hold every quotable sentence exactly once, in order, whatever the window."""

import hashlib
from dataclasses import fields

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa_service.adapters.llama_index import LlamaIndexSplitter
from qa_service.domain.articles import Article, Manuscript, Paragraph, ParagraphKind, Sentence
from qa_service.domain.passages import Passage, PassageSettings
from qa_service.domain.ports import PassageSplitter

HEADING, BODY, CAPTION = ParagraphKind.HEADING, ParagraphKind.BODY, ParagraphKind.CAPTION
FURNITURE = ParagraphKind.BOILERPLATE

LONG = "Eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty"

Part = tuple[ParagraphKind, list[str]]
WORDS = st.sampled_from(["Seoul", "warned", "“no”,", "U.N.", "한글", "👩‍👩‍👧", "e\u0301", "x" * 30])
SENTENCES = st.lists(WORDS, min_size=1, max_size=12).map(lambda words: " ".join(words) + ".")
KINDS = st.sampled_from([BODY, BODY, CAPTION, FURNITURE, HEADING])
PARTS = st.tuples(KINDS, st.lists(SENTENCES, min_size=1, max_size=8))


def count_words(text: str) -> int:
    return len(text.split())


def splitter(window: int, target: int = 96) -> PassageSplitter:
    return LlamaIndexSplitter(count_words, PassageSettings(window, target))


def article(parts: list[Part], title: str = "A short headline") -> Article:
    """Paragraphs of these kinds and sentences; a wording is quotable where it first stands."""
    paragraphs: list[Paragraph] = []
    seen: set[str] = set()
    text = ""
    for number, (kind, sentences) in enumerate(parts, 1):
        start = len(text) + 2 if text else 0
        words = " ".join(sentences)
        text = f"{text}\n\n{words}" if text else words
        spans, at = [], start
        for sentence in sentences:
            spans.append(Sentence(at, at + len(sentence)))
            at += len(sentence) + 1
        is_quotable = kind in (BODY, CAPTION) and words not in seen
        seen.add(words)
        key = hashlib.sha256(words.encode()).hexdigest()[:12]
        paragraphs.append(
            Paragraph(number, key, kind, start, len(text), tuple(spans) if is_quotable else ())
        )
    made = Manuscript(title=title, text=text, paragraphs=tuple(paragraphs))
    known = {one.name: getattr(made, one.name) for one in fields(Manuscript)}
    return Article(id="art_a", index="news", revision=2, **known)


def sentences_of(passage: Passage, whole: Article) -> list[Sentence]:
    return [
        sentence
        for paragraph in whole.paragraphs
        if paragraph.number in passage.paragraphs
        for sentence in paragraph.sentences
        if passage.start <= sentence.start and sentence.end <= passage.end
    ]


@given(st.lists(PARTS, max_size=12), st.integers(1, 60), st.integers(1, 60), st.booleans())
@settings(max_examples=300, deadline=None, derandomize=True, database=None)
def test_no_quotable_sentence_is_lost_or_doubled(
    parts: list[Part], window: int, target: int, long_title: bool
) -> None:
    """Promise 4, nothing lost: what may be quoted is in exactly one embedded text."""
    whole = article(parts, "A very long headline " * 9 if long_title else "Headline")
    passages = splitter(window, target).split(whole)
    held = [sentence for passage in passages for sentence in sentences_of(passage, whole)]
    assert held == [one for paragraph in whole.paragraphs for one in paragraph.sentences]
    assert [one.id for one in passages] == [f"art_a:2:{at}" for at in range(len(passages))]
    for passage in passages:
        inside = sentences_of(passage, whole)
        assert (passage.start, passage.end) == (inside[0].start, inside[-1].end)
        assert all(whole.quote(sentence) in passage.text for sentence in inside)
        assert len(inside) == 1 or count_words(passage.text) <= window


@given(st.lists(PARTS, max_size=8), st.integers(4, 60))
@settings(max_examples=50, deadline=None, derandomize=True, database=None)
def test_the_same_article_gives_the_same_passages(parts: list[Part], window: int) -> None:
    whole = article(parts)
    passages = splitter(window).split(whole)
    assert splitter(window).split(whole) == passages


def test_neighbours_share_a_passage_up_to_the_target_and_furniture_is_left_out() -> None:
    whole = article(
        [
            (HEADING, ["A short headline"]),
            (CAPTION, ["One two three."]),
            (BODY, ["Four five.", "Six."]),
            (FURNITURE, ["Read more"]),
            (BODY, ["Seven eight nine ten."]),
            (CAPTION, ["One two three."]),
            (BODY, [f"{LONG}."]),
            (BODY, ["Twenty-one."]),
        ]
    )
    passages = splitter(30, 8).split(whole)
    assert [(one.id, one.paragraphs, one.start, one.end) for one in passages] == [
        ("art_a:2:0", (2, 3), 18, 49),
        ("art_a:2:1", (5,), 62, 83),
        ("art_a:2:2", (7,), 101, 184),
        ("art_a:2:3", (8,), 186, 197),
    ]
    assert passages[0] == Passage(
        id="art_a:2:0",
        article_id="art_a",
        revision=2,
        position=0,
        paragraphs=(2, 3),
        start=18,
        end=49,
        text="A short headline\nOne two three.\nFour five. Six.",
    )


def test_a_paragraph_beyond_the_window_becomes_runs_of_whole_sentences() -> None:
    monster = " ".join(["word"] * 20) + "."
    whole = article(
        [
            (BODY, ["One two.", "Three four.", "Five six.", monster, "Seven.", "Eight."]),
            (BODY, ["Nine."]),
        ]
    )
    passages = splitter(8, 8).split(whole)
    assert [passage.text.removeprefix("A short\n") for passage in passages] == [
        "One two. Three four. Five six.", monster, "Seven. Eight.", "Nine.",
    ]  # fmt: skip
    assert [passage.paragraphs for passage in passages] == [(1,), (1,), (1,), (2,)]


def test_a_long_title_is_cut_at_a_word_to_a_quarter_of_the_window() -> None:
    whole = article([(BODY, ["One."])], title="one two three four five six seven")
    [passage] = splitter(20).split(whole)
    assert passage.text == "one two three four five\nOne."


def test_braces_in_a_headline_or_text_are_words() -> None:
    whole = article([(BODY, ["{content} and {0}."])], title="{metadata_str}")
    [passage] = splitter(20).split(whole)
    assert passage.text == "{metadata_str}\n{content} and {0}."


def test_an_article_without_quotable_text_has_no_passages() -> None:
    assert splitter(20).split(article([(HEADING, ["Head"])])) == []


@pytest.mark.parametrize(("window", "target"), [(0, 96), (10, 0)])
def test_a_window_without_room_is_refused(window: int, target: int) -> None:
    with pytest.raises(ValueError, match="hold no text"):
        splitter(window, target)


def test_other_settings_are_another_name() -> None:
    """Promise 4, nothing lost: vectors cut in another way are never taken for these."""
    assert splitter(30, 8).name == PassageSettings(30, 8).name == "paragraphs/1:8/30"
