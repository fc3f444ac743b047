"""Writes THIRD_PARTY_NOTICES.md: the shipped model, and the packages that an installation brings.

    .venv/bin/python scripts/third_party_notices.py

Licences are read from the metadata of what is installed, so run it after constraints.txt changed.
"""

from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PROJECT = "qa-service"
NOTICES = Path(__file__).parent.parent / "THIRD_PARTY_NOTICES.md"
HEAD = """\
# Third-party notices

qa-service is under the Apache License 2.0 (`LICENSE`). What it ships or installs of others keeps
its own licence. `scripts/third_party_notices.py` writes this file.

## Shipped in this repository

| what | where | from | licence |
|---|---|---|---|
| all-MiniLM-L6-v2: weights exported to ONNX and quantised, tokenizer | \
`qa_service/adapters/minilm_model/` | sentence-transformers/all-MiniLM-L6-v2 | Apache-2.0 |

The weights were changed: mean pooling, normalisation and a projection of the token vectors were
added to the graph, and it was quantised to int8 (`scripts/export_minilm.py`).

## Installed beside it

Each package carries the text of its licence in its own metadata. Bold: named by qa-service itself;
the others come with those.

| package | version | licence |
|---|---|---|
"""


def needed_by(wanted: Requirement) -> Iterator[Requirement]:
    """What a requirement, with the extras it asks for, brings along on this machine."""
    for line in installed(wanted.name).requires or []:
        needed = Requirement(line)
        marker = needed.marker
        if marker is None or any(marker.evaluate({"extra": x}) for x in {"", *wanted.extras}):
            yield needed


def installed(name: str) -> Distribution:
    """The installed package, or a stop that says how to install it."""
    try:
        return distribution(name)
    except PackageNotFoundError as missing:
        raise SystemExit(f"{name} is not installed; run `make install` first.") from missing


def installation() -> dict[str, Distribution]:
    """Every package that the project needs to run, by its canonical name."""
    seen: set[str] = set()
    found: dict[str, Distribution] = {}
    waiting = list(needed_by(Requirement(PROJECT)))
    while waiting:
        wanted = waiting.pop()
        wanted.marker = None
        found[canonicalize_name(wanted.name)] = installed(wanted.name)
        if str(wanted) not in seen:
            seen.add(str(wanted))
            waiting.extend(needed_by(wanted))
    return dict(sorted(found.items()))


def licence(package: Distribution) -> str:
    """As the package states it: an SPDX expression, else its classifiers, else its first line."""
    stated = package.metadata.json
    classifiers = [
        line.rpartition(" :: ")[2]
        for line in stated.get("classifier", [])
        if line.startswith("License :: ")
    ]
    first_line = str(stated.get("license", "")).strip().partition("\n")[0]
    expression = str(stated.get("license_expression", ""))
    return expression or ", ".join(classifiers) or first_line or "see the package"


def main() -> None:
    """Write the file."""
    direct = {canonicalize_name(wanted.name) for wanted in needed_by(Requirement(PROJECT))}
    rows = [
        f"| {f'**{name}**' if name in direct else name} | {package.version} | {licence(package)} |"
        for name, package in installation().items()
    ]
    NOTICES.write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")
    print(f"{NOTICES.name}: {len(rows)} packages.")


if __name__ == "__main__":
    main()
