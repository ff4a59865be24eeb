"""Learning: what audits teach by theme, the plan, the sessions, and whether it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for

from app.db import reading, unit_of_work
from app.domain.errors import Invalid
from app.domain.people import Permission
from app.services import following, impact, learning_plan, learning_points
from app.web.access import actor, requires
from app.web.learning_forms import AimForm, SessionForm

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue

bp = Blueprint("learning_plan", __name__, url_prefix="/learning")


@bp.get("")
@requires(Permission.PLAN_LEARNING)
def plan() -> ResponseReturnValue:
    """Show the learning plan, and the themes that there is learning on."""
    with reading() as session:
        aims = learning_plan.plan(session, actor())
        groups = learning_points.groups(session, actor())
    return render_template("pages/learning/plan.html", aims=aims, groups=groups)


@bp.get("/points/<key>")
@requires(Permission.PLAN_LEARNING)
def points(key: str) -> ResponseReturnValue:
    """Show what there is to learn on one theme. Reading it is recorded."""
    with unit_of_work() as session:
        found = learning_points.points(session, key, by=actor())
    return render_template("pages/learning/points.html", found=found)


@bp.route("/aims/new", methods=["GET", "POST"])
@requires(Permission.PLAN_LEARNING)
def new_aim() -> ResponseReturnValue:
    """Add a line to the learning plan."""
    with reading() as session:
        groups = learning_points.groups(session, actor())
        form = AimForm.about(groups, impact.measures(session), request.args.get("theme", ""))
    if form.validate_on_submit() and _add_aim(form):
        flash("It is in the plan.", "success")
        return redirect(url_for("learning_plan.plan"))
    page = render_template("pages/learning/new_aim.html", form=form, groups=groups)
    return page, 422 if form.errors else 200


@bp.route("/aims/<uuid:aim_id>/sessions/new", methods=["GET", "POST"])
@requires(Permission.PLAN_LEARNING)
def new_session(aim_id: UUID) -> ResponseReturnValue:
    """Write down a learning session that was held."""
    with reading() as session:
        aim = learning_plan.aim_line(session, aim_id, by=actor())
        form = SessionForm.about(following.people(session))
    if form.is_ready(form.refused):
        with unit_of_work() as session:
            learning_plan.add_session(session, aim_id, form.held(), by=actor())
        flash("The session is written down.", "success")
        return redirect(url_for("learning_plan.plan"))
    page = render_template("pages/learning/new_session.html", form=form, aim=aim)
    return page, 422 if form.errors else 200


def _add_aim(form: AimForm) -> bool:
    survey_id, key = form.chosen_measure()
    try:
        with unit_of_work() as session:
            learning_plan.add_aim(
                session,
                theme_key=form.theme.data or "",
                aim=form.aim.data or "",
                survey_id=survey_id,
                key=key,
                by=actor(),
            )
    except Invalid as invalid:
        form.take(invalid.fields)
        return False
    return True
