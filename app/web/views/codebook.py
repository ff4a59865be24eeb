"""The codebook: its themes, the draft of its next version, and its history."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for

from app.db import unit_of_work
from app.domain.people import Permission
from app.services import (
    codebook_again,
    codebook_changes,
    codebook_drafts,
    codebook_history,
    codebook_views,
)
from app.web.access import actor, requires
from app.web.codebook_forms import MergeForm, SplitForm, ThemeForm
from app.web.forms import StaffForm
from app.web.refusals import done

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    import analysis
    from app.services.codebook_views import CodebookPage

bp = Blueprint("codebook", __name__, url_prefix="/codebook")


@bp.get("")
@requires(Permission.DECIDE_CODINGS)
def themes() -> ResponseReturnValue:
    """Show the themes of the draft, or of the version in use."""
    with unit_of_work() as session:
        found = codebook_views.page(session, by=actor())
        again = codebook_again.count(session, by=actor())
        job = codebook_drafts.rereading(session, by=actor())
    return render_template("pages/codebook/themes.html", found=found, again=again, job=job)


@bp.route("/themes/new", methods=["GET", "POST"])
@requires(Permission.DECIDE_CODINGS)
def new() -> ResponseReturnValue:
    """Add a theme to the draft."""
    form = ThemeForm.about(_page().themes)
    if form.validate_on_submit() and done(
        lambda session: codebook_changes.add(session, form.wording(), by=actor()), form
    ):
        flash("The theme is in the draft.", "success")
        return redirect(url_for("codebook.themes"))
    return _form("pages/codebook/theme.html", form, theme=None, theme_id=None)


@bp.route("/themes/<uuid:theme_id>", methods=["GET", "POST"])
@requires(Permission.DECIDE_CODINGS)
def edit(theme_id: UUID) -> ResponseReturnValue:
    """Reword a theme in the draft."""
    theme = _theme(theme_id)
    form = ThemeForm.about(_page().themes, theme)
    if form.validate_on_submit() and done(
        lambda session: codebook_changes.edit(session, theme_id, form.wording(), by=actor()), form
    ):
        flash("The draft says what you wrote.", "success")
        return redirect(url_for("codebook.themes"))
    return _form("pages/codebook/theme.html", form, theme=theme, theme_id=theme_id)


@bp.route("/themes/<uuid:theme_id>/merge", methods=["GET", "POST"])
@requires(Permission.DECIDE_CODINGS)
def merge(theme_id: UUID) -> ResponseReturnValue:
    """Merge a theme into another, in the draft."""
    theme = _theme(theme_id)
    form = MergeForm.about(_page().themes, theme)
    if form.validate_on_submit() and done(
        lambda session: codebook_changes.merge(session, theme_id, form.kept(), by=actor()), form
    ):
        flash(f"In the draft “{theme.name}” goes into the theme you chose.", "success")
        return redirect(url_for("codebook.themes"))
    return _form("pages/codebook/merge.html", form, theme=theme, theme_id=theme_id)


@bp.route("/themes/<uuid:theme_id>/split", methods=["GET", "POST"])
@requires(Permission.DECIDE_CODINGS)
def split(theme_id: UUID) -> ResponseReturnValue:
    """Part a theme in two, in the draft."""
    theme = _theme(theme_id)
    form = SplitForm.about(theme)
    if form.validate_on_submit() and done(
        lambda session: codebook_changes.split(session, theme_id, *form.halves(theme), by=actor()),
        form,
    ):
        flash("The draft has two themes in the place of one.", "success")
        return redirect(url_for("codebook.themes"))
    return _form("pages/codebook/split.html", form, theme=theme, theme_id=theme_id)


@bp.route("/themes/<uuid:theme_id>/retire", methods=["GET", "POST"])
@requires(Permission.DECIDE_CODINGS)
def retire(theme_id: UUID) -> ResponseReturnValue:
    """Take a theme out of the draft."""
    theme = _theme(theme_id)
    form = StaffForm()
    if form.validate_on_submit() and done(
        lambda session: codebook_changes.retire(session, theme_id, by=actor()), form
    ):
        flash(
            f"“{theme.name}” is not in the draft. It counts until the draft is in use.", "success"
        )
        return redirect(url_for("codebook.themes"))
    return _form("pages/codebook/retire.html", form, theme=theme, theme_id=theme_id)


@bp.get("/draft")
@requires(Permission.DECIDE_CODINGS)
def draft() -> ResponseReturnValue:
    """Show what putting the draft in use would recode."""
    with unit_of_work() as session:
        found = codebook_views.recode(session, by=actor())
    return render_template("pages/codebook/draft.html", found=found)


@bp.post("/draft/use")
@requires(Permission.DECIDE_CODINGS)
def use() -> ResponseReturnValue:
    """Put the draft in use."""
    if not done(lambda session: codebook_drafts.put_in_use(session, by=actor())):
        return redirect(url_for("codebook.draft"))
    flash("The new version is in use. All words are being read against it now.", "success")
    return redirect(url_for("codebook.themes"))


@bp.post("/draft/discard")
@requires(Permission.DECIDE_CODINGS)
def discard() -> ResponseReturnValue:
    """Throw the draft away."""
    if done(lambda session: codebook_drafts.discard(session, by=actor())):
        flash("The draft is thrown away. The version in use is as it was.", "success")
    return redirect(url_for("codebook.themes"))


@bp.get("/history")
@requires(Permission.DECIDE_CODINGS)
def history() -> ResponseReturnValue:
    """Show every version: who put it in use, when, and what changed."""
    with unit_of_work() as session:
        found = codebook_history.versions(session)
    return render_template("pages/codebook/history.html", found=found)


@bp.get("/again")
@requires(Permission.DECIDE_CODINGS)
def again() -> ResponseReturnValue:
    """Show the codings to read again after a theme was parted."""
    with unit_of_work() as session:
        found = codebook_again.page(session, by=actor())
    return render_template("pages/codebook/again.html", found=found)


@bp.post("/again/<uuid:coding_id>")
@requires(Permission.DECIDE_CODINGS)
def settle(coding_id: UUID) -> ResponseReturnValue:
    """Say to which half some words belong."""
    moves, seen = request.form.get("half") == "second", request.form.get("seen", "")
    if done(lambda s: codebook_again.settle(s, coding_id, moves=moves, seen=seen, by=actor())):
        flash("Kept.", "success")
    return redirect(url_for("codebook.again"))


def _theme(theme_id: UUID) -> analysis.Theme:
    with unit_of_work() as session:
        return codebook_drafts.find(session, theme_id)


def _page() -> CodebookPage:
    # On the first day this is where the shipped codebook is put in use.
    with unit_of_work() as session:
        return codebook_views.page(session, by=actor())


def _form(template: str, form: StaffForm, **about: object) -> ResponseReturnValue:
    return render_template(template, form=form, **about), 422 if form.errors else 200
