"""Draw a sample of passages in which rare themes appear, and say what each one stands for."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from math import sqrt
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


@dataclass(frozen=True)
class Unit:
    """A passage that may be drawn: its stratum, and where it comes from within that."""

    id: str
    stratum: str
    origin: tuple[str, ...] = ()


@dataclass(frozen=True)
class Drawn:
    """A passage that was drawn, its stratum, and how many passages it stands for."""

    id: str
    stratum: str
    weight: float


def rarest(themes: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Return the stratum of each passage: the rarest theme it was given, or "" for none."""
    known = {passage: sorted(set(keys)) for passage, keys in themes.items()}
    counts: dict[str, int] = defaultdict(int)
    for keys in known.values():
        for key in keys:
            counts[key] += 1
    return {
        passage: min(keys, key=lambda key: (counts[key], key), default="")
        for passage, keys in known.items()
    }


def allocate(sizes: Mapping[str, int], size: int) -> dict[str, int]:
    """Return how many to draw from each stratum: one, then as the square root of what it holds.

    Nothing is drawn twice; what a small stratum cannot give goes to the others. A sample smaller
    than the number of strata reaches the largest of them.

    Raises:
        ValueError: the size is under 1.

    Source: Bankier (1988), The American Statistician 42, 174-177: power allocation, power 1/2.
    """
    if size < 1:
        raise ValueError("a sample has at least one passage")
    given = dict.fromkeys(sizes, 0)
    for _ in range(min(size, sum(sizes.values()))):
        # Each next one to the stratum furthest below its share (Sainte-Laguë on the roots).
        left = [name for name in sorted(sizes) if given[name] < sizes[name]]
        furthest = max(
            left,
            key=lambda name: (given[name] == 0, sqrt(sizes[name]) / (2 * given[name] + 1)),
        )
        given[furthest] += 1
    return given


def draw(units: Sequence[Unit], size: int, *, seed: int) -> tuple[Drawn, ...]:
    """Return a stratified random sample, in an order that tells nothing of the strata.

    Within a stratum each passage is as likely as any other, and the origins (survey, wave)
    appear in proportion: every k-th of the passages in order of origin, from a random start.
    Same units, size and seed, same sample, whatever the order of the units.

    Raises:
        ValueError: the size is under 1.

    Source: Cochran (1977), Sampling Techniques, chapters 5 and 8.
    """
    strata: dict[str, list[Unit]] = defaultdict(list)
    for unit in sorted(units, key=lambda unit: unit.id):
        strata[unit.stratum].append(unit)
    wanted = allocate({name: len(held) for name, held in strata.items()}, size)
    chance = Random(seed)
    drawn = [
        Drawn(unit.id, name, len(strata[name]) / wanted[name])
        for name in sorted(strata)
        if wanted[name]
        for unit in _spread(strata[name], wanted[name], chance)
    ]
    chance.shuffle(drawn)
    return tuple(drawn)


def _spread(held: list[Unit], size: int, chance: Random) -> list[Unit]:
    shuffled = chance.sample(held, len(held))
    if size == len(held):
        return shuffled
    shuffled.sort(key=lambda unit: unit.origin)
    step = len(held) / size
    start = chance.random() * step
    # Rounding could carry the last step one past the end.
    return [shuffled[min(int(start + i * step), len(held) - 1)] for i in range(size)]
