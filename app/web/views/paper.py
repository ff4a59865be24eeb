"""Paper: a survey to print, returns to enter, and a sample that a second person enters too."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

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
from app.domain.errors import Conflict, Invalid, Unavailable
from app.domain.paper import SHARES
from app.domain.people import Permission
from app.reports import pdf
from app.services import paper_checks, paper_returns, paper_views
from app.web import languages, sent_page
from app.web.access import actor, requires
from app.web.paper_forms import ReturnForm
from app.web.question_fields import fields_of, problems_of
from surveys.asking import only_asked
from surveys.paper import read_return, unrequired

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from app.web.question_fields import QuestionField
    from surveys.definition import Page
    from surveys.errors import AnswerError
    from surveys.voices import Asked

bp = Blueprint("paper", __name__, url_prefix="/studio")
EMPTY = "Nothing was answered on this paper, so nothing was kept. Enter at least one answer."
NO_PDF = (
    "This computer lacks the library that makes PDF files (Pango). The page to print works: use "
    "“Print the questions”, and save it as a PDF from there."
)
REFUSED = {
    "same_person": "You entered this return first, so somebody else must enter it again.",
    "paper_checked": "Somebody has dealt with this return already. Nothing was changed.",
}


@bp.get("/surveys/<uuid:survey_id>/paper")
@requires(Permission.PUBLISH_SURVEYS)
def print_out(survey_id: UUID) -> ResponseReturnValue:
    """Show a survey as it is printed, in the voice that the address names."""
    return render_template("pages/paper/paper.html", printed=_printed(survey_id))


@bp.get("/surveys/<uuid:survey_id>/paper.pdf")
@requires(Permission.PUBLISH_SURVEYS)
def as_pdf(survey_id: UUID) -> ResponseReturnValue:
    """Give a survey as a PDF to print; without the library for it, lead to the page."""
    html = render_template("pages/paper/printed.html", printed=_printed(survey_id))
    try:
        made = pdf.to_pdf(html, Path(str(current_app.static_folder)) / "css" / "paper.css")
    except Unavailable:
        flash(NO_PDF, "warning")
        return redirect(url_for("studio.survey", survey_id=survey_id), 303)
    name = {"Content-Disposition": 'attachment; filename="questions.pdf"'}
    return Response(made, mimetype="application/pdf", headers=name)


@bp.get("/surveys/<uuid:survey_id>/returns")
@requires(Permission.IMPORT_COMMENTS)
def returns(survey_id: UUID) -> ResponseReturnValue:
    """Show what waits for a second person, and how far two people agree."""
    with reading() as session:
        view = paper_views.returns(session, survey_id, by=actor())
    return render_template("pages/paper/returns.html", view=view, shares=SHARES)


@bp.post("/surveys/<uuid:survey_id>/returns")
@requires(Permission.IMPORT_COMMENTS)
def set_share(survey_id: UUID) -> ResponseReturnValue:
    """Set how many returns a second person enters too."""
    share = request.form.get("share", type=int) or 0
    with unit_of_work() as session:
        paper_returns.set_share(session, survey_id, share, by=actor())
    flash("From the next return on, this is how many are checked.", "success")
    return redirect(url_for("paper.returns", survey_id=survey_id), 303)


@bp.route("/surveys/<uuid:survey_id>/returns/new", methods=["GET", "POST"])
@requires(Permission.IMPORT_COMMENTS)
def enter(survey_id: UUID) -> ResponseReturnValue:
    """Enter one paper return."""
    with reading() as session:
        view = paper_views.returns(session, survey_id, by=actor(), number=_version())
        asked = paper_returns.asked_on(
            session, survey_id, _voice(), by=actor(), number=view.version
        )
    form = ReturnForm.about(view.next_number)
    read = read_return(only_asked(asked), request.form.to_dict(flat=False))
    if not sent_page.is_press() and form.is_ready(dict) and not read.errors:
        try:
            with unit_of_work() as session:
                done = paper_returns.enter(
                    session,
                    survey_id,
                    form.number.data,
                    read.answers,
                    received_on=form.received_on.data,
                    by=actor(),
                    voice=asked.voice,
                    version_number=view.version,
                )
        except Invalid as invalid:
            form.take(invalid.fields or {"number": EMPTY})
        else:
            flash(_said(done), "success")
            # The next paper of a stack is of the same version, whatever was published meanwhile.
            next_one = url_for(
                "paper.enter", survey_id=survey_id, version=view.version, voice=_voice() or None
            )
            return redirect(next_one, 303)
    return _sheet(asked, read.errors, form=form, view=view)


@bp.route("/returns/<uuid:return_id>/again", methods=["GET", "POST"])
@requires(Permission.IMPORT_COMMENTS)
def enter_again(return_id: UUID) -> ResponseReturnValue:
    """Enter a return a second time, without seeing what the first person read."""
    with reading() as session:
        found, response = paper_checks.to_check(session, return_id, by=actor())
        asked = paper_checks.asked_on(session, response)
        number = paper_checks.version_number(session, response)
        view = paper_views.returns(session, found.survey_id, by=actor(), number=number)
    read = read_return(only_asked(asked), request.form.to_dict(flat=False))
    if request.method == "POST" and not sent_page.is_press() and not read.errors:
        with unit_of_work() as session:
            differs = paper_checks.enter_again(session, return_id, read.answers, by=actor())
        if differs:
            return redirect(url_for("paper.settle", return_id=return_id), 303)
        flash("Both of you read the same.", "success")
        return redirect(url_for("paper.returns", survey_id=view.survey_id), 303)
    return _sheet(asked, read.errors, form=None, view=view, number=found.number)


@bp.route("/returns/<uuid:return_id>/settle", methods=["GET", "POST"])
@requires(Permission.IMPORT_COMMENTS)
def settle(return_id: UUID) -> ResponseReturnValue:
    """Show what two people read differently, and keep what the paper says."""
    problems: Mapping[str, str] = {}
    if request.method == "POST":
        try:
            with unit_of_work() as session:
                paper_checks.settle(session, return_id, request.form.to_dict(), by=actor())
                survey_id = paper_returns.return_for(session, return_id, by=actor()).survey_id
        except Invalid as invalid:
            problems = invalid.fields
        else:
            flash("It is settled. The count of differences stays.", "success")
            return redirect(url_for("paper.returns", survey_id=survey_id), 303)
    with unit_of_work() as session:
        view = paper_views.to_settle(session, return_id, by=actor())
    page = render_template("pages/paper/settle.html", view=view, problems=problems)
    return page, 422 if problems else 200


@bp.errorhandler(Conflict)
def refused(error: Conflict) -> ResponseReturnValue:
    """Say why a return cannot be entered again, and lead back to the surveys."""
    flash(REFUSED.get(error.code, "This has changed since you looked. Nothing was kept."), "error")
    return redirect(url_for("studio.surveys"), 303)


def _sheet(
    asked: Asked,
    errors: Mapping[str, AnswerError],
    *,
    form: ReturnForm | None,
    view: paper_views.ReturnsView,
    number: int = 0,
) -> ResponseReturnValue:
    is_sent = request.method == "POST" and not sent_page.is_press()
    sent = request.form.to_dict(flat=False)
    pages = [
        (page, _fields(asked, page, sent, errors if is_sent else {}))
        for page in unrequired(only_asked(asked)).pages
    ]
    problems = [*(form.problems() if form else ())]
    problems += [one for _, fields in pages for one in problems_of(fields)]
    page = render_template(
        "pages/paper/sheet.html",
        form=form,
        view=view,
        asked=asked,
        pages=pages,
        number=number,
        problems=problems,
    )
    return page, 422 if is_sent else 200


def _fields(
    asked: Asked,
    page: Page,
    sent: Mapping[str, Sequence[str]],
    errors: Mapping[str, AnswerError],
) -> tuple[QuestionField, ...]:
    arranged = sent_page.arranged(page, sent)
    fields = fields_of(asked.definition, page, {}, sent=arranged, errors=errors)
    return sent_page.pressed(
        [replace(one, language=asked.language_of("question", one.name)) for one in fields]
    )


def _printed(survey_id: UUID) -> paper_views.Printed:
    with reading() as session:
        found = paper_views.printed(
            session, survey_id, _voice(), said_in=languages.said_in, by=actor()
        )
    languages.speak(found.asked.voice.language)
    return found


def _voice() -> str:
    return request.args.get("voice", "")


def _version() -> int | None:
    # What a sheet was shown with counts, also when a newer version came out meanwhile.
    sent = request.form.get("_version", type=int)
    return request.args.get("version", type=int) if sent is None else sent


def _said(done: paper_returns.Entered) -> str:
    after = " Put it with those that a second person enters too." if done.is_sampled else ""
    return f"Return {done.number} is kept.{after}"
