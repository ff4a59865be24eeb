"""Who did the work behind some audits, for deciding whether they may be shown together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from app.db.models import Audit

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session


def workers_behind(session: Session, *where: ColumnElement[bool]) -> dict[UUID, tuple[str, str]]:
    """Return the account and the reference of each audit's worker, empty where not known.

    `where` says of which audits. They are for `are_of_enough_workers`, and never shown.
    """
    rows = session.execute(
        select(Audit.id, Audit.practitioner_id, Audit.practitioner_ref).where(*where)
    )
    return {row.id: (str(row.practitioner_id or ""), row.practitioner_ref) for row in rows}
