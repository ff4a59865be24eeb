"""Two coders of the same passages, machine or person, compared theme by theme."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.accuracy import FEWEST, Accuracy, accuracy, pooled_accuracy
from analysis.agreement import (
    Agreement,
    Estimate,
    agreement,
    percent_agreement,
    pooled_kappa,
    table_of,
)
from analysis.alpha import krippendorffs_alpha

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


# The asymptotic error of kappa and the shares below say little on fewer passages than this.
FEWEST_PASSAGES = 30


@dataclass(frozen=True)
class Coder:
    """The machine or a person, and the theme keys that they gave to each passage they coded."""

    name: str
    keys: Mapping[str, frozenset[str]]
    is_machine: bool = False


@dataclass(frozen=True)
class ThemeRow:
    """One theme in a comparison; `accuracy` only where one of the two is the machine."""

    key: str
    name: str
    agreement: Agreement
    accuracy: Accuracy | None
    is_enough: bool


@dataclass(frozen=True)
class Comparison:
    """Two coders of the same passages, over all themes and theme by theme."""

    first: str
    second: str
    n: int
    kappa: Estimate | None
    alpha: float | None
    percent: float | None
    accuracy: Accuracy | None
    themes: tuple[ThemeRow, ...]
    unseen: tuple[str, ...]

    @property
    def is_enough(self) -> bool:
        """Whether enough passages were coded twice to say something."""
        return self.n >= FEWEST_PASSAGES

    @property
    def too_few(self) -> tuple[str, ...]:
        """The themes given too seldom to say something of them."""
        return tuple(row.name for row in self.themes if not row.is_enough)


def compare(
    first: Coder, second: Coder, names: Mapping[str, str], weights: Mapping[str, float]
) -> Comparison:
    """Return how two coders agree on the passages that both coded, in the order of the names.

    Agreement is of the sample as drawn. What the machine finds is weighted back to all the words
    that the sample was drawn from, because rare themes were raised in it.
    """
    shared = [passage for passage in weights if passage in first.keys and passage in second.keys]
    codings = {
        key: tuple([int(key in coder.keys[one]) for one in shared] for coder in (first, second))
        for key in names
    }
    carried = [weights[one] for one in shared] if first.is_machine else None
    rows = [_row(key, names[key], codings[key], carried) for key in names]
    decisions = [(a, b) for one, two in codings.values() for a, b in zip(one, two, strict=True)]
    table = table_of([a for a, _ in decisions], [b for _, b in decisions])
    counts = [
        _counts(first.keys[one] & names.keys(), second.keys[one] & names.keys(), len(names))
        for one in shared
    ]
    return Comparison(
        first=first.name,
        second=second.name,
        n=len(shared),
        kappa=pooled_kappa(counts),
        alpha=krippendorffs_alpha(decisions),
        percent=percent_agreement(table),
        accuracy=None
        if carried is None
        else pooled_accuracy([count[:3] for count in counts], carried),
        themes=tuple(row for row in rows if row.agreement.n > row.agreement.neither),
        unseen=tuple(row.name for row in rows if row.agreement.n == row.agreement.neither),
    )


def _row(
    key: str, name: str, codings: Sequence[Sequence[int]], weights: Sequence[float] | None
) -> ThemeRow:
    first, second = codings
    return ThemeRow(
        key=key,
        name=name,
        agreement=agreement(first, second),
        accuracy=None if weights is None else accuracy(first, second, weights),
        is_enough=min(sum(first), sum(second)) >= FEWEST,
    )


def _counts(
    first: frozenset[str], second: frozenset[str], themes: int
) -> tuple[int, int, int, int]:
    return (
        len(first & second),
        len(first - second),
        len(second - first),
        themes - len(first | second),
    )
