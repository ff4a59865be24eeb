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
from app.domain.titles import tidy
from app.services import activity, import_surveys, jobs
from app.services.import_columns import problems_with
from app.services.import_rows import Columns, Judged, judge
from app.services.import_surveys import is_same_title
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
    is_theirs = by.reaches(Permission.IMPORT_COMMENTS, service_id)
    if not is_theirs or session.get(Service, service_id) is None:
        raise NotFound("service_unknown")
    _check(about)
    kept = Import(
        service_id=service_id,
        title=tidy(about["title"]),
        file_name=tidy(about["file_name"])[-200:],
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
    _note(session, "import.uploaded", kept, by, rows=kept.rows_total)
    return kept.id


def discard(session: Session, import_id: UUID, *, by: Actor) -> None:
    """Throw away a file that was not confirmed, with everything that was read from it.

    Raises:
        NotFound: it is not there, or not for this person.
        Conflict: the import has been confirmed.
    """
    found = find(session, import_id, by=by, lock=True)
    refuse_unless_open(found)
    session.delete(found)
    _note(session, "import.discarded", found, by)


def map_columns(session: Session, import_id: UUID, columns: Columns, *, by: Actor) -> None:
    """Say which column holds what.

    Raises:
        NotFound: it is not there, or not for this person.
        Conflict: the import has been confirmed.
        Invalid: a column is missing or cannot be what it is said to be; `fields` says why.
    """
    found = find(session, import_id, by=by)
    refuse_unless_open(found)
    problems = problems_with(table_of(found), columns, today=found.uploaded_at.date())
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
        Invalid: there is no row to take in, the survey would have too many questions, or the
            same words of this file were taken in already, under another title or with other
            columns, so that everybody would count twice.
    """
    found = find(session, import_id, by=by, lock=True)
    if found.state in {ImportState.IMPORTING, ImportState.DONE}:
        return _again(session, found)
    judged = judged_of(found)
    if not judged.comments:
        raise Invalid("nothing_to_import")
    if taken_before(session, found):
        raise Invalid("file_known")
    survey = import_surveys.survey_for(session, found, judged.questions)
    found.survey_id = survey.id
    found.rows_total = len(judged.comments) + len(judged.refused)
    found.rows_rejected = len(judged.refused)
    refused = [[one.number, one.reason, *one.cells] for one in judged.refused]
    found.rejected_sealed = sealing.seal_bytes(found, REJECTED, json.dumps(refused).encode())
    found.state = ImportState.IMPORTING
    _note(
        session, "import.confirmed", found, by, rows=found.rows_total, rejected=found.rows_rejected
    )
    return jobs.enqueue(session, JOB, found.id)


def taken_before(session: Session, found: Import) -> Import | None:
    """Return the import of the same words of the same file that this one would count again.

    The same title and columns add nothing, and another column of words is other words.
    """
    rows = select(Import).where(
        Import.service_id == found.service_id,
        Import.file_hash == found.file_hash,
        Import.id != found.id,
        Import.state.in_([ImportState.IMPORTING, ImportState.DONE]),
    )
    mine = Columns.from_data(found.mapping)
    for other in session.scalars(rows.order_by(Import.uploaded_at)):
        theirs = Columns.from_data(other.mapping)
        is_same = theirs == mine and is_same_title(other.title, found.title)
        if theirs.text == mine.text and not is_same:
            return other
    return None


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


def _check(about: Mapping[str, str]) -> None:
    title, problems = tidy(about["title"]), {}
    if not title or len(title) > LONGEST_TITLE:
        problems["title"] = f"Give a title of up to {LONGEST_TITLE} characters."
    if about["audience"] not in FROM_PEOPLE:
        problems["audience"] = "Say who the comments are from."
    if problems:
        raise Invalid(fields=problems)


def _note(session: Session, verb: str, found: Import, by: Actor, **counts: int) -> None:
    activity.record(session, verb, by=by.id, about=("import", found.id), counts=counts)
