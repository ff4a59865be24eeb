"""An audit that waits for its auditor: begin it, or say that it can't be yours."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for

from app import clock
from app.db import reading, unit_of_work
from app.domain.errors import Invalid
from app.domain.people import Permission
from app.domain.programme import ConflictWith
from app.services import waiting_audits
from app.web.access import actor, requires
from app.web.waiting_forms import BeginForm, CannotForm

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("waiting", __name__, url_prefix="/audits/waiting")


@bp.get("/<uuid:case_id>")
@requires(Permission.RECORD_AUDITS)
def waiting(case_id: UUID) -> ResponseReturnValue:
    """Show an audit that waits."""
    return _page(case_id)


@bp.post("/<uuid:case_id>/begin")
@requires(Permission.RECORD_AUDITS)
def begin(case_id: UUID) -> ResponseReturnValue:
    """Open its draft."""
    form = BeginForm()
    if not form.is_ready(form.refused):
        return _page(case_id, begin_form=form)
    try:
        with unit_of_work() as session:
            audit_id = waiting_audits.begin(session, case_id, form.beginning(), by=actor())
    except Invalid as invalid:
        form.take(invalid.fields)
        return _page(case_id, begin_form=form)
    return redirect(url_for("audits.audit", audit_id=audit_id), 303)


@bp.post("/<uuid:case_id>/cannot")
@requires(Permission.RECORD_AUDITS)
def cannot(case_id: UUID) -> ResponseReturnValue:
    """Hand it back, because the auditor is too near to it."""
    form = CannotForm()
    if form.validate_on_submit() and _handed_back(case_id, form):
        flash("Thank you for saying so. Somebody else will be asked.", "success")
        return redirect(url_for("audits.audits"), 303)
    return _page(case_id, cannot_form=form)


def _handed_back(case_id: UUID, form: CannotForm) -> bool:
    about, why = ConflictWith(form.about.data), form.reason.data or ""
    try:
        with unit_of_work() as session:
            waiting_audits.cannot(session, case_id, about, why, by=actor())
    except Invalid as invalid:
        form.take(invalid.fields)
        return False
    return True


def _page(
    case_id: UUID,
    *,
    begin_form: BeginForm | None = None,
    cannot_form: CannotForm | None = None,
) -> ResponseReturnValue:
    with reading() as session:
        found = waiting_audits.waiting(session, case_id, by=actor())
    sent = begin_form or cannot_form
    shown = render_template(
        "pages/audits/waiting.html",
        found=found,
        begin=begin_form or BeginForm(formdata=None, cohort=found.cohort, held_on=clock.today()),
        cannot=cannot_form or CannotForm(formdata=None),
        problems=sent.problems() if sent else [],
        is_near=cannot_form is not None,
    )
    return shown, 422 if sent else 200
