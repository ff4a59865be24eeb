"""Coming in with a code: from a link, or typed from a letter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, url_for

from app.db import reading
from app.services import invitations
from app.web import languages, typed_code, visits
from app.web.access import public

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("inviting", __name__, url_prefix="/i")


@bp.get("/<code>")
@public
def follow(code: str) -> ResponseReturnValue:
    """Take the code out of the address at once, whether or not it is good (R-31b)."""
    visits.keep_ticket(invitations.ticket_of(code))
    return redirect(url_for("inviting.enter") + languages.in_query(), 303)


@bp.get("")
@public
def enter() -> ResponseReturnValue:
    """Lead on to the questions, ask for a code, or say why this one opens nothing."""
    ticket = visits.ticket()
    with reading() as session:
        entry = invitations.entry_of(session, ticket)
    if entry and entry.is_good:
        return redirect(url_for("respond.start", slug=entry.slug), 303)
    visits.drop_ticket()
    if entry:
        return render_template("pages/inviting/over.html", entry=entry), 410
    if ticket:
        return _ask("We cannot use this code. Check each letter and number and try again."), 404
    return _ask("")


@bp.post("")
@public
def type_in() -> ResponseReturnValue:
    """Take a code that was typed."""
    code = typed_code.typed_code()
    if not code.strip():
        return _ask("Type the code from your letter or message."), 422
    visits.keep_ticket(invitations.ticket_of(code))
    return redirect(url_for("inviting.enter") + languages.in_query(), 303)


@bp.app_errorhandler(invitations.InvitationNeeded)
def needed(error: invitations.InvitationNeeded) -> ResponseReturnValue:
    """Say that these questions need a code, and where to type it."""
    del error
    return _ask("", is_needed=True), 403


@bp.app_errorhandler(invitations.InvitationUsed)
def used(error: invitations.InvitationUsed) -> ResponseReturnValue:
    """Say that answers were sent with this code, and what became of these."""
    visits.drop_ticket()
    return render_template("pages/inviting/not_sent.html", error=error), 409


def _ask(problem: str, *, is_needed: bool = False) -> str:
    return render_template("pages/inviting/enter.html", problem=problem, is_needed=is_needed)
