"""How an audit's grades ended, for its auditor and its worker, and how they may be disputed."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for

from app.db import unit_of_work
from app.domain.errors import Conflict, Invalid
from app.domain.people import Permission
from app.services import comparing, reconciling
from app.web.access import actor, requires
from app.web.moderation_forms import DisputeForm, refused

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("disputes", __name__, url_prefix="/moderation/audits")


@bp.get("/<uuid:audit_id>")
@requires(Permission.RECORD_AUDITS)
def outcome(audit_id: UUID) -> ResponseReturnValue:
    """Show both readings of my audit once they are settled, and how to dispute its grades."""
    return _page(audit_id, DisputeForm())


@bp.post("/<uuid:audit_id>")
@requires(Permission.RECORD_AUDITS)
def dispute(audit_id: UUID) -> ResponseReturnValue:
    """Dispute the grades of my audit."""
    form = DisputeForm()
    try:
        with unit_of_work() as session:
            reconciling.dispute(session, audit_id, why=form.why.data or "", by=actor())
    except Invalid as invalid:
        form.take(invalid.fields)
        return _page(audit_id, form), 422
    except Conflict as conflict:
        flash(refused(conflict), "error")
    else:
        flash("It is kept. Somebody who was not part of it will look at the grades.", "success")
    return redirect(url_for("disputes.outcome", audit_id=audit_id))


def _page(audit_id: UUID, form: DisputeForm) -> str:
    with unit_of_work() as session:
        found = comparing.outcome_page(session, audit_id, by=actor())
    return render_template("pages/moderation/outcome.html", found=found, form=form)
