"""Pages labelled by hand, paragraph by paragraph: how well furniture is told from text."""

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qa_service.domain.articles import ParagraphKind, RawArticle
from qa_service.evaluation.gold import collapse
from qa_service.ingestion.prepare import prepare


@dataclass(frozen=True, slots=True)
class PagesReport:
    """What became of the paragraphs of labelled pages."""

    name: str
    pages: int
    paragraphs: int
    body_as_furniture: int
    """Body paragraphs that would be lost: 0 is demanded."""
    furniture_found: float
    """Share of the furniture that was told as such."""
    kinds_right: float
    """Share of all paragraphs whose kind was told right."""


def is_pages_file(path: Path) -> bool:
    """Whether the file holds labels of pages, not questions."""
    try:
        return "pages" in json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, TypeError):
        return False


def measure_pages(path: Path) -> PagesReport:
    """Classify the pages beside a file of labels, and compare."""
    labels: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))["pages"]
    counts: Counter[tuple[str, str]] = Counter()
    for name, labelled in labels.items():
        counts += _compare(path.parent / name, [(kind, words) for kind, words in labelled])
    furniture = sum(count for (label, _), count in counts.items() if label == "boilerplate")
    right = sum(count for (label, kind), count in counts.items() if label == kind)
    return PagesReport(
        name=path.parent.name,
        pages=len(labels),
        paragraphs=counts.total(),
        body_as_furniture=counts["body", "boilerplate"],
        furniture_found=counts["boilerplate", "boilerplate"] / max(furniture, 1),
        kinds_right=right / max(counts.total(), 1),
    )


def _compare(page: Path, labelled: list[tuple[str, str]]) -> Counter[tuple[str, str]]:
    """Pairs of label and kind told; a paragraph that was cut in two counts by its beginning."""
    received = page.read_bytes()
    text = received.decode("utf-8")
    manuscript = prepare(RawArticle(page.name, received, text, "utf-8", "text/1"))
    told = [(one.kind, collapse(manuscript.quote(one))) for one in manuscript.paragraphs]
    counts: Counter[tuple[str, str]] = Counter()
    for label, beginning in labelled:
        kind = _take(told, collapse(beginning))
        counts[label, kind.value if kind else "missing"] += 1
    return counts


def _take(told: list[tuple[ParagraphKind, str]], beginning: str) -> ParagraphKind | None:
    for place, (kind, words) in enumerate(told):
        if words.startswith(beginning) or beginning.startswith(words):
            del told[: place + 1]
            return kind
    return None
