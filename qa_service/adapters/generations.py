"""Vector indexes on disk: `<index>/generations/<n>/` with `manifest.json` and the vectors."""

import asyncio
import json
import os
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from qa_service.adapters.disk import fault_at
from qa_service.domain.errors import DataUnusable, IndexOutOfDate, StorageReadOnly
from qa_service.domain.generations import Fingerprint
from qa_service.domain.ports import VectorIndex

_MANIFEST = "manifest.json"
_VECTORS = "chroma"
_SETTING = "QA_INDEXES_DIR"


class GenerationDirectories:
    """The port `VectorIndexes` on a directory of indexes."""

    def __init__(self, directory: Path, open_index: Callable[[Path], VectorIndex]) -> None:
        self._directory = directory
        self._open_index = open_index

    async def open(self, index: str, fingerprint: Fingerprint) -> VectorIndex:
        return await asyncio.to_thread(self._open, index, fingerprint)

    def _open(self, index: str, fingerprint: Fingerprint) -> VectorIndex:
        generations = self._directory / index / "generations"
        try:
            place = _newest(generations) or _make_first(generations, fingerprint)
        except OSError as error:
            raise fault_at(generations, _SETTING) or StorageReadOnly(
                str(generations), _SETTING
            ) from error
        found = _read_manifest(place / _MANIFEST)
        if found != fingerprint:
            raise IndexOutOfDate(
                f"{place} was made {_difference(found, fingerprint)}.",
                f"Move {place} away and start again: it is made anew from the stored articles.",
            )
        return self._open_index(place / _VECTORS)


def _newest(generations: Path) -> Path | None:
    numbers = [int(one.name) for one in generations.glob("*") if one.name.isdigit()]
    complete = [one for one in sorted(numbers) if (generations / str(one) / _MANIFEST).exists()]
    return generations / str(complete[-1]) if complete else None


def _make_first(generations: Path, fingerprint: Fingerprint) -> Path:
    """The manifest comes last and whole: a generation without one was never finished."""
    place = generations / "1"
    place.mkdir(parents=True, exist_ok=True)
    draft = place / f"{_MANIFEST}.new"
    with draft.open("w", encoding="utf-8") as file:
        json.dump(asdict(fingerprint), file, indent=2)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(place / _MANIFEST)
    return place


def _read_manifest(path: Path) -> Fingerprint:
    try:
        return Fingerprint(**json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, TypeError, OSError) as error:
        raise DataUnusable(
            f"{path} cannot be read.",
            f"Move {path.parent} away and start again: it is made anew from the stored articles.",
        ) from error


def _difference(found: Fingerprint, wanted: Fingerprint) -> str:
    if found.database != wanted.database:
        return "for another database"
    if found.schema != wanted.schema:
        return "by another version of this program"
    return f"with {found.derivation}, not with {wanted.derivation}"
