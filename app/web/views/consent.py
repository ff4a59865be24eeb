"""Saying yes before the first question: a carer where the survey needs one, then the person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, request, url_for

from app.db import reading, unit_of_work
from app.extensions import csrf
from app.services import consenting, consents, responding_views
from app.web import beginning, draft_cookie, draft_errors, languages, visits
from app.web.access import public

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("consent", __name__)
draft_errors.show(bp)


@bp.post("/s/<slug>/agree/begin")
@csrf.exempt
@public
def begin(slug: str) -> ResponseReturnValue:
    """Begin a draft whose first step is a yes; no cookie is set before this."""
    beginning.begin(slug, ticket=visits.ticket())
    return redirect(url_for("consent.ask", slug=slug), 303)


@bp.get("/s/<slug>/agree")
@public
def ask(slug: str) -> ResponseReturnValue:
    """Ask whoever must say yes next, or go on to the questions."""
    return _ask(slug)


@bp.post("/s/<slug>/agree")
@public
def answer(slug: str) -> ResponseReturnValue:
    """Take a yes or a no."""
    token, said = draft_cookie.token_of(slug), request.form.get("says", "")
    if said not in {"yes", "no"}:
        return _ask(slug, is_unsaid=True)
    with unit_of_work() as session:
        if said == "yes":
            consenting.give(session, token, request.form.get("words", ""), slug=slug)
        else:
            consenting.decline(session, token, slug=slug)
    if said == "no":
        draft_cookie.drop(slug)
        return redirect(url_for("consent.declined", slug=slug) + languages.in_query(), 303)
    return redirect(url_for("consent.ask", slug=slug), 303)


@bp.get("/s/<slug>/agree/no")
@public
def declined(slug: str) -> ResponseReturnValue:
    """Say that a no is fine, and what was kept: nothing."""
    return render_template("pages/respond/declined.html", slug=slug)


@bp.app_errorhandler(consents.ConsentNeeded)
def consent_needed(error: consents.ConsentNeeded) -> ResponseReturnValue:
    """Lead from a page that may not be shown yet to whoever must say yes."""
    return redirect(url_for("consent.ask", slug=error.params["slug"]), 303)


def _ask(slug: str, *, is_unsaid: bool = False) -> ResponseReturnValue:
    token = draft_cookie.token_of(slug)
    with reading() as session:
        view = consenting.asked(session, token, slug=slug)
        key = None if view else responding_views.resume_key(session, token, slug=slug)
    if view is None:
        return redirect(url_for("respond.page", slug=slug, page_key=key), 303)
    languages.speak(view.language)
    page = render_template("pages/respond/consent.html", view=view, is_unsaid=is_unsaid)
    return page, 422 if is_unsaid else 200
