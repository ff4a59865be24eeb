"""One case over time: found by its reference typed whole, and read across its audits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, url_for

from app.db import reading, unit_of_work
from app.domain.people import Permission
from app.services import case_chronology
from app.web.access import actor, requires
from app.web.chronology_forms import CaseForm

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue

bp = Blueprint("chronology", __name__, url_prefix="/audits/seen/cases")


@bp.route("", methods=["GET", "POST"])
@requires(Permission.READ_AUDITS)
def search() -> ResponseReturnValue:
    """Find one case by its reference. It is posted, so that it stands in no address and no log."""
    form = CaseForm()
    if form.validate_on_submit():
        with reading() as session:
            audit_id = case_chronology.search(session, form.case_ref.data or "", by=actor())
        if audit_id:
            return redirect(url_for("chronology.case", audit_id=audit_id))
        form.not_found()
    page = render_template("pages/seen/search.html", form=form)
    return page, 422 if form.errors else 200


@bp.get("/<uuid:audit_id>")
@requires(Permission.READ_AUDITS)
def case(audit_id: UUID) -> ResponseReturnValue:
    """Show the case of an audit over time. Reading it is recorded."""
    with unit_of_work() as session:
        found = case_chronology.chronology(session, audit_id, by=actor())
    return render_template("pages/seen/case.html", found=found)
