"""Lists of cases: upload one, say what its columns hold, and keep its good rows."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from app import clock
from app.db import sealing
from app.db.models import AuditCase, CaseList
from app.domain.errors import Conflict, Invalid, NotFound
from app.domain.programme import CaseState
from app.domain.titles import tidy
from app.services import activity, cycles
from app.services.case_rows import (
    CaseRow,
    Columns,
    RefusedRow,
    judge,
    likely,
    problems_with,
)
from app.tabular import Table

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.db.models import AuditCycle
    from app.domain.people import Actor

CONTENT, CASE, WORKER = "case_lists.content", "audit_cases.case", "audit_cases.practitioner"
CASE_HASH = "case"
KEPT_DAYS = 7


@dataclass(frozen=True)
class ListPage:
    """One list: its columns, and what would become, or became, of each of its rows.

    `known` counts good rows whose case is in the cycle already.
    """

    id: UUID
    cycle_id: UUID
    cycle: str
    file_name: str
    header: tuple[str, ...]
    mapping: Mapping[str, str]
    is_mapped: bool
    good: tuple[CaseRow, ...]
    known: int
    kept: int
    refused: tuple[RefusedRow, ...]
    is_open: bool


def upload(session: Session, cycle_id: UUID, table: Table, *, file_name: str, by: Actor) -> UUID:
    """Keep what a file holds, sealed, until its good rows are kept or it is thrown away.

    Raises:
        NotFound: the cycle is not there, or none of the person's business.
        Conflict: the last day of the cycle is over.
    """
    cycles.refuse_unless_running(cycles.find(session, cycle_id, by=by))
    found = CaseList(
        cycle_id=cycle_id,
        file_name=tidy(file_name)[-200:],
        mapping=likely(table.header),
        uploaded_by_id=by.id,
        uploaded_at=clock.now(),
    )
    words = json.dumps(table.as_data()).encode()
    found.content_sealed = sealing.seal_bytes(found, CONTENT, words)
    session.add(found)
    session.flush()
    _note(session, "case_list.uploaded", found, by, rows=len(table.rows))
    return found.id


def map_columns(session: Session, list_id: UUID, columns: Columns, *, by: Actor) -> None:
    """Say which column holds what.

    Raises:
        NotFound: the list is not there, or none of the person's business.
        Conflict: its rows have been kept.
        Invalid: a column is missing or chosen twice; `fields` says which.
    """
    found = _find(session, list_id, by=by)
    if problems := problems_with(_table(found).header, columns):
        raise Invalid(fields=problems)
    found.mapping = columns.as_data()
    session.flush()


def page(session: Session, list_id: UUID, *, by: Actor) -> ListPage:
    """Return one list with every row judged.

    Raises:
        NotFound: it is not there, or none of the person's business.
    """
    found = _find(session, list_id, by=by)
    cycle = cycles.find(session, found.cycle_id, by=by)
    header: tuple[str, ...] = ()
    good: tuple[CaseRow, ...] = ()
    refused = tuple(RefusedRow(number, reason) for number, reason in found.refused)
    columns = Columns(**found.mapping)
    is_open = found.content_sealed is not None
    if is_open:
        table = _table(found)
        header = table.header
        if not problems_with(header, columns):
            judged = judge(table, columns, today=clock.today())
            good, refused = judged.good, judged.refused
    known = _known(session, cycle.id) if good else set()
    fresh = tuple(row for row in good if cycles.hash_of(row.case_ref, CASE_HASH) not in known)
    return ListPage(
        id=found.id,
        cycle_id=cycle.id,
        cycle=cycle.title,
        file_name=found.file_name,
        header=header,
        mapping=found.mapping,
        is_mapped=bool(columns.case_ref and columns.team),
        good=fresh,
        known=len(good) - len(fresh),
        kept=found.rows_kept,
        refused=refused,
        is_open=is_open,
    )


def keep(session: Session, list_id: UUID, *, by: Actor) -> int:
    """Put the good rows on the cycle's list of cases, and return how many were new.

    The file goes; what stays of a refused row is its number and the reason.

    Raises:
        NotFound: the list is not there, or none of the person's business.
        Conflict: its rows have been kept, or the last day of the cycle is over.
        Invalid: there is no row to keep.
    """
    found = _find(session, list_id, by=by, lock=True)
    cycle = cycles.find(session, found.cycle_id, by=by, lock=True)
    cycles.refuse_unless_running(cycle)
    if found.content_sealed is None:
        raise Conflict("case_list_kept")
    shown = page(session, list_id, by=by)
    if not shown.good:
        raise Invalid("no_case_to_keep")
    for row in shown.good:
        session.add(_case(cycle, row))
    found.rows_kept = len(shown.good)
    found.refused = [list(asdict(row).values()) for row in shown.refused]
    found.content_sealed = None
    counts = {"rows": found.rows_kept, "refused": len(shown.refused)}
    _note(session, "case_list.kept", found, by, **counts)
    return found.rows_kept


def discard(session: Session, list_id: UUID, *, by: Actor) -> UUID:
    """Throw a list away before anything of it was kept, and return its cycle.

    Raises:
        NotFound: it is not there, or none of the person's business.
        Conflict: its rows have been kept.
    """
    found = _find(session, list_id, by=by, lock=True)
    if found.content_sealed is None:
        raise Conflict("case_list_kept")
    session.delete(found)
    _note(session, "case_list.discarded", found, by)
    return found.cycle_id


def sweep(session: Session) -> int:
    """Throw away lists that nobody kept within a week; return how many there were.

    A list that was refused may hold what could tell who a child is.
    """
    over = clock.now() - timedelta(days=KEPT_DAYS)
    gone = session.execute(
        delete(CaseList)
        .where(CaseList.content_sealed.is_not(None), CaseList.uploaded_at < over)
        .returning(CaseList.id)
    )
    return len(gone.all())


def case_ref(cycle: AuditCycle, case: AuditCase) -> str:
    """Return the reference of a case, opened."""
    return sealing.unseal(cycle, CASE, case.case_sealed, case.id)


def practitioner_ref(cycle: AuditCycle, case: AuditCase) -> str:
    """Return the staff reference of a case's worker, opened; empty when none was given."""
    if case.practitioner_sealed is None:
        return ""
    return sealing.unseal(cycle, WORKER, case.practitioner_sealed, case.id)


