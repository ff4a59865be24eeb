"""Krippendorff's alpha: how far any number of coders agree, with gaps, beyond chance."""

from __future__ import annotations

from collections import Counter
from itertools import permutations
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    Apart = Callable[[Any, Any], float]

PAIR = 2


def krippendorffs_alpha(
    units: Sequence[Sequence[Hashable | None]], *, ordered: bool = False
) -> float | None:
    """Return Krippendorff's alpha; each unit holds what each coder said, None nothing.

    What was said are names, or with `ordered` ranks, of which those far apart weigh more. A unit
    of which fewer than two coders spoke is left out. None when alpha is undefined, because all
    that was said is the same, or nothing can be compared.

    Source: Krippendorff (2011), Computing Krippendorff's alpha-reliability, University of
    Pennsylvania, sections A to D.
    """
    said, together = Counter[Any](), Counter[tuple[Any, Any]]()
    for unit in units:
        values = [value for value in unit if value is not None]
        if len(values) < PAIR:
            continue
        said.update(values)
        for pair, count in Counter(permutations(values, 2)).items():
            together[pair] += count / (len(values) - 1)  # type: ignore[assignment]
    apart = _by_rank(said) if ordered else _by_name
    observed = sum(count * apart(*pair) for pair, count in together.items())
    expected = sum(said[one] * said[two] * apart(one, two) for one in said for two in said)
    return None if expected == 0 else 1 - (said.total() - 1) * observed / expected


def _by_name(one: Any, two: Any) -> float:
    return float(one != two)


def _by_rank(said: Counter[Any]) -> Apart:
    def apart(one: Any, two: Any) -> float:
        low, high = sorted((one, two))
        between = sum(count for value, count in said.items() if low <= value <= high)
        return (between - (said[one] + said[two]) / 2) ** 2

    return apart
