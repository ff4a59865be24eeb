"""Print how often the interval of an index holds the true mean, for a few and for many people.

python -m bench.index_intervals
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable

from analysis.prevalence import mean_interval
from analysis.resampling import resampled_change, resampled_mean

SEED = 5
SAMPLES = 1000
PEOPLE = (6, 10, 20, 40, 100)
MANY = 200_000
Draw = Callable[[random.Random], float]


def good_things(rng: random.Random) -> float:
    """Draw the share of six good things, more of them in some lives than in others."""
    chance = rng.betavariate(2.5, 1.2)
    return 100 * sum(rng.random() < chance for _ in range(6)) / 6


def mostly_best(rng: random.Random) -> float:
    """Draw an index that is at its best for four people in five."""
    return 100.0 if rng.random() < 0.8 else rng.choice([0.0, 50.0])  # noqa: PLR2004


def main() -> None:
    """Draw many samples of each size and count how often the interval holds the truth."""
    rng = random.Random(SEED)
    found: dict[str, dict[str, float]] = {}
    for draw in (good_things, mostly_best):
        truth = sum(draw(rng) for _ in range(MANY)) / MANY
        for people in PEOPLE:
            found[f"{draw.__name__}, {people} people"] = _of_means(rng, draw, people, truth)
        found[f"{draw.__name__}, change of 30 and 30"] = {"bootstrap": _of_changes(rng, draw)}
    print(json.dumps(found, indent=1))


def _of_means(rng: random.Random, draw: Draw, people: int, truth: float) -> dict[str, float]:
    samples = [[draw(rng) for _ in range(people)] for _ in range(SAMPLES)]
    return {
        name: sum(one.low <= truth <= one.high for one in map(interval, samples)) / SAMPLES
        for name, interval in (("bootstrap", resampled_mean), ("Student", mean_interval))
    }


def _of_changes(rng: random.Random, draw: Draw, people: int = 30) -> float:
    pairs = [[[draw(rng) for _ in range(people)] for _ in range(2)] for _ in range(SAMPLES)]
    changes = (resampled_change(before, after) for before, after in pairs)
    return sum(one.low <= 0 <= one.high for one in changes) / SAMPLES


if __name__ == "__main__":
    main()
