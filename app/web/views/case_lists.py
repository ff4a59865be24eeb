"""Lists of cases: upload one, say what its columns hold, and keep its good rows."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for

from app import tabular
from app.db import reading, unit_of_work
from app.domain.errors import Invalid
from app.domain.people import Permission
from app.services import case_lists
from app.web import uploads
from app.web.access import actor, requires
from app.web.programme_forms import CaseColumnsForm, CaseListForm
from app.web.programme_pages import cycle_page
from app.web.templating import plural

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("case_lists", __name__, url_prefix="/audits/programme")
uploads.allow(bp, {"upload"}, Permission.LEAD_AUDITS)


@bp.post("/<uuid:cycle_id>/lists")
@requires(Permission.LEAD_AUDITS)
def upload(cycle_id: UUID) -> ResponseReturnValue:
    """Take a list of cases."""
    form = CaseListForm()
    if not form.validate_on_submit():
        return cycle_page(cycle_id, form)
    # The file is read before the transaction: that takes a child process and maybe seconds.
    table = tabular.read(form.file.data.read())
    name = form.file.data.filename or ""
    with unit_of_work() as session:
        list_id = case_lists.upload(session, cycle_id, table, file_name=name, by=actor())
    return redirect(url_for("case_lists.case_list", list_id=list_id), 303)


@bp.route("/lists/<uuid:list_id>", methods=["GET", "POST"])
@requires(Permission.LEAD_AUDITS)
def case_list(list_id: UUID) -> ResponseReturnValue:
    """Show what would be kept of a list and what is refused, and take what its columns hold."""
    with reading() as session:
        page = case_lists.page(session, list_id, by=actor())
    form = CaseColumnsForm.about(page.header, page.mapping)
    if form.validate_on_submit() and _map(list_id, form):
        return redirect(url_for("case_lists.case_list", list_id=list_id), 303)
    shown = render_template("pages/programme/case_list.html", page=page, form=form)
    return shown, 422 if form.errors else 200


@bp.post("/lists/<uuid:list_id>/keep")
@requires(Permission.LEAD_AUDITS)
def keep(list_id: UUID) -> ResponseReturnValue:
    """Keep the good rows of a list."""
    try:
        with unit_of_work() as session:
            kept = case_lists.keep(session, list_id, by=actor())
    except Invalid:
        flash("There is no row to keep. Correct the file and upload it again.", "error")
    else:
        flash(f"{plural(kept, 'case is', 'cases are')} on the list now.", "success")
    return redirect(url_for("case_lists.case_list", list_id=list_id), 303)


@bp.post("/lists/<uuid:list_id>/discard")
@requires(Permission.LEAD_AUDITS)
def discard(list_id: UUID) -> ResponseReturnValue:
    """Throw a list away before anything of it was kept."""
    with unit_of_work() as session:
        cycle_id = case_lists.discard(session, list_id, by=actor())
    flash("The list is thrown away, and nothing of it was kept.", "success")
    return redirect(url_for("programme.cycle", cycle_id=cycle_id), 303)


def _map(list_id: UUID, form: CaseColumnsForm) -> bool:
    try:
        with unit_of_work() as session:
            case_lists.map_columns(session, list_id, form.columns(), by=actor())
    except Invalid as invalid:
        form.take(invalid.fields)
        return False
    return True
