"""Invitations as staff see them: made, printed, sent, reminded; and responses that were held."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)

from app.db import reading, unit_of_work
from app.domain.errors import Conflict, Invalid, NotFound, Unavailable
from app.domain.people import Permission
from app.domain.surveys import SurveyState
from app.reports import pdf
from app.reports.qr import qr_code
from app.services import (
    envelopes,
    help_places,
    holding,
    invitation_views,
    invitation_words,
    invitations,
    start_words,
    studio,
)
from app.web import uploads
from app.web.access import actor, requires
from app.web.invitation_forms import InviteForm

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue

bp = Blueprint("mailings", __name__, url_prefix="/studio")
uploads.allow(bp, {"make"}, Permission.PUBLISH_SURVEYS)
REMINDED = "The reminder is on its way to those who have not answered."
NO_REMINDER = (
    "No reminder was sent: two were sent, the first is not out yet, the day has gone, or nobody "
    "can answer now."
)
FORGOTTEN = "The addresses and printed codes are gone. The invitations still work."
PDF_MISSING = (
    "The PDF could not be made, because the Pango library is missing on this server. Whoever runs "
    "Earshot can install it. Until then, use “Show to print”: nothing is lost."
)


@bp.get("/surveys/<uuid:survey_id>/invitations")
@requires(Permission.PUBLISH_SURVEYS)
def mailings(survey_id: UUID) -> ResponseReturnValue:
    """Show the ways in to a survey: its invitations, who may come, and what was held."""
    return _page(survey_id, InviteForm())


@bp.post("/surveys/<uuid:survey_id>/invitations")
@requires(Permission.PUBLISH_SURVEYS)
def make(survey_id: UUID) -> ResponseReturnValue:
    """Make invitations."""
    form = InviteForm()
    if not form.is_ready(form.refused):
        return _page(survey_id, form), 422
    with unit_of_work() as session:
        invitations.make(session, survey_id, form.plan(), by=actor())
    flash("The invitations are made.", "success")
    return _back(survey_id)


@bp.post("/surveys/<uuid:survey_id>/ways-in")
@requires(Permission.PUBLISH_SURVEYS)
def set_ways_in(survey_id: UUID) -> ResponseReturnValue:
    """Let in only those who were invited, or everybody."""
    only = request.form.get("only") == "invited"
    with unit_of_work() as session:
        invitation_views.set_by_invitation(session, survey_id, only=only, by=actor())
    flash("Only invited people can begin now." if only else "Everyone can begin now.", "success")
    return _back(survey_id)


@bp.post("/invitations/<uuid:mailing_id>/letters")
@requires(Permission.PUBLISH_SURVEYS)
def letters(mailing_id: UUID) -> ResponseReturnValue:
    """Give the letters of a mailing to print."""
    with unit_of_work() as session:
        found = invitation_views.letters(session, mailing_id, by=actor())
    url = current_app.config["SETTINGS"].public_url
    sheets = [(code, qr_code(invitation_words.link(url, code))) for code in found.codes]
    return _printed(
        "letters",
        found.survey_id,
        letters=found,
        sheets=sheets,
        address=_typed_at(),
        **_line(found),
    )


@bp.post("/surveys/<uuid:survey_id>/poster")
@requires(Permission.PUBLISH_SURVEYS)
def poster(survey_id: UUID) -> ResponseReturnValue:
    """Give a poster of the open link to print."""
    with reading() as session:
        survey = studio.survey(session, survey_id, by=actor())
    if survey.is_by_invitation or not survey.can_be_answered:
        raise NotFound
    url = f"{current_app.config['SETTINGS'].public_url.rstrip('/')}/s/{survey.slug}"
    address = url.partition("://")[2]
    return _printed("poster", survey_id, qr=qr_code(url), address=address, **_line(survey))


@bp.post("/invitations/<uuid:mailing_id>/remind")
@requires(Permission.PUBLISH_SURVEYS)
def remind(mailing_id: UUID) -> ResponseReturnValue:
    """Ask those once more who have not answered."""
    survey_id = _survey_of(mailing_id)
    try:
        with unit_of_work() as session:
            envelopes.remind(session, mailing_id, by=actor())
    except Conflict:
        flash(NO_REMINDER, "error")
    else:
        flash(REMINDED, "success")
    return _back(survey_id)


@bp.post("/invitations/<uuid:mailing_id>/forget")
@requires(Permission.PUBLISH_SURVEYS)
def forget(mailing_id: UUID) -> ResponseReturnValue:
    """Let go of the addresses and codes of a mailing."""
    survey_id = _survey_of(mailing_id)
    with unit_of_work() as session:
        envelopes.forget(session, mailing_id, by=actor())
    flash(FORGOTTEN, "success")
    return _back(survey_id)


@bp.post("/surveys/<uuid:survey_id>/release")
@requires(Permission.PUBLISH_SURVEYS)
def release(survey_id: UUID) -> ResponseReturnValue:
    """Let what was held on one day count."""
    try:
        day = date.fromisoformat(request.form.get("day", ""))
    except ValueError as error:
        raise Invalid("day") from error
    with unit_of_work() as session:
        holding.release(session, survey_id, day, by=actor())
    flash("They count from now on.", "success")
    return _back(survey_id)


def _page(survey_id: UUID, form: InviteForm) -> str:
    with reading() as session:
        survey = studio.survey(session, survey_id, by=actor())
        if not survey.can_be_answered:
            raise NotFound
        return render_template(
            "pages/mailings/mailings.html",
            survey=survey,
            is_live=survey.state is SurveyState.LIVE,
            rows=invitation_views.mailings(session, survey_id, by=actor()),
            held=holding.held_days(session, survey_id, by=actor()),
            keeps_messages=current_app.config["SETTINGS"].invitation_url.startswith("file:"),
            form=form,
        )


def _printed(name: str, survey_id: UUID, **shown: Any) -> ResponseReturnValue:
    is_page = request.form.get("as") != "pdf"
    html = render_template(f"pages/mailings/{name}.html", is_page=is_page, **shown)
    if is_page:
        return html
    try:
        content = pdf.to_pdf(html, Path(str(current_app.static_folder)) / "css" / "printed.css")
    except Unavailable:
        flash(PDF_MISSING, "error")
        return _back(survey_id)
    answer = Response(content, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return answer


def _line(found: invitation_views.Letters | studio.SurveyRow) -> dict[str, Any]:
    is_young = found.audience in start_words.YOUNG
    places = help_places.load(current_app.config["SETTINGS"].help_file)
    return {"line": help_places.first_to_call(places) if is_young else None}


def _typed_at() -> str:
    return invitation_words.address(current_app.config["SETTINGS"].public_url)


def _survey_of(mailing_id: UUID) -> UUID:
    with reading() as session:
        return envelopes.find(session, mailing_id, by=actor()).survey_id


def _back(survey_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("mailings.mailings", survey_id=survey_id), 303)
