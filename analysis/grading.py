"""How far two readers of the same audits agree on their grades, and which of them is harsher."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from analysis.agreement import (
    WEIGHTINGS,
    Estimate,
    kappa_estimate,
    percent_agreement,
    pooled_kappa,
)
from analysis.disclosure import THRESHOLD, withhold
from analysis.prevalence import Change, Interval, difference, prevalence, wilson

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    # The rank of what the first and the second reader gave, 1 the worst; None is not graded.
    Pair = tuple[int | None, int | None]

# Under this many pairs the figures can be far from the truth (DOMAIN 1.4).
FEWEST_PAIRS = 30
NO_PAIRS = "No audit was graded by both."
ONE_GRADE = "Both gave one grade to everything, so nothing could have differed by chance."


@dataclass(frozen=True)
class WeightedKappa:
    """Cohen's kappa with the name of its weighting; where it is undefined, why."""

    weighting: str
    estimate: Estimate | None
    why_not: str = ""


@dataclass(frozen=True)
class GradeAgreement:
    """Pairs of grades, counted and measured; the second reader is the moderator.

    `exact` and `within_one` are shares of 0 to 1 with Wilson's interval. `harsher` and `kinder`
    count the pairs in which the moderator gave less or more, both or neither: the share of the
    same grade tells one from the other, so where either is small both are None, withheld.
    `left_out` counts the pairs in which somebody gave no grade. `table` has the first reader in
    rows, the best grade first, and is not to be shown.
    """

    n: int
    left_out: int
    table: tuple[tuple[int, ...], ...]
    exact: Estimate | None
    within_one: Estimate | None
    harsher: int | None
    kinder: int | None
    kappas: tuple[WeightedKappa, ...]

    @property
    def is_enough(self) -> bool:
        """Whether there are pairs enough for the figures to be near the truth."""
        return self.n >= FEWEST_PAIRS

    def without_direction(self) -> GradeAgreement:
        """Return the same agreement with who was harsher withheld."""
        return replace(self, harsher=None, kinder=None)


def grade_agreement(pairs: Sequence[Pair], *, grades: int = 4) -> GradeAgreement:
    """Return how two readers agree on one grade of each audit.

    Kappa comes unweighted, linear and quadratic: the three differ in size, and no band of words
    fits all of them. Their intervals are for large samples.

    Raises:
        ValueError: a rank is not one of the grades.

    Source: as `kappa_estimate`; that kappas of different weightings cannot share bands, Warrens
    (2013), J. Probab. Stat., 325831.
    """
    table = table_of_grades(pairs, grades=grades)
    kappas = [(name, kappa_estimate(table, weighting=name)) for name in WEIGHTINGS]
    return _measured(pairs, table, kappas)


def pooled_agreement(audits: Sequence[Sequence[Pair]], *, grades: int = 4) -> GradeAgreement:
    """Return how two readers agree on all domains of all audits at once.

    The domains of one audit hang together, so the intervals of kappa come from drawing whole
    audits again. Deterministic.

    Raises:
        ValueError: a rank is not one of the grades.

    Source: as `pooled_kappa`.
    """
    pairs = [pair for audit in audits for pair in audit]
    tables = [_flat(table_of_grades(audit, grades=grades)) for audit in audits]
    graded = [table for table in tables if any(table)]
    kappas = [(name, pooled_kappa(graded, weighting=name)) for name in WEIGHTINGS]
    return _measured(pairs, table_of_grades(pairs, grades=grades), kappas)


def table_of_grades(pairs: Sequence[Pair], *, grades: int = 4) -> list[list[int]]:
    """Return how often each pair of grades was given: the first reader in rows, best first.

    Raises:
        ValueError: a rank is not one of the grades.
    """
    table = [[0] * grades for _ in range(grades)]
    for first, second in _graded(pairs):
        if not (1 <= first <= grades and 1 <= second <= grades):
            raise ValueError("a rank is one of the grades")
        table[grades - first][grades - second] += 1
    return table


def drift(earlier: Sequence[Pair], later: Sequence[Pair]) -> Change | None:
    """Return how the share of audits graded higher than the moderator did has changed.

    None while either time holds no pair.

    Source: as `difference`.
    """
    before, after = generous(earlier), generous(later)
    if before is None or after is None:
        return None
    return difference(before, after)


def generous(pairs: Sequence[Pair]) -> Interval | None:
    """Return the share of audits that the first reader graded higher than the moderator did."""
    graded = _graded(pairs)
    if not graded:
        return None
    return prevalence(sum(first > second for first, second in graded), len(graded))


def with_direction(groups: Mapping[str, Sequence[Pair]]) -> set[str]:
    """Return the groups of pairs whose direction may stand beside that of all of them together.

    Every pair is in one group. What is withheld are two groups or more, which hold five harsher
    and five kinder ones, so that neither number of one can be had from all less the others. How
    many were harsher or kinder together stays known, from the share of the same grade. A group
    without a pair hides nothing.

    Source: as `withhold`.

    >>> sorted(with_direction({"north": [(2, 1), (1, 2)] * 9, "south": [(2, 1), (1, 2)] * 6}))
    ['north', 'south']
    """
    graded = {name: _graded(pairs) for name, pairs in groups.items()}
    counted = {name: _directions(pairs) for name, pairs in graded.items() if pairs}
    shown = [withhold({name: one[way] for name, one in counted.items()}) for way in (0, 1)]
    return {name for name in counted if None not in (shown[0][name], shown[1][name])}


def shown_halves(
    earlier: Sequence[Pair], later: Sequence[Pair]
) -> tuple[Interval, Interval] | None:
    """Return both shares that the first reader graded higher; None where either is of few.

    Source: as `withhold`.
    """
    before, after = generous(earlier), generous(later)
    if before is None or after is None:
        return None
    rest = (before.base - before.count, after.base - after.count)
    return (before, after) if min(before.count, after.count, *rest) >= THRESHOLD else None


def _measured(
    pairs: Sequence[Pair], table: list[list[int]], kappas: list[tuple[str, Estimate | None]]
) -> GradeAgreement:
    graded = _graded(pairs)
    n = len(graded)
    near = sum(abs(first - second) <= 1 for first, second in graded)
    harsher, kinder = _directions(graded)
    shown = withhold({"harsher": harsher, "kinder": kinder})
    why_not = ONE_GRADE if n else NO_PAIRS
    return GradeAgreement(
        n=n,
        left_out=len(pairs) - n,
        table=tuple(map(tuple, table)),
        exact=_share(percent_agreement(table), n),
        within_one=_share(near / n if n else None, n),
        harsher=shown["harsher"],
        kinder=shown["kinder"],
        kappas=tuple(
            WeightedKappa(name, found, "" if found else why_not) for name, found in kappas
        ),
    )


def _directions(graded: Sequence[tuple[int, int]]) -> tuple[int, int]:
    harsher = sum(second < first for first, second in graded)
    return harsher, sum(second > first for first, second in graded)


def _graded(pairs: Sequence[Pair]) -> list[tuple[int, int]]:
    return [(first, second) for first, second in pairs if first is not None and second is not None]


def _share(share: float | None, n: int) -> Estimate | None:
    return None if share is None else Estimate(share, *wilson(share, n), n)


def _flat(table: list[list[int]]) -> list[int]:
    return [count for row in table for count in row]
