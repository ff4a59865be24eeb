"""What a person is told before the first question, made from what a survey is set to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.db.models import Service, Survey
from app.services import publishing, voicing
from surveys.languages import BASE
from surveys.renderings import Voice
from surveys.voices import asked_in

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.domain.surveys import Consent, Identity
    from app.services.voicing import Speaking
    from surveys.definition import Definition

YOUNG = frozenset({"children", "young_people", "care_leavers"})


@dataclass(frozen=True)
class StartWords:
    """What the start page is made of; nobody types any of its promises.

    `is_screened` is false only where nothing can be written: whatever words a person writes are
    screened as they are kept (R-43), and ticks cannot say that somebody is in danger. A voice that
    `is_pictured` has symbols; `pictures` names those beside the lines of the introduction.
    """

    slug: str
    title: str
    introduction: str
    thanks: str
    minutes: int
    attribution: str
    audience: str
    service: str
    identity: Identity
    consent: Consent
    is_screened: bool
    decision_maker: str
    told_by: date | None
    speaking: Speaking
    title_language: str = BASE
    introduction_language: str = BASE
    is_pictured: bool = False
    pictures: tuple[str, ...] = ()

    @property
    def is_for_the_young(self) -> bool:
        """Whether those who answer are children, young people or care leavers."""
        return self.audience in YOUNG


def of_survey(session: Session, survey_id: UUID, *, voice: str = "") -> StartWords:
    """Return what is told about a survey as it is set now, in a voice, whether or not it is open.

    Raises:
        NotFound: nothing of it has been published.
    """
    survey = session.get_one(Survey, survey_id)
    definition = publishing.definition_of(publishing.current_version(session, survey_id))
    asked = asked_in(definition, voicing.voice_named(definition, voice, Voice()))
    return StartWords(
        slug=survey.slug,
        title=asked.definition.title,
        introduction=asked.definition.introduction,
        thanks=asked.definition.thanks,
        minutes=asked.asks.minutes if asked.asks else definition.minutes,
        attribution=definition.attribution,
        audience=definition.audience,
        service=session.get_one(Service, survey.service_id).name,
        identity=survey.identity,
        consent=survey.consent,
        is_screened=asks_for_words(definition),
        decision_maker=survey.decision_maker,
        told_by=survey.told_by,
        speaking=voicing.speaking(definition, asked.voice),
        title_language=asked.language_of("survey", "title"),
        is_pictured=asked.voice.is_pictured,
        pictures=asked.pictures,
        introduction_language=asked.language_of("survey", "introduction"),
    )


def asks_for_words(definition: Definition) -> bool:
    """Return whether there is anywhere to write."""
    return any(
        question.is_free_text or bool(getattr(question, "other", False))
        for question in definition.questions()
    )
