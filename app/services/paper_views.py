"""What staff see of paper returns: what waits, how far two people agree, what differs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from app.db.models import PaperReturn, Response, SurveyVersion
from app.domain import paper
from app.services import (
    activity,
    answers,
    paper_checks,
    paper_returns,
    publishing,
    start_words,
    studio,
    voicing,
)
from surveys.asking import only_asked
from surveys.paper import on_paper
from surveys.renderings import Voice
from surveys.voices import asked_in

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.domain.people import Actor
    from app.services.start_words import StartWords
    from app.services.voicing import VoiceChoice
    from surveys.definition import Definition
    from surveys.given import Given
    from surveys.paper import PaperPage
    from surveys.questions import Question
    from surveys.voices import Asked

NOTHING = "Nothing"


@dataclass(frozen=True)
class Printed:
    """A survey as it is printed in one voice, and the voices that it can be printed in."""

    survey_id: UUID
    version: int
    told: StartWords
    asked: Asked
    pages: tuple[PaperPage, ...]
    others: tuple[VoiceChoice, ...]


@dataclass(frozen=True)
class ReturnLine:
    """One return that waits; `is_mine` when the person who looks entered it first."""

    id: UUID
    number: int
    is_mine: bool
    is_to_settle: bool


@dataclass(frozen=True)
class VersionLine:
    """One published version of a survey: the number on its paper, and the day it came out."""

    number: int
    published_on: date


@dataclass(frozen=True)
class ReturnsView:
    """The paper returns of one survey: what waits, and how often two people read the same.

    `same` of `compared` answers; a person who was not asked something counts for neither.
    `version` is the number of the version that is entered, `voices` those it can be printed in.
    """

    survey_id: UUID
    title: str
    share: int
    next_number: int
    waiting: tuple[ReturnLine, ...]
    compared: int
    same: int
    voices: tuple[VoiceChoice, ...]
    version: int
    versions: tuple[VersionLine, ...]

    @property
    def agreement(self) -> float | None:
        """The share of answers that two people read the same, or None before any check."""
        return self.same / self.compared if self.compared else None


@dataclass(frozen=True)
class DifferenceLine:
    """One question that two people read differently."""

    key: str
    question: str
    first: str
    second: str


@dataclass(frozen=True)
class SettleView:
    """What differs in one return."""

    id: UUID
    survey_id: UUID
    number: int
    title: str
    lines: tuple[DifferenceLine, ...]


def printed(
    session: Session,
    survey_id: UUID,
    code: str,
    *,
    said_in: Callable[[str, str], str],
    by: Actor,
) -> Printed:
    """Return a survey as it is printed in a voice, by its code; in the first words for any other.

    `said_in` says words of ours in a language, by its code.

    Raises:
        NotFound: it is not there, was never published, or is not in the person's services.
    """
    version = studio.survey(session, survey_id, by=by).versions
    definition = studio.wording(session, survey_id, by=by)
    worded = _worded(definition)
    code = next((one.code for one in worded if one.code == code), Voice().code)
    asked = asked_in(definition, voicing.voice_named(definition, code, Voice()))
    return Printed(
        survey_id,
        version,
        start_words.of_survey(session, survey_id, voice=code),
        asked,
        on_paper(only_asked(asked), partial(said_in, asked.voice.language)),
        tuple(one for one in worded if one.code != code),
    )


def returns(
    session: Session, survey_id: UUID, *, by: Actor, number: int | None = None
) -> ReturnsView:
    """Return the paper returns of a survey, and what is entered of a version; None for the newest.

    Raises:
        NotFound: the survey is not there, is not in the person's services, or has no such version.
    """
    survey = paper_returns.survey_for(session, survey_id, by=by)
    mine = PaperReturn.survey_id == survey.id
    waiting = session.scalars(
        select(PaperReturn)
        .where(mine, PaperReturn.is_sampled, PaperReturn.settled_on.is_(None))
        .order_by(PaperReturn.number)
    )
    sums = select(
        func.coalesce(func.sum(PaperReturn.compared), 0),
        func.coalesce(func.sum(PaperReturn.same), 0),
        func.coalesce(func.max(PaperReturn.number), 0),
    )
    compared, same, last = session.execute(sums.where(mine)).one()
    lines = tuple(
        ReturnLine(one.id, one.number, one.entered_by == by.id, one.checked_by is not None)
        for one in waiting
    )
    version = paper_returns.version_of(session, survey.id, number)
    return ReturnsView(
        survey.id,
        survey.title,
        survey.checked_share,
        last + 1,
        lines,
        compared,
        same,
        _worded(publishing.definition_of(version)),
        version.number,
        _versions(session, survey.id),
    )


def to_settle(session: Session, return_id: UUID, *, by: Actor) -> SettleView:
    """Return what two people read differently; that it was looked at is recorded.

    Raises:
        NotFound: it is not there, or is not in the person's services.
    """
    found = paper_returns.return_for(session, return_id, by=by)
    survey = paper_returns.survey_for(session, found.survey_id, by=by)
    response = session.get_one(Response, found.response_id)
    first, second = answers.givens(session, response), paper_checks.second_of(found)
    differing = paper.differences(first, second)[0] if second else ()
    definition = paper_checks.asked_on(session, response).definition
    asked = {question.key: question for question in definition.questions()}
    activity.record(session, "paper.differences_read", by=by.id, about=("paper_return", found.id))
    lines = tuple(
        DifferenceLine(key, asked[key].label, _said(asked[key], first), _said(asked[key], second))
        for key in differing
    )
    return SettleView(found.id, survey.id, found.number, survey.title, lines)


def _versions(session: Session, survey_id: UUID) -> tuple[VersionLine, ...]:
    found = session.execute(
        select(SurveyVersion.number, SurveyVersion.published_at)
        .where(SurveyVersion.survey_id == survey_id, SurveyVersion.published_at.is_not(None))
        .order_by(SurveyVersion.number.desc())
    )
    return tuple(VersionLine(number, at.date()) for number, at in found if at)


def _worded(definition: Definition) -> tuple[VoiceChoice, ...]:
    return tuple(one for one in voicing.choices(definition) if one.is_worded)


def _said(question: Question, givens: dict[str, Given]) -> str:
    given = givens.get(question.key)
    return question.as_text(given) if given else NOTHING
