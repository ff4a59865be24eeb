"""Reading one score of a definition."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from surveys.instruments import INSTRUMENTS
from surveys.questions.choice import Chosen
from surveys.questions.number import Number
from surveys.scoring import DIRECTIONS, METHODS, Band, Score

if TYPE_CHECKING:
    from collections.abc import Mapping

    from surveys.marks import Path
    from surveys.parts import Reader
    from surveys.questions import Question

FIELDS = frozenset(
    {
        "key", "label", "method", "items", "min", "max", "reverse", "weights", "table", "missing",
        "bands", "direction", "factor",
    }
)  # fmt: skip
INSTRUMENT_FIELDS = frozenset({"key", "label", "instrument", "items", "bands"})


def read_score(
    reader: Reader, data: Any, path: Path, questions: Mapping[str, Question]
) -> Score | None:
    """Return a score; None when it cannot be made, with the problems noted.

    Where the score does not say `min` and `max`, they are the ends of its items' scales.
    """
    if not reader.is_mapping(data, path, "score"):
        return None
    items = tuple(str(item) for item in reader.list_of(data, path, "items"))
    if "instrument" in data:
        score = _named(reader, data, path, items)
    else:
        reader.only(data, path, FIELDS)
        score = _plain(reader, data, path, items, questions)
    if score is not None:
        reader.stands(score, path)
    return score


def ends(question: Question) -> tuple[float, float] | None:
    """Return the lowest and highest number that an answer can be; None when it has none."""
    if isinstance(question, Number):
        is_bounded = question.low is not None and question.high is not None
        return (question.low or 0, question.high or 0) if is_bounded else None
    if not isinstance(question, Chosen) or getattr(question, "other", False):
        return None
    values = [option.value for option in question.options if isinstance(option.value, int)]
    if question.kind in {"many_choices", "ranked_choice"} or len(values) < len(question.options):
        return None
    return (min(values), max(values)) if values else None


def _named(
    reader: Reader, data: Mapping[str, Any], path: Path, items: tuple[str, ...]
) -> Score | None:
    reader.only(data, path, INSTRUMENT_FIELDS)
    name = reader.one_of(data, path, "instrument", tuple(INSTRUMENTS))
    needed = INSTRUMENTS[name].items
    if not items or (needed and len(items) != needed):
        what = f"{name} has {needed or 'one or more'} items, not {len(items)}."
        reader.add("items", (*path, "items"), what, "Name its items in their order.")
        return None
    score = replace(
        INSTRUMENTS[name].make(items),
        key=reader.key(data, path),
        label=reader.text(data, path, "label", required=True),
    )
    return replace(score, bands=bands_of(reader, data, path)) if "bands" in data else score


def _plain(
    reader: Reader,
    data: Mapping[str, Any],
    path: Path,
    items: tuple[str, ...],
    questions: Mapping[str, Question],
) -> Score:
    low, high = _range(reader, data, path, [questions[key] for key in items if key in questions])
    return Score(
        key=reader.key(data, path),
        label=reader.text(data, path, "label", required=True),
        method=reader.one_of(data, path, "method", METHODS),
        items=items,
        low=low,
        high=high,
        reverse=frozenset(_reverse(reader, data, path, items)),
        weights=MappingProxyType(_weights(reader, data, path, items)),
        table=MappingProxyType(_table(reader, data, path)),
        min_answered=missing_rule(reader, data, path, len(items)),
        bands=bands_of(reader, data, path),
        direction=reader.one_of(data, path, "direction", DIRECTIONS, default=DIRECTIONS[0]),
        factor=reader.number(data, path, "factor") or 1,
    )


def _range(
    reader: Reader, data: Mapping[str, Any], path: Path, items: list[Question]
) -> tuple[float, float]:
    known = [pair for item in items if (pair := ends(item))]
    low, high = reader.number(data, path, "min"), reader.number(data, path, "max")
    if low is None:
        low = min((pair[0] for pair in known), default=1)
    if high is None:
        high = max((pair[1] for pair in known), default=5)
    return low, high


def _reverse(
    reader: Reader, data: Mapping[str, Any], path: Path, items: tuple[str, ...]
) -> list[str]:
    named = reader.list_of(data, path, "reverse", required=False)
    for item in named:
        if item not in items:
            remedy = "Name only items of this score."
            reader.add("reverse", (*path, "reverse"), f"“{item}” is not an item.", remedy)
    return [str(item) for item in named]


def _numbers(reader: Reader, data: Mapping[str, Any], path: Path, name: str) -> dict[str, float]:
    found = data.get(name, {})
    if not isinstance(found, dict):
        reader.add(name, (*path, name), f"“{name}” has no names.", "Write them as name: number.")
        return {}
    read = {str(key): reader.number(found, (*path, name), key) for key in found}
    return {key: value for key, value in read.items() if value is not None}


def _weights(
    reader: Reader, data: Mapping[str, Any], path: Path, items: tuple[str, ...]
) -> dict[str, float]:
    weights = _numbers(reader, data, path, "weights")
    for item, weight in weights.items():
        if item not in items or weight <= 0:
            what = f"The weight of “{item}” means nothing."
            remedy = "Give items of this score weights above 0."
            reader.add("weights", (*path, "weights", item), what, remedy)
    return weights


def _table(reader: Reader, data: Mapping[str, Any], path: Path) -> dict[int, float]:
    found = _numbers(reader, data, path, "table")
    if not all(raw.isascii() and raw.isdigit() and len(raw) < 5 for raw in found):  # noqa: PLR2004
        reader.add("table", (*path, "table"), "A raw score is whole.", "Write them as 7: 7.0.")
        return {}
    return {int(raw): value for raw, value in found.items()}


def missing_rule(reader: Reader, data: Mapping[str, Any], path: Path, items: int) -> int | None:
    """Return how many items must be answered; None means all of them."""
    rule = data.get("missing", "complete_only")
    if rule == "complete_only":
        return None
    if isinstance(rule, dict) and set(rule) == {"prorate"}:
        least = rule["prorate"]
        if type(least) is int and 1 <= least <= items:
            return least
    remedy = "Write complete_only, or {prorate: how many must be answered}."
    reader.add("missing", (*path, "missing"), "The rule for missing items is unclear.", remedy)
    return None


def bands_of(reader: Reader, data: Mapping[str, Any], path: Path) -> tuple[Band, ...]:
    """Return the named ranges, which must not overlap."""
    bands: list[Band] = []
    for number, sent in enumerate(reader.list_of(data, path, "bands", required=False)):
        place = (*path, "bands", number)
        if not reader.is_mapping(sent, place, "band"):
            continue
        reader.only(sent, place, {"label", "from", "to"})
        low, high = reader.number(sent, place, "from"), reader.number(sent, place, "to")
        label = reader.text(sent, place, "label", required=True)
        if low is None or high is None or low > high:
            reader.add("band", place, "The band has no range.", "Write from and to, low first.")
            continue
        if any(band.label == label for band in bands):
            reader.add("band", place, f"Two bands are called “{label}”.", "Give each its own.")
        if any(low <= band.high and band.low <= high for band in bands):
            reader.add("band", place, "Two bands overlap.", "End one before the next begins.")
        bands.append(Band(label, low, high))
    return tuple(bands)
