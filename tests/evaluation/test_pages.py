"""Pages labelled by hand are counted as one counts them."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from qa_service.evaluation.pages import PagesReport, is_pages_file, measure_pages

PAGE = """Ferry runs aground

The ferry ran aground on a sandbank outside the harbour of Port Brannoch at dawn.

Back To Top

Lifeboats brought every passenger ashore before noon and nobody was hurt there.
"""
LABELS = [
    ("heading", "Ferry runs aground"),
    ("body", "The ferry ran aground on a sandbank"),
    ("boilerplate", "Back To Top"),
    ("body", "Lifeboats brought  every passenger"),
]


def label(folder: Path, pages: Mapping[str, tuple[str, Sequence[tuple[str, str]]]]) -> Path:
    """A folder of pages and the file of their labels."""
    folder.mkdir()
    for name, (text, _) in pages.items():
        (folder / name).write_text(text, encoding="utf-8")
    path = folder / "labels.json"
    path.write_text(json.dumps({"pages": {name: labels for name, (_, labels) in pages.items()}}))
    return path


def test_pages_that_are_told_right_have_no_fault(tmp_path: Path) -> None:
    pages = {name: (PAGE, LABELS) for name in ("a.txt", "b.txt")}
    assert measure_pages(label(tmp_path / "pages", pages)) == PagesReport(
        name="pages",
        pages=2,
        paragraphs=8,
        body_as_furniture=0,
        furniture_found=1.0,
        kinds_right=1.0,
    )


def test_lost_text_and_missed_furniture_and_what_is_not_there_are_counted(tmp_path: Path) -> None:
    labels = [
        ("body", "The ferry ran aground"),
        ("body", "Back To Top"),
        ("boilerplate", "Lifeboats brought every passenger"),
        ("body", "Nothing begins like this."),
    ]
    assert measure_pages(label(tmp_path / "pages", {"a.txt": (PAGE, labels)})) == PagesReport(
        name="pages",
        pages=1,
        paragraphs=4,
        body_as_furniture=1,
        furniture_found=0.0,
        kinds_right=0.25,
    )


def test_equal_beginnings_are_taken_in_the_order_of_the_page(tmp_path: Path) -> None:
    text = PAGE + "\nBack To Top\n"
    labels = [("boilerplate", "Back To Top"), ("boilerplate", "Back To Top"), ("body", "Back To")]
    report = measure_pages(label(tmp_path / "pages", {"a.txt": (text, labels)}))
    assert (report.paragraphs, report.furniture_found) == (3, 1.0)
    assert report.kinds_right == pytest.approx(2 / 3)


def test_without_pages_there_is_nothing_found_and_nothing_lost(tmp_path: Path) -> None:
    assert measure_pages(label(tmp_path / "pages", {})) == PagesReport("pages", 0, 0, 0, 0.0, 0.0)


@pytest.mark.parametrize(
    ("stored", "is_one"),
    [
        ({"pages": {}}, True),
        ({"answerable": []}, False),
        ({"data": []}, False),
        (None, False),
        (7, False),
    ],
)
def test_a_file_of_labels_is_told_from_a_gold_set(
    tmp_path: Path, stored: Any, is_one: bool
) -> None:
    path = tmp_path / "set.json"
    path.write_text(json.dumps(stored), encoding="utf-8")
    assert is_pages_file(path) is is_one


def test_what_cannot_be_read_holds_no_labels(tmp_path: Path) -> None:
    (tmp_path / "broken.json").write_bytes(b"\xff{")
    assert not is_pages_file(tmp_path / "broken.json")
    assert not is_pages_file(tmp_path / "none.json")
    assert not is_pages_file(tmp_path)
