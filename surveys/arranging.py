"""Putting things in order by buttons: one press changes the places that a form holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from surveys.words import first

if TYPE_CHECKING:
    from surveys.given import Raw
    from surveys.questions.choice import RankedChoice

MOVES = ("add", "up", "down", "out")


def order_of(question: RankedChoice, raw: Raw) -> tuple[list[str], list[str]]:
    """Return the options that have a place, in their order, and those that have none.

    Whatever a form sent is put in some order: places that are none go to the end of neither.
    """
    values = [str(option.value) for option in question.options]
    places = {value: first(raw, value) for value in values}
    known = {str(place): place for place in range(1, len(values) + 1)}
    placed = [value for value in values if places[value] in known]
    placed.sort(key=lambda value: known[places[value]])
    return placed, [value for value in values if value not in placed]


def arrange(question: RankedChoice, raw: Raw, value: str, move: str) -> dict[str, list[str]]:
    """Return the form strings of a ranking after one press.

    `add` gives the next free place, `out` takes it away, `up` and `down` change with a
    neighbour. A press that makes no sense changes nothing but makes the places whole: 1, 2, 3.
    """
    placed, rest = order_of(question, raw)
    if move == "add" and value in rest:
        placed.append(value)
    elif move == "out" and value in placed:
        placed.remove(value)
    elif move in {"up", "down"} and value in placed:
        _swap(placed, placed.index(value), -1 if move == "up" else 1)
    return {one: [str(place)] for place, one in enumerate(placed, 1)}


def _swap(placed: list[str], at: int, step: int) -> None:
    to = at + step
    if 0 <= to < len(placed):
        placed[at], placed[to] = placed[to], placed[at]
