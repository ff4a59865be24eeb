"""Grades of practice: their order, the limiting rule, and how they spread."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from surveys.questions.grade import GRADE_LABELS, NOT_GRADED, Grade

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from surveys.definition import Definition
    from surveys.limits import Limit

__all__ = [
    "GRADE_LABELS",
    "NOT_GRADED",
    "OVERALL",
    "RANK",
    "Flag",
    "domains",
    "limiting_flags",
    "spread",
]

RANK = {"outstanding": 4, "good": 3, "requires_improvement": 2, "inadequate": 1}
# The key of the question that grades the whole audit; every other grade is a domain.
OVERALL = "overall_grade"
# Parts whose grades are of an agency, or of all of them, and of no domain.
APART = frozenset({"agency", "joint"})


@dataclass(frozen=True)
class Flag:
    """Something about a judgement that a second reader should look at; never a refusal."""

    code: str
    domain: str = ""


def domains(definition: Definition) -> tuple[Grade, ...]:
    """Return the questions of an audit that grade one domain of practice.

    What an agency says of its own work, or all agencies of theirs together, is no domain.
    """
    return tuple(
        question
        for page in definition.pages
        for question in page.questions
        if isinstance(question, Grade) and question.key != OVERALL and page.part not in APART
    )


def limiting_flags(
    overall: str, domains: Mapping[str, str], *, limits: Sequence[Limit] = ()
) -> tuple[Flag, ...]:
    """Return why an overall grade is higher than its parts allow.

    A grade above what one of the `limits` allows is flagged, and so is one above the best of the
    domains. “Not graded” never counts as good.
    """
    if overall not in RANK:
        return ()
    flags = [
        Flag("over_limit", key)
        for limit in limits
        for key in limit.domains
        if domains.get(key) == limit.when and RANK[overall] > RANK[limit.most]
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
