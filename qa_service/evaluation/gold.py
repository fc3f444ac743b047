"""Gold questions: what a right citation must contain, and what must be refused."""

import json
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qa_service.domain.errors import BadRequest


@dataclass(frozen=True, slots=True)
class GoldQuestion:
    """A question that the articles answer."""

    text: str
    evidence: tuple[str, ...]
    """Words any one of which a right citation's paragraph contains."""
    paragraph: str | None = None
    """The one right paragraph, where only one counts."""
    places: tuple[int, ...] = ()
    """Where in that paragraph the words stand, if it is known."""

    def is_right_paragraph(self, text: str) -> bool:
        """Whether a citation of this paragraph is right."""
        collapsed = collapse(text)
        if self.paragraph is not None:
            return collapsed == self.paragraph
        return any(_stands_in(words, collapsed) for words in self.evidence)

    def is_right_sentence(self, paragraph: str, start: int, end: int) -> bool:
        """Whether `paragraph[start:end]` holds the words, or a part of words that run over it."""
        if not self.is_right_paragraph(paragraph):
            return False
        if self.places:
            return any(start <= place < end for place in self.places)
        sentence = collapse(paragraph[start:end])
        return any(
            _stands_in(words, sentence) or _stands_in(sentence, words) for words in self.evidence
        )


def _stands_in(words: str, text: str) -> bool:
    """As whole words: "3" does not stand in "1953"."""
    start = text.find(words)
    while start >= 0:
        end = start + len(words)
        is_cut = (start > 0 and text[start - 1 : start + 1].isalnum()) or (
            end < len(text) and text[end - 1 : end + 1].isalnum()
        )
        if not is_cut:
            return True
        start = text.find(words, start + 1)
    return False


@dataclass(frozen=True, slots=True)
class Unanswerable:
    """A question that the articles do not answer."""

    text: str
    distance: str
    """`near`: of their topic; `far`: of another; `unsorted`: the set does not say."""


@dataclass(frozen=True, slots=True)
class GoldSet:
    """Questions on one set of articles."""

    name: str
    files: Mapping[str, bytes]
    """The articles and their sidecars, by file name, as they are to be ingested."""
    answerable: tuple[GoldQuestion, ...]
    unanswerable: tuple[Unanswerable, ...]
    is_squad: bool = False


def collapse(text: str) -> str:
    """Composed, with white space collapsed: as words are compared."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def read_gold(path: Path, seeds: Path | None) -> GoldSet:
    """A gold set of ours, or a file in SQuAD 1.1 format; raises `BadRequest` naming the file.

    `seeds`: the articles of a set that names no directory of its own.
    """
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        return _read_squad(path, stored) if "data" in stored else _read_ours(path, stored, seeds)
    except OSError as error:
        raise BadRequest(
            f"{path} cannot be read: {error.strerror}.", "Name a gold file."
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadRequest(
            f"{path} is neither a gold set nor a file in SQuAD format.", "See docs/evaluation.md."
        ) from error


def _read_ours(path: Path, stored: Mapping[str, Any], seeds: Path | None) -> GoldSet:
    questions = stored["answerable"]
    directory = path.parent / stored["articles"] if "articles" in stored else seeds
    if directory is None or not directory.is_dir():
        raise BadRequest(f"{path}: its articles {directory} are not there.", "Set QA_SEEDS_DIR.")
    return GoldSet(
        name=path.stem,
        files={one.name: one.read_bytes() for one in sorted(directory.iterdir()) if one.is_file()},
        answerable=tuple(
            GoldQuestion(one["question"], tuple(collapse(words) for words in one["evidence"]))
            for one in questions
        ),
        unanswerable=tuple(_read_unanswerable(one) for one in stored.get("unanswerable", ())),
    )


def _read_unanswerable(stored: str | Mapping[str, str]) -> Unanswerable:
    if isinstance(stored, str):
        return Unanswerable(stored, "unsorted")
    if stored["distance"] not in ("near", "far"):
        raise ValueError(f"a distance is near or far, not {stored['distance']!r}")
    return Unanswerable(stored["question"], stored["distance"])


def _read_squad(path: Path, stored: Mapping[str, Any]) -> GoldSet:
    files: dict[str, bytes] = {}
    questions: list[GoldQuestion] = []
    for number, article in enumerate(stored["data"]):
        contexts = [collapse(one["context"]) for one in article["paragraphs"]]
        title = str(article.get("title", "")).replace("_", " ").strip() or f"Article {number}"
        files[f"{number:04d}.txt"] = "\n\n".join(contexts).encode()
        files[f"{number:04d}.toml"] = f"title = {json.dumps(title)}\n".encode()
        for context, paragraph in zip(contexts, article["paragraphs"], strict=True):
            # White space that was collapsed would have moved the answers' places.
            is_as_given = context == paragraph["context"]
            questions += _read_squad_questions(context, paragraph["qas"], is_as_given)
    return GoldSet(path.stem, files, tuple(questions), (), is_squad=True)


def _read_squad_questions(
    context: str, stored: Sequence[Mapping[str, Any]], has_places: bool
) -> list[GoldQuestion]:
    return [
        GoldQuestion(
            one["question"],
            tuple({collapse(answer["text"]) for answer in one["answers"]}),
            context,
            tuple({int(answer["answer_start"]) for answer in one["answers"]}) if has_places else (),
        )
        for one in stored
        if one["answers"]
    ]
