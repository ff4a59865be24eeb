"""The studio: read all wordings, publish a shipped questionnaire, pause, close or reopen it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for

from app import clock
from app.db import reading, unit_of_work
from app.domain.errors import Conflict, Invalid, NotFound
from app.domain.people import Permission
from app.domain.surveys import Identity, SurveyState
from app.services import (
    help_places,
    promises,
    selection,
    start_words,
    studio,
    voicing,
    wording_lines,
)
from app.services.promises import PromiseStands
from app.web.access import actor, requires
from app.web.preview import preview
from app.web.studio_forms import PromiseForm, PublishForm
from app.web.templating import day
from surveys.renderings import Voice
from surveys.voices import asked_in

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from surveys.definition import Definition

bp = Blueprint("studio", __name__, url_prefix="/studio")
SAID = {
    SurveyState.LIVE: "People can answer it now.",
    SurveyState.PAUSED: "Nobody can answer it until you open it again. Drafts are kept.",
    SurveyState.CLOSED: "It is closed. What was sent is kept.",
}
PROMISED = (
    "The promise is changed, and the record says so. Tell those who have answered already: "
    "Earshot cannot reach them."
)
SAME = "Nothing was different, so nothing was changed."
CONFLICTS = {
    "slug_taken": ("slug", "Another survey has this address. Choose another."),
    "identity_frozen": ("identity", "People have answered already, so this cannot change."),
}


@bp.get("")
@requires(Permission.PUBLISH_SURVEYS)
def surveys() -> ResponseReturnValue:
    """List the surveys of my services, and what can be published."""
    with reading() as session:
        found = studio.surveys(session, by=actor())
    places = help_places.load(current_app.config["SETTINGS"].help_file)
    return render_template(
        "pages/studio/surveys.html",
        found=found,
        shipped=studio.shipped(),
        is_help_stale=help_places.help_is_stale(places, today=clock.today()),
    )


@bp.get("/questionnaires/<key>")
@requires(Permission.PUBLISH_SURVEYS)
def shipped(key: str) -> ResponseReturnValue:
    """Show every wording of a shipped questionnaire."""
    definition = studio.shipped_one(key)
    return render_template("pages/studio/preview.html", survey=None, **_wording(definition))


@bp.route("/questionnaires/<key>/publish", methods=["GET", "POST"])
@requires(Permission.PUBLISH_SURVEYS)
def publish(key: str) -> ResponseReturnValue:
    """Publish a shipped questionnaire."""
    definition = studio.shipped_one(key)
    with reading() as session:
        form = PublishForm.about(
            definition, selection.services_for(session, actor(), Permission.PUBLISH_SURVEYS)
        )
    if form.is_ready(form.refused):
        survey_id = _publish(key, form)
        if survey_id:
            flash("It is published.", "success")
            return redirect(url_for("studio.survey", survey_id=survey_id), 303)
    page = render_template("pages/studio/publish.html", definition=definition, form=form)
    return page, 422 if form.errors else 200


@bp.get("/surveys/<uuid:survey_id>")
@requires(Permission.PUBLISH_SURVEYS)
def survey(survey_id: UUID) -> ResponseReturnValue:
    """Show one survey: its address, its promises, and what can be done with it."""
    with reading() as session:
        found = studio.survey(session, survey_id, by=actor())
        told = start_words.of_survey(session, survey_id) if found.is_asked else None
    address = f"{current_app.config['SETTINGS'].public_url}/s/{found.slug}"
    return render_template("pages/studio/survey.html", survey=found, address=address, told=told)


@bp.get("/surveys/<uuid:survey_id>/wording")
@requires(Permission.PUBLISH_SURVEYS)
def wording(survey_id: UUID) -> ResponseReturnValue:
    """Show every wording of a published survey."""
    with reading() as session:
        found = studio.survey(session, survey_id, by=actor())
        definition = studio.wording(session, survey_id, by=actor())
    return render_template("pages/studio/preview.html", survey=found, **_wording(definition))


@bp.route("/surveys/<uuid:survey_id>/promise", methods=["GET", "POST"])
@requires(Permission.PUBLISH_SURVEYS)
def promise(survey_id: UUID) -> ResponseReturnValue:
    """Change who decides and by when people are told."""
    with reading() as session:
        found = studio.survey(session, survey_id, by=actor())
    if not found.is_asked:
        raise NotFound
    form = PromiseForm.about(found.decision_maker, found.told_by)
    if form.is_ready(dict):
        try:
            with unit_of_work() as session:
                is_other = promises.change(
                    session,
                    survey_id,
                    decision_maker=form.decision_maker.data or "",
                    told_by=form.told_by.data,
                    by=actor(),
                )
        except Invalid as invalid:
            form.take(invalid.fields)
        else:
            flash(*(PROMISED, "success") if is_other else (SAME, "warning"))
            return redirect(url_for("studio.survey", survey_id=survey_id), 303)
    page = render_template("pages/studio/promise.html", form=form, survey=found)
    return page, 422 if form.errors else 200


@bp.post("/surveys/<uuid:survey_id>/state")
@requires(Permission.PUBLISH_SURVEYS)
def set_state(survey_id: UUID) -> ResponseReturnValue:
    """Pause, close or reopen a survey."""
    state = _state(request.form.get("state", ""))
    with unit_of_work() as session:
        studio.set_state(session, survey_id, state, by=actor())
    flash(SAID[state], "success")
    return redirect(url_for("studio.survey", survey_id=survey_id), 303)


def _wording(definition: Definition) -> dict[str, Any]:
    # The address names one of the wordings; without a name it is the first.
    voice = voicing.voice_named(definition, request.args.get("wording", ""), Voice())
    asked = asked_in(definition, voice)
    return {
        "definition": definition,
        "asked": asked,
        "pages": preview(asked.definition),
        "lines": wording_lines.wording_lines(definition),
        "site_lines": wording_lines.site_lines(),
        "lacking": wording_lines.languages_lacking(definition),
    }


def _state(sent: str) -> SurveyState:
    found = next((state for state in SAID if state.value == sent), None)
    if found is None:
        raise Invalid("survey_state")
    return found


def _publish(key: str, form: PublishForm) -> UUID | None:
    try:
        with unit_of_work() as session:
            return studio.publish(
                session,
                key,
                form.promise(),
                identity=Identity(form.identity.data),
                by=actor(),
                renews=form.renews.data,
            )
    except Invalid as invalid:
        form.take(invalid.fields)
    except PromiseStands as stands:
        form.take({"renews": _stands(stands)})
    except Conflict as conflict:
        form.take(dict([CONFLICTS[conflict.code]]))
    return None


def _stands(error: PromiseStands) -> str:
    return (
        f"The survey at this address has promised that {error.params['decision_maker']} decides, "
        f"and that people are told by {day(error.params['told_by'])}. Nothing was changed. Tick "
        "the box to promise this instead, or choose another address."
    )
