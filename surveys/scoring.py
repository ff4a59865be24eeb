"""Scores from answers: sum, mean, weighted or looked up, with reverse items and bands.

“Not sure” and “rather not say” are missing answers, never the middle of a scale.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from surveys.questions import Given

METHODS = ("sum", "mean", "weighted", "lookup", "single")
DIRECTIONS = ("higher_is_better", "lower_is_better")
INCOMPLETE = "incomplete"


class ScoreError(ValueError):
    """An answer is outside the range of its item; nothing is scored by guessing."""


@dataclass(frozen=True)
class Band:
    """A named range of a score, both ends included."""

    label: str
    low: float
    high: float


@dataclass(frozen=True)
class Score:
    """How one score is made of answers.

    `low` and `high` are the ends of every item's scale; a reversed item counts as
    `high + low - answer`. `min_answered` is how many items must be answered; None means all.
    When some are missing the sum is raised in proportion, and the mean is of those answered.
    `table` turns a raw sum into the score.
    """

    key: str
    label: str
    method: str
    items: tuple[str, ...]
    low: float
    high: float
    reverse: frozenset[str] = frozenset()
    weights: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    table: Mapping[int, float] = field(default_factory=lambda: MappingProxyType({}))
    min_answered: int | None = None
    bands: tuple[Band, ...] = ()
    direction: str = "higher_is_better"
    factor: float = 1.0

    def as_data(self) -> dict[str, Any]:
        """Return it as plain data."""
        data: dict[str, Any] = {
            "key": self.key,
            "label": self.label,
            "method": self.method,
            "items": list(self.items),
            "min": self.low,
            "max": self.high,
            "direction": self.direction,
            "reverse": sorted(self.reverse),
            "weights": dict(self.weights),
            "table": {str(raw): value for raw, value in self.table.items()},
            "bands": [{"label": b.label, "from": b.low, "to": b.high} for b in self.bands],
        }
        if self.min_answered is not None:
            data["missing"] = {"prorate": self.min_answered}
        if self.factor != 1:
            data["factor"] = self.factor
        return {name: value for name, value in data.items() if value not in ([], {})}


@dataclass(frozen=True)
class Scored:
    """A score, or why there is none."""

    value: float | None
    band: str | None
    answered: int
    reason: str = ""


def compute(score: Score, answers: Mapping[str, Given]) -> Scored:
    """Return one person's score.

    Raises:
        ScoreError: an answer is outside the range of the items.
    """
    values = {key: _value(score, key, answers.get(key)) for key in score.items}
    known = {key: value for key, value in values.items() if value is not None}
    needed = len(score.items) if score.min_answered is None else score.min_answered
    if len(known) < max(1, needed):
        return Scored(None, None, len(known), INCOMPLETE)
    value = _METHODS[score.method](score, known) * score.factor
    return Scored(value, band_of(score, value), len(known))


def band_of(score: Score, value: float) -> str | None:
    """Return the band in which a value falls; None when no band holds it."""
    return next((band.label for band in score.bands if band.low <= value <= band.high), None)


def _value(score: Score, key: str, given: Given | None) -> float | None:
    if given is None or given.special or given.value is None:
        return None
    value = given.value
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ScoreError(f"{key} is not a number")
    if not score.low <= value <= score.high:
        raise ScoreError(f"{key} is {value}, outside {score.low} to {score.high}")
    return score.high + score.low - value if key in score.reverse else value


def _sum(score: Score, known: Mapping[str, float]) -> float:
    return sum(known.values()) * len(score.items) / len(known)


def _mean(score: Score, known: Mapping[str, float]) -> float:
    del score
    return sum(known.values()) / len(known)


def _weighted(score: Score, known: Mapping[str, float]) -> float:
    total = sum(score.weights.get(key, 1.0) for key in known)
    return sum(value * score.weights.get(key, 1.0) for key, value in known.items()) / total


def _lookup(score: Score, known: Mapping[str, float]) -> float:
    return score.table[round(_sum(score, known))]


_METHODS = {
    "sum": _sum,
    "mean": _mean,
    "weighted": _weighted,
    "lookup": _lookup,
    "single": _mean,
}
