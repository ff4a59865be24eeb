"""Pages for everyone: what is open, what happens with answers, help, leaving, and health."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import structlog
from flask import Blueprint, Response, current_app, redirect, render_template, request, url_for
from sqlalchemy.exc import OperationalError

from app.db import current, reading, unit_of_work
from app.extensions import csrf
from app.services import accessibility as statement
from app.services import draft_keys, help_places, open_surveys
from app.web import draft_cookie
from app.web.access import public

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue

bp = Blueprint("pages", __name__)
log = structlog.get_logger()


@bp.get("/")
@public
def home() -> ResponseReturnValue:
    """List what is open and say in plain words what happens with answers."""
    with reading() as session:
        surveys = open_surveys.open_surveys(session)
    return render_template("pages/pages/home.html", surveys=surveys)


@bp.get("/privacy")
@public
def privacy() -> ResponseReturnValue:
    """Say what is kept, who reads it, and how to take it back."""
    return render_template("pages/pages/privacy.html")


@bp.get("/accessibility")
@public
def accessibility() -> ResponseReturnValue:
    """Say how accessible the site is, and what to do when something does not work."""
    settings = current_app.config["SETTINGS"]
    return render_template(
        "pages/pages/accessibility.html",
        found=statement.statement(),
        contact=settings.accessibility_contact,
        days=settings.accessibility_days,
    )


@bp.get("/help")
@public
def get_help() -> ResponseReturnValue:
    """Show every place to get help."""
    places = help_places.load(current_app.config["SETTINGS"].help_file)
    return render_template("pages/pages/get_help.html", places=places)


@bp.route("/exit", methods=["GET", "POST"])
@csrf.exempt
@public
def leave() -> ResponseReturnValue:
    """End what this browser could open, and lead to a page that shows nothing of it.

    The database is asked afterwards: leaving must never wait for it (R-31a). A page that blanks
    itself posts here first, and one that nobody touched comes with `closed`.
    """
    tokens = draft_cookie.forget()
    neutral = current_app.config["SETTINGS"].exit_url
    was_closed = request.args.get("closed") == "1"
    answer = redirect(url_for("carry_on.carry_on", closed=1) if was_closed else neutral, 303)
    answer.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    if tokens:
        answer.call_on_close(partial(_end, tokens))
    return answer


@bp.get("/weather")
@public
def weather() -> ResponseReturnValue:
    """Show a plain page that could be anybody's."""
    return render_template("pages/pages/weather.html")


@bp.get("/health")
@public
def health() -> ResponseReturnValue:
    """Say whether the site and its database answer, for whatever watches them."""
    current().is_alive()
    return Response("ok\n", mimetype="text/plain")


def _end(tokens: Sequence[str]) -> None:
    try:
        with unit_of_work() as session:
            for token in tokens:
                draft_keys.end(session, token)
    except OperationalError:
        # The cookie is gone all the same; the draft closes by itself in fourteen days.
        log.warning("draft.not_ended", drafts=len(tokens))
