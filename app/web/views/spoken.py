"""Recordings of questions: heard by those who answer, and kept or taken away by staff."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for

from app.db import reading, unit_of_work
from app.domain.errors import Invalid
from app.domain.people import Permission
from app.services import spoken_views, spoken_wordings
from app.web import sent_page
from app.web.access import actor, public, requires
from app.web.views.answer_files import SANDBOX

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

FORMATS = "MP3, M4A, Ogg (Opus), WebM or WAV"
MISSING = f"Choose a recording first. It can be {FORMATS}."
REFUSED = {
    "recording_unreadable": "We could not read this file as a recording. Nothing was changed. "
    f"Save it as {FORMATS}, and try again.",
    "recording_large": f"This file is over {spoken_wordings.MOST_MEGABYTES} MB. Nothing was "
    "changed. Save it as MP3 or M4A, or make it shorter.",
    "recording_long": "This recording is longer than 3 minutes. Nothing was changed. Read only "
    "the words of the question and its choices.",
    "recording_changes": "This question says an earlier answer, so it is not the same for "
    "everybody. The device reads it.",
}

bp = Blueprint("spoken", __name__)
sent_page.allow_files(bp, "keep")


@bp.get("/s/<slug>/spoken/<content_hash>")
@public
def content(slug: str, content_hash: str) -> ResponseReturnValue:
    """Send a recording of a question; who knows its hash has been shown the question."""
    with reading() as session:
        found = spoken_wordings.spoken(session, slug, content_hash)
    sent = send_file(BytesIO(found.content), mimetype=found.media_type, conditional=True)
    sent.headers["Content-Security-Policy"] = SANDBOX
    return sent


@bp.get("/studio/surveys/<uuid:survey_id>/recordings")
@requires(Permission.PUBLISH_SURVEYS)
def recordings(survey_id: UUID) -> ResponseReturnValue:
    """List the questions of a wording, with their recordings."""
    return _page(survey_id, request.args.get("wording", ""))


@bp.post("/studio/surveys/<uuid:survey_id>/recordings")
@requires(Permission.PUBLISH_SURVEYS)
def keep(survey_id: UUID) -> ResponseReturnValue:
    """Take in a recording of one question."""
    voice, key = request.form.get("wording", ""), request.form.get("question", "")
    file = request.files.get("file")
    sent = file.read() if file else b""
    if not sent:
        return _page(survey_id, voice, problem=(key, MISSING)), 422
    try:
        sound = spoken_wordings.cleaned(sent)
        with unit_of_work() as session:
            spoken_wordings.keep(session, survey_id, voice, key, sound, by=actor())
    except Invalid as refused:
        return _page(survey_id, voice, problem=(key, REFUSED[refused.code])), 422
    flash("The recording is kept. People hear it from now on.", "success")
    return _back(survey_id, voice)


@bp.post("/studio/surveys/<uuid:survey_id>/recordings/remove")
@requires(Permission.PUBLISH_SURVEYS)
def remove(survey_id: UUID) -> ResponseReturnValue:
    """Take a recording away."""
    which = request.form.get("recording", type=UUID)
    if which is None:
        raise Invalid("recording")
    with unit_of_work() as session:
        spoken_wordings.remove(session, survey_id, which, by=actor())
    flash("The recording is gone. The device reads this question from now on.", "success")
    return _back(survey_id, request.form.get("wording", ""))


def _page(survey_id: UUID, voice: str, *, problem: tuple[str, str] | None = None) -> str:
    with reading() as session:
        found = spoken_views.page(session, survey_id, voice, by=actor())
    return render_template(
        "pages/studio/recordings.html",
        found=found,
        survey_id=survey_id,
        problem=problem,
        most_megabytes=spoken_wordings.MOST_MEGABYTES,
    )


def _back(survey_id: UUID, voice: str) -> ResponseReturnValue:
    return redirect(url_for("spoken.recordings", survey_id=survey_id, wording=voice or None), 303)
