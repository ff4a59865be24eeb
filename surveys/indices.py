"""Indices: one number of 0 to 100 made of several questions and scores of a survey.

An index runs from 0, as bad as it can be, to 100, as good as it can be.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from surveys.given import is_number
from surveys.scoring import (
    INCOMPLETE,
    OUT_OF_RANGE,
    PLACES,
    Band,
    Score,
    Scored,
    band_of,
    bands_as_data,
    compute,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from surveys.given import Given

TOP = 100.0


@dataclass(frozen=True)
class IndexPart:
    """One question or score that an index is made of.

    Its value is stretched from `low` to `high` over 0 to 100, and turned round when `reverse`.
    Where `good` names answers, those count 100 and all others 0: so a part says how many people
    gave a good answer, and nothing is supposed of how far apart the answers are.
    """

    of: str
    is_score: bool
    low: float = 0.0
    high: float = 0.0
    weight: float = 1.0
    reverse: bool = False
    good: tuple[str | int, ...] = ()

    def as_data(self) -> dict[str, Any]:
        """Return it as plain data; where its scale ends is read from the question again."""
        data: dict[str, Any] = {"score" if self.is_score else "question": self.of}
        if self.weight != 1:
            data["weight"] = self.weight
        if self.reverse and not self.is_score:
            data["reverse"] = True
        return data | ({"good": list(self.good)} if self.good else {})


@dataclass(frozen=True)
class Index:
    """How one index is made. `min_answered` is how many parts must be known; None means all."""

    key: str
    label: str
    parts: tuple[IndexPart, ...]
    min_answered: int | None = None
    bands: tuple[Band, ...] = ()

    def as_data(self) -> dict[str, Any]:
        """Return it as plain data."""
        data: dict[str, Any] = {
            "key": self.key,
            "label": self.label,
            "parts": [part.as_data() for part in self.parts],
        }
        if self.min_answered is not None:
            data["missing"] = {"prorate": self.min_answered}
        return data | ({"bands": bands_as_data(self.bands)} if self.bands else {})


def compute_index(index: Index, scores: Sequence[Score], answers: Mapping[str, Given]) -> Scored:
    """Return one person's index, 0 to 100: the weighted mean of the parts that are known.

    One answer outside its range and there is no index, as there is no score.

    Source: the parts are rescaled from end to end and averaged by weight, as in OECD (2008),
    Handbook on Constructing Composite Indicators, sections 5 and 6.
    """
    by_key = {score.key: score for score in scores}
    found = [(_value(part, by_key, answers), part.weight) for part in index.parts]
    known = [(value, weight) for value, weight in found if isinstance(value, float)]
    if any(value == OUT_OF_RANGE for value, _ in found):
        return Scored(None, None, len(known), OUT_OF_RANGE)
    needed = len(index.parts) if index.min_answered is None else index.min_answered
    if len(known) < needed:
        return Scored(None, None, len(known), INCOMPLETE)
    mean = sum(value * weight for value, weight in known) / sum(weight for _, weight in known)
    value = round(mean, PLACES)
    return Scored(value, band_of(index, value), len(known))


def _value(
    part: IndexPart, scores: Mapping[str, Score], answers: Mapping[str, Given]
) -> float | str:
    # A part as a number of 0 to 100, or the reason why it has none.
    if part.is_score:
        scored = compute(scores[part.of], answers)
        return scored.reason if scored.value is None else _stretched(part, scored.value)
    given = answers.get(part.of)
    if given is None or given.special or given.value is None:
        return INCOMPLETE
    if part.good:
        return TOP if given.value in part.good else 0.0
    return _stretched(part, given.value)


def _stretched(part: IndexPart, value: object) -> float | str:
    if not is_number(value) or not part.low <= value <= part.high:
        return OUT_OF_RANGE
    share = (value - part.low) / (part.high - part.low)
    return TOP * (1 - share if part.reverse else share)
