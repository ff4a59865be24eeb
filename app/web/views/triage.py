"""Triage: the queue of concerns, and what the safeguarding officer does about one."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for

from app.db import reading, unit_of_work
from app.domain.errors import Invalid
from app.domain.people import Permission
from app.services import triage, triage_views
from app.web.access import actor, requires

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue

bp = Blueprint("triage", __name__, url_prefix="/concerns")

MOVES = {
    "acknowledge": (triage.acknowledge, "You have taken this concern on."),
    "escalate": (triage.escalate, "The concern is escalated."),
    "close": (triage.close, "The concern is closed."),
}


@bp.get("")
@requires(Permission.TRIAGE_CONCERNS)
def queue() -> ResponseReturnValue:
    """Show the concerns that wait."""
    closed = request.args.get("show") == "closed"
    with reading() as session:
        found = triage_views.queue(session, actor(), closed=closed)
    return render_template("pages/triage/queue.html", found=found, closed=closed)


@bp.get("/<uuid:concern_id>")
@requires(Permission.TRIAGE_CONCERNS)
def concern(concern_id: UUID) -> ResponseReturnValue:
    """Show one concern with its words. Reading them is recorded."""
    return _page(concern_id)


@bp.post("/<uuid:concern_id>/acknowledge")
@requires(Permission.TRIAGE_CONCERNS)
def acknowledge(concern_id: UUID) -> ResponseReturnValue:
    """Take a concern on."""
    return _move(concern_id, "acknowledge")


@bp.post("/<uuid:concern_id>/escalate")
@requires(Permission.TRIAGE_CONCERNS)
def escalate(concern_id: UUID) -> ResponseReturnValue:
    """Pass a concern up."""
    return _move(concern_id, "escalate")


@bp.post("/<uuid:concern_id>/close")
@requires(Permission.TRIAGE_CONCERNS)
def close(concern_id: UUID) -> ResponseReturnValue:
    """Close a concern."""
    return _move(concern_id, "close")


def _move(concern_id: UUID, name: str) -> ResponseReturnValue:
    move: Callable[..., None]
    move, said = MOVES[name]
    note = request.form.get("note", "")
    try:
        with unit_of_work() as session:
            move(session, concern_id, by=actor(), note=note)
    except Invalid as invalid:
        return _page(concern_id, error=(name, invalid.fields["note"], note)), 422
    flash(said, "success")
    return redirect(url_for("triage.concern", concern_id=concern_id))


def _page(concern_id: UUID, *, error: tuple[str, str, str] = ("", "", "")) -> str:
    with unit_of_work() as session:
        found = triage_views.concern_page(session, concern_id, by=actor())
    return render_template("pages/triage/concern.html", found=found, error=error)
