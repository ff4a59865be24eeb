"""Two versions of one answer of an audit: the page where the practitioner chooses."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for

from app.db import unit_of_work
from app.domain.errors import NotFound
from app.domain.people import Permission
from app.services import audit_clashes
from app.web.access import actor, requires

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("clashes", __name__, url_prefix="/audits/<uuid:audit_id>/two-versions")


@bp.get("")
@requires(Permission.RECORD_AUDITS)
def clashes(audit_id: UUID) -> ResponseReturnValue:
    """Show every answer with two versions. Reading them is recorded."""
    with unit_of_work() as session:
        found = audit_clashes.clash_page(session, audit_id, by=actor())
    return render_template("pages/audits/clashes.html", found=found)


@bp.post("")
@requires(Permission.RECORD_AUDITS)
def choose(audit_id: UUID) -> ResponseReturnValue:
    """Let one version hold."""
    shown = frozenset(_id(one) for one in request.form.getlist("shown"))
    if not request.form.get("chosen"):
        flash("Choose one of the versions. Both are kept.", "error")
        return redirect(url_for("clashes.clashes", audit_id=audit_id))
    with unit_of_work() as session:
        audit_clashes.choose(
            session,
            audit_id,
            request.form.get("field", ""),
            _id(request.form["chosen"]),
            shown=shown,
            by=actor(),
        )
    flash("That version holds. The other is kept in the history.", "success")
    return redirect(url_for("clashes.clashes", audit_id=audit_id))


def _id(sent: str) -> UUID:
    try:
        return UUID(sent)
    except ValueError:
        raise NotFound from None
