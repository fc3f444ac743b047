"""THIRD_PARTY_NOTICES.md names what is shipped and installed, in the pinned versions."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
NOTICES = (ROOT / "THIRD_PARTY_NOTICES.md").read_text(encoding="utf-8")
ROWS = re.findall(
    r"^\| (\*\*)?([a-z0-9-]+)(?:\*\*)? \| (\d[^ ]*) \| (.+) \|$", NOTICES, re.MULTILINE
)
REMEDY = "run scripts/third_party_notices.py"


def test_every_direct_dependency_is_listed() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert {name for bold, name, *_ in ROWS if bold} == set(project["dependencies"]), REMEDY


def test_every_version_is_the_pinned_one_and_every_licence_is_known() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").lower().replace("_", "-")
    pinned = dict(line.split("==") for line in lines.split())
    assert len(ROWS) > 50
    assert {name: version for _, name, version, _ in ROWS if pinned[name] != version} == {}, REMEDY
    assert [name for _, name, _, licence in ROWS if licence == "see the package"] == []


def test_the_shipped_model_is_listed_with_its_licence() -> None:
    assert "sentence-transformers/all-MiniLM-L6-v2 | Apache-2.0" in NOTICES
    assert (ROOT / "qa_service/adapters/minilm_model").is_dir()


def test_constraints_hold_names_and_versions_only() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not re.fullmatch(r"[A-Za-z0-9_.-]+==[0-9][\w.]*", line)] == []
