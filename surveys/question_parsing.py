"""Reading one question of a definition."""

from __future__ import annotations

import re
from dataclasses import fields
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from surveys.condition_parsing import read_condition
from surveys.definition import FILE_NAMES
from surveys.questions import SPECIAL_PART, SPECIALS, Option, Question
from surveys.questions.choice import OTHER
from surveys.questions.date import PRECISIONS
from surveys.questions.grade import GRADE_LABELS, NOT_GRADED
from surveys.questions.recorded import LONGEST_VOICE
from surveys.symbols import EARLIER, SYMBOLS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from surveys.marks import Path
    from surveys.parts import Reader

STANCES = ("neutral", "positive", "negative")
# Voices whose words another may write down.
HEARD = ("child", "parent_or_carer")
FACES = tuple(f"{set_}-{number}" for set_ in ("face", "smile") for number in range(1, 6))
OPTION_FIELDS = frozenset({"value", "label", "hint", "exclusive", "face", "picture", "symbol"})
RESERVED = frozenset({*SPECIALS, OTHER, SPECIAL_PART})
# A value becomes part of the name of a form field and of an id.
VALUE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,78}")
LONGEST_TEXT = 10_000
MOST_CHOICES = 100
# How like a kind a word must be to be taken for it, from 0 to 1 (difflib's ratio).
SURE = 0.85


def read_question(reader: Reader, data: Any, path: Path) -> Question | None:
    """Return a question; None when it cannot be made, with the problems noted."""
    if not reader.is_mapping(data, path, "question"):
        return None
    kind = Question.kinds.get(str(data.get("kind"))) or _note_kind(reader, data, path)
    if kind is None:
        return None
    names = {
        FILE_NAMES.get(field.name, field.name): field
        for field in fields(kind)
        if field.name not in kind.fixed
    }
    reader.only(data, path, {*names, "kind"})
    values = {
        field.name: _field(reader, data, path, name, field.default)
        for name, field in names.items()
        if name in data or name in {"key", "label"}
    }
    if "options" in names and "options" not in values and not names["options"].default:
        reader.add("options", path, "There is nothing to choose from.", "Add options.")
    question = kind(**values)
    reader.stands(question, path)
    return question


def _note_kind(reader: Reader, data: Mapping[str, Any], path: Path) -> type[Question] | None:
    # One letter wrong must not hide what else is wrong: the question is read as what is meant.
    kind = data.get("kind")
    near = get_close_matches(str(kind), Question.kinds, n=1)
    remedy = f"Did you mean {near[0]}? " if near else ""
    remedy += f"Use one of: {', '.join(sorted(Question.kinds))}."
    what = "The question has no kind." if kind is None else f"“{kind}” is no kind of question."
    reader.add("kind", (*path, "kind"), what, remedy)
    meant = get_close_matches(str(kind), Question.kinds, n=1, cutoff=SURE)
    if meant:
        return Question.kinds[meant[0]]
    key = str(data.get("key"))
    if key in reader.unread:
        what, remedy = f"The key “{key}” is used twice.", "Give each its own key."
        reader.add("repeated_key", (*path, "key"), what, remedy)
    reader.unread[key] = path
    return None


def _field(reader: Reader, data: Mapping[str, Any], path: Path, name: str, default: Any) -> Any:
    if name == "key":
        return reader.key(data, path)
    if name in _READERS:
        return _READERS[name](reader, data, path)
    if isinstance(default, bool):
        return reader.truth(data, path, name)
    if isinstance(default, str):
        return reader.text(data, path, name)
    return reader.number(data, path, name)


def _label(reader: Reader, data: Mapping[str, Any], path: Path) -> str:
    return reader.text(data, path, "label", required=True)


def _options(reader: Reader, data: Mapping[str, Any], path: Path) -> tuple[Option, ...]:
    options: dict[str, Option] = {}
    for number, sent in enumerate(reader.list_of(data, path, "options")):
        place = (*path, "options", number)
        option = _option(reader, sent, place)
        if option is None:
            continue
        if str(option.value) in options:
            what = f"Two options have the value “{option.value}”."
            reader.add("repeated_value", place, what, "Give each its own value.")
        options[str(option.value)] = option
    return tuple(options.values())


