"""What audits found, as plain data for a report: grades as they spread, and voices heard."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from analysis.disclosure import THRESHOLD, withhold
from app.db.models import Answer, Audit, AuditPart, Question, Survey
from app.domain.audits import Voice
from app.services.selection import said
from app.services.standing_grades import domain_labels, standing_grades
from surveys.audits import RANK

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.services.selection import Selection
    from app.services.standing_grades import StandingGrades

Data = dict[str, Any]


def audit_evidence(session: Session, surveys: Sequence[Survey], selection: Selection) -> Data:
    """Return what the audits of some services found in a period, with small numbers withheld.

    The grades are those that stand: what two readers settled, or else what the auditor gave.
    """
    found = standing_grades(
        session,
        Audit.service_id.in_({survey.service_id for survey in surveys}),
        *_held(selection.starts_on, selection.ends_on),
    )
    if len(found) < THRESHOLD:
        return {"count": None, "voices": "", "grades": []}
    grades = [["All in all", *_grades([one.overall for one in found.values()])]]
    grades += _domains(session, found.values())
    return {"count": len(found), "voices": voices_heard(session, set(found)), "grades": grades}


def _held(starts_on: date | None, ends_on: date | None) -> list[Any]:
    return [
        *([Audit.held_on >= starts_on] if starts_on else []),
        *([Audit.held_on <= ends_on] if ends_on else []),
    ]


def _heard(session: Session, audit_ids: set[UUID]) -> Counter[Voice]:
    rows = session.execute(
        select(AuditPart.voice, AuditPart.audit_id)
        .join(Answer, Answer.response_id == AuditPart.response_id)
        .join(Question, Question.id == Answer.question_id)
        .where(AuditPart.audit_id.in_(audit_ids), *said())
        .distinct()
    )
    return Counter(row.voice for row in rows)


def voices_heard(session: Session, audit_ids: set[UUID]) -> str:
    """Return in how many of some audits a child and a parent were heard, in sentences.

    Few who were heard, or were not, are said in words.
    """
    heard = _heard(session, audit_ids)
    return " ".join(
        f"The {voice.label.lower()} was heard in {_how_many(heard[voice], len(audit_ids))}."
        for voice in (Voice.CHILD, Voice.PARENT_OR_CARER)
    )


def _how_many(heard: int, audits: int) -> str:
    if withhold({"heard": heard, "not": audits - heard})["heard"] is not None:
        return f"{heard}"
    return "all or nearly all of them" if 2 * heard > audits else "few of them or none"


def _domains(session: Session, audits: Collection[StandingGrades]) -> list[Any]:
    found: dict[str, list[str]] = defaultdict(list)
    for audit in audits:
        for key, grade in audit.domains.items():
            found[key].append(grade)
    labels = domain_labels(session, found)
    return [
        [label, *_grades(found[key])]
        for key, label in labels.items()
        if len(found[key]) >= THRESHOLD
    ]


def _grades(given: Sequence[str | None]) -> tuple[int | None, int | None]:
    # Four grades leave few audits in each, so they are told apart where it matters: good or not
    # yet good. What was not graded is neither.
    ranks = [RANK[grade] for grade in given if grade in RANK]
    good = sum(rank >= RANK["good"] for rank in ranks)
    shown = withhold({"good": good, "not yet": len(ranks) - good})
    return shown["good"], shown["not yet"]
