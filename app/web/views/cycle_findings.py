"""What a cycle of audits leaves behind: its grades as a table, and its findings as a report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, current_app, flash, redirect, render_template, url_for

from app.db import reading, unit_of_work
from app.domain.errors import Invalid
from app.domain.people import Permission
from app.services import cycle_reports, cycles, grade_tables, reporting
from app.web.access import actor, requires
from app.web.report_forms import FindingsForm
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


@bp.route("/<uuid:cycle_id>/findings", methods=["GET", "POST"])
@requires(Permission.LEAD_AUDITS)
def findings(cycle_id: UUID) -> ResponseReturnValue:
    """Say what a cycle found, and freeze it as a report."""
    with reading() as session:
        title = cycles.find(session, cycle_id, by=actor()).title
        document = cycle_reports.preview(
            session, cycle_id, organisation=_organisation(), by=actor()
        )
    form = FindingsForm(data={"title": f"What the audits of “{title}” found"})
    report_id = _frozen(cycle_id, form) if form.validate_on_submit() else None
    if report_id:
        flash("The report is frozen. Its Word file is being printed.", "success")
        return redirect(url_for("reports.report", report_id=report_id), 303)
    page = render_template(
        "pages/programme/findings.html",
        form=form,
        title=title,
        cycle_id=cycle_id,
        document=document,
    )
    return page, 422 if form.errors else 200


def _frozen(cycle_id: UUID, form: FindingsForm) -> UUID | None:
    try:
        with reading() as session:
            frozen = cycle_reports.freeze(
                session,
                cycle_id,
                form.title.data or "",
                form.words(),
                organisation=_organisation(),
                by=actor(),
            )
    except Invalid as invalid:
        form.take(invalid.fields)
        return None
    with unit_of_work() as session:
        return reporting.prepare(session, frozen, by=actor())


def _organisation() -> str:
    return str(current_app.config["SETTINGS"].organisation)
