"""Draw cases by chance: everybody may draw the same sample again from its recorded seed."""

from __future__ import annotations

from collections import Counter, defaultdict
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def shares(sizes: Mapping[str, int], size: int) -> dict[str, int]:
    """Return how many to draw from each stratum: in proportion, and at least one where it can be.

    Proportional allocation, rounded by the largest remainder; of equal remainders the larger
    stratum's goes first, then the name that comes first. A sample smaller than the number of
    strata cannot reach them all and goes by proportion alone. More than there are is all of them.

    Raises:
        ValueError: the size is under 1.

    Source: Cochran (1977), Sampling Techniques, 3rd edition, section 5.5 (proportional
    allocation); Balinski and Young (1982), Fair Representation, chapter 2 (largest remainder).

    >>> shares({"North": 60, "South": 38, "West": 2}, 10)
    {'North': 6, 'South': 3, 'West': 1}
    """
    if size < 1:
        raise ValueError("a sample has at least one case")
    names = sorted(name for name, held in sizes.items() if held)
    total = sum(sizes[name] for name in names)
    size = min(size, total)
    least = 1 if size >= len(names) else 0
    given = {name: max(size * sizes[name] // total, least) for name in names}

    def claim(name: str) -> tuple[int, int]:
        # How far a stratum is below its exact share, in 1/total of a case.
        return size * sizes[name] - given[name] * total, sizes[name]

    while sum(given.values()) < size:
        given[max(names, key=claim)] += 1
    while sum(given.values()) > size:
        given[min((name for name in names if given[name] > 1), key=claim)] -= 1
    return {name: given.get(name, 0) for name in sorted(sizes)}


def draw(strata: Mapping[str, str], size: int, *, seed: int) -> tuple[str, ...]:
    """Return the keys of the cases that were drawn, in an order that tells nothing of the list.

    `strata` holds the stratum of each case by its key. Within a stratum every case is as likely
    as any other. The same cases, size and seed give the same sample, whatever their order.

    Raises:
        ValueError: the size is under 1.

    Source: simple random sampling without replacement within strata, Cochran (1977), section
    5.1, by the partial shuffle of `random.Random.sample` (Knuth, 1997, The Art of Computer
    Programming 2, section 3.4.2, algorithm P; Fisher and Yates, 1938).
    """
    wanted = shares(Counter(strata.values()), size)
    held: dict[str, list[str]] = defaultdict(list)
    for key in sorted(strata):
        held[strata[key]].append(key)
    chance = Random(seed)
    drawn = [key for name in sorted(held) for key in chance.sample(held[name], wanted[name])]
    chance.shuffle(drawn)
    return tuple(drawn)
