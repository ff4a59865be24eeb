"""Reading one score of a definition."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from surveys.scoring import DIRECTIONS, METHODS, Band, Score

if TYPE_CHECKING:
    from collections.abc import Mapping

    from surveys.marks import Path
    from surveys.parts import Reader

FIELDS = frozenset(
    {
        "key", "label", "method", "items", "min", "max", "reverse", "weights", "table", "missing",
        "bands", "direction", "factor",
    }
)  # fmt: skip


def read_score(reader: Reader, data: Any, path: Path) -> Score | None:
    """Return a score; None when it cannot be made, with the problems noted."""
    if not reader.is_mapping(data, path, "score"):
        return None
    reader.only(data, path, FIELDS)
    items = tuple(str(item) for item in reader.list_of(data, path, "items"))
    low, high = reader.number(data, path, "min", 1), reader.number(data, path, "max", 5)
    return Score(
        key=reader.key(data, path),
        label=reader.text(data, path, "label", required=True),
        method=reader.one_of(data, path, "method", METHODS),
        items=items,
        low=1 if low is None else low,
        high=5 if high is None else high,
        reverse=frozenset(_reverse(reader, data, path, items)),
        weights=MappingProxyType(_numbers(reader, data, path, "weights")),
        table=MappingProxyType(_table(reader, data, path)),
        min_answered=_missing(reader, data, path, len(items)),
        bands=tuple(_bands(reader, data, path)),
        direction=reader.one_of(data, path, "direction", DIRECTIONS, default=DIRECTIONS[0]),
        factor=reader.number(data, path, "factor", 1) or 1,
    )


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
    return {str(key): reader.number(found, (*path, name), key) or 0.0 for key in found}


def _table(reader: Reader, data: Mapping[str, Any], path: Path) -> dict[int, float]:
    found = _numbers(reader, data, path, "table")
    if not all(raw.isdigit() for raw in found):
        reader.add("table", (*path, "table"), "A raw score is whole.", "Write them as 7: 7.0.")
        return {}
    return {int(raw): value for raw, value in found.items()}


def _missing(reader: Reader, data: Mapping[str, Any], path: Path, items: int) -> int | None:
    rule = data.get("missing", "complete_only")
    if rule == "complete_only":
        return None
    if isinstance(rule, dict) and set(rule) == {"prorate"}:
        least = rule["prorate"]
        if isinstance(least, int) and 1 <= least <= items:
            return least
    remedy = "Write complete_only, or {prorate: how many must be answered}."
    reader.add("missing", (*path, "missing"), "The rule for missing items is unclear.", remedy)
    return None


def _bands(reader: Reader, data: Mapping[str, Any], path: Path) -> list[Band]:
    bands = []
    for number, band in enumerate(reader.list_of(data, path, "bands", required=False)):
        place = (*path, "bands", number)
        if not reader.is_mapping(band, place, "band"):
            continue
        reader.only(band, place, {"label", "from", "to"})
        low, high = reader.number(band, place, "from"), reader.number(band, place, "to")
        if low is None or high is None or low > high:
            reader.add("band", place, "The band has no range.", "Write from and to, low first.")
            continue
        bands.append(Band(reader.text(band, place, "label", required=True), low, high))
    return bands
