"""Grades as a table to take out: a row for each audit and domain, with no words and no names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from analysis.exchange import tables
from app.db.models import Answer, Audit, AuditCase, AuditCycle, AuditPart, Moderation, Question
from app.domain.audits import Voice
from app.domain.errors import NotFound
from app.domain.moderation import ModerationState
from app.domain.people import Permission
from app.services import activity, cycles, standing_grades
from app.services.exchange_files import MIMETYPES
from app.services.reporting import File
from surveys.audits import GRADE_LABELS, OVERALL
from surveys.variants import COHORTS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from app.domain.people import Actor
    from app.services.standing_grades import StandingGrades

    # What each voice gave, by audit and question.
    Given = Mapping[tuple[UUID, str], Mapping[Voice, str]]

KINDS = ("csv", "xlsx")
HEAD = (
    "Audit",
    "Cycle",
    "Kind of audit",
    "Team",
    "Kind of help",
    "Held on",
    "Handed in on",
    "Part of practice",
    "Auditor's grade",
    "Second reader's grade",
    "Grade that stands",
    "Settled on",
    "Note",
)
ALL_IN_ALL = "All in all"
KEPT_BACK = "Kept back: it is being read a second time, or may be drawn for that"
UNGRADED = "Not graded: its form asks for no grades"


@dataclass(frozen=True)
class _Row:
    audit: Audit
    cycle: str
    settled_at: datetime | None


def of_cycle(session: Session, cycle_id: UUID, kind: str, *, by: Actor) -> File:
    """Return the grades of a cycle's audits as a file, `csv` or `xlsx`. It is recorded.

    Raises:
        NotFound: the cycle is none of the person's business, or there is no such kind of file.
    """
    cycle = cycles.find(session, cycle_id, by=by)
    of_it = Audit.id.in_(select(AuditCase.audit_id).where(AuditCase.cycle_id == cycle_id))
    name = f"grades-of-cycle-{cycle.starts_on.isoformat()}"
    return _file(session, name, kind, of_it, about=("cycle", cycle_id), by=by)


def of_all(session: Session, kind: str, *, by: Actor) -> File:
    """Return the grades of every audit of the services that a person leads. It is recorded.

    Raises:
        NotFound: there is no such kind of file.
    """
    where = by.services(Permission.LEAD_AUDITS)
    theirs = Audit.id.is_not(None) if where is None else Audit.service_id.in_(where)
    return _file(session, "grades", kind, theirs, about=("", ""), by=by)


def rows(session: Session, where: ColumnElement[bool], *, by: Actor) -> list[Sequence[str]]:
    """Return the head of the table and its rows; `where` says of which audits.

    Of an audit that somebody may still have to grade unseeing there is one row that says so: the
    person who takes the table out may be who reads it. What a second reader gave is in it once it
    is settled. Audits come by day, domains as the form has them, the overall grade last.
    """
    standing = standing_grades.standing_grades(session, where)
    seen = standing_grades.seen_by(session, standing, by)
    labels = standing_grades.domain_labels(
        session, {key for one in standing.values() for key in one.domains}
    )
    given = _given(session, where)
    found: list[Sequence[str]] = [HEAD]
    for row in _audits(session, where):
        grades = seen.get(row.audit.id)
        if grades is None or not _is_over(grades):
            found.append(_line(row, note=KEPT_BACK))
        elif grades.overall is None and not grades.domains:
            found.append(_line(row, note=UNGRADED))
        else:
            found += _graded(row, grades, labels, given)
    return found


def _file(
    session: Session,
    name: str,
    kind: str,
    where: ColumnElement[bool],
    *,
    about: tuple[str, object],
    by: Actor,
) -> File:
    if kind not in KINDS:
        raise NotFound
    made = rows(session, where, by=by)
    counts = {"rows": len(made) - 1}
    activity.record(session, "grades.taken_out", by=by.id, about=about, counts=counts)
    content = tables.as_csv(made) if kind == "csv" else tables.as_xlsx(made, "Grades")
    return File(f"{name}.{kind}", MIMETYPES[kind], content)


def _is_over(grades: StandingGrades) -> bool:
    return grades.second_reading in {None, ModerationState.SETTLED}


def _audits(session: Session, where: ColumnElement[bool]) -> list[_Row]:
    query = (
        select(Audit, AuditCycle.title, Moderation.settled_at)
        .outerjoin(AuditCase, AuditCase.audit_id == Audit.id)
        .outerjoin(AuditCycle, AuditCycle.id == AuditCase.cycle_id)
        .outerjoin(Moderation, Moderation.audit_id == Audit.id)
        .where(Audit.state.in_(standing_grades.FINISHED), where)
        .order_by(Audit.held_on, Audit.audit_ref)
    )
    return [_Row(audit, title or "", at) for audit, title, at in session.execute(query)]


def _given(session: Session, where: ColumnElement[bool]) -> Given:
    query = (
        select(Audit.id, Question.key, AuditPart.voice, Answer.value)
        .join(AuditPart, AuditPart.audit_id == Audit.id)
        .join(Answer, Answer.response_id == AuditPart.response_id)
        .join(Question, Question.id == Answer.question_id)
        .where(
            where, Question.kind == "grade", AuditPart.voice.in_([Voice.AUDITOR, Voice.MODERATOR])
        )
    )
    found: dict[tuple[UUID, str], dict[Voice, str]] = {}
    for audit_id, key, voice, value in session.execute(query):
        found.setdefault((audit_id, key), {})[voice] = GRADE_LABELS.get(str(value), "")
    return found


def _graded(
    row: _Row, grades: StandingGrades, labels: Mapping[str, str], given: Given
) -> list[Sequence[str]]:
    stands = {key: grades.domains[key] for key in labels if key in grades.domains}
    lines = [*stands.items(), *([(OVERALL, grades.overall)] if grades.overall else [])]
    return [
        _line(
            row,
            labels.get(key, ALL_IN_ALL),
            given.get((row.audit.id, key), {}),
            GRADE_LABELS[grade],
            is_settled=grades.is_settled,
        )
        for key, grade in lines
    ]


def _line(
    row: _Row,
    domain: str = "",
    given: Mapping[Voice, str] | None = None,
    stands: str = "",
    *,
    is_settled: bool = False,
    note: str = "",
) -> Sequence[str]:
    audit, gave = row.audit, given or {}
    return (
        audit.audit_ref,
        row.cycle,
        audit.kind.value.replace("_", " "),
        audit.team,
        COHORTS.get(audit.cohort, audit.cohort),
        audit.held_on.isoformat(),
        audit.submitted_at.date().isoformat() if audit.submitted_at else "",
        domain,
        gave.get(Voice.AUDITOR, ""),
        gave.get(Voice.MODERATOR, "") if is_settled else "",
        stands,
        row.settled_at.date().isoformat() if is_settled and row.settled_at else "",
        note,
    )
