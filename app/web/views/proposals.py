"""Proposals for the codebook: what the machine thinks is missing, is one, or is two."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for

from app.db import reading, unit_of_work
from app.domain.people import Permission
from app.services import proposal_views, proposals
from app.web.access import actor, requires
from app.web.progress import progress_of
from app.web.refusals import done

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("proposals", __name__, url_prefix="/codebook/proposals")


@bp.get("")
@requires(Permission.DECIDE_CODINGS)
def overview() -> ResponseReturnValue:
    """Show what the machine proposes."""
    with unit_of_work() as session:
        found = proposal_views.page(session, by=actor())
    return render_template("pages/proposals/overview.html", found=found)


@bp.post("")
@requires(Permission.DECIDE_CODINGS)
def ask() -> ResponseReturnValue:
    """Ask the machine to look for proposals."""
    with unit_of_work() as session:
        proposals.ask(session, by=actor())
    flash("Earshot is looking for proposals. They appear here in a moment.", "success")
    return redirect(url_for("proposals.overview"))


@bp.get("/progress")
@requires(Permission.DECIDE_CODINGS)
def progress() -> ResponseReturnValue:
    """Say how far the search for proposals has come."""
    with reading() as session:
        job = proposal_views.running(session)
    return progress_of(job, doing="Looking for proposals: step", over="The search is finished.")


@bp.post("/<uuid:proposal_id>/take")
@requires(Permission.DECIDE_CODINGS)
def take(proposal_id: UUID) -> ResponseReturnValue:
    """Turn a proposal into a change of the draft."""
    if done(lambda session: proposals.take(session, proposal_id, by=actor())):
        flash("It is in the draft. Give it your own words there.", "success")
    return redirect(url_for("proposals.overview"))


@bp.post("/<uuid:proposal_id>/dismiss")
@requires(Permission.DECIDE_CODINGS)
def dismiss(proposal_id: UUID) -> ResponseReturnValue:
    """Put a proposal aside for good."""
    if done(lambda session: proposals.dismiss(session, proposal_id, by=actor())):
        flash("The proposal is put aside and will not come again.", "success")
    return redirect(url_for("proposals.overview"))
