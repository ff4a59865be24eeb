"""Which questions of a survey have a recording, wording by wording, as staff see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from app.db.models import SpokenWording
from app.services import spoken_wordings, voicing
from app.services.wording_lines import wording_lines
from surveys.languages import BASE
from surveys.renderings import Voice
from surveys.spoken import can_be_recorded, spoken_words, words_hash
from surveys.voices import asked_in, voices_of
from surveys.wording import unpiped

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.domain.people import Actor
    from surveys.definition import Definition
    from surveys.voices import Asked

FIRST = "First wording (English)"


@dataclass(frozen=True)
class Kept:
    """One recording: its id, the hash of what is heard, and its whole seconds."""

    id: UUID
    content_hash: str
    seconds: int


@dataclass(frozen=True)
class SpokenLine:
    """One question in a wording: all its words and their language, and its recording if any.

    `can_be_recorded` is false of a question that says earlier answers.
    """

    key: str
    question: str
    words: tuple[str, ...]
    language: str
    can_be_recorded: bool
    kept: Kept | None


@dataclass(frozen=True)
class SpokenVoice:
    """One wording, and how many of its questions have a recording, of those that can."""

    code: str
    name: str
    recorded: int
    questions: int


@dataclass(frozen=True)
class EarlierWords:
    """A recording of words that the survey does not ask any more."""

    key: str
    voice: str
    kept: Kept


@dataclass(frozen=True)
class SpokenPage:
    """The questions of one wording, all wordings, and what was made for earlier words."""

    title: str
    slug: str
    voice: SpokenVoice
    voices: tuple[SpokenVoice, ...]
    lines: tuple[SpokenLine, ...]
    earlier: tuple[EarlierWords, ...]


def page(session: Session, survey_id: UUID, voice: str, *, by: Actor) -> SpokenPage:
    """Return the recordings of a survey, question by question, in one of its wordings.

    A code that names no wording shows the first.

    Raises:
        NotFound: there is no such survey in the person's services.
    """
    survey, definition = spoken_wordings.find(session, survey_id, by=by)
    rows = session.scalars(select(SpokenWording).where(SpokenWording.survey_id == survey.id)).all()
    kept = {row.words_hash: Kept(row.id, row.content_hash, row.seconds) for row in rows}
    lines = {one: _lines(asked_in(definition, one), kept) for one in voices_of(definition)}
    chosen = voicing.voice_named(definition, voice, Voice())
    chosen = chosen if chosen in lines else Voice()
    names = _names(definition)
    voices = {one: _voice(names[one.code], one.code, lines[one]) for one in lines}
    heard = {line.kept.id for found in lines.values() for line in found if line.kept}
    earlier = tuple(
        EarlierWords(row.question_key, names.get(row.voice, row.voice), kept[row.words_hash])
        for row in sorted(rows, key=lambda row: (row.question_key, row.voice))
        if row.id not in heard
    )
    return SpokenPage(
        survey.title, survey.slug, voices[chosen], tuple(voices.values()), lines[chosen], earlier
    )


def _names(definition: Definition) -> dict[str, str]:
    return {BASE: FIRST} | {line.code: line.name for line in wording_lines(definition)}


def _lines(asked: Asked, kept: Mapping[str, Kept]) -> tuple[SpokenLine, ...]:
    return tuple(
        SpokenLine(
            question.key,
            unpiped(question.label),
            spoken_words(question)[1:],
            language := asked.language_of("question", question.key),
            can_be_recorded(question),
            kept.get(words_hash(question, language)),
        )
        for question in asked.definition.questions()
    )


def _voice(name: str, code: str, lines: tuple[SpokenLine, ...]) -> SpokenVoice:
    able = [line for line in lines if line.can_be_recorded]
    return SpokenVoice(code, name, sum(bool(line.kept) for line in able), len(able))
