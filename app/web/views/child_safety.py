"""A child who may be unsafe: whom to ring, before anything else; and closing an audit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, url_for

from app.db import reading, unit_of_work
from app.domain.errors import Conflict
from app.domain.people import Permission
from app.services import child_safety, closing
from app.web.access import actor, requires

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue

bp = Blueprint("child_safety", __name__, url_prefix="/audits")


@bp.get("/<uuid:audit_id>/safety")
@requires(Permission.RECORD_AUDITS)
def safety(audit_id: UUID) -> ResponseReturnValue:
    """Show whom to ring now, and what became of the concern."""
    with reading() as session:
        found = child_safety.safety_page(session, audit_id, by=actor())
    return render_template("pages/audits/safety.html", found=found)


@bp.post("/<uuid:audit_id>/safety")
@requires(Permission.RECORD_AUDITS)
def raise_now(audit_id: UUID) -> ResponseReturnValue:
    """Stop the audit and raise an immediate concern."""
    with unit_of_work() as session:
        child_safety.raise_now(session, audit_id, by=actor())
    return redirect(url_for("child_safety.safety", audit_id=audit_id))


@bp.post("/<uuid:audit_id>/close")
@requires(Permission.RECORD_AUDITS)
def close(audit_id: UUID) -> ResponseReturnValue:
    """Close an audit, or say what keeps it open."""
    try:
        with unit_of_work() as session:
            closing.close(session, audit_id, by=actor())
    except Conflict as conflict:
        why = conflict.params.get("why", "It is closed already.")
        flash(f"The audit was not closed. {why} Nothing was changed.", "error")
    else:
        flash("The audit is closed.", "success")
    return redirect(url_for("audits.audit", audit_id=audit_id))
