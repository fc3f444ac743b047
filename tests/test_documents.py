"""The documents say what the program does."""

import json
import re
import subprocess
import tomllib
from html import unescape
from pathlib import Path
from typing import Any, cast

import pytest

from qa_service.__main__ import WORK
from qa_service.conversations.assistant import Assistant
from qa_service.domain.answers import AbstentionReason
from qa_service.domain.articles import ParagraphKind
from qa_service.interfaces.cli.runner import Exit
from qa_service.interfaces.http.app import create_api
from qa_service.library.articles import Library
from qa_service.settings import VERSION, settings_table

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
README = ROOT / "README.md"
DOCUMENTS = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md"), *ROOT.glob("*/README.md")])
DECISIONS = sorted(DOCS.glob("decisions/[0-9]*.md"))

LINK = re.compile(r"\]\(([^)\s]+)\)")
QUOTE = re.compile(r'"quote": ("(?:[^"\\…]|\\.)+")')

# Written so that this file does not name them.
REGISTRIES = re.compile(
    r"py[p]i\.org|pythonhoste[d]|npmj[s]\.|unpk[g]\.com|crates\.i[o]|docker\.i[o]|ghcr\.i[o]"
    r"|quay\.i[o]|jsdeliv[r]|cdnj[s]|conda\.anacond[a]|huggingfac[e]\.co"
)
MACHINES = re.compile(r"(?<![\w.~-])/(?:hom[e]|Use[r]s|roo[t]|wor[k])/\w")


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def openapi() -> dict[str, Any]:
    """The description needs no service behind it."""
    return create_api(cast(Assistant, None), cast(Library, None)).openapi()


def seeds() -> str:
    return " ".join(" ".join(read(one) for one in sorted((ROOT / "seeds").glob("*.txt"))).split())


def tracked() -> list[Path]:
    """What is committed or would be; the test is about a checkout, not about an archive of it."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("this is no checkout")
    return [path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file()]


def anchors(path: Path) -> set[str]:
    """As GitHub makes them of headings."""
    heads = re.findall(r"^#+ (.+)$", read(path), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


def test_the_readme_lists_every_setting() -> None:
    """Its rows are made by `python -m scripts.settings_table`."""
    missing = [row for row in settings_table().splitlines() if row not in read(README)]
    assert missing == []


def test_the_readme_has_every_command() -> None:
    assert [name for name in WORK if f"| `qa {name}" not in read(README)] == []


@pytest.mark.parametrize("document", [README, DOCS / "operations.md"], ids=lambda one: one.name)
def test_every_exit_code_is_documented(document: Path) -> None:
    told = {int(code) for code in re.findall(r"^\| (\d+) \|", read(document), re.MULTILINE)}
    assert told == {code.value for code in Exit}


def test_every_route_is_documented() -> None:
    text = read(DOCS / "api.md")
    routes = [
        f"{method.upper()} {path}"
        for path, operations in openapi()["paths"].items()
        for method in operations
    ]
    assert routes
    assert [route for route in routes if f"`{route}`" not in text] == []


def test_the_members_of_a_request_and_the_words_of_an_answer_are_documented() -> None:
    text = read(DOCS / "api.md")
    schemas = openapi()["components"]["schemas"]
    words = [*schemas["QuestionIn"]["properties"], *schemas["AnswerOut"]["properties"]]
    # No model can decline while none is asked.
    words += [one.value for one in AbstentionReason if one != AbstentionReason.MODEL_DECLINED]
    words += [one.value for one in ParagraphKind]
    assert [word for word in words if f"`{word}" not in text and f'"{word}"' not in text] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda one: str(one.relative_to(ROOT)))
def test_links_between_documents_lead_somewhere(document: Path) -> None:
    broken = []
    for link in LINK.findall(read(document)):
        if "://" in link:
            continue
        name, _, anchor = link.partition("#")
        target = document.parent / name if name else document
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link)
    assert broken == []


def test_decisions_are_numbered_without_gaps_and_listed() -> None:
    assert [int(one.name[:4]) for one in DECISIONS] == list(range(1, len(DECISIONS) + 1))
    listed = read(DOCS / "decisions" / "README.md")
    assert [one.name for one in DECISIONS if f"({one.name})" not in listed] == []
    for one in DECISIONS:
        text = read(one)
        assert text.startswith(f"# {one.name[:4]}: ")
        parts = re.findall(r"^\*\*(Context|Decision|Consequences|Weighed)\b", text, re.MULTILINE)
        assert parts == ["Context", "Decision", "Consequences", "Weighed"]


@pytest.mark.parametrize("document", [README, DOCS / "api.md"], ids=lambda one: one.name)
def test_quotes_in_the_documents_are_quotes(document: Path) -> None:
    """Promise 1, a quote is a quote: in the documents, too."""
    shown = [" ".join(json.loads(one).split()) for one in QUOTE.findall(read(document))]
    assert [quote for quote in shown if quote not in seeds()] == []


def test_the_picture_shows_sentences_of_the_seeds() -> None:
    """Promise 1, a quote is a quote; `python -m scripts.draw_answer` draws it anew."""
    drawn = read(DOCS / "answer.svg")
    lines = [unescape(one) for one in re.findall(r"<text[^>]*>(.*?)</text>", drawn)]
    printed = " ".join(" ".join(lines).replace("\xa0", " ").split())
    quotes = re.findall(r'\[\d+\] "(.+?)" — ', printed)
    assert quotes
    assert [quote for quote in quotes if quote not in seeds()] == []
    assert re.findall(r"https?://[^\s\"']+", drawn) == ["http://www.w3.org/2000/svg"]


def test_the_version_is_the_same_everywhere() -> None:
    project = tomllib.loads(read(ROOT / "pyproject.toml"))["project"]
    assert project["version"] == VERSION
    assert f"\n## {VERSION}\n" in read(ROOT / "CHANGELOG.md")


def test_no_file_names_a_registry_s_host_or_a_machine_s_path() -> None:
    found = []
    for path in tracked():
        try:
            text = read(path)
        except UnicodeDecodeError:
            continue
        for pattern in (REGISTRIES, MACHINES):
            found += [f"{path.relative_to(ROOT)}: {hit}" for hit in pattern.findall(text)]
    assert found == []
