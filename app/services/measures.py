"""Measures: the scores and indices of a survey, as one list from which a page may choose."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from surveys.indices import TOP, compute_index
from surveys.scoring import DIRECTIONS, Band, band_of, compute, ends_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from surveys.definition import Definition
    from surveys.questions import Given
    from surveys.scoring import Scored

THIRDS = ("lowest third", "middle third", "highest third")


@dataclass(frozen=True)
class Measure:
    """One score or index: its bands from low to high, and how it is computed of one person."""

    key: str
    label: str
    bands: tuple[Band, ...]
    higher_is_better: bool
    computed: Callable[[Mapping[str, Given]], Scored]

    def band(self, answers: Mapping[str, Given]) -> str | None:
        """Return the band that a person is in; None where there is no value, or no band for it."""
        value = self.computed(answers).value
        return None if value is None else band_of(self, value)


def measures(definition: Definition) -> tuple[Measure, ...]:
    """Return the indices and then the scores of a survey.

    One without bands is cut into thirds of its scale, not of the people, so that a band means the
    same in every wave.
    """
    indices = (
        Measure(
            key=index.key,
            label=index.label,
            bands=_bands(index.bands, 0, TOP),
            higher_is_better=True,
            computed=partial(compute_index, index, definition.scores),
        )
        for index in definition.indices
    )
    scores = (
        Measure(
            key=score.key,
            label=score.label,
            bands=_bands(score.bands, *ends_of(score)),
            higher_is_better=score.direction == DIRECTIONS[0],
            computed=partial(compute, score),
        )
        for score in definition.scores
    )
    return (*indices, *scores)


def _bands(bands: tuple[Band, ...], low: float, high: float) -> tuple[Band, ...]:
    if bands:
        return tuple(sorted(bands, key=lambda band: band.low))
    step = (high - low) / len(THIRDS)
    return tuple(
        Band(label, low + place * step, low + (place + 1) * step)
        for place, label in enumerate(THIRDS)
    )
