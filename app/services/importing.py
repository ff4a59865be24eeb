"""Bring in comments that were collected elsewhere: upload a file, say what it holds, confirm."""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from sqlalchemy import select

from app import clock, tabular
from app.db import sealing
from app.db.models import Import, Service
from app.domain.errors import Conflict, Invalid, NotFound
from app.domain.evidence import ImportState, JobState
from app.domain.people import Permission
from app.services import activity, import_surveys, jobs
from app.services.import_rows import Columns, Judged, judge
from app.tabular import Table
from surveys.parsing import AUDIENCES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.domain.people import Actor

CONTENT, REJECTED = "imports.content", "imports.rejected"
JOB = "import"
LONGEST_TITLE = 200
MOST_GROUPS = 5
# With more values than this a column is no band of people but a way to find one of them.
MOST_GROUP_VALUES = 30
FROM_PEOPLE = tuple(audience for audience in AUDIENCES if audience != "audit")


@dataclass(frozen=True)
class Opened:
    """A file that could be read: its table, and the hash of its bytes."""

    table: Table
    digest: str


def open_file(content: bytes) -> Opened:
    """Read a file before any transaction begins, because that can take seconds.

    Raises:
        Invalid: `file_broken`.
    """
    return Opened(tabular.read(content), sha256(content).hexdigest())


def services(session: Session, *, by: Actor) -> tuple[tuple[UUID, str], ...]:
    """Return the services into which the person may bring comments: their ids and names."""
    rows = select(Service.id, Service.name).order_by(Service.name)
    where = by.services(Permission.IMPORT_COMMENTS)
    if where is not None:
        rows = rows.where(Service.id.in_(where))
    return tuple((row.id, row.name) for row in session.execute(rows))


def upload(
    session: Session,
    opened: Opened,
    *,
    by: Actor,
    service_id: UUID,
    about: Mapping[str, str],
) -> UUID:
    """Keep what a file holds, sealed, and return the import's id.

    `about` has a `title`, the `audience` that the words are from, and the `file_name`. The file
    itself is not kept: what was read from it is all that is ever used.

    Raises:
        NotFound: there is no such service, or not for this person.
        Invalid: the title or the audience is missing.
    """
    if not by.reaches(Permission.IMPORT_COMMENTS, service_id) or not session.get(
        Service, service_id
    ):
        raise NotFound("service_unknown")
    title = " ".join(about["title"].split())
    problems = {}
    if not title or len(title) > LONGEST_TITLE:
        problems["title"] = f"Give a title of up to {LONGEST_TITLE} characters."
    if about["audience"] not in FROM_PEOPLE:
        problems["audience"] = "Say who the comments are from."
    if problems:
        raise Invalid(fields=problems)
    kept = Import(
        service_id=service_id,
        title=title,
        file_name=about["file_name"][-200:],
        file_hash=opened.digest,
        columns=list(opened.table.header),
        mapping={"audience": about["audience"]},
        state=ImportState.UPLOADED,
        rows_total=len(opened.table.rows),
        uploaded_by_id=by.id,
        uploaded_at=clock.now(),
    )
    words = json.dumps(opened.table.as_data()).encode()
    kept.content_sealed = sealing.seal_bytes(kept, CONTENT, words)
    session.add(kept)
    session.flush()
    counts = {"rows": kept.rows_total}
    activity.record(session, "import.uploaded", by=by.id, about=("import", kept.id), counts=counts)
    return kept.id


def map_columns(session: Session, import_id: UUID, columns: Columns, *, by: Actor) -> None:
    """Say which column holds what.

    Raises:
        NotFound: it is not there, or not for this person.
        Conflict: the import has been confirmed.
        Invalid: a column is missing or cannot be what it is said to be; `fields` says why.
    """
    found = find(session, import_id, by=by)
    refuse_unless_open(found)
    table = table_of(found)
    problems = _problems(table, columns)
    if not problems:
        questions = judge(table, columns, today=found.uploaded_at.date()).questions
        if len(questions) > import_surveys.MOST_QUESTIONS:
            problems["question"] = (
                f"This column holds {len(questions)} different questions. "
                f"{import_surveys.MOST_QUESTIONS} is the most; is it another column?"
            )
    if problems:
        raise Invalid(fields=problems)
    found.mapping = {"audience": found.mapping["audience"], **columns.as_data()}
    found.state = ImportState.MAPPED
    session.flush()


