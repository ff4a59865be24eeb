"""Which paper returns a second person enters too, and how far two people read the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from surveys.given import Given

BLOCK = 20
SHARES = (5, 10, 20, 50, 100)
HUNDRED = 100


def is_drawn(share: int, entered: int, drawn: int, chance: float) -> bool:
    """Return whether the next return is checked by a second person.

    `share` is of a hundred; `entered` and `drawn` count the returns before it; `chance` is a
    random number of 0 to 1. Out of each twenty returns exactly the share is drawn, and nobody
    can tell beforehand which: the first person cannot take more care where they are watched.

    Source: selection sampling (Fan, Muller and Rezucha, 1962).
    """
    block_end = (entered // BLOCK + 1) * BLOCK
    needed = round(share * block_end / HUNDRED) - drawn
    return chance * (block_end - entered) < needed


def differences(
    first: Mapping[str, Given], second: Mapping[str, Given]
) -> tuple[tuple[str, ...], int]:
    """Return the questions that two people read differently, and how many were compared.

    A question that both found empty is not compared. Words are the same when they differ in
    spaces and capital letters alone.
    """
    compared = [*first, *(key for key in second if key not in first)]
    differing = tuple(key for key in compared if _plain(first.get(key)) != _plain(second.get(key)))
    return differing, len(compared)


def _plain(given: Given | None) -> tuple[object, str, str | None] | None:
    if given is None:
        return None
    value = tuple(given.value) if isinstance(given.value, list) else given.value
    return value, " ".join((given.text or "").split()).casefold(), given.special
