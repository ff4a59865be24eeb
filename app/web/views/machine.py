"""How the machine reads: which model serves each theme, how well, and learning anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, url_for

from app.db import reading, unit_of_work
from app.domain.people import Permission
from app.services import learning, learning_views
from app.web.access import actor, requires
from app.web.progress import progress_of

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("machine", __name__, url_prefix="/evidence/machine")


@bp.get("")
@requires(Permission.READ_EVIDENCE)
def overview() -> ResponseReturnValue:
    """Show what the machine knows of each theme."""
    with unit_of_work() as session:
        found = learning_views.page(session)
    return render_template("pages/machine/overview.html", found=found)


@bp.post("")
@requires(Permission.DECIDE_CODINGS)
def learn() -> ResponseReturnValue:
    """Ask the machine to learn from what was decided."""
    with unit_of_work() as session:
        learning.enqueue(session, by=actor())
    flash("The machine is learning. Then it reads all words again.", "success")
    return redirect(url_for("machine.overview"))


@bp.get("/progress")
@requires(Permission.READ_EVIDENCE)
def progress() -> ResponseReturnValue:
    """Say how far the learning has come."""
    with reading() as session:
        job = learning_views.running(session)
    return progress_of(job, doing="Learning: step", over="The learning is finished.")
