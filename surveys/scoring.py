"""Scores from answers: sum, mean, weighted or looked up, with reverse items and bands.

“Not sure” and “rather not say” are missing answers, never the middle of a scale.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Protocol

from surveys.given import is_number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from surveys.given import Given

METHODS = ("sum", "mean", "weighted", "lookup", "single")
DIRECTIONS = ("higher_is_better", "lower_is_better")
INCOMPLETE = "incomplete"
OUT_OF_RANGE = "out_of_range"
PLACES = 6


@dataclass(frozen=True)
class Band:
    """A named range of a score, both ends included."""

    label: str
    low: float
    high: float


class Banded(Protocol):
    """What has bands: a score, or an index."""

    @property
    def bands(self) -> tuple[Band, ...]:
        """The named ranges of its value."""


@dataclass(frozen=True)
class Score:
    """How one score is made of answers.

    `low` and `high` are the ends of every item's scale; a reversed item counts as
    `high + low - answer`. `min_answered` is how many items must be answered; None means all.
    When some are missing the sum is raised in proportion, and the mean is of those answered.
    `table` turns a raw sum into the score; `factor` multiplies it.
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
            "bands": bands_as_data(self.bands),
        }
        if self.min_answered is not None:
            data["missing"] = {"prorate": self.min_answered}
        if self.factor != 1:
            data["factor"] = self.factor
        return {name: value for name, value in data.items() if value not in ([], {})}


@dataclass(frozen=True)
class Scored:
    """A score; or none, with the reason: `incomplete` or `out_of_range`."""

    value: float | None
    band: str | None
    answered: int
    reason: str = ""


def compute(score: Score, answers: Mapping[str, Given]) -> Scored:
    """Return one person's score.

    One answer outside the range of the items and there is no score: nothing is guessed.
    """
    known = _known(score, answers)
    if not all(is_number(value) and score.low <= value <= score.high for value in known.values()):
        return Scored(None, None, len(known), OUT_OF_RANGE)
    needed = len(score.items) if score.min_answered is None else score.min_answered
    if len(known) < max(1, needed):
        return Scored(None, None, len(known), INCOMPLETE)
    counted = {
        key: score.high + score.low - value if key in score.reverse else value
        for key, value in known.items()
    }
    # Rounded, so that 0.1 + 0.2 does not fall beside the end of a band.
    value = round(_METHODS[score.method](score, counted) * score.factor, PLACES)
    return Scored(value, band_of(score, value), len(known))


def bands_as_data(bands: Sequence[Band]) -> list[dict[str, Any]]:
    """Return bands as plain data."""
    return [{"label": band.label, "from": band.low, "to": band.high} for band in bands]


def ends_of(score: Score) -> tuple[float, float]:
    """Return the lowest and the highest value that a score can have."""
    low, high = score.low, score.high
    if score.method == "sum":
        low, high = low * len(score.items), high * len(score.items)
    if score.method == "lookup":
        low, high = min(score.table.values()), max(score.table.values())
    return low * score.factor, high * score.factor


def band_of(banded: Banded, value: float) -> str | None:
    """Return the band in which a value falls; None when it is beyond them all.

    A value between two bands (2.45 between 1 to 2.4 and 2.5 to 5) belongs to the lower: it has
    not reached the next.
    """
    bands = sorted(banded.bands, key=lambda band: band.low)
    if not bands or value > bands[-1].high:
        return None
    return next((band.label for band in reversed(bands) if band.low <= value), None)


def _known(score: Score, answers: Mapping[str, Given]) -> dict[str, Any]:
    given = {key: answers.get(key) for key in score.items}
    return {
        key: one.value
        for key, one in given.items()
        if one is not None and not one.special and one.value is not None
    }


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
