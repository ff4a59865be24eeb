"""Naming the worker whose practice an audit is about."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for

from app.db import unit_of_work
from app.domain.errors import Conflict, Invalid
from app.domain.people import Permission
from app.services import audit_workers
from app.web.access import actor, requires

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("audit_workers", __name__, url_prefix="/audits")
REPLIED = "The worker who was named has replied, so the name was not changed."


@bp.post("/<uuid:audit_id>/worker")
@requires(Permission.RECORD_AUDITS)
def name(audit_id: UUID) -> ResponseReturnValue:
    """Say whose practice my audit is about."""
    try:
        with unit_of_work() as session:
            audit_workers.name_worker(session, audit_id, _chosen(), by=actor())
    except Invalid as invalid:
        flash(invalid.fields["worker"], "error")
    except Conflict:
        flash(REPLIED, "error")
    else:
        flash("The worker is named, and can read the audit once it is handed in.", "success")
    return redirect(url_for("audits.audit", audit_id=audit_id), 303)


def _chosen() -> UUID | None:
    try:
        return UUID(request.form.get("worker", ""))
    except ValueError:
        return None