def _option(reader: Reader, data: Any, path: Path) -> Option | None:
    if not reader.is_mapping(data, path, "option"):
        return None
    reader.only(data, path, OPTION_FIELDS)
    value = data.get("value")
    if type(value) not in (str, int) or not VALUE.fullmatch(str(value).removeprefix("-")):
        remedy = "Give it a word or a whole number; put yes and no in quotes."
        reader.add("option_value", (*path, "value"), "The value is missing or unclear.", remedy)
        value = ""
    if value in RESERVED:
        remedy = "Use may_say for “not sure”, and other: true for “something else”."
        reader.add("reserved", (*path, "value"), f"The value “{value}” is taken.", remedy)
    option = Option(
        value=value,
        label=reader.text(data, path, "label", required=True),
        hint=reader.text(data, path, "hint"),
        exclusive=reader.truth(data, path, "exclusive"),
        face=reader.one_of(data, path, "face", ("", *FACES), default=""),
        picture=reader.text(data, path, "picture"),
        symbol=reader.one_of(data, path, "symbol", ("", *SYMBOLS, *EARLIER), default=""),
    )
    return None if value == "" else option


def _looks_like(
    reader: Reader, data: Mapping[str, Any], path: Path
) -> tuple[tuple[str, str], ...]:
    sent: Any = data.get("looks_like")
    place = (*path, "looks_like")
    if not reader.is_mapping(sent, place, "list of grades"):
        return ()
    reader.only(sent, place, [grade for grade in GRADE_LABELS if grade != NOT_GRADED])
    described = [grade for grade in GRADE_LABELS if grade in sent]
    return tuple((grade, reader.text(sent, place, grade)) for grade in described)


def _may_say(reader: Reader, data: Mapping[str, Any], path: Path) -> tuple[str, ...]:
    sent = data.get("may_say")
    if isinstance(sent, list) and all(isinstance(one, str) and one in SPECIALS for one in sent):
        return tuple(dict.fromkeys(sent))
    what = "This is no answer of its own."
    reader.add("may_say", (*path, "may_say"), what, f"Use a list of {' and '.join(SPECIALS)}.")
    return ()


def _stance(reader: Reader, data: Mapping[str, Any], path: Path) -> str:
    return reader.one_of(data, path, "stance", STANCES, default="neutral")


def _words_of(reader: Reader, data: Mapping[str, Any], path: Path) -> str:
    return reader.one_of(data, path, "words_of", ("", *HEARD), default="")


def _precision(reader: Reader, data: Mapping[str, Any], path: Path) -> str:
    return reader.one_of(data, path, "precision", tuple(PRECISIONS), default="day")


def _partial(reader: Reader, data: Mapping[str, Any], path: Path) -> str:
    order = tuple(PRECISIONS)
    partial = reader.one_of(data, path, "partial", ("", *order[1:]), default="")
    asked = data.get("precision", "day")
    if partial and asked in order and order.index(partial) <= order.index(asked):
        remedy = "Take partial out, or ask for more with precision."
        reader.add("partial", (*path, "partial"), "No more than this is asked for.", remedy)
    return partial


def _length(reader: Reader, data: Mapping[str, Any], path: Path) -> int:
    return reader.whole(data, path, "max_length", LONGEST_TEXT, LONGEST_TEXT)


def _most(reader: Reader, data: Mapping[str, Any], path: Path) -> int:
    return reader.whole(data, path, "most", MOST_CHOICES, MOST_CHOICES)


def _seconds(reader: Reader, data: Mapping[str, Any], path: Path) -> int:
    return reader.whole(data, path, "most_seconds", LONGEST_VOICE, LONGEST_VOICE)


_READERS = {
    "label": _label,
    "options": _options,
    "looks_like": _looks_like,
    "may_say": _may_say,
    "stance": _stance,
    "words_of": _words_of,
    "precision": _precision,
    "partial": _partial,
    "max_length": _length,
    "most": _most,
    "most_seconds": _seconds,
    "show_if": read_condition,
}
