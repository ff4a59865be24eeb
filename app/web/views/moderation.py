"""Second readings of audits: draw them, grade one blind, compare, and settle the final grade."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for

from app.db import reading, unit_of_work
from app.domain.errors import Conflict, Invalid
from app.domain.people import Permission
from app.services import (
    comparing,
    moderating,
    moderation_draws,
    moderation_figures,
    moderation_views,
    reconciling,
)
from app.web.access import actor, requires
from app.web.moderation_forms import DrawForm, refused, settling_of
from app.web.moderation_pages import grade_page

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from app.services.comparing import ComparedPage

bp = Blueprint("moderation", __name__, url_prefix="/moderation")


@bp.get("")
@requires(Permission.MODERATE_AUDITS)
def readings() -> ResponseReturnValue:
    """List the second readings: what waits, what is mine, and what is settled."""
    with reading() as session:
        found = moderation_views.lines(session, actor())
        new = moderation_views.count_not_considered(session, actor())
    return render_template("pages/moderation/readings.html", found=found, new=new)


@bp.route("/draw", methods=["GET", "POST"])
@requires(Permission.MODERATE_AUDITS)
def draw() -> ResponseReturnValue:
    """Draw audits to be read again."""
    form = DrawForm()
    if not form.is_submitted():
        with reading() as session:
            form.share.data = moderation_draws.offered_share(session, actor())
    if form.validate_on_submit():
        picked = _drawn(form)
        if picked:
            flash(f"Drawn: {picked} to be read again.", "success")
            return redirect(url_for("moderation.readings"))
    with reading() as session:
        new = moderation_views.count_not_considered(session, actor())
    page = render_template("pages/moderation/draw.html", form=form, new=new)
    return page, 422 if form.errors else 200


@bp.get("/agreement")
@requires(Permission.MODERATE_AUDITS)
def agreement() -> ResponseReturnValue:
    """Show how far auditors and moderators agree."""
    with reading() as session:
        found = moderation_figures.figures(session, actor())
    return render_template("pages/moderation/agreement.html", found=found)


@bp.post("/<uuid:moderation_id>/take")
@requires(Permission.MODERATE_AUDITS)
def take(moderation_id: UUID) -> ResponseReturnValue:
    """Take an audit to read it again."""
    is_free = request.form.get("has_no_conflict") == "y"

    def take_it(session: Session) -> None:
        moderating.take(session, moderation_id, has_no_conflict=is_free, by=actor())

    if _is_done(take_it):
        return redirect(url_for("moderation.one", moderation_id=moderation_id))
    return redirect(url_for("moderation.readings"))


@bp.post("/<uuid:moderation_id>/stand-back")
@requires(Permission.MODERATE_AUDITS)
def stand_back(moderation_id: UUID) -> ResponseReturnValue:
    """Give an audit back because of a conflict."""
    if _is_done(lambda session: moderating.stand_back(session, moderation_id, by=actor())):
        flash("You stood back. Somebody else will read this audit again.", "success")
    return redirect(url_for("moderation.readings"))


@bp.get("/<uuid:moderation_id>")
@requires(Permission.MODERATE_AUDITS)
def one(moderation_id: UUID) -> ResponseReturnValue:
    """Show an audit without its grades while it is graded, and both readings afterwards."""
    try:
        with unit_of_work() as session:
            page = moderation_views.blind_page(session, moderation_id, by=actor())
        return render_template("pages/moderation/blind.html", found=page)
    except Conflict:
        return _compared(moderation_id)


@bp.get("/<uuid:moderation_id>/compare")
@requires(Permission.MODERATE_AUDITS)
def compare(moderation_id: UUID) -> ResponseReturnValue:
    """Show both readings, to the second reader once they are in and to who decides."""
    return _compared(moderation_id)


@bp.get("/<uuid:moderation_id>/grades/<page_key>")
@requires(Permission.MODERATE_AUDITS)
def grade(moderation_id: UUID, page_key: str) -> ResponseReturnValue:
    """Show one grade to give, with what good looks like and the auditor's evidence."""
    with unit_of_work() as session:
        page = grade_page(session, moderation_id, page_key, by=actor())
    return render_template("pages/moderation/grade.html", page=page)


@bp.post("/<uuid:moderation_id>/grades/<page_key>")
@requires(Permission.MODERATE_AUDITS)
def save_grade(moderation_id: UUID, page_key: str) -> ResponseReturnValue:
    """Keep one grade, then show the next."""
    sent = request.form.to_dict(flat=False)
    with unit_of_work() as session:
        errors, following = moderating.save_grade(
            session, moderation_id, page_key, sent, by=actor()
        )
    if errors:
        with unit_of_work() as session:
            page = grade_page(
                session, moderation_id, page_key, by=actor(), sent=sent, errors=errors
            )
        return render_template("pages/moderation/grade.html", page=page), 422
    if following:
        return redirect(
            url_for("moderation.grade", moderation_id=moderation_id, page_key=following)
        )
    flash("Every page is kept.", "success")
    return redirect(url_for("moderation.one", moderation_id=moderation_id))


@bp.post("/<uuid:moderation_id>/submit")
@requires(Permission.MODERATE_AUDITS)
def submit(moderation_id: UUID) -> ResponseReturnValue:
    """Hand in one's own grades, and see the first."""
    if _is_done(lambda session: moderating.submit(session, moderation_id, by=actor())):
        flash("Your grades are in. Here are both readings.", "success")
    return redirect(url_for("moderation.one", moderation_id=moderation_id))


@bp.post("/<uuid:moderation_id>/settle")
@requires(Permission.MODERATE_AUDITS)
def settle(moderation_id: UUID) -> ResponseReturnValue:
    """Settle the final grades with reasons, or refer them to a final decider."""
    settling = settling_of(request.form)
    try:
        with unit_of_work() as session:
            if request.form.get("what") == "refer":
                reconciling.refer(session, moderation_id, note=settling.note, by=actor())
            else:
                reconciling.settle(session, moderation_id, settling, by=actor())
    except Invalid as invalid:
        return _compared(moderation_id, errors=invalid.fields), 422
    except Conflict as conflict:
        flash(refused(conflict), "error")
        return redirect(url_for("moderation.readings"))
    flash("It is kept. Both readings stay as they were given.", "success")
    return redirect(url_for("moderation.readings"))


def _is_done(act: Callable[[Session], None]) -> bool:
    try:
        with unit_of_work() as session:
            act(session)
    except Conflict as conflict:
        flash(refused(conflict), "error")
        return False
    return True


def _compared(moderation_id: UUID, *, errors: dict[str, str] | None = None) -> str:
    with unit_of_work() as session:
        page = comparing.compared_page(session, moderation_id, by=actor())
    return render_template(
        "pages/moderation/compare.html",
        found=page,
        errors=errors or {},
        problems=_problems(page, errors or {}),
        typed=settling_of(request.form),
    )


def _problems(page: ComparedPage, errors: dict[str, str]) -> list[tuple[str, str]]:
    labels = {line.key: line.label for line in page.lines}
    return [(f"#{key}", f"{labels.get(key, 'Note')}: {error}") for key, error in errors.items()]


def _drawn(form: DrawForm) -> int:
    try:
        with unit_of_work() as session:
            return moderation_draws.draw(session, share=form.share.data or 0, by=actor())
    except Invalid as invalid:
        form.take(invalid.fields)
        return 0
