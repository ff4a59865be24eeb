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
    up to the total, what is withheld must be at least two cells and together at least the
    threshold, or the next lowest is withheld as well, so that nobody can work it out from the
    total. Where people may be in several cells, each is judged alone against `base`, the number
    of people: a count so near the base that those missing from it would be few is withheld too.

    Source: Department for Education, children in need statistics (2021), on secondary
    suppression; GP Patient Survey technical annex, on the next lowest cell.

    >>> withhold({"foster": 34, "kinship": 9, "residential": 4, "semi": 12})
    {'foster': 34, 'kinship': None, 'residential': None, 'semi': 12}
    """
    total = sum(cells.values()) if base is None else base
    small = {name for name, count in cells.items() if count < threshold}
    if exclusive:
        small = _protected(cells, small, threshold) if small else small
    else:
        small |= {name for name, count in cells.items() if total - count < threshold}
    return {name: None if name in small else count for name, count in cells.items()}


def _protected(cells: Mapping[str, int], small: set[str], threshold: int) -> set[str]:
    hidden = set(small)
    rest = sorted((count, name) for name, count in cells.items() if name not in hidden)
    while rest and (len(hidden) < 2 or sum(cells[name] for name in hidden) < threshold):  # noqa: PLR2004
        hidden.add(rest.pop(0)[1])
    return hidden
