"""Measures over what was found; pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


def share(of: Iterable[bool]) -> float | None:
    """The share that is true; None: there is nothing to measure."""
    values = list(of)
    return sum(values) / len(values) if values else None


def hit_at(rights: Sequence[bool], k: int) -> bool:
    """Whether one of the first `k` is right."""
    return any(rights[:k])


def reciprocal_rank(rights: Sequence[bool]) -> float:
    """1 over the rank of the first that is right; 0: none."""
    return next((1.0 / rank for rank, right in enumerate(rights, start=1) if right), 0.0)


def quantile(values: Sequence[float], part: float) -> float | None:
    """The value that `part` of them do not exceed."""
    if not values:
        return None
    ordered = sorted(values)
    # Without the margin, 1 - 0.9 of ten values would be none of them.
    place = int(part * len(ordered) + 1e-9)
    return ordered[min(len(ordered) - 1, place)]


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """At one threshold: how much is answered, and how much of what must be refused is."""

    answered: float
    threshold: float
    near_refused: float | None
    far_refused: float | None
    left_out_refused: float | None


def risk_coverage(
    answerable: Sequence[float],
    near: Sequence[float],
    far: Sequence[float],
    left_out: Sequence[float],
    shares: Sequence[float] = (0.99, 0.97, 0.95, 0.9, 0.8),
) -> tuple[CurvePoint, ...]:
    """From confidences: what refusing costs, at the thresholds that answer each share."""
    points = []
    for part in shares:
        threshold = quantile(answerable, 1.0 - part)
        if threshold is not None:
            refused = [share(one < threshold for one in group) for group in (near, far, left_out)]
            points.append(CurvePoint(part, threshold, *refused))
    return tuple(points)
