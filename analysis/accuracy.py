"""How often a machine is right, and how much it finds, measured against a person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.agreement import Estimate
from analysis.prevalence import wilson

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# Under twelve, Wilson's 95 % interval of a share of one half is wider than 50 points of 100.
FEWEST = 12


@dataclass(frozen=True)
class Accuracy:
    """How right a machine is about one theme, or about all of them.

    `precision` is the share of its codings that a person gave too, `recall` the share of a
    person's that it found; each is None where there is nothing to share out. `found` and `given`
    are how many passages the machine and the person gave the theme.
    """

    precision: Estimate | None
    recall: Estimate | None
    f1: float | None
    found: int
    given: int

    @property
    def is_enough(self) -> bool:
        """Whether there are enough passages on both sides for the intervals to say much."""
        return min(self.found, self.given) >= FEWEST


def accuracy(
    machine: Sequence[int], person: Sequence[int], weights: Sequence[float] | None = None
) -> Accuracy:
    """Return how a machine's 0/1 coding of one theme stands against a person's.

    A weight says how many passages one drawn passage stands for; without weights each stands for
    itself. Raising rare themes in a sample would otherwise flatter what the machine finds.

    Raises:
        ValueError: the codings or weights are not of the same passages.
    """
    pairs = list(zip(machine, person, strict=True))
    return pooled_accuracy([(m * p, m - m * p, p - m * p) for m, p in pairs], weights)


def pooled_accuracy(
    passages: Sequence[tuple[int, int, int]], weights: Sequence[float] | None = None
) -> Accuracy:
    """Return how a machine stands against a person over all themes of some passages.

    A passage is three counts of themes: given by both, by the machine only, by the person only.
    The intervals are cautious: they count a passage once, however many themes it has.

    Raises:
        ValueError: the weights are not of the same passages.

    Source: van Rijsbergen (1979), Information Retrieval, chapter 7, for F1.
    """
    carried = [1.0] * len(passages) if weights is None else weights
    rows = list(zip(passages, carried, strict=True))
    found = [(both, both + extra, weight) for (both, extra, _), weight in rows if both + extra]
    given = [(both, both + missed, weight) for (both, _, missed), weight in rows if both + missed]
    right = sum(both * weight for both, _, weight in found)
    claims = sum(count * weight for _, count, weight in (*found, *given))
    return Accuracy(
        precision=weighted_share(found),
        recall=weighted_share(given),
        f1=2 * right / claims if claims else None,
        found=len(found),
        given=len(given),
    )


def weighted_share(
    rows: Iterable[tuple[int, int, float]], *, confidence: float = 0.95
) -> Estimate | None:
    """Return the share of what is right, with its interval; None of nothing.

    A row is how many are right, of how many, and the weight of the row. The interval is Wilson's
    with the effective number of rows, (Σw)² / Σw², in place of the number: with equal weights
    and one of one in each row it is Wilson's own.

    Raises:
        ValueError: a weight is not over 0.

    Source: Wilson (1927), J. Am. Stat. Assoc. 22, 209-212; Kish (1965), Survey Sampling,
    section 11.7, for the effective number.
    """
    kept = list(rows)
    if any(weight <= 0 for *_, weight in kept):
        raise ValueError("a passage stands for something: its weight is over 0")
    if not kept:
        return None
    right = sum(one * weight for one, _, weight in kept)
    share = min(1.0, right / sum(of * weight for _, of, weight in kept))
    total = sum(weight for *_, weight in kept)
    effective = total**2 / sum(weight**2 for *_, weight in kept)
    low, high = wilson(share, effective, confidence=confidence)
    return Estimate(share, low, high, len(kept))
