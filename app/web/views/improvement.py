"""Improvement: the actions that answer what was heard."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for

from app.db import reading, unit_of_work
from app.domain.actions import ActionState
from app.domain.errors import Conflict, Invalid, NotFound
from app.domain.people import Permission
from app.services import coding, improving, selection
from app.web.access import actor, requires
from app.web.action_forms import ActionForm

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("improvement", __name__, url_prefix="/actions")
SETTLED = (
    "This action was settled already, by a colleague or by you. What was written then is kept, "
    "and what you have just written was not added."
)
NEEDS_CHECK = (
    "This action is an audit's: show on its own page that it is done, and a second person checks "
    "it. What you have just written was not added."
)


@dataclass(frozen=True)
class Unsettled:
    """What somebody wrote about an action that was not settled by it, and why it was not."""

    id: UUID
    outcome: str
    problem: str


@bp.route("", methods=["GET", "POST"])
@requires(Permission.PLAN_ACTIONS)
def actions() -> ResponseReturnValue:
    """List the actions, and add one."""
    form = _form()
    if form.validate_on_submit() and _add(form):
        flash("The action is in the plan.", "success")
        return redirect(url_for("improvement.actions"))
    return _page(form), 422 if form.errors else 200


@bp.post("/<uuid:action_id>")
@requires(Permission.PLAN_ACTIONS)
def settle(action_id: UUID) -> ResponseReturnValue:
    """Mark an action as done or cancelled."""
    state = ActionState.DONE if request.form.get("state") == "done" else ActionState.CANCELLED
    outcome = request.form.get("outcome", "")
    try:
        with unit_of_work() as session:
            improving.settle(session, action_id, state=state, outcome=outcome, by=actor())
    except Invalid as invalid:
        return _page(_form(), Unsettled(action_id, outcome, invalid.fields["outcome"])), 422
    except Conflict as conflict:
        why = SETTLED if conflict.code == "action_settled" else NEEDS_CHECK
        return _page(_form(), Unsettled(action_id, outcome, why)), 409
    flash("The action is settled.", "success")
    return redirect(url_for("improvement.actions"))


def _form() -> ActionForm:
    with reading() as session:
        services = selection.services_for(session, actor(), Permission.PLAN_ACTIONS)
        themes = coding.themes_in_use(session)
    return ActionForm.about(services, themes)


def _page(form: ActionForm, unsettled: Unsettled | None = None) -> str:
    with reading() as session:
        found = improving.actions_for(session, actor())
    return render_template(
        "pages/improvement/actions.html", found=found, form=form, unsettled=unsettled
    )


def _add(form: ActionForm) -> bool:
    service_id = UUID(form.service.data)
    if not actor().reaches(Permission.PLAN_ACTIONS, service_id):
        raise NotFound
    try:
        with unit_of_work() as session:
            improving.add_action(
                session,
                service_id=service_id,
                **form.said(),
                theme_id=UUID(form.theme.data) if form.theme.data else None,
                by=actor(),
            )
    except Invalid as invalid:
        form.take(invalid.fields)
        return False
    return True
