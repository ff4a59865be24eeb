"""What a cycle of audits leaves behind: its grades as a table, and its findings as a report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint

from app.db import unit_of_work
from app.domain.people import Permission
from app.services import grade_tables
from app.web.access import actor, requires
from app.web.sending import sent

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue

bp = Blueprint("cycle_findings", __name__, url_prefix="/audits/programme")


@bp.get("/grades/<kind>")
@requires(Permission.LEAD_AUDITS)
def all_grades(kind: str) -> ResponseReturnValue:
    """Send the grades of every audit that I lead."""
    with unit_of_work() as session:
        found = grade_tables.of_all(session, kind, by=actor())
    return sent(found)


@bp.get("/<uuid:cycle_id>/grades/<kind>")
@requires(Permission.LEAD_AUDITS)
def grades(cycle_id: UUID, kind: str) -> ResponseReturnValue:
    """Send the grades of a cycle's audits."""
    with unit_of_work() as session:
        found = grade_tables.of_cycle(session, cycle_id, kind, by=actor())
    return sent(found)
