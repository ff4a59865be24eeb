"""Reports: ask for one, read it on the screen, download it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, current_app, flash, jsonify, redirect, render_template, url_for

from app.db import reading, unit_of_work
from app.domain.errors import Invalid
from app.domain.evidence import ReportState
from app.domain.people import Permission
from app.services import report_lines, reporting, selection
from app.web.access import actor, requires
from app.web.report_forms import ReportForm
from app.web.sending import sent

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("reports", __name__, url_prefix="/reports")


@bp.get("")
@requires(Permission.READ_REPORTS)
def reports() -> ResponseReturnValue:
    """List the reports."""
    with reading() as session:
        found = report_lines.reports_for(session, actor())
    return render_template("pages/reports/reports.html", found=found)


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.PREPARE_REPORTS)
def new() -> ResponseReturnValue:
    """Ask for a report."""
    with reading() as session:
        surveys = selection.surveys_for(session, actor(), Permission.PREPARE_REPORTS)
        waves = selection.waves(session)
    form = ReportForm.about(surveys, waves)
    if form.validate_on_submit():
        report_id = _prepare(form)
        if report_id:
            flash("The report is frozen. Its Word file is being printed.", "success")
            return redirect(url_for("reports.report", report_id=report_id))
    page = render_template("pages/reports/new.html", form=form, has_surveys=bool(surveys))
    return page, 422 if form.errors else 200


@bp.get("/<uuid:report_id>")
@requires(Permission.READ_REPORTS)
def report(report_id: UUID) -> ResponseReturnValue:
    """Show a report."""
    with unit_of_work() as session:
        line = report_lines.line(session, report_id, by=actor())
        document = reporting.document(session, report_id, by=actor())
    return render_template("pages/reports/report.html", line=line, document=document)


@bp.post("/<uuid:report_id>/print")
@requires(Permission.PREPARE_REPORTS)
def print_again(report_id: UUID) -> ResponseReturnValue:
    """Begin to print the files again, after that failed."""
    with unit_of_work() as session:
        reporting.print_again(session, report_id, by=actor())
    flash("The Word file is printed again now.", "success")
    return redirect(url_for("reports.report", report_id=report_id))


@bp.get("/<uuid:report_id>/progress")
@requires(Permission.READ_REPORTS)
def progress(report_id: UUID) -> ResponseReturnValue:
    """Say whether the files of a report are there."""
    with reading() as session:
        line = report_lines.line(session, report_id, by=actor())
    is_over = line.state is not ReportState.RENDERING
    return jsonify(done=int(is_over), total=1, label="Printing the Word file", finished=is_over)


@bp.get("/<uuid:report_id>/<format_name>")
@requires(Permission.READ_REPORTS)
def file(report_id: UUID, format_name: str) -> ResponseReturnValue:
    """Send one file of a report."""
    with unit_of_work() as session:
        found = reporting.file(session, report_id, format_name, by=actor())
    return sent(found)


def _prepare(form: ReportForm) -> UUID | None:
    asked = reporting.Asked(
        title=form.title.data or "",
        starts_on=form.starts_on.data or date.min,
        ends_on=form.ends_on.data or date.min,
        survey_ids=frozenset(UUID(one) for one in form.survey_ids.data or ()),
        organisation=current_app.config["SETTINGS"].organisation,
    )
    try:
        with reading() as session:
            frozen = reporting.freeze(session, asked, by=actor())
    except Invalid as invalid:
        form.take(invalid.fields)
        return None
    with unit_of_work() as session:
        return reporting.prepare(session, frozen, by=actor())
