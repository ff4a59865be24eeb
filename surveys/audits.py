"""Grades of practice: their order, the limiting rule, how they spread, and gaps between voices."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

NOT_GRADED = "not_graded"
# The four-point scale of the inspection framework for local authority children's services
# (Ofsted, ILACS, 2024), which audits are graded on so that they can be compared.
GRADE_LABELS = {
    "outstanding": "Outstanding",
    "good": "Good",
    "requires_improvement": "Requires improvement to be good",
    "inadequate": "Inadequate",
    NOT_GRADED: "Not graded",
}
RANK = {"outstanding": 4, "good": 3, "requires_improvement": 2, "inadequate": 1}


@dataclass(frozen=True)
class Flag:
    """Something about a judgement that a second reader should look at; never a refusal."""

    code: str
    domain: str = ""


def limiting_flags(
    overall: str, domains: Mapping[str, str], *, safety: Iterable[str] = ()
) -> tuple[Flag, ...]:
    """Return why an overall grade is higher than its parts allow.

    A grade above “requires improvement” while a `safety` domain is inadequate is flagged, and so
    is one above the best of the domains. “Not graded” never counts as good.
    """
    if overall not in RANK:
        return ()
    flags = [
        Flag("safety_inadequate", key)
        for key in safety
        if domains.get(key) == "inadequate" and RANK[overall] > RANK["requires_improvement"]
    ]
    ranks = [RANK[grade] for grade in domains.values() if grade in RANK]
    if ranks and RANK[overall] > max(ranks):
        flags.append(Flag("above_every_part"))
    return tuple(flags)


def spread(grades: Iterable[str | None]) -> dict[str, int]:
    """Return how many there are of each grade, best first; grades are never averaged.

    >>> spread(["good", None, "good"])["good"]
    2
    """
    counts = Counter(grade if grade in RANK else NOT_GRADED for grade in grades)
    return {grade: counts[grade] for grade in GRADE_LABELS}


def gap(voices: Mapping[str, float | None]) -> float | None:
    """Return how far apart the voices are on one question, in steps of its scale.

    None when fewer than two voices answered.

    >>> gap({"child": 2, "practitioner": 4, "parent_or_carer": None})
    2
    """
    given = [value for value in voices.values() if value is not None]
    return max(given) - min(given) if len(given) > 1 else None
