"""What can be answered now, and what a person is told about it before the first question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from app.db.models import Survey
from app.domain.surveys import SurveyKind, SurveyState
from app.services import drafts, publishing, start_words
from surveys.parsing import AUDIENCES

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.services.start_words import StartWords


@dataclass(frozen=True)
class OpenSurvey:
    """One survey that can be answered now."""

    slug: str
    title: str
    introduction: str
    minutes: int
    audience: str
    for_whom: str


def open_surveys(session: Session) -> tuple[OpenSurvey, ...]:
    """Return the questionnaires that everybody can answer now, children's first, staff's last."""
    live = select(Survey).where(
        Survey.state == SurveyState.LIVE,
        Survey.kind == SurveyKind.QUESTIONNAIRE,
        Survey.is_by_invitation.is_(False),
    )
    found = [_open(session, survey) for survey in session.scalars(live.order_by(Survey.title))]
    return tuple(sorted(found, key=lambda one: AUDIENCES.index(one.audience)))


def start_view(session: Session, slug: str, *, voice: str = "") -> StartWords:
    """Return the start page of a survey in a voice, by its code.

    Raises:
        NotFound: there is no such survey.
        SurveyPaused: it takes no answers for a while.
        Conflict: it has closed.
    """
    survey = drafts.survey_at(session, slug)
    drafts.refuse_unless_open(survey)
    return start_words.of_survey(session, survey.id, voice=voice)


def _open(session: Session, survey: Survey) -> OpenSurvey:
    definition = publishing.definition_of(publishing.current_version(session, survey.id))
    return OpenSurvey(
        survey.slug,
        definition.title,
        definition.introduction,
        definition.minutes,
        definition.audience,
        definition.for_whom,
    )
