"""Reliability: draw a blind sample, code it passage by passage, and read what it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for

from app.db import reading, unit_of_work
from app.domain.errors import Conflict, Invalid
from app.domain.people import Permission
from app.services import blind_coding, reliability, reliability_views
from app.web.access import actor, requires
from app.web.reliability_forms import SampleForm

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("reliability", __name__, url_prefix="/reliability")


@bp.get("")
@requires(Permission.DECIDE_CODINGS)
def samples() -> ResponseReturnValue:
    """List the blind samples."""
    with reading() as session:
        found = reliability_views.samples(session, actor())
    return render_template("pages/reliability/samples.html", found=found)


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.DECIDE_CODINGS)
def new() -> ResponseReturnValue:
    """Draw a sample."""
    with reading() as session:
        surveys, people = reliability_views.draw_choices(session, actor())
    form = SampleForm.about(surveys, people)
    if form.validate_on_submit() and _drawn(form):
        flash("The sample is drawn. Each person you chose can code it now.", "success")
        return redirect(url_for("reliability.samples"))
    page = render_template("pages/reliability/new.html", form=form, has_surveys=bool(surveys))
    return page, 422 if form.errors else 200


@bp.get("/<uuid:sample_id>")
@requires(Permission.DECIDE_CODINGS)
def results(sample_id: UUID) -> ResponseReturnValue:
    """Show what a sample says; not to those who still code it."""
    try:
        with reading() as session:
            found = reliability_views.results(session, sample_id, by=actor())
    except Conflict:
        flash("Code your passages first. The results would lead you.", "error")
        return redirect(url_for("reliability.code", sample_id=sample_id))
    return render_template("pages/reliability/results.html", found=found)


@bp.get("/<uuid:sample_id>/code")
@requires(Permission.DECIDE_CODINGS)
def code(sample_id: UUID) -> ResponseReturnValue:
    """Show the next passage to code."""
    try:
        return _coding_page(sample_id)
    except Conflict:
        return redirect(url_for("reliability.results", sample_id=sample_id))


@bp.post("/<uuid:sample_id>/passages/<uuid:passage_id>")
@requires(Permission.DECIDE_CODINGS)
def decide(sample_id: UUID, passage_id: UUID) -> ResponseReturnValue:
    """Keep the themes of a passage, that none fits, or that it was skipped."""
    what, keys = request.form.get("what", ""), request.form.getlist("themes")
    try:
        with unit_of_work() as session:
            reliability.decide(session, passage_id, what, keys, by=actor())
    except Invalid as invalid:
        return _coding_page(sample_id, at=passage_id, errors=invalid.fields, ticked=keys), 422
    return redirect(url_for("reliability.code", sample_id=sample_id))


@bp.post("/<uuid:sample_id>/undo")
@requires(Permission.DECIDE_CODINGS)
def undo(sample_id: UUID) -> ResponseReturnValue:
    """Open the last passage again."""
    with unit_of_work() as session:
        reliability.undo(session, sample_id, by=actor())
    return redirect(url_for("reliability.code", sample_id=sample_id))


@bp.post("/<uuid:sample_id>/finish")
@requires(Permission.DECIDE_CODINGS)
def finish(sample_id: UUID) -> ResponseReturnValue:
    """Say that one's coding is done."""
    try:
        with unit_of_work() as session:
            reliability.finish(session, sample_id, by=actor())
    except Conflict:
        flash("Code at least one passage first. Nothing was changed.", "error")
        return redirect(url_for("reliability.code", sample_id=sample_id))
    flash("Thank you. This is what the sample shows.", "success")
    return redirect(url_for("reliability.results", sample_id=sample_id))


def _drawn(form: SampleForm) -> bool:
    try:
        with unit_of_work() as session:
            reliability.draw(session, form.wanted(), by=actor())
    except Invalid as invalid:
        form.take(invalid.fields)
        return False
    return True


def _coding_page(
    sample_id: UUID,
    *,
    at: UUID | None = None,
    errors: dict[str, str] | None = None,
    ticked: list[str] | None = None,
) -> str:
    with unit_of_work() as session:
        page = blind_coding.coding_page(session, sample_id, by=actor(), at=at)
    return render_template(
        "pages/reliability/code.html", page=page, errors=errors or {}, ticked=ticked
    )