def _case(cycle: AuditCycle, row: CaseRow) -> AuditCase:
    case = AuditCase(
        cycle_id=cycle.id,
        case_hash=cycles.hash_of(row.case_ref, CASE_HASH),
        practitioner_hash=cycles.hash_of(row.practitioner_ref, cycles.WORKER),
        team=row.team,
        cohort=row.cohort,
        last_audited_on=row.last_audited_on,
        state=CaseState.LISTED,
    )
    case.case_sealed = sealing.seal(cycle, CASE, row.case_ref, case.id)
    if row.practitioner_ref:
        worker = sealing.seal(cycle, WORKER, row.practitioner_ref, case.id)
        case.practitioner_sealed = worker
    return case


def _known(session: Session, cycle_id: UUID) -> set[str]:
    rows = session.scalars(select(AuditCase.case_hash).where(AuditCase.cycle_id == cycle_id))
    return set(rows)


def _find(session: Session, list_id: UUID, *, by: Actor, lock: bool = False) -> CaseList:
    found = session.get(CaseList, list_id, with_for_update=lock or None)
    if found is None:
        raise NotFound("case_list_unknown")
    cycles.find(session, found.cycle_id, by=by)
    return found


def _table(found: CaseList) -> Table:
    if found.content_sealed is None:
        raise Conflict("case_list_kept")
    return Table.from_data(json.loads(sealing.unseal_bytes(found, CONTENT, found.content_sealed)))


def _note(session: Session, verb: str, found: CaseList, by: Actor, **counts: int) -> None:
    activity.record(session, verb, by=by.id, about=("case_list", found.id), counts=counts)
