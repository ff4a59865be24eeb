"""Actions of audits: what shows that one is done, the check of it, or why it is cancelled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for

from app.db import reading, unit_of_work
from app.domain.errors import Conflict, Invalid
from app.domain.people import Permission
from app.services import following, following_views
from app.web.access import actor, requires

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from app.domain.people import Actor

bp = Blueprint("following", __name__, url_prefix="/learning/actions")
MOVED = "This action has moved on since you opened the page, so nothing was changed."


@dataclass(frozen=True)
class Refused:
    """What somebody wrote that was not kept, at which field, and why."""

    field: str = ""
    problem: str = ""
    written: str = ""


@bp.get("")
@requires(Permission.USE_SITE)
def actions() -> ResponseReturnValue:
    """List the actions of audits that are my business."""
    with reading() as session:
        found = following_views.care_lines(session, actor())
    return render_template("pages/learning/actions.html", found=found)


@bp.get("/<uuid:action_id>")
@requires(Permission.USE_SITE)
def action(action_id: UUID) -> ResponseReturnValue:
    """Show one action of an audit."""
    return _page(action_id, Refused())


@bp.post("/<uuid:action_id>/done")
@requires(Permission.USE_SITE)
def mark_done(action_id: UUID) -> ResponseReturnValue:
    """Say that an action is done, and what shows it."""
    said = "Thank you. A second person checks it now."
    return _move(action_id, "evidence", said, following.mark_done)


@bp.post("/<uuid:action_id>/confirm")
@requires(Permission.USE_SITE)
def confirm(action_id: UUID) -> ResponseReturnValue:
    """Confirm that an action of somebody else is done."""
    return _move(action_id, "check", "The action is done.", _confirm)


@bp.post("/<uuid:action_id>/send-back")
@requires(Permission.USE_SITE)
def send_back(action_id: UUID) -> ResponseReturnValue:
    """Say what is missing before an action of somebody else is done."""
    return _move(action_id, "why", "It goes back to its owner.", following.send_back)


@bp.post("/<uuid:action_id>/cancel")
@requires(Permission.USE_SITE)
def cancel(action_id: UUID) -> ResponseReturnValue:
    """Cancel an action, with the reason."""
    return _move(action_id, "reason", "The action is cancelled.", following.cancel)


def _confirm(session: Session, action_id: UUID, written: str, *, by: Actor) -> None:
    del written  # there is nothing to write
    following.confirm(session, action_id, by=by)


def _move(
    action_id: UUID, field: str, said: str, move: Callable[..., None]
) -> ResponseReturnValue:
    written = request.form.get(field, "")
    try:
        with unit_of_work() as session:
            move(session, action_id, written, by=actor())
    except Invalid as invalid:
        return _page(action_id, Refused(field, invalid.fields[field], written)), 422
    except Conflict:
        return _page(action_id, Refused("", MOVED, written)), 409
    flash(said, "success")
    return redirect(url_for("following.action", action_id=action_id))


def _page(action_id: UUID, refused: Refused) -> str:
    with reading() as session:
        found = following_views.care_page(session, action_id, by=actor())
    return render_template("pages/learning/action.html", found=found, refused=refused)
