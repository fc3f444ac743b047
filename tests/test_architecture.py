"""The floors of the house, the one home of each third party, the lengths, and who knocks first."""

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

import pytest

from tests import architecture
from tests.architecture import Module, read_modules

PACKAGE = Path(__file__).parent.parent / "qa_service"

PLANNED = {"access"}
"""Floors whose place is settled before their first module comes."""
FLOOR_1 = {"ingestion", "retrieval", "answering", "access", "adapters"}
PURE_FLOOR_1 = FLOOR_1 - {"adapters"}  # floor 2 meets adapters through ports only
FLOOR_2 = {"library", "conversations"}

MAY_IMPORT: dict[str, set[str]] = {
    "__init__": set(),
    "domain": {"domain"},
    **{floor: {"domain", floor} for floor in FLOOR_1},
    **{floor: {"domain", *PURE_FLOOR_1, floor} for floor in FLOOR_2},
    "evaluation": {"domain", *FLOOR_1, *FLOOR_2, "evaluation"},
    "settings": {"domain.errors"},
    "bootstrap": {"domain", *FLOOR_1, *FLOOR_2, "evaluation", "settings"},
    "interfaces": {
        "domain",
        *FLOOR_2,
        "evaluation",
        "settings",
        "bootstrap",
        "interfaces",
    },
    "__main__": {"interfaces", "settings"},
}

HOME_OF: dict[str, set[str]] = {
    "alembic": {"adapters/sql/"},
    "charset_normalizer": {"ingestion/readers/"},
    "chromadb": {"adapters/chroma_index.py"},
    "fastapi": {"interfaces/http/", "interfaces/asgi.py"},
    "httpx": {"interfaces/cli/"},
    "llama_index": {"adapters/llama_index.py", "interfaces/llama_index/"},
    "numpy": {"retrieval/", "adapters/", "evaluation/"},
    "onnxruntime": {"adapters/minilm.py"},
    "openai": {"adapters/openai_models.py"},
    "pydantic": {"settings.py", "interfaces/http/"},
    "pydantic_settings": {"settings.py"},
    "rich": {"interfaces/cli/", "__main__.py"},
    "sentencex": {"ingestion/sentences.py"},
    "sqlalchemy": {"adapters/sql/"},
    "starlette": {"interfaces/http/", "interfaces/asgi.py"},
    "tokenizers": {"adapters/minilm.py"},
    "typer": {"interfaces/cli/", "__main__.py"},
    "uvicorn": {"interfaces/"},
}

# What floor 2 is made of inside. Nobody knocks here, so no interface may import these.
BEHIND_THE_DOORS = {"library/vectors.py"}

Rule = Callable[[Iterable[Module]], Iterable[str]]

RULES: dict[str, Rule] = {
    "floors": partial(architecture.floors, may_import=MAY_IMPORT),
    "homes": partial(architecture.homes, home_of=HOME_OF),
    "lone_importers": partial(architecture.lone_importers, lone={"uvicorn"}),
    "imports_at_the_top": architecture.imports_at_the_top,
    "late_loading": partial(architecture.late_loading, allowed={"bootstrap.py", "__main__.py"}),
    "telling_names": architecture.telling_names,
    "init_is_a_docstring": architecture.init_is_a_docstring,
    "lengths": architecture.lengths,
    "frozen_types": partial(architecture.frozen_types, floor="domain"),
    "principal_first": partial(
        architecture.principal_first, doors=FLOOR_2, behind=BEHIND_THE_DOORS
    ),
}

DOOR = "from qa_service.domain.principals import Principal\n\n\nclass Articles:\n"
SOUND = {
    "__init__.py": '"""The package."""\n',
    "bootstrap.py": "import importlib\n\nfrom qa_service.adapters import minilm\n",
    "domain/articles.py": (
        "from dataclasses import dataclass\n\n\n"
        "@dataclass(frozen=True)\nclass Article:\n    id: str\n"
    ),
    "adapters/minilm.py": "import onnxruntime\nfrom importlib.resources import files\n",
    "ingestion/readers/text.py": "import charset_normalizer\n",
    "library/articles.py": (
        f"{DOOR}    def get(self, principal: Principal, id: str) -> None:\n"
        "        principal.require(id)\n\n    def _private(self) -> None: ...\n"
    ),
    "interfaces/http/app.py": "import fastapi\nfrom qa_service.library.articles import Articles\n",
}


def plant(folder: Path, files: dict[str, str]) -> Path:
    for name, source in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source, encoding="utf-8")
    return folder


@pytest.mark.parametrize("rule", RULES)
def test_the_house_keeps(rule: str) -> None:
    assert list(RULES[rule](read_modules(PACKAGE))) == []


def test_every_module_is_read() -> None:
    assert {"__init__.py", "domain/errors.py"} <= {module.path for module in read_modules(PACKAGE)}


def test_every_row_is_a_floor_that_is_there() -> None:
    assert set(MAY_IMPORT) - PLANNED == {module.floor for module in read_modules(PACKAGE)}


