"""Makes the weights of the rank and the calibration of the refusal from gold sets.

    python -m scripts.train scripts/training/*.json [SQUAD_FILE]

The rank is pairwise logistic: within each question, every right sentence against every other. The
calibration is a logistic of answerable questions against near-topic ones: such as are written so,
and every answerable one asked again with its right paragraphs left out of the index. Both are
fitted by Newton's method. Before the weights are made from all sets, each set in turn (a file in
SQuAD format in two halves) is held out, and the figures printed are of the one held out.
"""

import asyncio
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, astuple
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from qa_service.answering.confidence import (
    CALIBRATION_FILE,
    Calibration,
    Signs,
    confidence,
    find_signs,
)
from qa_service.domain.passages import Evidence, Signals
from qa_service.evaluation.measures import hit_at, quantile, risk_coverage, share
from qa_service.retrieval.rank import WEIGHTS_FILE, rerank
from scripts.training_parts import Asked, Part, collect

Numbers = npt.NDArray[np.float64]

RANK_PENALTY = 10.0
SIGN_PENALTY = 10.0
NEAR_WEIGHT = 2.0
"""A question written to be near counts as two made by leaving paragraphs out."""
ANSWERED = 0.95
"""Share of the answerable questions that is to be answered."""
FAR_TOLD = 0.9
"""Share of the far-off questions that is to be told from those near the topic."""


def fit_rank(parts: Sequence[Part]) -> Signals:
    """The weight of each signal."""
    differences, weights = [], []
    for part in parts:
        for one in part.answerable:
            rows = np.array(
                [astuple(sentence.signals) for item in one.evidence for sentence in item.sentences]
            )
            right = np.array([flag for flags in one.right for flag in flags], dtype=bool)
            if right.any() and not right.all():
                pairs = (rows[right][:, None, :] - rows[~right][None]).reshape(-1, rows.shape[1])
                differences.append(pairs)
                weights.append(np.full(len(pairs), 20.0 / len(pairs)))
    table = np.concatenate(differences)
    scale = table.std(axis=0) + 1e-9
    found = newton(
        table / scale,
        np.ones(len(table)),
        np.concatenate(weights),
        np.full(len(scale), RANK_PENALTY),
    )
    return Signals(*(round(float(value), 4) for value in found / scale))


def fit_signs(parts: Sequence[Part], rank: Signals) -> tuple[Signs, float]:
    """The weight of each sign, and the bias."""
    rows, labels, weights = [], [], []
    for part in parts:
        groups = (
            ([one.evidence for one in part.answerable], 1.0, 1.0),
            (part.left_out, 0.0, 1.0),
            (part.near, 0.0, NEAR_WEIGHT),
            (part.far, 0.0, 1.0),
        )
        for questions, is_answerable, weight in groups:
            for evidence in questions:
                rows.append(astuple(find_signs(rerank(evidence, rank))))
                labels.append(is_answerable)
                weights.append(weight * part.weight)
    table = np.array(rows)
    mean, scale = table.mean(axis=0), table.std(axis=0) + 1e-9
    design = np.c_[(table - mean) / scale, np.ones(len(table))]
    penalty = np.r_[np.full(table.shape[1], SIGN_PENALTY), 0.0]
    found = newton(design, np.array(labels), np.array(weights), penalty)
    slopes = found[:-1] / scale
    signs = Signs(*(round(float(value), 4) for value in slopes))
    return signs, round(float(found[-1] - slopes @ mean), 4)


def newton(design: Numbers, labels: Numbers, weights: Numbers, penalty: Numbers) -> Numbers:
    """Weighted logistic regression with a ridge, from zero until the steps vanish."""
    found = np.zeros(design.shape[1])
    for _ in range(100):
        sure = 1.0 / (1.0 + np.exp(-np.clip(design @ found, -30, 30)))
        gradient = design.T @ (weights * (sure - labels)) + penalty * found
        curvature = (design * (weights * sure * (1 - sure))[:, None]).T @ design
        step = np.linalg.solve(curvature + np.diag(penalty), gradient)
        found = found - step
        if np.abs(step).max() < 1e-8:
            break
    return found


def ranked_rights(one: Asked, rank: Signals) -> list[bool]:
    """Whether each sentence is right, best first."""
    scored = [
        (sentence.score, flag)
        for item, plain, flags in zip(
            (rerank([item], rank)[0] for item in one.evidence), one.evidence, one.right, strict=True
        )
        for sentence in item.sentences
        for flag in [flags[[other.span for other in plain.sentences].index(sentence.span)]]
    ]
    return [flag for _, flag in sorted(scored, key=lambda pair: -pair[0])]


def sure_of(
    questions: Sequence[Sequence[Evidence]], rank: Signals, signs: Calibration
) -> list[float]:
    """The confidence in an answer to each question, by these weights."""
    return [confidence(rerank(one, rank), signs) for one in questions]


def hold_out(parts: Sequence[Part]) -> Iterator[tuple[Part, Signals, Calibration]]:
    """Each part with the weights made from the others."""
    for part in parts:
        others = [one for one in parts if one is not part]
        rank = fit_rank(others)
        yield part, rank, Calibration(*fit_signs(others, rank), 0.0, 0.0)


def report(part: Part, rank: Signals, calibration: Calibration) -> tuple[list[float], list[float]]:
    """Print the figures of a part that was held out; gives its confidences, answerable and not."""
    rights = [ranked_rights(one, rank) for one in part.answerable]
    answerable = sure_of([one.evidence for one in part.answerable], rank, calibration)
    left_out = sure_of(part.left_out, rank, calibration)
    near = sure_of(part.near, rank, calibration)
    far = sure_of(part.far, rank, calibration)
    hits = [share(hit_at(one, k) for one in rights) or 0.0 for k in (1, 2, 3)]
    print(f"{part.name}: sentence right @1 {hits[0]:.3f} @2 {hits[1]:.3f} @3 {hits[2]:.3f}")
    for point in risk_coverage(answerable, near, far, left_out):
        refused = {
            "left out": point.left_out_refused,
            "written near": point.near_refused,
            "far": point.far_refused,
        }
        told = ", ".join(f"{name} {one:.2f}" for name, one in refused.items() if one is not None)
        print(f"    answering {point.answered:.2f}, refused: {told}")
    return answerable, far


async def main(paths: Sequence[str]) -> None:
    """Report each part held out, then make both files of weights from all of them."""
    parts = [part for path in paths for part in await collect(Path(path))]
    answerable: list[float] = []
    far: list[float] = []
    for part, rank, calibration in hold_out(parts):
        sure, unsure = report(part, rank, calibration)
        answerable += sure
        far += unsure
    rank = fit_rank(parts)
    signs, bias = fit_signs(parts, rank)
    answer_from = quantile(answerable, 1.0 - ANSWERED) or 0.0
    near_from = min(quantile(far, FAR_TOLD) or 0.0, answer_from)
    made_from = sorted({Path(path).name for path in paths})
    write(WEIGHTS_FILE, {"made_from": made_from, "weights": asdict(rank)})
    write(
        CALIBRATION_FILE,
        {
            "made_from": made_from,
            "weights": asdict(signs),
            "bias": bias,
            "answer_from": round(answer_from, 4),
            "near_from": round(near_from, 4),
        },
    )


def write(path: Path, content: dict[str, Any]) -> None:
    """Overwrite a file of weights, and say so."""
    path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    print(f"wrote {path.name}")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
