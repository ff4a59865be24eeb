"""Answering a questionnaire, page by page; checking, sending, and the receipt afterwards."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from sqlalchemy.exc import OperationalError

from app.db import reading, unit_of_work
from app.domain.errors import NotFound
from app.extensions import csrf
from app.services import (
    answer_files,
    help_places,
    invitations,
    open_surveys,
    receipts,
    responding,
    responding_views,
    sending_in,
    thanks_views,
)
from app.web import (
    beginning,
    draft_cookie,
    draft_errors,
    field_names,
    languages,
    sent_page,
    typed_code,
    visits,
)
from app.web.access import public
from app.web.question_page import is_change, question_page
from surveys.submission import Incomplete

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from app.services.responding import PageSaved

bp = Blueprint("respond", __name__)
draft_errors.show(bp)
sent_page.allow_files(bp, "save_page")


@bp.get("/s/<slug>")
@public
def start(slug: str) -> ResponseReturnValue:
    """Say what happens with answers before the first question."""
    with reading() as session:
        invitations.refuse_unless_invited(session, slug, visits.ticket())
        survey = open_surveys.start_view(session, slug, voice=languages.asked_for())
        draft_key = responding_views.resume_key(session, draft_cookie.token_of(slug), slug=slug)
    places = help_places.load(current_app.config["SETTINGS"].help_file)
    return render_template(
        "pages/respond/start.html",
        survey=survey,
        line=help_places.first_to_call(places) if survey.is_for_the_young else None,
        draft_key=draft_key,
        client_token=secrets.token_hex(16),
    )


@bp.post("/s/<slug>")
@csrf.exempt
@public
def begin(slug: str) -> ResponseReturnValue:
    """Begin a draft; no cookie is set before this, so it has no token against forgery."""
    resume_token = beginning.begin(slug, ticket=visits.ticket())
    with reading() as session:
        key = responding_views.resume_key(session, resume_token, slug=slug)
    return redirect(
        url_for("respond.page", slug=slug, page_key=key) if key else _thanks(slug), 303
    )


@bp.get("/s/<slug>/p/<page_key>")
@public
def page(slug: str, page_key: str) -> ResponseReturnValue:
    """Show one page with what was answered so far."""
    return question_page(slug, page_key)


@bp.post("/s/<slug>/p/<page_key>")
@public
def save_page(slug: str, page_key: str) -> ResponseReturnValue:
    """Keep one page, then show the next; what was typed stays when it cannot be kept."""
    sent = field_names.plain(request.form)
    try:
        files = sent_page.clean_files(slug, page_key)
        with unit_of_work() as session:
            token = draft_cookie.token_of(slug)
            answer_files.keep(session, token, page_key, files, slug=slug)
            wrong, saved = files.wrong, None
            if not sent_page.is_press():
                saved = responding.save_page(session, token, page_key, sent, slug=slug)
                wrong = {**saved.errors, **wrong}
    except OperationalError:
        return question_page(slug, page_key, sent=sent, is_unsaved=True), 503
    if wrong or saved is None:
        return question_page(slug, page_key, sent=sent, errors=wrong), 422 if wrong else 200
    return redirect(_after(slug, saved), 303)


@bp.get("/s/<slug>/check")
@public
def check(slug: str) -> ResponseReturnValue:
    """Show all answers before they are sent."""
    return _check(slug)


@bp.post("/s/<slug>/check")
@public
def send(slug: str) -> ResponseReturnValue:
    """Send the answers."""
    try:
        with unit_of_work() as session:
            sent = sending_in.submit(
                session, draft_cookie.token_of(slug), slug=slug, **visits.sending(slug)
            )
    except Incomplete:
        return _check(slug, has_failed=True), 422
    except OperationalError:
        return _check(slug, is_unsaved=True), 503
    if sent.is_ticket_spent:
        visits.drop_ticket()
    return redirect(_thanks(slug), 303)


@bp.get("/s/<slug>/thanks")
@public
def thanks(slug: str) -> ResponseReturnValue:
    """Thank the person, give the receipt, and say where to get help, always."""
    with reading() as session:
        sent = thanks_views.thanks_view(
            session, draft_cookie.token_of(slug), slug=slug, voice=languages.asked_for()
        )
    if sent is None:
        return redirect(url_for("respond.check", slug=slug), 303)
    languages.speak(sent.speaking.language)
    places = help_places.load(current_app.config["SETTINGS"].help_file)
    return render_template("pages/respond/thanks.html", sent=sent, places=places)


@bp.get("/receipt")
@public
def receipt() -> ResponseReturnValue:
    """Ask for a receipt code."""
    return render_template("pages/respond/receipt.html", problem="")


@bp.post("/receipt")
@public
def look_up() -> ResponseReturnValue:
    """Show what a receipt code stands for."""
    code = typed_code.typed_code()
    if not code.strip():
        problem = "Write the code that you were given."
        return render_template("pages/respond/receipt.html", problem=problem), 422
    try:
        with reading() as session:
            found = receipts.look_up(session, code)
    except NotFound:
        return _receipt_wrong(code)
    return render_template("pages/respond/received.html", found=found, code=code)


@bp.post("/receipt/withdraw")
@public
def withdraw() -> ResponseReturnValue:
    """Take answers back."""
    code = typed_code.typed_code()
    try:
        with unit_of_work() as session:
            receipts.withdraw(session, code)
    except NotFound:
        return _receipt_wrong(code)
    return render_template("pages/respond/withdrawn.html")


def _receipt_wrong(code: str) -> ResponseReturnValue:
    return render_template("errors/receipt_wrong.html", code=code), 404


def _check(slug: str, *, has_failed: bool = False, is_unsaved: bool = False) -> str:
    with reading() as session:
        view = responding_views.check_view(session, draft_cookie.token_of(slug), slug=slug)
    languages.speak(view.speaking.language)
    return render_template(
        "pages/respond/check.html", view=view, has_failed=has_failed, is_unsaved=is_unsaved
    )


def _after(slug: str, saved: PageSaved) -> str:
    # Who came from the check to change one answer goes back there, unless it opened a question.
    key = saved.opened_key if is_change() else saved.next_key
    if key is None:
        return url_for("respond.check", slug=slug)
    return url_for("respond.page", slug=slug, page_key=key, change=is_change() or None)


def _thanks(slug: str) -> str:
    return url_for("respond.thanks", slug=slug)
