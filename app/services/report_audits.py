"""What audits found, as plain data for a report: grades as they spread, and voices heard."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from analysis.disclosure import THRESHOLD, withhold
from app.db.models import Answer, Audit, AuditPart, Question, Survey
from app.domain.audits import AuditState, Voice
from app.services.selection import said
from surveys.audits import RANK
from surveys.wording import unpiped

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.services.selection import Selection

Data = dict[str, Any]

FINISHED = [state for state in AuditState if state.is_finished]


def audit_evidence(session: Session, surveys: Sequence[Survey], selection: Selection) -> Data:
    """Return what the audits of some services found in a period, with small numbers withheld."""
    audits = select(Audit.id, Audit.grade).where(
        Audit.service_id.in_({survey.service_id for survey in surveys}),
        Audit.state.in_(FINISHED),
        *_held(selection.starts_on, selection.ends_on),
    )
    rows = session.execute(audits).all()
    if len(rows) < THRESHOLD:
        return {"count": None, "voices": "", "grades": []}
    ids = {row.id for row in rows}
    heard = _heard(session, ids)
    grades = [["All in all", *_grades([row.grade for row in rows])]]
    grades += _domains(session, ids)
    return {"count": len(rows), "voices": _voices(heard, len(rows)), "grades": grades}


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


def _voices(heard: Counter[Voice], audits: int) -> str:
    return " ".join(
        f"The {voice.label.lower()} was heard in {_how_many(heard[voice], audits)}."
        for voice in (Voice.CHILD, Voice.PARENT_OR_CARER)
    )


def _how_many(heard: int, audits: int) -> str:
    if withhold({"heard": heard, "not": audits - heard})["heard"] is not None:
        return f"{heard}"
    return "all or nearly all of them" if 2 * heard > audits else "few of them or none"


def _domains(session: Session, audit_ids: set[UUID]) -> list[Any]:
    rows = session.execute(
        select(Question.key, Question.wording, Answer.value)
        .join(Answer, Answer.question_id == Question.id)
        .join(AuditPart, AuditPart.response_id == Answer.response_id)
        .where(
            AuditPart.audit_id.in_(audit_ids),
            AuditPart.voice == Voice.AUDITOR,
            Question.kind == "grade",
        )
        .order_by(Question.position)
    )
    found: dict[str, tuple[str, list[str | None]]] = {}
    for key, wording, value in rows:
        found.setdefault(key, (wording, []))[1].append(value)
    return [
        [unpiped(wording), *_grades(values)]
        for key, (wording, values) in found.items()
        if len(values) >= THRESHOLD and key != "overall_grade"
    ]


def _grades(given: Sequence[str | None]) -> tuple[int | None, int | None]:
    # Four grades leave few audits in each, so they are told apart where it matters: good or not
    # yet good. What was not graded is neither.
    ranks = [RANK[grade] for grade in given if grade in RANK]
    good = sum(rank >= RANK["good"] for rank in ranks)
    shown = withhold({"good": good, "not yet": len(ranks) - good})
    return shown["good"], shown["not yet"]
