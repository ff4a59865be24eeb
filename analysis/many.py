"""Many comparisons at once: how sure one must be of each, so that chance alone marks none."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

SURE = 0.05


def corrected(chances: Sequence[float], *, of: int | None = None) -> tuple[float, ...]:
    """Return each chance (0 to 1) raised for the number of comparisons, in the order given.

    Calling a difference only what stays at or under `SURE` marks something by chance alone on
    fewer than one page in twenty, however the comparisons hang together. `of` is the number of
    comparisons where more were looked at than are given.

    Raises:
        ValueError: `of` is less than the number given.

    Source: Holm (1979), Scandinavian Journal of Statistics 6, 65-70.

    >>> corrected([0.01, 0.04, 0.03])
    (0.03, 0.06, 0.06)
    """
    number = len(chances) if of is None else of
    if number < len(chances):
        raise ValueError("more were given than were looked at")
    raised = [0.0] * len(chances)
    least = 0.0
    for rank, place in enumerate(sorted(range(len(chances)), key=lambda one: chances[one])):
        least = max(least, min(1.0, chances[place] * (number - rank)))
        raised[place] = least
    return tuple(raised)
