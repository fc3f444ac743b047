"""A gold set's articles are laid out byte for byte."""

from pathlib import Path

from qa_service.evaluation.corpus import lay_out
from qa_service.evaluation.gold import GoldSet


def test_the_articles_are_written_as_they_are_into_a_directory_that_is_made(tmp_path: Path) -> None:
    files = {"a.txt": b"One\r\n\xff", "a.toml": b'title = "A"\n', "b.txt": b""}
    place = tmp_path / "var" / "articles"
    lay_out(GoldSet("set", files, (), ()), place)
    assert {one.name: one.read_bytes() for one in place.iterdir()} == files


def test_a_set_without_articles_is_an_empty_directory(tmp_path: Path) -> None:
    lay_out(GoldSet("set", {}, (), ()), tmp_path / "articles")
    assert list((tmp_path / "articles").iterdir()) == []
