"""Why a draft does not open, as pages: kindly, with what was kept and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, render_template, request, url_for

from app.services import drafts

if TYPE_CHECKING:
    from flask import Blueprint
    from flask.typing import ResponseReturnValue


def show(blueprint: Blueprint) -> None:
    """Give the pages of a blueprint that open drafts an answer for each that does not open."""
    blueprint.register_error_handler(drafts.DraftGone, _gone)
    blueprint.register_error_handler(drafts.SurveyPaused, paused)
    blueprint.register_error_handler(drafts.AlreadySent, _sent)
    blueprint.register_error_handler(drafts.PageHidden, _hidden)


def _gone(error: drafts.DraftGone) -> ResponseReturnValue:
    page = render_template("pages/respond/draft_gone.html", slug=_slug(), error=error)
    return page, 404


def paused(error: drafts.SurveyPaused) -> ResponseReturnValue:
    """Say that a survey takes no answers for a while."""
    return render_template("pages/respond/survey_paused.html", error=error), 409


def _sent(error: drafts.AlreadySent) -> ResponseReturnValue:
    # Its answers are not shown again.
    del error
    return redirect(url_for("respond.thanks", slug=_slug()), 303)


def _hidden(error: drafts.PageHidden) -> ResponseReturnValue:
    # What is not asked any more leads to all the answers.
    del error
    return redirect(url_for("respond.check", slug=_slug()), 303)


def _slug() -> str:
    return str((request.view_args or {}).get("slug", ""))
