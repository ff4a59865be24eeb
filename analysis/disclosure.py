"""Small numbers withheld: no count under the threshold leaves, nor what would reveal it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

THRESHOLD = 5


def withhold(
    cells: Mapping[str, int],
    *,
    threshold: int = THRESHOLD,
    exclusive: bool = True,
    base: int | None = None,
) -> dict[str, int | None]:
    """Return the counts with the small ones withheld as None.

    Every count under the threshold is withheld, nought too. In an exclusive set, whose cells add
    up to the base, what is withheld must be at least two cells and together at least the
    threshold, or the next lowest is withheld as well, so that nobody can work it out from the
    base; so a count that leaves fewer than the threshold outside it is withheld with them. Those
    of the base who are in no cell count as a cell that is never shown. Where people may be in
    several cells, each is judged alone against `base`, the number of people.

    Whoever shows the result must not show a base under the threshold.

    Source: Department for Education, Characteristics of children in need (2021), methodology:
    counts of one to five suppressed, with secondary suppression; GP Patient Survey, analysis
    tool notes: counts under five suppressed, and the next lowest when one alone would be hidden.
    That nought is withheld too is Earshot's own rule.

    >>> withhold({"foster": 34, "kinship": 9, "residential": 4, "semi": 12})
    {'foster': 34, 'kinship': None, 'residential': None, 'semi': 12}
    """
    small = {name for name, count in cells.items() if count < threshold}
    if exclusive:
        rest = 0 if base is None else max(0, base - sum(cells.values()))
        small = _protected(cells, small, threshold, rest if rest < threshold else 0)
    elif base is not None:
        small |= {name for name, count in cells.items() if base - count < threshold}
    return {name: None if name in small else count for name, count in cells.items()}


def _protected(cells: Mapping[str, int], small: set[str], threshold: int, rest: int) -> set[str]:
    hidden = set(small)
    if not hidden and not rest:
        return hidden
    left = sorted((count, name) for name, count in cells.items() if name not in hidden)
    while left and not _is_safe([cells[name] for name in hidden], rest, threshold):
        hidden.add(left.pop(0)[1])
    return hidden


def _is_safe(hidden: list[int], rest: int, threshold: int) -> bool:
    unknown = len(hidden) + (rest > 0)
    return unknown >= 2 and sum(hidden) + rest >= threshold  # noqa: PLR2004 - one alone is found
