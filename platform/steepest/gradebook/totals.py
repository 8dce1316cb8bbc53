"""The total of a student: groups by weight, within a group by points, the lowest few dropped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """One assignment's part in a total: `share` from 0 to 1; None while it needn't have been done yet."""

    group: int
    points: float
    share: float | None


@dataclass(frozen=True, slots=True)
class Weighing:
    """How a group counts."""

    weight: float
    drop_lowest: int


def total(parts: Iterable[Part], groups: Mapping[int, Weighing]) -> float | None:
    """The weighted mean over groups, from 0 to 1; None while nothing counts.

    What is not due yet leaves the total alone, so that it says how a student stands today.
    """
    by_group: dict[int, list[Part]] = {}
    for part in parts:
        if part.share is not None:
            by_group.setdefault(part.group, []).append(part)
    means = [(groups[group].weight, _mean(found, groups[group].drop_lowest)) for group, found in by_group.items()]
    weight = sum(weight for weight, _ in means)
    return sum(weight * mean for weight, mean in means) / weight if weight else None


def _mean(parts: list[Part], drop_lowest: int) -> float:
    """By points, without the lowest shares; of a group one always counts."""
    kept = sorted(parts, key=lambda part: part.share or 0.0)[min(drop_lowest, len(parts) - 1) :]
    return sum((part.share or 0.0) * part.points for part in kept) / sum(part.points for part in kept)
