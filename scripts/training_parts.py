"""Asks every question of a gold set, once as it is and once with its right paragraphs left out."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from qa_service.bootstrap import Service, open_service
from qa_service.domain.answers import Question
from qa_service.domain.passages import Evidence
from qa_service.domain.principals import LOCAL
from qa_service.evaluation.corpus import lay_out
from qa_service.evaluation.gold import GoldQuestion, GoldSet, read_gold
from qa_service.evaluation.leave_out import leave_out_right
from qa_service.retrieval.search import Search
from qa_service.settings import load_settings

SQUAD_WEIGHT = 0.5
"""Its questions were written while looking at the paragraph; ours were not."""


@dataclass(frozen=True)
class Asked:
    """What was found for one question, and which of its sentences are right."""

    evidence: list[Evidence]
    right: tuple[tuple[bool, ...], ...]


@dataclass(frozen=True)
class Part:
    """A set of questions that is held out whole."""

    name: str
    weight: float
    answerable: list[Asked]
    left_out: list[list[Evidence]]
    near: list[list[Evidence]]
    far: list[list[Evidence]]


async def collect(path: Path) -> list[Part]:
    """Ask every question of a gold set on a service of its own."""
    gold = read_gold(path, None)
    with tempfile.TemporaryDirectory() as place:
        lay_out(gold, Path(place) / "articles")
        names = {"QA_DATA_DIR": f"{place}/var", "QA_INDEXES_DIR": f"{place}/indexes"}
        async with open_service(load_settings(names)) as service:
            await service.library.start(LOCAL, f"{place}/articles")
            part = await ask_all(service, gold)
    return halve(part) if gold.is_squad else [part]


async def ask_all(service: Service, gold: GoldSet) -> Part:
    """On a service that holds the set's articles and nothing else."""
    search = service.assistant.search_in
    unanswerable: dict[str, list[list[Evidence]]] = {"near": [], "far": []}
    for one in gold.unanswerable:
        unanswerable.setdefault(one.distance, []).append(await find(search, one.text))
    answerable, left_out = [], []
    for question in gold.answerable:
        evidence = await find(search, question.text)
        answerable.append(Asked(evidence, label(question, evidence)))
        without = await leave_out_right(search, Question(question.text, ("news",)), question)
        left_out.append(await find(without, question.text))
    weight = SQUAD_WEIGHT if gold.is_squad else 1.0
    return Part(gold.name, weight, answerable, left_out, unanswerable["near"], unanswerable["far"])


async def find(search: Search, text: str) -> list[Evidence]:
    """What a question finds in the default index, best first."""
    evidence, _ = await search.find(Question(text, ("news",)))
    return evidence


def label(question: GoldQuestion, evidence: Sequence[Evidence]) -> tuple[tuple[bool, ...], ...]:
    """Whether each sentence is right, in the order of the evidence."""
    return tuple(
        tuple(question.is_right_sentence(*one.place(sentence)) for sentence in one.sentences)
        for one in evidence
    )


def halve(part: Part) -> list[Part]:
    """By the order of questions, so that an article is in one half but for the middle one."""
    middle = len(part.answerable) // 2
    return [
        Part(f"{part.name} {name}", part.weight, part.answerable[some], part.left_out[some], [], [])
        for name, some in (("first", slice(middle)), ("second", slice(middle, None)))
    ]
