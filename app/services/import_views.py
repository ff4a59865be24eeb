"""What the import pages show: the list, the columns, the preview, and how far one has come."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from app.db import sealing
from app.db.models import Import, Service
from app.domain.evidence import ImportState, JobState
from app.domain.people import Permission
from app.services import activity, importing, jobs
from app.services.import_rows import Columns, Comment, Refused

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy import Row, Select
    from sqlalchemy.orm import Session

    from app.domain.people import Actor

FIRST_ROWS = 10
SAMPLES = 3
LONGEST_SAMPLE = 80
# A spreadsheet runs a cell that begins with one of these, after any white space.
FORMULA_MARKS = "=+-@|%\t\r\n\0＝＋－＠"
STATES = {
    ImportState.UPLOADED: "waiting for its columns",
    ImportState.MAPPED: "waiting to be confirmed",
    ImportState.IMPORTING: "being taken in",
    ImportState.DONE: "done",
    ImportState.FAILED: "stopped",
}


@dataclass(frozen=True)
class ImportLine:
    """One import in a list, and where it stands."""

    id: UUID
    title: str
    service: str
    file_name: str
    uploaded_at: datetime
    state: ImportState
    survey_id: UUID | None
    rows: int
    added: int
    known: int
    rejected: int
    has_failed: bool = False
    has_stumbled: bool = False

    @property
    def state_label(self) -> str:
        """Where it stands, in words."""
        return STATES[ImportState.FAILED if self.has_failed else self.state]

    @property
    def done(self) -> int:
        """How many rows have been dealt with, of `total`."""
        return self.added + self.known

    @property
    def total(self) -> int:
        """How many rows there are to take in."""
        return self.rows - self.rejected

    @property
    def progress_label(self) -> str:
        """How far it has come, in words."""
        come = f"{self.done:,} of {self.total:,} comments taken in"
        return f"{come}. It stumbled, and goes on by itself soon" if self.has_stumbled else come


@dataclass(frozen=True)
class ColumnSample:
    """A column of a file, with the first few things in it."""

    name: str
    samples: tuple[str, ...]


@dataclass(frozen=True)
class ColumnsPage:
    """What the mapping page shows."""

    line: ImportLine
    columns: tuple[ColumnSample, ...]
    chosen: Columns | None


@dataclass(frozen=True)
class Preview:
    """The first rows as they would be stored, every row that would not be, and the counts.

    `before` says under which title and when the same words of the same file were taken in.
    """

    line: ImportLine
    first: tuple[Comment, ...]
    refused: tuple[Refused, ...]
    questions: tuple[str, ...]
    comments: int
    before: tuple[str, date] | None


def lines(session: Session, *, by: Actor) -> tuple[ImportLine, ...]:
    """Return the imports of the person's services, the newest first."""
    rows = _lines().order_by(Import.uploaded_at.desc()).limit(100)
    where = by.services(Permission.IMPORT_COMMENTS)
    if where is not None:
        rows = rows.where(Import.service_id.in_(where))
    return tuple(_line(session, row) for row in session.execute(rows))


def line(session: Session, import_id: UUID, *, by: Actor) -> ImportLine:
    """Return where one import stands.

    Raises:
        NotFound: it is not there, or not for this person.
    """
    importing.find(session, import_id, by=by)
    return _line(session, session.execute(_lines().where(Import.id == import_id)).one())


def columns_page(session: Session, import_id: UUID, *, by: Actor) -> ColumnsPage:
    """Return the columns of a file, with samples, and note that the person read them.

    Raises:
        NotFound: it is not there, or not for this person.
        Conflict: the import has been confirmed.
    """
    found = importing.find(session, import_id, by=by)
    importing.refuse_unless_open(found)
    table = importing.table_of(found)
    samples = (
        ColumnSample(name, _samples([row.cells[place] for row in table.rows]))
        for place, name in enumerate(table.header)
    )
    activity.record(session, "import.samples_read", by=by.id, about=("import", found.id))
    chosen = Columns.from_data(found.mapping) if found.state is ImportState.MAPPED else None
    return ColumnsPage(line(session, import_id, by=by), tuple(samples), chosen)


def preview(session: Session, import_id: UUID, *, by: Actor) -> Preview:
    """Return what would be stored, and note that the person read it.

    Raises:
        NotFound: it is not there, or not for this person.
        Conflict: its columns have not been said, or the import has been confirmed.
    """
    found = importing.find(session, import_id, by=by)
    importing.refuse_unless_open(found)
    judged = importing.judged_of(found)
    before = importing.taken_before(session, found)
    activity.record(session, "import.previewed", by=by.id, about=("import", found.id))
    return Preview(
        line(session, import_id, by=by),
        judged.comments[:FIRST_ROWS],
        judged.refused,
        judged.questions,
        len(judged.comments),
        (before.title, before.uploaded_at.date()) if before else None,
    )


def rejected_csv(session: Session, import_id: UUID, *, by: Actor) -> bytes:
    """Return the rows that were refused as a CSV file, and note that the person read them.

    Raises:
        NotFound: it is not there, or not for this person.
        Conflict: its columns have not been said.
    """
    found = importing.find(session, import_id, by=by)
    if found.rejected_sealed is None:
        refused = [[r.number, r.reason, *r.cells] for r in importing.judged_of(found).refused]
    else:
        opened = sealing.unseal_bytes(found, importing.REJECTED, found.rejected_sealed)
        refused = json.loads(opened)
    activity.record(
        session,
        "import.rejected_read",
        by=by.id,
        about=("import", found.id),
        counts={"rows": len(refused)},
    )
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    for row in [["Row", "Reason", *found.columns], *refused]:
        writer.writerow([harmless(cell) if isinstance(cell, str) else cell for cell in row])
    # With the mark in front, Excel reads the file as UTF-8.
    return stream.getvalue().encode("utf-8-sig")


def harmless(cell: str) -> str:
    """Return the text of a cell so that no spreadsheet takes it for a formula."""
    begins = cell.lstrip(" \ufeff\xa0")
    return f"'{cell}" if begins.startswith(tuple(FORMULA_MARKS)) else cell


def _lines() -> Select[*tuple[Any, ...]]:
    return select(
        Import.id,
        Import.title,
        Service.name,
        Import.file_name,
        Import.uploaded_at,
        Import.state,
        Import.survey_id,
        Import.rows_total,
        Import.rows_added,
        Import.rows_known,
        Import.rows_rejected,
    ).join(Service, Service.id == Import.service_id)


def _line(session: Session, row: Row[*tuple[Any, ...]]) -> ImportLine:
    found = ImportLine(*row)
    if found.state is not ImportState.IMPORTING:
        return found
    job = jobs.latest(session, importing.JOB, found.id)
    if job is None:
        return found
    has_stumbled = job.state is JobState.PENDING and bool(job.error_code)
    return replace(found, has_failed=job.state is JobState.FAILED, has_stumbled=has_stumbled)


def _samples(cells: Sequence[str]) -> tuple[str, ...]:
    filled = list(dict.fromkeys(cell for cell in cells if cell))[:SAMPLES]
    return tuple(
        cell if len(cell) <= LONGEST_SAMPLE else f"{cell[:LONGEST_SAMPLE]}…" for cell in filled
    )
