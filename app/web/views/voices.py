"""Going on in another voice: other words or another language, with everything kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, request, url_for

from app.db import unit_of_work
from app.services import answer_files, voicing
from app.web import draft_cookie, field_names, languages, sent_page
from app.web.access import public
from app.web.question_page import is_change, question_page

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

# How the buttons name the voice to go on in. No key of a question begins like this.
TO = "_to"

bp = Blueprint("voices", __name__)
sent_page.allow_files(bp, "change_page")


@bp.post("/s/<slug>/p/<page_key>/voice")
@public
def change_page(slug: str, page_key: str) -> ResponseReturnValue:
    """Show a page in another voice, with what was typed on it and not saved yet."""
    sent = field_names.plain(request.form)
    files = sent_page.clean_files(slug, page_key)
    with unit_of_work() as session:
        answer_files.keep(session, draft_cookie.token_of(slug), page_key, files, slug=slug)
    _change(slug)
    status = 422 if files.wrong else 200
    return question_page(slug, page_key, sent=sent, errors=files.wrong), status


@bp.get("/s/<slug>/p/<page_key>/voice")
@public
def page_again(slug: str, page_key: str) -> ResponseReturnValue:
    """Lead to the page of questions when its change of voice is opened by its address."""
    return redirect(
        url_for("respond.page", slug=slug, page_key=page_key, change=is_change() or None), 303
    )


@bp.post("/s/<slug>/voice")
@public
def change(slug: str) -> ResponseReturnValue:
    """Show all answers in another voice."""
    _change(slug)
    return redirect(url_for("respond.check", slug=slug), 303)


def _change(slug: str) -> None:
    with unit_of_work() as session:
        voicing.change(session, draft_cookie.token_of(slug), request.form.get(TO, ""), slug=slug)
    languages.forget()
