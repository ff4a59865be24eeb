"""A shared tablet: staff open it by a link; each person starts anew and leaves nothing behind."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from flask import Blueprint, current_app, redirect, render_template, request, url_for

from app.db import reading, unit_of_work
from app.domain.people import Permission
from app.domain.surveys import Channel
from app.services import (
    accounts,
    drafts,
    help_places,
    kiosk,
    open_surveys,
    responding_views,
    thanks_views,
)
from app.web import access, beginning, display, draft_cookie, draft_errors, languages
from app.web import kiosk as tablet
from app.web.access import actor, public, requires

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue

bp = Blueprint("kiosk", __name__)


@bp.post("/studio/surveys/<uuid:survey_id>/kiosk")
@requires(Permission.PUBLISH_SURVEYS)
def make(survey_id: UUID) -> ResponseReturnValue:
    """Make a link that opens a survey on a shared tablet, and show it."""
    with unit_of_work() as session:
        token = kiosk.make(session, survey_id, by=actor())
        link = kiosk.read(session, token)
    settings = current_app.config["SETTINGS"]
    address = settings.public_url + url_for("kiosk.opened", token=token)
    return render_template(
        "pages/kiosk/link.html", link=link, address=address, survey_id=survey_id
    )


@bp.get("/kiosk/<token>")
@public
def opened(token: str) -> ResponseReturnValue:
    """Take the link out of the address at once: going back must never lead a child to it."""
    with reading() as session:
        kiosk.read(session, token)
    tablet.ask(token)
    return redirect(url_for("kiosk.turn"), 303)


@bp.get("/kiosk/turn")
@public
def turn() -> ResponseReturnValue:
    """Say what a link does to this tablet, before it does it."""
    if not tablet.asked():
        return redirect(url_for("kiosk.start"), 303)
    with reading() as session:
        link = kiosk.read(session, tablet.asked())
    return render_template("pages/kiosk/opened.html", link=link)


@bp.post("/kiosk/turn")
@public
def turned() -> ResponseReturnValue:
    """Lock this tablet to a survey, or let it go again; only who has just opened the link can."""
    token = tablet.asked()
    if not token:
        return redirect(url_for("kiosk.start"), 303)
    with reading() as session:
        link = kiosk.read(session, token)
    if request.form.get("says") == "stop":
        tablet.unlock()
        return redirect(url_for("pages.home"), 303)
    if link.is_over:
        return render_template("pages/kiosk/opened.html", link=link), 409
    tablet.lock(link.slug, token)
    return _signed_out(redirect(url_for("kiosk.start"), 303))


@bp.get("/kiosk")
@public
def start() -> ResponseReturnValue:
    """Begin with the next person: nothing of the last one is left."""
    if not tablet.here():
        return redirect(url_for("pages.home"), 303)
    tablet.wipe()
    # As the language, what the next person chose on this page stands in its address.
    display.remember(display.named(request.args.get("look", "")))
    with reading() as session:
        if kiosk.read(session, tablet.token()).is_over:
            return render_template("pages/kiosk/over.html")
        survey = open_surveys.start_view(session, tablet.here(), voice=languages.asked_for())
    return render_template(
        "pages/kiosk/start.html", survey=survey, client_token=secrets.token_hex(16)
    )


@bp.post("/kiosk")
@public
def begin() -> ResponseReturnValue:
    """Begin a draft that only this tablet holds, and only until it is finished."""
    slug = tablet.here()
    if not slug:
        return redirect(url_for("pages.home"), 303)
    resume_token = beginning.begin(slug, ticket="", channel=Channel.KIOSK)
    with reading() as session:
        key = responding_views.resume_key(session, resume_token, slug=slug)
    # Without a page to go to, somebody must say yes first.
    where = url_for("respond.page", slug=slug, page_key=key) if key else None
    return redirect(where or url_for("consent.ask", slug=slug), 303)


@bp.get("/kiosk/done")
@public
def done() -> ResponseReturnValue:
    """Thank the person, give the receipt, and go back to the start before long."""
    slug = tablet.here()
    with reading() as session:
        sent = thanks_views.thanks_view(session, draft_cookie.token_of(slug), slug=slug)
    if sent is None:
        return redirect(url_for("respond.check", slug=slug), 303)
    languages.speak(sent.speaking.language)
    return render_template("pages/kiosk/done.html", sent=sent)


@bp.get("/kiosk/finish")
@public
def finish() -> ResponseReturnValue:
    """Wipe what this browser could open, and lead to the start for the next person."""
    answer = redirect(url_for("kiosk.start"), 303)
    if tablet.here():
        tablet.wipe()
        answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@bp.get("/kiosk/still-there")
@public
def still_there() -> ResponseReturnValue:
    """Ask whether anybody is still there, where no script can see it."""
    back = request.args.get("page", "")
    mine = f"/s/{tablet.here()}/"
    return render_template(
        "pages/kiosk/still_there.html",
        back=back if tablet.here() and back.startswith(mine) else url_for("kiosk.start"),
    )


@bp.get("/kiosk/help")
@public
def get_help() -> ResponseReturnValue:
    """Show every place to get help, without leaving the tablet's own pages."""
    places = help_places.load(current_app.config["SETTINGS"].help_file)
    return render_template("pages/kiosk/help.html", places=places, back=url_for("kiosk.start"))


@bp.errorhandler(drafts.DraftGone)
def draft_gone(error: drafts.DraftGone) -> ResponseReturnValue:
    """Begin with the next person when there is nothing to thank the last one for."""
    del error
    return redirect(url_for("kiosk.start"), 303)


bp.register_error_handler(drafts.SurveyPaused, draft_errors.paused)


def _signed_out(answer: ResponseReturnValue) -> ResponseReturnValue:
    # Staff may have opened the link where they are signed in; no child may meet their pages.
    token = request.cookies.get(access.cookie_name())
    if token:
        with unit_of_work() as session:
            accounts.sign_out(session, token)
    answer = current_app.make_response(answer)
    answer.delete_cookie(access.cookie_name())
    return answer