def confirm(session: Session, import_id: UUID, *, by: Actor) -> UUID:
    """Begin to take in the rows, and return the job's id.

    Confirmed twice it is one job; confirmed again after a failure it goes on where it stopped.

    Raises:
        NotFound: it is not there, or not for this person.
        Conflict: its columns have not been said.
        Invalid: there is no row to take in, or the survey would have too many questions.
    """
    found = find(session, import_id, by=by, lock=True)
    if found.state in {ImportState.IMPORTING, ImportState.DONE}:
        return _again(session, found)
    judged = judged_of(found)
    if not judged.comments:
        raise Invalid("nothing_to_import")
    survey = import_surveys.survey_for(session, found, judged.questions)
    found.survey_id = survey.id
    found.rows_total = len(judged.comments) + len(judged.refused)
    found.rows_rejected = len(judged.refused)
    refused = [[one.number, one.reason, *one.cells] for one in judged.refused]
    found.rejected_sealed = sealing.seal_bytes(found, REJECTED, json.dumps(refused).encode())
    found.state = ImportState.IMPORTING
    counts = {"rows": found.rows_total, "rejected": found.rows_rejected}
    activity.record(
        session, "import.confirmed", by=by.id, about=("import", found.id), counts=counts
    )
    return jobs.enqueue(session, JOB, found.id)


def find(session: Session, import_id: UUID, *, by: Actor, lock: bool = False) -> Import:
    """Return an import of the person's services.

    Raises:
        NotFound: it is not there, or not for this person.
    """
    found = session.get(Import, import_id, with_for_update=lock or None)
    if found is None or not by.reaches(Permission.IMPORT_COMMENTS, found.service_id):
        raise NotFound("import_unknown")
    return found


def refuse_unless_open(found: Import) -> None:
    """Refuse when an import has been confirmed.

    Raises:
        Conflict: it has.
    """
    if found.state not in {ImportState.UPLOADED, ImportState.MAPPED}:
        raise Conflict("import_confirmed")


def table_of(found: Import) -> Table:
    """Return what the file held, opened.

    Raises:
        Conflict: all of it has been taken in, and nothing is kept twice.
    """
    if found.content_sealed is None:
        raise Conflict("import_confirmed")
    return Table.from_data(json.loads(sealing.unseal_bytes(found, CONTENT, found.content_sealed)))


def judged_of(found: Import) -> Judged:
    """Return every row, judged on the day of the upload, so that it comes out the same again.

    Raises:
        Conflict: its columns have not been said, or it is over.
    """
    if found.state is ImportState.UPLOADED:
        raise Conflict("import_unmapped")
    columns = Columns.from_data(found.mapping)
    return judge(table_of(found), columns, today=found.uploaded_at.date())


def _again(session: Session, found: Import) -> UUID:
    job = jobs.latest(session, JOB, found.id)
    if job is None:
        raise Conflict("import_confirmed")
    if job.state is JobState.FAILED:
        jobs.retry(session, job.id)
    return job.id


def _problems(table: Table, columns: Columns) -> dict[str, str]:
    problems = {}
    if columns.text not in table.header:
        problems["text"] = "Choose the column that holds what people said."
    for name, column in (("question", columns.question), ("date", columns.date)):
        if column and column not in table.header:
            problems[name] = "Choose a column of the file, or none."
        elif column and column == columns.text:
            problems[name] = "This column is already taken for the words."
    groups = next(filter(None, (_group_problem(table, columns, g) for g in columns.groups)), "")
    if len(columns.groups) > MOST_GROUPS:
        groups = f"Choose no more than {MOST_GROUPS} groups."
    return problems | ({"groups": groups} if groups else {})


def _group_problem(table: Table, columns: Columns, group: str) -> str:
    if group not in table.header or group in {columns.text, columns.question, columns.date}:
        return f"“{group}” cannot be a group as well."
    place = table.header.index(group)
    if len({row.cells[place] for row in table.rows}) > MOST_GROUP_VALUES:
        return (
            f"“{group}” has more than {MOST_GROUP_VALUES} different values, "
            "which could point at one person. Leave it out."
        )
    return ""
