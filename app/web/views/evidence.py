"""Evidence: what people say, the words behind it, and what staff decide about codings."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for

from app.db import reading, unit_of_work
from app.domain.errors import Conflict, Invalid
from app.domain.people import Permission
from app.services import (
    codebooks,
    dashboards,
    deciding,
    decisions,
    pictures,
    quotes,
    scopes,
    words,
)
from app.services.deciding import Wish
from app.services.reliability_results import error_about, error_in_use
from app.web.access import actor, requires
from app.web.progress import progress_of
from app.web.refusals import done
from app.web.way_back import way_back
from app.web.workbench_filters import anchor

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from app.services.decisions import Place
    from app.services.scopes import Scope

bp = Blueprint("evidence", __name__, url_prefix="/evidence")
QUOTED = (
    "These words are a quote of this theme already: you sent them twice, or a colleague was "
    "quicker. The quote that was released first is kept as it is, and no second one was made. To "
    "change it, take it back on this page and release it again."
)


@bp.get("")
@requires(Permission.READ_EVIDENCE)
def overview() -> ResponseReturnValue:
    """Show what was said across surveys."""
    with reading() as session:
        found = dashboards.overview(session, actor(), wave=_wave())
        measured = error_in_use(session)
    return render_template("pages/evidence/overview.html", found=found, measured=measured)


@bp.get("/surveys/<uuid:survey_id>")
@requires(Permission.READ_EVIDENCE)
def survey(survey_id: UUID) -> ResponseReturnValue:
    """Show what one survey says."""
    with reading() as session:
        found = dashboards.survey_evidence(session, actor(), survey_id, wave=_wave())
        measured = error_in_use(session)
    return render_template("pages/evidence/survey.html", found=found, measured=measured)


@bp.get("/progress")
@requires(Permission.READ_EVIDENCE)
def progress() -> ResponseReturnValue:
    """Say how far the reading of new words has come."""
    with reading() as session:
        job = dashboards.reading(session, actor())
    return progress_of(job, doing="Reading what people wrote:", over="All words are read.")


@bp.get("/themes/<uuid:theme_id>")
@requires(Permission.READ_WORDS)
def theme(theme_id: UUID) -> ResponseReturnValue:
    """Show the words behind a theme. Reading them is recorded."""
    with unit_of_work() as session:
        name, definition = words.theme_name(session, theme_id)
        scope = _scope(session)
        found = words.passages(
            session,
            scope.selection,
            theme_id,
            by=actor(),
            page=request.args.get("page", 1, type=int),
            undecided=request.args.get("show") == "undecided",
        )
        themes = codebooks.codebook_in_use(session).codebook.themes
        measured = error_about(session, theme_id)
        waves = pictures.of_theme(session, scope, theme_id)
    return render_template(
        "pages/evidence/theme.html",
        measured=measured,
        theme_id=theme_id,
        name=name,
        definition=definition,
        found=found,
        themes=themes,
        waves=waves,
        here=_here(),
        anchor=anchor,
        args=_filters(),
    )


@bp.post("/codings/<uuid:coding_id>/accept")
@requires(Permission.DECIDE_CODINGS)
def accept(coding_id: UUID) -> ResponseReturnValue:
    """Agree with a coding."""

    def act(session: Session, place: Place, seen: str) -> object:
        return deciding.accept(session, place, coding_id, seen=seen, by=actor())

    return _decided(coding_id, act, "You agreed with this theme.")


@bp.post("/codings/<uuid:coding_id>/reject")
@requires(Permission.DECIDE_CODINGS)
def reject(coding_id: UUID) -> ResponseReturnValue:
    """Disagree with a coding."""

    def act(session: Session, place: Place, seen: str) -> object:
        return deciding.reject(session, place, coding_id, seen=seen, by=actor())

    return _decided(coding_id, act, "You took this theme away. It no longer counts.")


@bp.post("/codings/<uuid:coding_id>/replace")
@requires(Permission.DECIDE_CODINGS)
def replace(coding_id: UUID) -> ResponseReturnValue:
    """Give the words another theme."""
    wish = Wish(request.form.get("theme", ""), instead_of=coding_id)

    def act(session: Session, place: Place, seen: str) -> object:
        return deciding.give(session, place, wish, seen=seen, by=actor())

    return _decided(coding_id, act, "You put another theme in its place.")


@bp.route(
    "/quotes/<uuid:theme_id>/<uuid:response_id>/<uuid:question_id>",
    methods=["GET", "POST"],
)
@requires(Permission.APPROVE_QUOTES)
def quote(theme_id: UUID, response_id: UUID, question_id: UUID) -> ResponseReturnValue:
    """Check some words and release them as a quote."""
    with unit_of_work() as session:
        draft = quotes.draft(session, response_id, question_id, theme_id, by=actor())
    text, errors = request.form.get("text", draft.text), {}
    if request.method == "POST" and "check" not in request.form:
        try:
            with unit_of_work() as session:
                quotes.approve(
                    session,
                    response_id,
                    question_id,
                    theme_id,
                    text=text,
                    looked_over=request.form.get("shown") if "looked" in request.form else None,
                    by=actor(),
                )
        except Invalid as invalid:
            errors = invalid.fields
        except Conflict:
            flash(QUOTED, "error")
            return redirect(url_for("evidence.theme", theme_id=theme_id), 303)
        else:
            flash("The quote is released. It can appear in reports.", "success")
            return redirect(url_for("evidence.theme", theme_id=theme_id))
    page = render_template(
        "pages/evidence/quote.html",
        draft=draft,
        text=text,
        segments=quotes.seen(text),
        errors=errors,
        theme_id=theme_id,
    )
    return page, 422 if errors else 200


@bp.post("/quotes/<uuid:quote_id>/withdraw")
@requires(Permission.APPROVE_QUOTES)
def withdraw_quote(quote_id: UUID) -> ResponseReturnValue:
    """Take a quote back."""
    with unit_of_work() as session:
        quotes.withdraw(session, quote_id, by=actor())
    flash("The quote is taken back. Reports that were prepared before still hold it.", "success")
    return _back()


def _wave() -> int | None:
    return request.args.get("wave", type=int)


def _filters() -> dict[str, str]:
    return {
        name: request.args[name] for name in ("survey", "wave", "show") if name in request.args
    }


def _here() -> str:
    return request.full_path.rstrip("?")


def _scope(session: Session) -> Scope:
    return scopes.scope(
        session,
        actor(),
        survey_id=request.args.get("survey", type=UUID),
        wave=_wave(),
        permission=Permission.READ_WORDS,
    )


def _decided(
    coding_id: UUID, act: Callable[[Session, Place, str], object], message: str
) -> ResponseReturnValue:
    with reading() as session:
        place = decisions.place_of(session, coding_id)
    if done(lambda session: act(session, place, request.form.get("seen", ""))):
        flash(f"{message} The workbench can undo it.", "success")
    return _back(f"#{anchor(place)}")


def _back(fragment: str = "") -> ResponseReturnValue:
    back = request.form.get("back", "")
    otherwise = url_for("evidence.overview")
    to = way_back(back, otherwise, under="/evidence/")
    return redirect(to if to == otherwise else f"{to}{fragment}")
