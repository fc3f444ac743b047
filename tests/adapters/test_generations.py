"""A generation is known by its manifest, which is whole or not there."""

import json
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from qa_service.adapters.generations import GenerationDirectories
from qa_service.domain.errors import DataUnusable, IndexOutOfDate
from qa_service.domain.generations import Fingerprint
from qa_service.domain.ports import VectorIndex
from tests.fakes import InMemoryVectorIndex

MADE = Fingerprint("splitter model encoder", "database")


class Opened:
    """Remembers which directories were opened."""

    def __init__(self) -> None:
        self.places: list[Path] = []

    def __call__(self, place: Path) -> VectorIndex:
        self.places.append(place)
        return InMemoryVectorIndex()


@pytest.fixture
def opened() -> Opened:
    return Opened()


@pytest.fixture
def directories(tmp_path: Path, opened: Opened) -> GenerationDirectories:
    return GenerationDirectories(tmp_path, opened)


def manifest(folder: Path, generation: int = 1) -> Path:
    return folder / "news" / "generations" / str(generation) / "manifest.json"


async def test_the_first_opening_makes_a_generation_and_the_next_finds_it(
    tmp_path: Path, directories: GenerationDirectories, opened: Opened
) -> None:
    await directories.open("news", MADE)
    await directories.open("news", MADE)
    place = manifest(tmp_path).parent
    assert opened.places == [place / "chroma"] * 2
    assert json.loads(manifest(tmp_path).read_text()) == asdict(MADE)
    assert [one.name for one in place.iterdir()] == ["manifest.json"]


async def test_a_manifest_that_was_not_finished_counts_as_none(
    tmp_path: Path, directories: GenerationDirectories
) -> None:
    """Promise 4, nothing lost: a crash while the first generation is made is made good."""
    draft = manifest(tmp_path).with_name("manifest.json.new")
    draft.parent.mkdir(parents=True)
    draft.write_text('{"deriv')
    await directories.open("news", MADE)
    assert json.loads(manifest(tmp_path).read_text()) == asdict(MADE)
    assert not draft.exists()


async def test_the_newest_finished_generation_is_opened(
    tmp_path: Path, directories: GenerationDirectories, opened: Opened
) -> None:
    for number in (2, 10):
        manifest(tmp_path, number).parent.mkdir(parents=True)
        manifest(tmp_path, number).write_text(json.dumps(asdict(MADE)))
    manifest(tmp_path, 11).parent.mkdir()
    (tmp_path / "news" / "generations" / "notes").mkdir()
    await directories.open("news", MADE)
    assert opened.places == [manifest(tmp_path, 10).parent / "chroma"]


@pytest.mark.parametrize(
    ("wanted", "difference"),
    [
        (
            replace(MADE, derivation="splitter other encoder"),
            "with splitter model encoder, not with splitter other encoder",
        ),
        (replace(MADE, database="another"), "for another database"),
        (replace(MADE, schema=2), "by another version of this program"),
    ],
)
async def test_what_was_made_in_another_way_is_refused_with_the_difference_and_advice(
    tmp_path: Path,
    directories: GenerationDirectories,
    opened: Opened,
    wanted: Fingerprint,
    difference: str,
) -> None:
    await directories.open("news", MADE)
    with pytest.raises(IndexOutOfDate) as caught:
        await directories.open("news", wanted)
    place = manifest(tmp_path).parent
    assert caught.value.message == f"{place} was made {difference}."
    assert caught.value.advice == (
        f"Move {place} away and start again: it is made anew from the stored articles."
    )
    assert len(opened.places) == 1


@pytest.mark.parametrize(
    "damage", ["", "{", "[]", "null", '{"derivation": "x"}', '{"other": 1}', "\x00"]
)
async def test_a_damaged_manifest_is_said_to_be_one(
    tmp_path: Path, directories: GenerationDirectories, damage: str
) -> None:
    await directories.open("news", MADE)
    manifest(tmp_path).write_text(damage)
    with pytest.raises(DataUnusable, match=r"manifest.json cannot be read\. Move .* away"):
        await directories.open("news", MADE)


async def test_a_place_where_no_directory_can_be_made_is_said_to_be_a_file(
    tmp_path: Path, opened: Opened
) -> None:
    (tmp_path / "news").write_text("a file where a directory should be")
    with pytest.raises(DataUnusable, match=r"news is a file.*set QA_INDEXES_DIR"):
        await GenerationDirectories(tmp_path, opened).open("news", MADE)
