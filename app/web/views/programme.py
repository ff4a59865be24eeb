"""The programme of audits: cycles, who audits, drawing cases and giving them to auditors."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for

from app.db import reading, unit_of_work
from app.domain.errors import Invalid
from app.domain.people import Permission
from app.services import (
    audit_conflicts,
    case_allocation,
    case_draws,
    case_views,
    cycles,
    programme_views,
    selection,
)
from app.web.access import actor, requires
from app.web.programme_forms import AuditorForm, ConflictForm, CycleForm, DrawForm, DueForm
from app.web.programme_pages import cycle_page
from app.web.templating import plural

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session
    from werkzeug.wrappers import Response

    from app.web.forms import StaffForm

bp = Blueprint("programme", __name__, url_prefix="/audits/programme")


@bp.get("")
@requires(Permission.LEAD_AUDITS)
def programme() -> ResponseReturnValue:
    """List the cycles."""
    with reading() as session:
        found = programme_views.cycle_lines(session, by=actor())
    return render_template("pages/programme/cycles.html", found=found)


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.LEAD_AUDITS)
def new() -> ResponseReturnValue:
    """Open a cycle."""
    with reading() as session:
        services = selection.services_for(session, actor(), Permission.LEAD_AUDITS)
    form = CycleForm.about(services)
    if form.is_ready(form.refused):
        with unit_of_work() as session:
            cycle_id = cycles.open_cycle(session, form.plan(), by=actor())
        flash("The cycle is open. Add who audits, and upload a list of cases.", "success")
        return _back(cycle_id)
    page = render_template("pages/programme/new.html", form=form)
    return page, 422 if form.errors else 200


@bp.get("/<uuid:cycle_id>")
@requires(Permission.LEAD_AUDITS)
def cycle(cycle_id: UUID) -> ResponseReturnValue:
    """Show one cycle."""
    return cycle_page(cycle_id)


@bp.get("/<uuid:cycle_id>/cases")
@requires(Permission.LEAD_AUDITS)
def cases(cycle_id: UUID) -> ResponseReturnValue:
    """List the cases of a cycle."""
    with reading() as session:
        title = cycles.find(session, cycle_id, by=actor()).title
        found = case_views.case_lines(session, cycle_id, by=actor())
    return render_template(
        "pages/programme/cases.html", found=found, title=title, cycle_id=cycle_id
    )


@bp.post("/<uuid:cycle_id>/auditors")
@requires(Permission.LEAD_AUDITS)
def add_auditor(cycle_id: UUID) -> ResponseReturnValue:
    """Let somebody audit in a cycle."""
    form = AuditorForm()

    def add(session: Session) -> None:
        cycles.add_auditor(session, cycle_id, form.joining(), by=actor())
        flash("They audit in this cycle now.", "success")

    return _done(cycle_id, form, add)


@bp.post("/<uuid:cycle_id>/auditors/<uuid:user_id>/remove")
@requires(Permission.LEAD_AUDITS)
def remove_auditor(cycle_id: UUID, user_id: UUID) -> ResponseReturnValue:
    """Let somebody audit in a cycle no more."""
    with unit_of_work() as session:
        freed = cycles.remove_auditor(session, cycle_id, user_id, by=actor())
    cases_said = plural(freed, "case needs", "cases need")
    left = f" {cases_said} another auditor." if freed else ""
    flash(f"They audit in this cycle no more. What they have begun stays theirs.{left}", "success")
    return _back(cycle_id)


@bp.post("/<uuid:cycle_id>/draw")
@requires(Permission.LEAD_AUDITS)
def draw(cycle_id: UUID) -> ResponseReturnValue:
    """Draw cases by chance."""
    form = DrawForm()

    def by_chance(session: Session) -> None:
        drawn = case_draws.draw(session, cycle_id, form.plan(), by=actor())
        said = plural(drawn, "case is drawn", "cases are drawn")
        flash(f"{said}. Give them to auditors next.", "success")

    return _done(cycle_id, form, by_chance)


@bp.post("/<uuid:cycle_id>/give")
@requires(Permission.LEAD_AUDITS)
def give(cycle_id: UUID) -> ResponseReturnValue:
    """Give the drawn cases to auditors."""
    form = DueForm()

    def allocate(session: Session) -> None:
        due_on = form.due_on.data or date.min
        outcome = case_allocation.give(session, cycle_id, due_on, by=actor())
        flash(f"{plural(outcome.given, 'case has', 'cases have')} an auditor now.", "success")
        if outcome.left:
            left = plural(outcome.left, "case", "cases")
            flash(f"{left} could be given to nobody. Below is why, and what to do.", "warning")

    return _done(cycle_id, form, allocate)


@bp.post("/<uuid:cycle_id>/conflicts")
@requires(Permission.LEAD_AUDITS)
def declare(cycle_id: UUID) -> ResponseReturnValue:
    """Note a conflict of an auditor."""
    form = ConflictForm()

    def note(session: Session) -> None:
        freed = audit_conflicts.declare_in_cycle(session, cycle_id, form.declaring(), by=actor())
        needs = plural(freed, "case needs", "cases need")
        flash(f"The conflict is kept. {needs} another auditor because of it.", "success")

    return _done(cycle_id, form, note)


@bp.post("/<uuid:cycle_id>/conflicts/<uuid:conflict_id>/take-back")
@requires(Permission.LEAD_AUDITS)
def take_back(cycle_id: UUID, conflict_id: UUID) -> ResponseReturnValue:
    """Take back a conflict that no longer holds."""
    with unit_of_work() as session:
        audit_conflicts.take_back(session, cycle_id, conflict_id, by=actor())
    flash("The conflict is taken back.", "success")
    return _back(cycle_id)


def _done(cycle_id: UUID, form: StaffForm, act: Callable[[Session], None]) -> ResponseReturnValue:
    if form.validate_on_submit():
        try:
            with unit_of_work() as session:
                act(session)
        except Invalid as invalid:
            form.take(invalid.fields)
        else:
            return _back(cycle_id)
    return cycle_page(cycle_id, form)


def _back(cycle_id: UUID) -> Response:
    return redirect(url_for("programme.cycle", cycle_id=cycle_id), 303)
