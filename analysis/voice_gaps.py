"""Two voices on the same question over many audits: who sees it better, and how far apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.disclosure import THRESHOLD, withhold
from analysis.prevalence import Interval, MeanInterval, prevalence
from analysis.resampling import resampled_mean

if TYPE_CHECKING:
    from collections.abc import Sequence

LOWER, SAME, HIGHER = "lower", "same", "higher"


@dataclass(frozen=True)
class PairedGap:
    """How the first of two voices answered beside the second, over the pairs that have both.

    `counts` are how many first voices stand lower, the same or higher than the second; None is
    withheld. `lower` is the share that stands lower, and `steps` the mean of first less second
    in steps of the scale: below nought, the first sees it worse. Each is None where it would
    tell what is withheld.
    """

    pairs: int
    counts: dict[str, int | None]
    lower: Interval | None
    steps: MeanInterval | None


def paired_gap(pairs: Sequence[tuple[float, float]]) -> PairedGap | None:
    """Return how far the first voice stands from the second; None below five pairs.

    Both answer on one scale, in its own steps. The counts are withheld as a set that adds up, so
    none under five leaves nor can be worked out; how many stand lower is kept where it can be,
    and the other two hidden together. Deterministic.

    Source: the sign of paired differences, Dixon and Mood (1946), J. Am. Stat. Assoc. 41,
    557-566; the intervals, as `prevalence` and `resampled_mean` say.

    >>> paired_gap([(2, 4)] * 6 + [(3, 3)] * 5 + [(4, 3)] * 5).counts
    {'lower': 6, 'same': 5, 'higher': 5}
    """
    if len(pairs) < THRESHOLD:
        return None
    counts = {
        LOWER: sum(first < second for first, second in pairs),
        SAME: sum(first == second for first, second in pairs),
        HIGHER: sum(first > second for first, second in pairs),
    }
    shown = _shown(counts)
    lower, is_whole = shown[LOWER], None not in shown.values()
    return PairedGap(
        pairs=len(pairs),
        counts=shown,
        lower=None if lower is None else prevalence(lower, len(pairs)),
        steps=resampled_mean([first - second for first, second in pairs]) if is_whole else None,
    )


def _shown(counts: dict[str, int]) -> dict[str, int | None]:
    shown = withhold(counts)
    if shown[LOWER] is not None:
        return shown
    # Whoever sees it worse is what the gap is about: against all others it may still be told.
    lower = withhold({LOWER: counts[LOWER], "others": counts[SAME] + counts[HIGHER]})[LOWER]
    return shown if lower is None else {LOWER: lower, SAME: None, HIGHER: None}
