"""Paper returns: entered by staff, some of them drawn for a second person."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from app import clock
from app.db.models import PaperReturn, Response, Survey
from app.domain import paper
from app.domain.errors import Invalid, NotFound
from app.domain.people import Permission
from app.domain.surveys import Channel, SurveyKind, SurveyState
from app.services import activity, publishing, responding, theming, voicing
from surveys.renderings import Voice
from surveys.voices import asked_in, voices_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.db.models import SurveyVersion
    from app.domain.people import Actor
    from surveys.given import Given
    from surveys.voices import Asked

MAY = Permission.IMPORT_COMMENTS
FIRST = Voice()


@dataclass(frozen=True)
class Entered:
    """What became of one entry: whether a second person is to enter it too."""

    number: int
    is_sampled: bool


def survey_for(
    session: Session, survey_id: UUID, *, by: Actor, is_entered: bool = False
) -> Survey:
    """Return a questionnaire whose paper returns the person may enter.

    One that `is_entered` now is held, so that papers of it are numbered one after another.

    Raises:
        NotFound: it is not there, is no questionnaire, or is not in the person's services.
    """
    # Weak enough that people go on answering it meanwhile.
    held = {"key_share": True} if is_entered else None
    survey = session.get(Survey, survey_id, with_for_update=held)
    if survey is None or survey.kind is not SurveyKind.QUESTIONNAIRE:
        raise NotFound
    if survey.state is SurveyState.DRAFT or not by.reaches(MAY, survey.service_id):
        raise NotFound
    return survey


def asked_on(
    session: Session, survey_id: UUID, code: str, *, by: Actor, number: int | None = None
) -> Asked:
    """Return what is asked on a paper in the words of a voice, by its code; else in the first.

    `number` is that of the version that is printed on it; None for the newest.

    Raises:
        NotFound: it is not there, is no questionnaire, is not in the person's services, or has
            no such version.
    """
    survey = survey_for(session, survey_id, by=by)
    return asked_of(version_of(session, survey.id, number), code)


def version_of(session: Session, survey_id: UUID, number: int | None) -> SurveyVersion:
    """Return the version of a survey by the number that is printed on paper; None for the newest.

    Raises:
        NotFound: there is no such version.
    """
    if number is None:
        return publishing.current_version(session, survey_id)
    return publishing.published_version(session, survey_id, number)


def asked_of(version: SurveyVersion, code: str) -> Asked:
    """Return what a version asks in the words of a voice, by its code; else in the first."""
    definition = publishing.definition_of(version)
    voice = voicing.voice_named(definition, code, Voice())
    return asked_in(definition, voice if voice in voices_of(definition) else Voice())


def enter(
    session: Session,
    survey_id: UUID,
    number: int,
    givens: Mapping[str, Given],
    *,
    received_on: date,
    by: Actor,
    voice: Voice = FIRST,
    version_number: int | None = None,
) -> Entered:
    """Take in one paper return; its words are screened as all words are.

    `voice` is the one whose words are printed on it; `version_number` names the version whose
    questions are, None the newest.

    Raises:
        NotFound: the survey is not there, is not in the person's services, or has no such version.
        Invalid: nothing was answered, the number was used, or the day is still to come.
    """
    survey = survey_for(session, survey_id, by=by, is_entered=True)
    _refuse(session, survey, number, givens, received_on)
    version = version_of(session, survey.id, version_number)
    response_id = responding.accept(
        session,
        version.id,
        givens,
        channel=Channel.PAPER,
        received_on=received_on,
        client_token=f"paper {survey.id} {number}",
    )
    response = session.get_one(Response, response_id)
    response.rendering, response.language = voice.rendering, voice.language
    return _keep(session, survey, response, number, by=by)


def _keep(
    session: Session, survey: Survey, response: Response, number: int, *, by: Actor
) -> Entered:
    paper = PaperReturn(
        survey_id=survey.id, response_id=response.id, number=number, entered_by=by.id
    )
    paper.is_sampled = is_sampled = _is_drawn(session, survey)
    session.add(paper)
    theming.enqueue(session, survey.id)
    activity.record(session, "paper.entered", by=by.id, about=("survey", survey.id))
    return Entered(number, is_sampled)


def set_share(session: Session, survey_id: UUID, share: int, *, by: Actor) -> None:
    """Set how many of a hundred returns a second person enters too.

    Raises:
        NotFound: the survey is not there, or is not in the person's services.
        Invalid: it is none of the shares on offer.
    """
    survey = survey_for(session, survey_id, by=by)
    if share not in paper.SHARES:
        raise Invalid("share")
    survey.checked_share = share
    activity.record(
        session, "paper.share_set", by=by.id, about=("survey", survey.id), counts={"share": share}
    )


def return_for(session: Session, return_id: UUID, *, by: Actor) -> PaperReturn:
    """Return one paper return of the person's services, held for this writer.

    Raises:
        NotFound: it is not there, or is not in the person's services.
    """
    found = session.get(PaperReturn, return_id, with_for_update=True)
    if found is None:
        raise NotFound
    survey_for(session, found.survey_id, by=by)
    return found


def _refuse(
    session: Session, survey: Survey, number: int, givens: Mapping[str, Given], received_on: date
) -> None:
    known = select(PaperReturn.id).where(
        PaperReturn.survey_id == survey.id, PaperReturn.number == number
    )
    problems = {}
    if number < 1:
        problems["number"] = "Number the papers from 1."
    elif session.scalar(known) is not None:
        problems["number"] = "A return with this number was entered already. Nothing was kept."
    if received_on > clock.today():
        problems["received_on"] = "This day is still to come."
    if not problems and not givens:
        raise Invalid("paper_empty")
    if problems:
        raise Invalid(fields=problems)


def _is_drawn(session: Session, survey: Survey) -> bool:
    counts = select(func.count(), func.count().filter(PaperReturn.is_sampled)).where(
        PaperReturn.survey_id == survey.id
    )
    entered, drawn = session.execute(counts).one()
    chance = secrets.SystemRandom().random()
    return paper.is_drawn(survey.checked_share, entered, drawn, chance)