@pytest.mark.parametrize("rule", RULES)
def test_a_sound_tree_has_no_fault(rule: str, tmp_path: Path) -> None:
    assert list(RULES[rule](read_modules(plant(tmp_path, SOUND)))) == []


FAULTS = [
    ("floors", "domain/a.py", "import qa_service.retrieval.search", "may not import"),
    ("floors", "answering/a.py", "from qa_service.retrieval import search", "may not import"),
    ("floors", "answering/a.py", "from qa_service import retrieval", "may not import"),
    ("floors", "answering/a.py", "from qa_service import *", "may not import"),
    ("floors", "library/a.py", "from qa_service.adapters.sql import x", "may not import"),
    ("floors", "library/a.py", "import qa_service.conversations.assistant", "may not import"),
    ("floors", "conversations/a.py", "from qa_service.library import x", "may not import"),
    ("floors", "evaluation/a.py", "from qa_service.interfaces import cli", "may not import"),
    ("floors", "interfaces/cli/a.py", "from qa_service.adapters import x", "may not import"),
    ("floors", "interfaces/cli/a.py", "from qa_service.retrieval import x", "may not import"),
    ("floors", "settings.py", "from qa_service.domain.articles import x", "may not import"),
    ("floors", "__main__.py", "from qa_service.bootstrap import x", "may not import"),
    ("floors", "cellar/a.py", "import os", "is on no floor"),
    ("homes", "domain/a.py", "import pydantic", "at home in interfaces/http/, settings.py"),
    ("homes", "retrieval/a.py", "from chromadb.api import x", "at home in adapters/chroma_"),
    ("homes", "adapters/minilm.py.d/a.py", "import tokenizers", "at home in adapters/minilm.py"),
    ("homes", "library/a.py", "import requests", "requests, which has no home: give it one"),
    ("lone_importers", "interfaces/b.py", "import uvicorn.config", "uvicorn is imported in 2"),
    ("imports_at_the_top", "library/a.py", "from . import b", "imports relatively"),
    ("imports_at_the_top", "library/a.py", "def f():\n    import os", "imports late"),
    ("imports_at_the_top", "library/a.py", "if TYPE_CHECKING:\n    import os", "imports late"),
    ("imports_at_the_top", "library/a.py", "try:\n    import os\nfinally: ...", "imports late"),
    ("late_loading", "library/a.py", "from importlib import import_module", "at run time"),
    ("late_loading", "library/a.py", "import importlib", "at run time"),
    ("late_loading", "library/a.py", "x = __import__('os')", "at run time"),
    ("telling_names", "library/utils.py", "", "is called 'utils'"),
    ("telling_names", "library/common/a.py", "", "is called 'common'"),
    ("telling_names", "library/_run_manager.py", "", "is called 'manager'"),
    ("init_is_a_docstring", "library/__init__.py", "", "one docstring"),
    ("init_is_a_docstring", "library/__init__.py", '"""A."""\nimport os', "one docstring"),
    ("lengths", "library/a.py", "x = 1\n" * 250, "251 lines, more than 250"),
    ("lengths", "library/a.py", "async def f():\n" + "    x = 1\n" * 50, "f has 51 lines"),
    ("frozen_types", "domain/a.py", "@dataclass\nclass A: ...", "not frozen"),
    (
        "frozen_types",
        "domain/a.py",
        "@dataclasses.dataclass(slots=True)\nclass A: ...",
        "not frozen",
    ),
    ("frozen_types", "domain/a.py", "@dataclass(frozen=False)\nclass A: ...", "not frozen"),
    ("principal_first", "library/a.py", f"{DOOR}    def get(self): ...", "Articles.get must take"),
    (
        "principal_first",
        "interfaces/a.py",
        "from qa_service.library.vectors import OpenVectors",
        "stands behind the doors",
    ),
    (
        "principal_first",
        "conversations/a.py",
        f"{DOOR}    async def get(self, id: str, principal: Principal): return principal",
        "Articles.get must take",
    ),
    (
        "principal_first",
        "library/a.py",
        f"{DOOR}    async def get(self, principal: Principal): ...",
        "and use it",
    ),
    (
        "principal_first",
        "library/a.py",
        f"{DOOR}    @staticmethod\n    def get(id: str): ...",
        "Articles.get must take",
    ),
]


@pytest.mark.parametrize(("rule", "name", "source", "fault"), FAULTS)
def test_a_planted_fault_is_found(
    rule: str, name: str, source: str, fault: str, tmp_path: Path
) -> None:
    files = {**SOUND, "interfaces/server.py": "import uvicorn\n", name: f"{source}\n"}
    found = list(RULES[rule](read_modules(plant(tmp_path, files))))
    assert [text for text in found if fault in text], found
    assert len(found) == 1


def test_every_rule_has_a_planted_fault() -> None:
    assert {rule for rule, *_ in FAULTS} == set(RULES)


def test_every_third_party_with_a_home_is_a_dependency() -> None:
    declared = (PACKAGE.parent / "pyproject.toml").read_text(encoding="utf-8")
    comes_along = {"llama_index": "llama-index-core", "starlette": "fastapi"}
    for package in HOME_OF:
        assert f'"{comes_along.get(package, package.replace("_", "-"))}",' in declared
