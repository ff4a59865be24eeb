"""Stopping and carrying on: a code, a link and a QR code that open a draft on another device."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, current_app, redirect, render_template, request, url_for

from app.db import reading, unit_of_work
from app.reports.qr import qr_code
from app.services import carrying_on, draft_keys, responding_views
from app.web import draft_cookie, draft_errors, languages, typed_code, visits
from app.web.access import public

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("carry_on", __name__)
draft_errors.show(bp)


@bp.get("/s/<slug>/later")
@public
def later(slug: str) -> ResponseReturnValue:
    """Give the code and the link of a draft, and say until when they work."""
    token = draft_cookie.token_of(slug)
    with reading() as session:
        view = carrying_on.later_view(session, token, slug=slug)
        key = responding_views.resume_key(session, token, slug=slug)
    languages.speak(view.language)
    address = current_app.config["SETTINGS"].public_url.rstrip("/") + url_for(
        "carry_on.by_link", link_token=view.link_token
    )
    return render_template(
        "pages/respond/later.html",
        view=view,
        address=address,
        drawing=qr_code(address),
        code_address=current_app.config["SETTINGS"].public_url.rstrip("/")
        + url_for("carry_on.carry_on"),
        back_to=url_for("respond.page", slug=slug, page_key=key)
        if key
        else url_for("respond.start", slug=slug),
    )


@bp.get("/carry-on/<link_token>")
@public
def by_link(link_token: str) -> ResponseReturnValue:
    """Take the secret out of the address bar at once; the next page opens the draft (R-31b)."""
    draft_cookie.hold_link(link_token)
    return redirect(url_for("carry_on.carry_on"), 303)


@bp.get("/carry-on")
@public
def carry_on() -> ResponseReturnValue:
    """Ask for the code, or, after a link, whether to open the answers on this screen."""
    was_closed = request.args.get("closed") == "1"
    return _ask(was_closed=was_closed)


@bp.post("/carry-on")
@public
def open_draft() -> ResponseReturnValue:
    """Open a draft on this device; a wrong code never tells whether it exists."""
    code = typed_code.typed_code()
    link_token = "" if typed_code.is_asked() else draft_cookie.held_link()
    if not link_token and not code.strip():
        return _ask(problem="Write the code that you were given."), 422
    with unit_of_work() as session:
        opened = (
            draft_keys.open_with_link(session, link_token)
            if link_token
            else draft_keys.open_with_code(session, code, **visits.guessing())
        )
    draft_cookie.drop_link()
    if opened is None:
        return render_template("pages/respond/carry_on_wrong.html", code=code), 404
    draft_cookie.remember(opened.slug, opened.resume_token)
    with reading() as session:
        key = responding_views.resume_key(session, opened.resume_token, slug=opened.slug)
    address = (
        url_for("respond.page", slug=opened.slug, page_key=key)
        if key
        else url_for("respond.start", slug=opened.slug)
    )
    return redirect(address, 303)


def _ask(*, problem: str = "", was_closed: bool = False) -> str:
    return render_template(
        "pages/respond/carry_on.html",
        problem=problem,
        has_link=bool(draft_cookie.held_link()) and not problem,
        was_closed=was_closed,
    )
