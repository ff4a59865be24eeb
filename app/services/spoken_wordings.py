"""Recordings of questions: kept with the words they say, played with no others, taken away."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from sqlalchemy import delete, exists, select

from app import clock, media
from app.db.models import SpokenWording, Survey
from app.domain.errors import Invalid, NotFound
from app.domain.people import Permission
from app.domain.surveys import SurveyKind
from app.services import activity, publishing, voicing
from surveys.renderings import Voice
from surveys.spoken import can_be_recorded, words_hash
from surveys.voices import asked_in

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from app.domain.people import Actor
    from app.media import Cleaned
    from surveys.definition import Definition
    from surveys.voices import Asked

MEGABYTE = 1_000_000
# As much as somebody may answer aloud: a question is read in far less.
MOST_MEGABYTES = 6
MOST_SECONDS = 180


@dataclass(frozen=True)
class Spoken:
    """A recording as it is played."""

    media_type: str
    content: bytes


def heard_on(session: Session, survey: Survey, asked: Asked, page_key: str) -> dict[str, str]:
    """Return where a page has recordings: by question key, the hash of what is heard.

    Only a recording of exactly the words that are shown is heard. A survey without any costs
    no query.
    """
    if not survey.is_spoken:
        return {}
    wanted = {
        words_hash(question, asked.language_of("question", question.key)): question.key
        for question in asked.definition.page(page_key).questions
    }
    rows = session.execute(
        select(SpokenWording.words_hash, SpokenWording.content_hash).where(
            SpokenWording.survey_id == survey.id, SpokenWording.words_hash.in_(wanted)
        )
    )
    return {wanted[words]: content for words, content in rows}


def spoken(session: Session, slug: str, content_hash: str) -> Spoken:
    """Return a recording of a survey by the hash of what is heard.

    Raises:
        NotFound: there is none.
    """
    row = session.execute(
        select(SpokenWording.media_type, SpokenWording.content)
        .join(Survey, Survey.id == SpokenWording.survey_id)
        .where(Survey.slug == slug, SpokenWording.content_hash == content_hash)
        .limit(1)
    ).first()
    if row is None:
        raise NotFound
    return Spoken(row.media_type, row.content)


def cleaned(content: bytes) -> Cleaned:
    """Return the sound of a file and nothing else of it.

    That takes up to twenty seconds, so it is done before anything is written: nobody who sends
    answers may wait for it.

    Raises:
        Invalid: `recording_large`, `recording_long` or `recording_unreadable`.
    """
    if len(content) > MOST_MEGABYTES * MEGABYTE:
        raise Invalid("recording_large")
    try:
        found = media.clean("voice", content)
    except Invalid as error:
        code = "large" if error.code == "file_too_large" else "unreadable"
        raise Invalid(f"recording_{code}") from None
    if found.numbers["seconds"] > MOST_SECONDS:
        raise Invalid("recording_long")
    return found


def keep(
    session: Session, survey_id: UUID, voice: str, key: str, sound: Cleaned, *, by: Actor
) -> None:
    """Keep a recording of one question in one wording, in the place of the one before.

    Raises:
        NotFound: there is no such survey in the person's services, or no such question.
        Invalid: `recording_changes`, because the question says earlier answers.
    """
    survey, definition = find(session, survey_id, by=by, is_changed=True)
    asked = asked_in(definition, voicing.voice_named(definition, voice, Voice()))
    question = next((one for one in asked.definition.questions() if one.key == key), None)
    if question is None:
        raise NotFound
    if not can_be_recorded(question):
        raise Invalid("recording_changes")
    words = words_hash(question, asked.language_of("question", key))
    _forget(session, SpokenWording.survey_id == survey.id, SpokenWording.words_hash == words)
    session.add(
        SpokenWording(
            survey_id=survey.id,
            question_key=key,
            voice=asked.voice.code,
            words_hash=words,
            media_type=sound.media_type,
            seconds=sound.numbers["seconds"],
            content_hash=sha256(sound.content).hexdigest(),
            content=sound.content,
            made_on=clock.today(),
        )
    )
    survey.is_spoken = True
    activity.record(session, "recording.kept", by=by.id, about=("survey", survey.id))


def remove(session: Session, survey_id: UUID, spoken_id: UUID, *, by: Actor) -> None:
    """Take a recording away; one that is gone already is no mistake.

    Raises:
        NotFound: there is no such survey in the person's services.
    """
    survey, _ = find(session, survey_id, by=by, is_changed=True)
    _forget(session, SpokenWording.survey_id == survey.id, SpokenWording.id == spoken_id)
    survey.is_spoken = bool(
        session.scalar(select(exists().where(SpokenWording.survey_id == survey.id)))
    )
    activity.record(session, "recording.removed", by=by.id, about=("survey", survey.id))


def find(
    session: Session, survey_id: UUID, *, by: Actor, is_changed: bool = False
) -> tuple[Survey, Definition]:
    """Return a survey that people are asked, with what it asks now.

    One whose recordings are changed is held, so that of two changes one comes after the other.

    Raises:
        NotFound: it is not there, asks nobody, or is not in the person's services.
    """
    held = {"key_share": True} if is_changed else None
    survey = session.get(Survey, survey_id, with_for_update=held)
    if survey is None or survey.kind is not SurveyKind.QUESTIONNAIRE:
        raise NotFound
    if not by.reaches(Permission.PUBLISH_SURVEYS, survey.service_id):
        raise NotFound
    return survey, publishing.definition_of(publishing.current_version(session, survey.id))


def _forget(session: Session, *which: ColumnElement[bool]) -> None:
    session.execute(delete(SpokenWording).where(*which))
