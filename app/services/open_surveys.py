"""What can be answered now, and what a person is told about it before the first question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from app.db.models import Service, Survey
from app.domain.surveys import Identity, SurveyKind, SurveyState
from app.services import drafts, publishing
from surveys.parsing import AUDIENCES

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

YOUNG = frozenset({"children", "young_people", "care_leavers"})


@dataclass(frozen=True)
class OpenSurvey:
    """One survey that can be answered now."""

    slug: str
    title: str
    introduction: str
    minutes: int
    audience: str
    for_whom: str


@dataclass(frozen=True)
class StartView:
    """What a person is told before the first question."""

    slug: str
    title: str
    introduction: str
    minutes: int
    attribution: str
    audience: str
    service: str
    identity: Identity
    decision_maker: str
    told_by: date | None

    @property
    def is_for_the_young(self) -> bool:
        """Whether those who answer are children, young people or care leavers."""
        return self.audience in YOUNG


def open_surveys(session: Session) -> tuple[OpenSurvey, ...]:
    """Return the questionnaires that everybody can answer now, children's first, staff's last."""
    live = select(Survey).where(
        Survey.state == SurveyState.LIVE,
        Survey.kind == SurveyKind.QUESTIONNAIRE,
        Survey.is_by_invitation.is_(False),
    )
    found = [_open(session, survey) for survey in session.scalars(live.order_by(Survey.title))]
    return tuple(sorted(found, key=lambda one: AUDIENCES.index(one.audience)))


def start_view(session: Session, slug: str) -> StartView:
    """Return the start page of a survey.

    Raises:
        NotFound: there is no such survey.
        SurveyPaused: it takes no answers for a while.
        Conflict: it has closed.
    """
    survey = drafts.survey_at(session, slug)
    drafts.refuse_unless_open(survey)
    definition = publishing.definition_of(publishing.current_version(session, survey.id))
    return StartView(
        slug=slug,
        title=definition.title,
        introduction=definition.introduction,
        minutes=definition.minutes,
        attribution=definition.attribution,
        audience=definition.audience,
        service=session.get_one(Service, survey.service_id).name,
        identity=survey.identity,
        decision_maker=survey.decision_maker,
        told_by=survey.told_by,
    )


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
