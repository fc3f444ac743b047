"""Gold sets of ours and files in SQuAD format become the same questions."""

import json
from pathlib import Path
from typing import Any

import pytest

from qa_service.domain.errors import BadRequest
from qa_service.evaluation.gold import GoldQuestion, GoldSet, Unanswerable, collapse, read_gold

OURS = {
    "about": "…",
    "articles": "papers",
    "answerable": [{"question": "Who warned?", "evidence": ["Seoul\n warned", "Seoul"]}],
    "unanswerable": [{"question": "Who paid?", "distance": "near"}, "Who sang?"],
    "conflicts": [],
}
SQUAD = {
    "version": "1.1",
    "data": [
        {
            "title": "Super_Bowl",
            "paragraphs": [
                {
                    "context": "Denver won  the game.\nIt was Sunday.",
                    "qas": [
                        {
                            "question": "Who won?",
                            "answers": [{"text": "Denver", "answer_start": 0}] * 3,
                        },
                        {"question": "Who sang?", "answers": []},
                    ],
                },
                {
                    "context": "Lady Gaga sang.",
                    "qas": [
                        {
                            "question": "Who sang?",
                            "answers": [{"text": "Lady  Gaga", "answer_start": 0}],
                        }
                    ],
                },
            ],
        },
        {"paragraphs": [{"context": 'It "rained".', "qas": []}]},
    ],
}


def write(folder: Path, stored: Any, name: str = "set.json") -> Path:
    path = folder / name
    path.write_text(stored if isinstance(stored, str) else json.dumps(stored), encoding="utf-8")
    return path


def test_a_set_of_ours_comes_with_its_articles(tmp_path: Path) -> None:
    papers = tmp_path / "papers"
    (papers / "folder").mkdir(parents=True)
    write(papers, "Seoul warned.", "b.txt")
    write(papers, 'title = "B"', "b.toml")
    write(papers, "Denver won.", "a.txt")
    assert read_gold(write(tmp_path, OURS), seeds=None) == GoldSet(
        name="set",
        files={"a.txt": b"Denver won.", "b.toml": b'title = "B"', "b.txt": b"Seoul warned."},
        answerable=(GoldQuestion("Who warned?", ("Seoul warned", "Seoul")),),
        unanswerable=(Unanswerable("Who paid?", "near"), Unanswerable("Who sang?", "unsorted")),
    )


def test_a_set_without_articles_of_its_own_asks_about_the_seeds(tmp_path: Path) -> None:
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    write(seeds, "Seoul warned.", "a.txt")
    path = write(tmp_path, {"answerable": []})
    assert read_gold(path, seeds) == GoldSet("set", {"a.txt": b"Seoul warned."}, (), ())


def test_a_squad_file_becomes_articles_whose_own_paragraph_alone_is_right(tmp_path: Path) -> None:
    game = "Denver won the game. It was Sunday."
    assert read_gold(write(tmp_path, SQUAD), seeds=None) == GoldSet(
        name="set",
        files={
            "0000.txt": f"{game}\n\nLady Gaga sang.".encode(),
            "0000.toml": b'title = "Super Bowl"\n',
            "0001.txt": b'It "rained".',
            "0001.toml": b'title = "Article 1"\n',
        },
        answerable=(
            GoldQuestion("Who won?", ("Denver",), game),
            GoldQuestion("Who sang?", ("Lady Gaga",), "Lady Gaga sang.", (0,)),
        ),
        unanswerable=(),
        is_squad=True,
    )


@pytest.mark.parametrize(
    "stored",
    [
        "",
        "{",
        "[]",
        '"data"',
        "null",
        {"answerable": [{"question": "Who?"}], "articles": "."},
        {"answerable": [None], "articles": "."},
        {"articles": "."},
        {"data": [{"title": "No paragraphs"}]},
        {"data": [{"paragraphs": [{"context": 1, "qas": []}]}]},
        {"data": None},
    ],
)
def test_a_file_of_another_kind_is_named_with_the_remedy(tmp_path: Path, stored: Any) -> None:
    path = write(tmp_path, stored)
    with pytest.raises(BadRequest) as caught:
        read_gold(path, tmp_path)
    assert str(caught.value) == (
        f"{path} is neither a gold set nor a file in SQuAD format. See docs/evaluation.md."
    )


def test_a_file_that_is_not_there_or_not_text_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match=r"none\.json cannot be read: No such file"):
        read_gold(tmp_path / "none.json", None)
    with pytest.raises(BadRequest, match="cannot be read: Is a directory"):
        read_gold(tmp_path, None)
    binary = tmp_path / "binary.json"
    binary.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadRequest, match="neither a gold set"):
        read_gold(binary, None)


@pytest.mark.parametrize("seeds", [None, Path("nowhere")])
def test_articles_that_are_not_there_are_asked_for(tmp_path: Path, seeds: Path | None) -> None:
    path = write(tmp_path, {"answerable": []})
    with pytest.raises(BadRequest, match=r"its articles .* are not there\. Set QA_SEEDS_DIR\."):
        read_gold(path, seeds)


def test_white_space_and_the_way_accents_are_written_do_not_count() -> None:
    assert collapse(" Cafe\u0301\u00a0 closed\n") == "Café closed"


def test_a_paragraph_is_right_that_holds_the_words_or_that_is_the_one() -> None:
    loose = GoldQuestion("Who?", ("Seoul warned", "the allies"))
    assert loose.is_right_paragraph("Then\u00a0Seoul\nwarned Moscow.")
    assert not loose.is_right_paragraph("Moscow warned Seoul.")
    strict = GoldQuestion("Who?", ("Seoul",), paragraph="Seoul warned. It rained.")
    assert strict.is_right_paragraph("Seoul  warned.\nIt rained.")
    assert not strict.is_right_paragraph("Seoul warned. It rained. Later it snowed.")


def test_a_sentence_is_right_that_holds_the_words_or_is_a_part_of_them() -> None:
    question = GoldQuestion("Who?", ("Seoul warned. So did Tokyo",))
    paragraph = "Seoul warned. So did Tokyo. It rained."
    assert question.is_right_sentence(paragraph, 0, 13)
    assert question.is_right_sentence(paragraph, 0, len(paragraph))
    assert not question.is_right_sentence(paragraph, 28, len(paragraph))
    assert not question.is_right_sentence("Seoul warned. It rained.", 0, 13)


def test_words_are_looked_for_whole() -> None:
    question = GoldQuestion("How many?", ("3",))
    assert question.is_right_paragraph("Of 3, one.")
    assert question.is_right_paragraph("In 1953 there were 3.")
    assert not question.is_right_paragraph("In 1953.")


def test_where_the_place_of_the_words_is_known_only_the_sentence_there_is_right() -> None:
    text = "Two came. Later two left."
    question = GoldQuestion("How many left?", ("two",), paragraph=text, places=(16,))
    assert not question.is_right_sentence(text, 0, 9)
    assert question.is_right_sentence(text, 10, len(text))
