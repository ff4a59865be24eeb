"""Reports: freeze the evidence once, then print every format from the frozen copy."""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import select

from app import clock
from app.db import sealing
from app.db.models import Report, ReportFile, Survey, User
from app.domain.errors import Invalid, NotFound
from app.domain.evidence import ReportState
from app.domain.people import Permission
from app.reports import Format, service_development, word
from app.services import activity, jobs
from app.services.report_evidence import gather
from app.services.selection import Selection, select_surveys

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from app.domain.people import Actor
    from app.reports.blocks import Document

KIND = "service_development"
FROZEN, CONTENT = "reports.frozen", "report_files.content"
# Named here so that the format is announced wherever a report is printed.
FORMATS = (word.Word.name,)


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
    formats: tuple[str, ...]


@dataclass(frozen=True)
class File:
    """One file of a report, ready to be sent."""

    name: str
    media_type: str
    content: bytes


def prepare(
    session: Session,
    *,
    by: Actor,
    title: str,
    starts_on: date,
    ends_on: date,
    survey_ids: Iterable[UUID],
    organisation: str,
) -> UUID:
    """Freeze the evidence of a period and some surveys, and ask for the files.

    Raises:
        Invalid: the days are the wrong way round, or no survey or title was given.
        NotFound: a survey is none of the person's business.
    """
    wanted = frozenset(survey_ids)
    _check(title, starts_on, ends_on, wanted)
    chosen = select_surveys(session, by, Permission.PREPARE_REPORTS, wanted)
    selection = Selection(chosen.survey_ids, starts_on, ends_on)
    report = Report(
        service_id=_one_service(session, chosen),
        kind=KIND,
        title=title.strip(),
        starts_on=starts_on,
        ends_on=ends_on,
        survey_ids=sorted(str(one) for one in wanted),
        state=ReportState.RENDERING,
        prepared_by_id=by.id,
        prepared_at=clock.now(),
    )
    data = gather(session, selection) | {
        "title": report.title,
        "organisation": organisation,
        "starts_on": starts_on.isoformat(),
        "ends_on": ends_on.isoformat(),
    }
    content = json.dumps(data, sort_keys=True, ensure_ascii=False)
    report.frozen_sealed = sealing.seal(report, FROZEN, content)
    report.frozen_hash = sha256(content.encode()).hexdigest()
    session.add(report)
    session.flush()
    jobs.enqueue(session, "report", report.id)
    activity.record(session, "report.prepared", by=by.id, about=("report", report.id))
    return report.id


def reports_for(session: Session, actor: Actor) -> tuple[ReportLine, ...]:
    """Return the reports a person may read, the newest first."""
    query = select(Report, User.name).join(User, User.id == Report.prepared_by_id)
    where = actor.services(Permission.READ_REPORTS)
    if where is not None:
        query = query.where(Report.service_id.in_(where))
    rows = session.execute(query.order_by(Report.prepared_at.desc())).all()
    files = _formats(session, [report.id for report, _ in rows])
    return tuple(
        ReportLine(
            r.id,
            r.title,
            r.starts_on,
            r.ends_on,
            r.state,
            name,
            r.prepared_at,
            files.get(r.id, ()),
        )
        for r, name in rows
    )


def line(session: Session, report_id: UUID, *, by: Actor) -> ReportLine:
    """Return one report's line.

    Raises:
        NotFound: it is not there, or none of the person's business.
    """
    found = [one for one in reports_for(session, by) if one.id == report_id]
    if not found:
        raise NotFound
    return found[0]


def document(session: Session, report_id: UUID, *, by: Actor) -> Document:
    """Return a report as a document, made from its frozen copy.

    Raises:
        NotFound: it is not there, or none of the person's business.
    """
    line(session, report_id, by=by)
    activity.record(session, "report.read", by=by.id, about=("report", report_id))
    return _document(session.get_one(Report, report_id))


def file(session: Session, report_id: UUID, format_name: str, *, by: Actor) -> File:
    """Return one file of a report.

    Raises:
        NotFound: it is not there, not ready, or none of the person's business.
    """
    found = line(session, report_id, by=by)
    stored = session.scalar(
        select(ReportFile).where(
            ReportFile.report_id == report_id, ReportFile.format == format_name
        )
    )
    if stored is None:
        raise NotFound
    activity.record(session, "report.downloaded", by=by.id, about=("report", report_id))
    kind = Format.known[format_name]
    report = session.get_one(Report, report_id)
    content = sealing.unseal_bytes(report, CONTENT, stored.content_sealed, format_name)
    name = f"service-development-report-{found.ends_on.isoformat()}{kind.suffix}"
    return File(name, kind.media_type, content)


def document_to_print(session: Session, report_id: UUID) -> Document:
    """Return a report as a document, for the job that prints it.

    Raises:
        NotFound: it is not there.
    """
    report = session.get(Report, report_id)
    if report is None:
        raise NotFound
    return _document(report)


def store_file(session: Session, report_id: UUID, format_name: str, content: bytes) -> None:
    """Keep one printed file, in place of an earlier one; the report is ready with its last."""
    report = session.get_one(Report, report_id)
    known = session.scalar(
        select(ReportFile).where(
            ReportFile.report_id == report_id, ReportFile.format == format_name
        )
    )
    stored = known or ReportFile(report_id=report_id, format=format_name)
    stored.sha256 = sha256(content).hexdigest()
    stored.content_sealed = sealing.seal_bytes(report, CONTENT, content, format_name)
    session.add(stored)
    session.flush()
    if set(FORMATS) <= set(_formats(session, [report_id]).get(report_id, ())):
        report.state = ReportState.READY


def _one_service(session: Session, chosen: Selection) -> UUID | None:
    # A report over several services is for those who may read all of them.
    query = select(Survey.service_id).where(Survey.id.in_(chosen.survey_ids)).distinct()
    services = session.scalars(query).all()
    return services[0] if len(services) == 1 else None


def _document(report: Report) -> Document:
    content = sealing.unseal(report, FROZEN, report.frozen_sealed)
    data: dict[str, Any] = json.loads(content)
    return service_development.build(data)


def _formats(session: Session, report_ids: list[UUID]) -> dict[UUID, tuple[str, ...]]:
    rows = session.execute(
        select(ReportFile.report_id, ReportFile.format)
        .where(ReportFile.report_id.in_(report_ids))
        .order_by(ReportFile.format)
    )
    found: dict[UUID, tuple[str, ...]] = {}
    for report_id, name in rows:
        found[report_id] = (*found.get(report_id, ()), name)
    return found


def _check(title: str, starts_on: date, ends_on: date, survey_ids: frozenset[UUID]) -> None:
    problems = {}
    if not title.strip():
        problems["title"] = "Give the report a title."
    if ends_on < starts_on:
        problems["ends_on"] = "The last day must not be before the first day."
    if not survey_ids:
        problems["survey_ids"] = "Choose at least one survey."
    if problems:
        raise Invalid(fields=problems)
