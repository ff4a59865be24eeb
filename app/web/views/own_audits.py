"""My practice: a worker reads the audits of their own work, reflects, and agrees or disputes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, url_for

from app.db import reading, unit_of_work
from app.domain.errors import Conflict, Invalid
from app.domain.people import Permission
from app.domain.practice import Stance
from app.services import own_audits
from app.web.access import actor, requires
from app.web.learning_forms import ReplyForm

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue

bp = Blueprint("own_audits", __name__, url_prefix="/my-audits")


@bp.get("")
@requires(Permission.RECORD_AUDITS)
def audits() -> ResponseReturnValue:
    """List the audits of my own practice."""
    with reading() as session:
        found = own_audits.own_audits(session, actor())
    return render_template("pages/own_audits/audits.html", found=found)


@bp.get("/<uuid:audit_id>")
@requires(Permission.RECORD_AUDITS)
def audit(audit_id: UUID) -> ResponseReturnValue:
    """Show one audit of my own practice. Reading it is recorded."""
    return _page(audit_id)


@bp.post("/<uuid:audit_id>/reply")
@requires(Permission.RECORD_AUDITS)
def reply(audit_id: UUID) -> ResponseReturnValue:
    """Keep what I say of an audit of my own practice."""
    form = ReplyForm()
    if not (form.validate_on_submit() and _reply(audit_id, form)):
        return _page(audit_id, form), 422
    flash("Your reply stays with the audit. Its auditor sees it.", "success")
    return redirect(url_for("own_audits.audit", audit_id=audit_id))


def _reply(audit_id: UUID, form: ReplyForm) -> bool:
    try:
        with unit_of_work() as session:
            own_audits.reply(
                session,
                audit_id,
                stance=Stance(form.stance.data),
                reflection=form.reflection.data or "",
                reasons=form.reasons.data or "",
                by=actor(),
            )
    except Invalid as invalid:
        form.take(invalid.fields)
        return False
    except Conflict:
        form.take(
            {"stance": "The audit is closed, so your reply was not kept. Copy it from here."}
        )
        return False
    return True


def _page(audit_id: UUID, form: ReplyForm | None = None) -> str:
    with unit_of_work() as session:
        found = own_audits.own_audit(session, audit_id, by=actor())
    if form is None:
        said = found.reply
        form = ReplyForm(
            formdata=None,
            data={
                "stance": said.stance.value if said else None,
                "reflection": said.reflection if said else "",
                "reasons": said.reasons if said else "",
            },
        )
    return render_template("pages/own_audits/audit.html", found=found, form=form)
