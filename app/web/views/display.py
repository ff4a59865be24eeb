"""How pages look: the choice of size, colours and face, made from any page with nothing lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from flask import Blueprint, redirect, render_template, request, url_for

from app.db import unit_of_work
from app.domain.display import Colours, Face, TextSize
from app.extensions import csrf
from app.services import answer_files
from app.web import (
    display,
    draft_cookie,
    draft_errors,
    field_names,
    languages,
    origin,
    sent_page,
)
from app.web import kiosk as tablet
from app.web.access import public
from app.web.question_page import is_change, question_page
from app.web.way_back import way_back

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue

bp = Blueprint("display", __name__)
draft_errors.show(bp)
sent_page.allow_files(bp, "change_page")


@bp.get("/how-it-looks")
@public
def ask() -> ResponseReturnValue:
    """Show the choices, and what they look like; no cookie is set before one is made."""
    back = _way_back(request.args.get("back", ""))
    return _ask(url_for("display.choose") + languages.in_query(), [(display.BACK_TO, back)])


@bp.post("/how-it-looks")
@csrf.exempt
@public
def choose() -> ResponseReturnValue:
    """Take a choice and lead back; the page had no cookie, so it has no token against forgery."""
    origin.refuse_cross_site()
    display.choose()
    back = _way_back(request.form.get(display.BACK_TO, ""))
    if tablet.here() and urlsplit(back).path == url_for("kiosk.start"):
        # The first page of a shared tablet forgets everything but what its address says.
        said: dict[str, Any] = {"look": display.here().code, **languages.ways_in()}
        back = url_for("kiosk.start", **said)
    return redirect(back, 303)


@bp.get("/s/<slug>/p/<page_key>/looks")
@public
def page_again(slug: str, page_key: str) -> ResponseReturnValue:
    """Lead to the page of questions when its choice of looks is opened by its address."""
    return redirect(
        url_for("respond.page", slug=slug, page_key=page_key, change=is_change() or None), 303
    )


@bp.post("/s/<slug>/p/<page_key>/looks")
@public
def change_page(slug: str, page_key: str) -> ResponseReturnValue:
    """Show the choices, then the page again, with what was typed on it and not saved yet."""
    sent = field_names.plain(request.form)
    if display.is_sent():
        display.choose()
        return question_page(slug, page_key, sent=sent)
    files = sent_page.clean_files(slug, page_key)
    if files.ready:
        with unit_of_work() as session:
            answer_files.keep(session, draft_cookie.token_of(slug), page_key, files, slug=slug)
    if files.wrong:
        return question_page(slug, page_key, sent=sent, errors=files.wrong), 422
    action = url_for(
        "display.change_page", slug=slug, page_key=page_key, change=is_change() or None
    )
    return _ask(action, display.typed(sent), has_token=True)


def _ask(action: str, kept: Sequence[tuple[str, str]], *, has_token: bool = False) -> str:
    return render_template(
        "pages/display/looks.html",
        action=action,
        kept=kept,
        has_token=has_token,
        choices=(("colours", Colours), ("size", TextSize), ("face", Face)),
        chosen=display.here(),
    )


def _way_back(given: str) -> str:
    return way_back(given, url_for("pages.home") + languages.in_query())
