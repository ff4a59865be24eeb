"""Improvement: the actions that answer what was heard."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for

from app.db import reading, unit_of_work
from app.domain.actions import ActionState, Priority
from app.domain.errors import Invalid, NotFound
from app.domain.people import Permission
from app.services import coding, improving, selection
from app.web.access import actor, requires
from app.web.action_forms import ActionForm

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("improvement", __name__, url_prefix="/actions")


@bp.route("", methods=["GET", "POST"])
@requires(Permission.PLAN_ACTIONS)
def actions() -> ResponseReturnValue:
    """List the actions, and add one."""
    with reading() as session:
        services = selection.services_for(session, actor(), Permission.PLAN_ACTIONS)
        themes = coding.themes_in_use(session)
    form = ActionForm.about(services, themes)
    if form.validate_on_submit() and _add(form):
        flash("The action is in the plan.", "success")
        return redirect(url_for("improvement.actions"))
    with reading() as session:
        found = improving.actions_for(session, actor())
    page = render_template("pages/improvement/actions.html", found=found, form=form)
    return page, 422 if form.errors else 200


@bp.post("/<uuid:action_id>")
@requires(Permission.PLAN_ACTIONS)
def settle(action_id: UUID) -> ResponseReturnValue:
    """Mark an action as done or cancelled."""
    state = ActionState.DONE if request.form.get("state") == "done" else ActionState.CANCELLED
    try:
        with unit_of_work() as session:
            outcome = request.form.get("outcome", "")
            improving.settle(session, action_id, state=state, outcome=outcome, by=actor())
    except Invalid as invalid:
        flash(f"{invalid.fields['outcome']} Nothing was changed.", "error")
    else:
        flash("The action is settled.", "success")
    return redirect(url_for("improvement.actions"))


def _add(form: ActionForm) -> bool:
    service_id = UUID(form.service.data)
    if not actor().reaches(Permission.PLAN_ACTIONS, service_id):
        raise NotFound
    try:
        with unit_of_work() as session:
            improving.add_action(
                session,
                service_id=service_id,
                what=form.what.data or "",
                why=form.why.data or "",
                owner_role=form.owner_role.data or "",
                due_on=form.due_on.data or date.min,
                priority=Priority(form.priority.data),
                theme_id=UUID(form.theme.data) if form.theme.data else None,
                by=actor(),
            )
    except Invalid as invalid:
        form.take(invalid.fields)
        return False
    return True
