"""Grades of practice: their order, the limiting rule, how they spread, and gaps between voices."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from surveys.given import is_number
from surveys.questions.grade import GRADE_LABELS, NOT_GRADED, Grade

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from surveys.definition import Definition
    from surveys.given import Given
    from surveys.limits import Limit
    from surveys.questions import Question

__all__ = [
    "GRADE_LABELS",
    "NOT_GRADED",
    "OVERALL",
    "RANK",
    "Flag",
    "Gap",
    "domains",
    "gaps",
    "limiting_flags",
    "spread",
]

RANK = {"outstanding": 4, "good": 3, "requires_improvement": 2, "inadequate": 1}
# The key of the question that grades the whole audit; every other grade is a domain.
OVERALL = "overall_grade"


@dataclass(frozen=True)
class Flag:
    """Something about a judgement that a second reader should look at; never a refusal."""

    code: str
    domain: str = ""


@dataclass(frozen=True)
class Gap:
    """One question that several voices answered: each voice's answer, and the steps between."""

    shared: str
    label: str
    voices: dict[str, float]
    steps: float


def domains(definition: Definition) -> tuple[Grade, ...]:
    """Return the questions of an audit that grade one domain of practice."""
    return tuple(
        question
        for question in definition.questions()
        if isinstance(question, Grade) and question.key != OVERALL
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


def gaps(definition: Definition, answers: Mapping[str, Mapping[str, Given]]) -> tuple[Gap, ...]:
    """Return how far apart the voices are on each shared question, widest first.

    `answers` holds each voice's answers by the part of the form it filled in. Special answers
    are left out; a question that fewer than two voices answered has no gap.
    """
    asked: dict[str, list[tuple[str, Question]]] = {}
    for page in definition.pages:
        for question in page.questions:
            if question.shared:
                asked.setdefault(question.shared, []).append((page.part, question))
    found = []
    for shared, versions in asked.items():
        voices = {
            part: value
            for part, question in versions
            if (value := _place(question, answers.get(part, {}))) is not None
        }
        if len(voices) > 1:
            steps = max(voices.values()) - min(voices.values())
            found.append(Gap(shared, versions[0][1].label, voices, steps))
    return tuple(sorted(found, key=lambda gap: -gap.steps))


def _place(question: Question, answers: Mapping[str, Given]) -> float | None:
    given = answers.get(question.key)
    if given is None or given.special:
        return None
    if isinstance(question, Grade):
        return RANK.get(str(given.value))
    return float(str(given.value)) if is_number(given.value) else None
