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
from app.db.models import Report, ReportFile, Survey
from app.domain.errors import Conflict, Invalid, NotFound
from app.domain.evidence import ReportState
from app.domain.people import Permission
from app.domain.titles import tidy
from app.reports import Format, cycle_findings, page, service_development, word
from app.services import activity, jobs
from app.services.report_evidence import gather
from app.services.report_lines import JOB, line
from app.services.selection import Selection, select_surveys

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from app.domain.people import Actor
    from app.reports.blocks import Document

KIND, OF_A_CYCLE = "service_development", "audit_cycle"
BUILDERS = {KIND: service_development.build, OF_A_CYCLE: cycle_findings.build}
NAMES = {KIND: "service-development-report", OF_A_CYCLE: "findings-of-audits"}
FROZEN, CONTENT = "reports.frozen", "report_files.content"
# Named here so that the format is announced wherever a report is printed.
FORMATS = (word.Word.name,)
# What is printed in an instant is made when it is asked for, and never kept.
AT_ONCE = (page.Page.name,)


@dataclass(frozen=True)
class Asked:
    """What a report is to cover."""

    title: str
    starts_on: date
    ends_on: date
    survey_ids: frozenset[UUID]
    organisation: str


@dataclass(frozen=True)
class Frozen:
    """The evidence of a report as it was at one moment, and the one service it is about."""

    asked: Asked
    service_id: UUID | None
    content: str
    kind: str = KIND


@dataclass(frozen=True)
class File:
    """One file of a report, ready to be sent."""

    name: str
    media_type: str
    content: bytes


def freeze(session: Session, asked: Asked, *, by: Actor) -> Frozen:
    """Return the evidence of a period and some surveys, as it is now.

    It only reads, so that nobody who sends answers waits while the evidence is counted.

    Raises:
        Invalid: the days are the wrong way round, or no survey or title was given.
        NotFound: a survey is none of the person's business.
    """
    _check(asked)
    chosen = select_surveys(session, by, Permission.PREPARE_REPORTS, asked.survey_ids)
    selection = Selection(chosen.survey_ids, asked.starts_on, asked.ends_on)
    data = gather(session, selection) | {
        "title": tidy(asked.title),
        "organisation": asked.organisation,
        "starts_on": asked.starts_on.isoformat(),
        "ends_on": asked.ends_on.isoformat(),
    }
    content = json.dumps(data, sort_keys=True, ensure_ascii=False)
    return Frozen(asked, _one_service(session, chosen), content)


def prepare(session: Session, frozen: Frozen, *, by: Actor) -> UUID:
    """Keep frozen evidence as a report, ask for its files, and return its id."""
    asked = frozen.asked
    report = Report(
        service_id=frozen.service_id,
        kind=frozen.kind,
        title=tidy(asked.title),
        starts_on=asked.starts_on,
        ends_on=asked.ends_on,
        survey_ids=sorted(str(one) for one in asked.survey_ids),
        state=ReportState.RENDERING,
        prepared_by_id=by.id,
        prepared_at=clock.now(),
    )
    report.frozen_sealed = sealing.seal(report, FROZEN, frozen.content)
    report.frozen_hash = sha256(frozen.content.encode()).hexdigest()
    session.add(report)
    session.flush()
    jobs.enqueue(session, JOB, report.id)
    activity.record(session, "report.prepared", by=by.id, about=("report", report.id))
    return report.id


def print_again(session: Session, report_id: UUID, *, by: Actor) -> None:
    """Let the printing of a report's files, which failed, begin again.

    Raises:
        NotFound: it is not there, or none of the person's business.
        Conflict: it did not fail.
    """
    line(session, report_id, by=by, permission=Permission.PREPARE_REPORTS)
    job = jobs.latest(session, JOB, report_id)
    if job is None or not jobs.retry(session, job.id):
        raise Conflict("report_not_failed")


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
    report = session.get_one(Report, report_id)
    content = _content(session, report, format_name)
    activity.record(session, "report.downloaded", by=by.id, about=("report", report_id))
    kind = Format.known[format_name]
    name = f"{NAMES[report.kind]}-{found.ends_on.isoformat()}{kind.suffix}"
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
    if set(FORMATS) <= _formats(session, report_id):
        report.state = ReportState.READY


def _content(session: Session, report: Report, format_name: str) -> bytes:
    if format_name in AT_ONCE:
        return Format.known[format_name]().render(_document(report))
    stored = session.scalar(
        select(ReportFile).where(
            ReportFile.report_id == report.id, ReportFile.format == format_name
        )
    )
    if stored is None:
        raise NotFound
    return sealing.unseal_bytes(report, CONTENT, stored.content_sealed, format_name)


def _one_service(session: Session, chosen: Selection) -> UUID | None:
    # None for several: such a report is for those who may read about each of them.
    query = select(Survey.service_id).where(Survey.id.in_(chosen.survey_ids)).distinct()
    services = session.scalars(query).all()
    return services[0] if len(services) == 1 else None


def _document(report: Report) -> Document:
    content = sealing.unseal(report, FROZEN, report.frozen_sealed)
    data: dict[str, Any] = json.loads(content)
    return BUILDERS[report.kind](data)


def _formats(session: Session, report_id: UUID) -> set[str]:
    rows = select(ReportFile.format).where(ReportFile.report_id == report_id)
    return set(session.scalars(rows))


def _check(asked: Asked) -> None:
    problems = {}
    if not tidy(asked.title):
        problems["title"] = "Give the report a title."
    if asked.ends_on < asked.starts_on:
        problems["ends_on"] = "The last day must not be before the first day."
    if not asked.survey_ids:
        problems["survey_ids"] = "Choose at least one survey."
    if problems:
        raise Invalid(fields=problems)
