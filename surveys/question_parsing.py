"""Reading one question of a definition."""

from __future__ import annotations

from dataclasses import MISSING, fields
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from surveys.definition import FILE_NAMES
from surveys.questions import SPECIALS, Option, Question
from surveys.questions.choice import OTHER
from surveys.questions.date import PRECISIONS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from surveys.marks import Path
    from surveys.parts import Reader

STANCES = ("neutral", "positive", "negative")
FACES = tuple(f"face-{number}" for number in range(1, 6))
OPTION_FIELDS = frozenset({"value", "label", "hint", "exclusive", "face"})
RESERVED = frozenset({*SPECIALS, OTHER})


def read_question(reader: Reader, data: Any, path: Path) -> Question | None:
    """Return a question; None when it cannot be made, with the problems noted."""
    if not reader.is_mapping(data, path, "question"):
        return None
    kind = Question.kinds.get(str(data.get("kind")))
    if kind is None:
        near = get_close_matches(str(data.get("kind")), Question.kinds, n=1)
        remedy = (
            f"Did you mean {near[0]}?" if near else f"Use one of: {', '.join(Question.kinds)}."
        )
        reader.add("kind", (*path, "kind"), f"“{data.get('kind')}” is no kind.", remedy)
        return None
    names = {FILE_NAMES.get(field.name, field.name): field for field in fields(kind)}
    reader.only(data, path, {*names, "kind"})
    values = {
        field.name: _field(reader, data, path, name, field.default)
        for name, field in names.items()
        if name in data or name in {"key", "label"}
    }
    if "options" in names and "options" not in values and names["options"].default is MISSING:
        reader.add("options", path, "There is nothing to choose from.", "Add options.")
    return kind(**values)


def _field(reader: Reader, data: Mapping[str, Any], path: Path, name: str, default: Any) -> Any:
    if name == "key":
        return reader.key(data, path)
    if name in _READERS:
        return _READERS[name](reader, data, path)
    if isinstance(default, bool):
        return reader.truth(data, path, name)
    if isinstance(default, str):
        return reader.text(data, path, name)
    value = reader.number(data, path, name)
    return default if value is None else value


def _label(reader: Reader, data: Mapping[str, Any], path: Path) -> str:
    return reader.text(data, path, "label", required=True)


def _options(reader: Reader, data: Mapping[str, Any], path: Path) -> tuple[Option, ...]:
    read = [
        _option(reader, option, (*path, "options", number))
        for number, option in enumerate(reader.list_of(data, path, "options"))
    ]
    options = tuple(option for option in read if option is not None)
    seen: set[str] = set()
    for number, option in enumerate(options):
        if str(option.value) in seen:
            reader.add(
                "repeated_value",
                (*path, "options", number),
                f"Two options have the value “{option.value}”.",
                "Give each its own value.",
            )
        seen.add(str(option.value))
    return options


def _option(reader: Reader, data: Any, path: Path) -> Option | None:
    if not reader.is_mapping(data, path, "option"):
        return None
    reader.only(data, path, OPTION_FIELDS)
    value = data.get("value")
    if isinstance(value, bool) or not isinstance(value, str | int) or value == "":
        remedy = "Give it a word or a number; put yes and no in quotes."
        reader.add("option_value", path, "The value is missing or unclear.", remedy)
        return None
    if value in RESERVED:
        remedy = "Use may_say for “not sure”, and other: true for “something else”."
        reader.add("reserved", path, f"The value “{value}” is taken.", remedy)
    return Option(
        value=value,
        label=reader.text(data, path, "label", required=True),
        hint=reader.text(data, path, "hint"),
        exclusive=reader.truth(data, path, "exclusive"),
        face=reader.one_of(data, path, "face", ("", *FACES), default=""),
    )


def _may_say(reader: Reader, data: Mapping[str, Any], path: Path) -> tuple[str, ...]:
    sent = data.get("may_say")
    if isinstance(sent, list) and all(one in SPECIALS for one in sent):
        return tuple(dict.fromkeys(sent))
    words = " and ".join(SPECIALS)
    reader.add("may_say", (*path, "may_say"), "This can't be said.", f"Use a list of {words}.")
    return ()


def _stance(reader: Reader, data: Mapping[str, Any], path: Path) -> str:
    return reader.one_of(data, path, "stance", STANCES, default="neutral")


def _precision(reader: Reader, data: Mapping[str, Any], path: Path) -> str:
    return reader.one_of(data, path, "precision", tuple(PRECISIONS), default="day")


def _length(reader: Reader, data: Mapping[str, Any], path: Path) -> int:
    return int(reader.number(data, path, "max_length", 2000) or 2000)


def _most(reader: Reader, data: Mapping[str, Any], path: Path) -> int | None:
    most = reader.number(data, path, "most")
    return None if most is None else int(most)


def _condition(reader: Reader, data: Mapping[str, Any], path: Path) -> Any:
    return reader.condition(data.get("show_if"), (*path, "show_if"))


_READERS = {
    "label": _label,
    "options": _options,
    "may_say": _may_say,
    "stance": _stance,
    "precision": _precision,
    "max_length": _length,
    "most": _most,
    "show_if": _condition,
}
