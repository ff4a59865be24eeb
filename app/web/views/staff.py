"""The staff home page, and starting failed work anew."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, current_app, flash, redirect, render_template, url_for

from app import clock
from app.db import reading, unit_of_work
from app.domain.people import Permission
from app.services import help_places, home, jobs
from app.web.access import actor, requires

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("staff", __name__, url_prefix="/staff")


@bp.get("", endpoint="home")
@requires(Permission.USE_SITE)
def show_home() -> ResponseReturnValue:
    """Show what waits for me."""
    with reading() as session:
        found = home.home(session, actor())
    places = help_places.load(current_app.config["SETTINGS"].help_file)
    return render_template(
        "pages/staff/home.html",
        found=found,
        keeps_alerts=current_app.config["SETTINGS"].keeps_alerts,
        has_contact=bool(current_app.config["SETTINGS"].accessibility_contact),
        is_help_stale=help_places.help_is_stale(places, today=clock.today()),
    )


@bp.post("/jobs/<uuid:job_id>/retry")
@requires(Permission.WATCH_JOBS)
def retry(job_id: UUID) -> ResponseReturnValue:
    """Start a failed job anew."""
    with unit_of_work() as session:
        began = jobs.retry(session, job_id)
    if began:
        flash("It is tried again now.", "success")
    else:
        flash("Somebody has started it again already. Nothing was changed.", "error")
    return redirect(url_for("staff.home"))
