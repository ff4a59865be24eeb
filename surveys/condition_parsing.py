"""Reading the show-if conditions of a definition."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from surveys.conditions import COMBINATIONS, TESTS, Combined, Condition, Test
from surveys.given import is_number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from surveys.marks import Path
    from surveys.parts import Reader

DEEPEST = 5
REMEDIES = {
    "value": "Give it one value; put yes and no in quotes.",
    "list": "Give it a list of values; put yes and no in quotes.",
    "number": "Give it a number.",
    "truth": "Give it true or false.",
}


def read_condition(reader: Reader, data: Mapping[str, Any], path: Path) -> Condition | None:
    """Return the condition of a page or question; None when it is always shown."""
    if "show_if" not in data:
        return None
    return _condition(reader, data["show_if"], (*path, "show_if"), 0)


def _condition(reader: Reader, data: Any, path: Path, depth: int) -> Condition | None:
    if not reader.is_mapping(data, path, "condition"):
        return None
    if depth > DEEPEST:
        remedy = "Split the page, or ask one question that settles it."
        reader.add("condition_deep", path, "The condition has too many layers.", remedy)
        return None
    how = next((name for name in COMBINATIONS if name in data), None)
    if how:
        return _combined(reader, data, path, how, depth)
    return _test(reader, data, path)


def _combined(
    reader: Reader, data: Mapping[str, Any], path: Path, how: str, depth: int
) -> Condition | None:
    reader.only(data, path, {how})
    if how == "not":
        part = _condition(reader, data[how], (*path, how), depth + 1)
        return Combined(how, (part,)) if part else None
    read = [
        _condition(reader, part, (*path, how, number), depth + 1)
        for number, part in enumerate(reader.list_of(data, path, how))
    ]
    return Combined(how, tuple(part for part in read if part))


def _test(reader: Reader, data: Mapping[str, Any], path: Path) -> Condition | None:
    reader.only(data, path, {"question", *TESTS})
    names = [name for name in TESTS if name in data]
    question = data.get("question")
    if not isinstance(question, str) or len(names) != 1:
        reader.add(
            "condition",
            path,
            "A condition needs one question and one test.",
            "Write it as {question: feels_safe, is: rarely}.",
        )
        return None
    needs, value = TESTS[names[0]], data[names[0]]
    if not _fits(needs, value):
        message = f"“{names[0]}” cannot test against this."
        reader.add("condition_value", (*path, names[0]), message, REMEDIES[needs])
        return None
    return Test(question, names[0], tuple(value) if needs == "list" else value)


def _fits(needs: str, value: Any) -> bool:
    if needs == "list":
        return isinstance(value, list) and bool(value) and all(_is_plain(one) for one in value)
    if needs == "truth":
        return isinstance(value, bool)
    return is_number(value) if needs == "number" else _is_plain(value)


def _is_plain(value: Any) -> bool:
    return isinstance(value, str) or is_number(value)
