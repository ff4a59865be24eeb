"""Putting things in order by buttons: one press changes the places that a form holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from surveys.given import Raw
    from surveys.questions.choice import RankedChoice


def arrange(question: RankedChoice, raw: Raw, value: str, move: str) -> dict[str, list[str]]:
    """Return the form strings of a ranking after one press; every option has its part.

    `add` gives the next free place, `out` takes it away, `up` and `down` change with a
    neighbour. A press that makes no sense moves nothing. Places are whole afterwards: 1, 2, 3.
    """
    placed, rest = ([str(option.value) for option in part] for part in question.order(raw))
    if move == "add" and value in rest:
        placed.append(value)
    elif move == "out" and value in placed:
        placed.remove(value)
    elif move in {"up", "down"} and value in placed:
        _swap(placed, placed.index(value), -1 if move == "up" else 1)
    places = {one: str(place) for place, one in enumerate(placed, 1)}
    return {str(option.value): [places.get(str(option.value), "")] for option in question.options}


def _swap(placed: list[str], at: int, step: int) -> None:
    to = at + step
    if 0 <= to < len(placed):
        placed[at], placed[to] = placed[to], placed[at]
