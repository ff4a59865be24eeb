"""Reports in lists: what each covers, who prepared it, and whether its files are there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import or_, select

from app.db.models import Job, Report, Survey, User
from app.domain.errors import NotFound
from app.domain.evidence import JobState, ReportState
from app.domain.people import Permission

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from app.domain.people import Actor

JOB = "report"


@dataclass(frozen=True)
class ReportLine:
    """One report, for lists."""

    id: UUID
    title: str
    starts_on: date
    ends_on: date
    state: ReportState
    prepared_by: str
    prepared_at: datetime


def reports_for(session: Session, actor: Actor) -> tuple[ReportLine, ...]:
    """Return the reports a person may read, the newest first."""
    return _lines(session, actor, Permission.READ_REPORTS)


def line(
    session: Session,
    report_id: UUID,
    *,
    by: Actor,
    permission: Permission = Permission.READ_REPORTS,
) -> ReportLine:
    """Return one report's line.

    Raises:
        NotFound: it is not there, or none of the person's business.
    """
    found = _lines(session, by, permission, Report.id == report_id)
    if not found:
        raise NotFound
    return found[0]


def _lines(
    session: Session, actor: Actor, permission: Permission, *conditions: ColumnElement[bool]
) -> tuple[ReportLine, ...]:
    query = select(Report, User.name).join(User, User.id == Report.prepared_by_id)
    where = actor.services(permission)
    if where is not None:
        query = query.where(or_(Report.service_id.in_(where), Report.service_id.is_(None)))
    found = session.execute(query.where(*conditions).order_by(Report.prepared_at.desc())).all()
    rows = [one for one in found if where is None or _is_within(session, one.Report, where)]
    failed = _failed(session, [report for report, _ in rows])
    return tuple(
        ReportLine(
            r.id,
            r.title,
            r.starts_on,
            r.ends_on,
            ReportState.FAILED if r.id in failed else r.state,
            name,
            r.prepared_at,
        )
        for r, name in rows
    )


def _is_within(session: Session, report: Report, where: frozenset[UUID]) -> bool:
    # What is about several services is for those who may read about each of them.
    if report.service_id is not None:
        return report.service_id in where
    surveys = [UUID(one) for one in report.survey_ids]
    about = session.scalars(select(Survey.service_id).where(Survey.id.in_(surveys)))
    return set(about) <= where


def _failed(session: Session, reports: Sequence[Report]) -> frozenset[UUID]:
    # The job's row is the truth about whether printing failed; a report never says so itself.
    unready = [str(report.id) for report in reports if report.state is ReportState.RENDERING]
    rows = session.scalars(
        select(Job.subject).where(
            Job.kind == JOB, Job.subject.in_(unready), Job.state == JobState.FAILED
        )
    )
    return frozenset(UUID(subject) for subject in rows)
