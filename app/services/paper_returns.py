"""Paper returns: entered by staff, and a sample of them entered again, unseen, by another."""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from app import clock
from app.db import sealing
from app.db.models import PaperReturn, Response, Survey, SurveyVersion
from app.domain import paper
from app.domain.errors import Conflict, Invalid, NotFound
from app.domain.people import Permission
from app.domain.surveys import Channel, SurveyKind, SurveyState
from app.services import activity, answers, publishing, responding, theming
from app.services.grouping import groups_of
from surveys.given import Given
from surveys.paper import asked_only

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.domain.people import Actor
    from surveys.definition import Definition

SEALED_COLUMN = "paper_returns.second"
MAY = Permission.IMPORT_COMMENTS


class SamePerson(Conflict):
    """Who entered a return cannot be the second person who enters it."""

    code = "same_person"


@dataclass(frozen=True)
class Entered:
    """What became of one entry: whether a second person is to enter it too."""

    number: int
    is_sampled: bool


def survey_for(session: Session, survey_id: UUID, *, by: Actor) -> Survey:
    """Return a questionnaire whose paper returns the person may enter.

    Raises:
        NotFound: it is not there, is no questionnaire, or is not in the person's services.
    """
    survey = session.get(Survey, survey_id)
    if survey is None or survey.kind is not SurveyKind.QUESTIONNAIRE:
        raise NotFound
    if survey.state is SurveyState.DRAFT or not by.reaches(MAY, survey.service_id):
        raise NotFound
    return survey


def definition_of(session: Session, survey_id: UUID, *, by: Actor) -> Definition:
    """Return what is asked on the paper.

    Raises:
        NotFound: it is not there, is no questionnaire, or is not in the person's services.
    """
    survey = survey_for(session, survey_id, by=by)
    return publishing.definition_of(publishing.current_version(session, survey.id))


def enter(
    session: Session,
    survey_id: UUID,
    number: int,
    givens: Mapping[str, Given],
    *,
    received_on: date,
    by: Actor,
) -> Entered:
    """Take in one paper return; its words are screened as all words are.

    Raises:
        NotFound: the survey is not there, or is not in the person's services.
        Invalid: nothing was answered, the number was used, or the day is still to come.
    """
    survey = survey_for(session, survey_id, by=by)
    _refuse(session, survey, number, givens, received_on)
    version = publishing.current_version(session, survey.id)
    response_id = responding.accept(
        session,
        version.id,
        givens,
        channel=Channel.PAPER,
        received_on=received_on,
        client_token=f"paper {survey.id} {number}",
    )
    entered, drawn = _counts(session, survey.id)
    chance = secrets.SystemRandom().random()
    is_sampled = paper.is_drawn(survey.checked_share, entered, drawn, chance)
    session.add(
        PaperReturn(
            survey_id=survey.id,
            response_id=response_id,
            number=number,
            entered_by=by.id,
            is_sampled=is_sampled,
        )
    )
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


def enter_again(
    session: Session, return_id: UUID, givens: Mapping[str, Given], *, by: Actor
) -> bool:
    """Take what a second person read, and return whether it differs and must be settled.

    Raises:
        NotFound: it is not there, was not drawn, or is not in the person's services.
        SamePerson: the person entered it first.
        Conflict: somebody has entered it again already.
    """
    found, response = to_check(session, return_id, by=by)
    first = answers.givens(session, response)
    differing, found.compared = paper.differences(first, givens)
    found.same = found.compared - len(differing)
    found.checked_by = by.id
    if differing:
        found.second_sealed = sealing.seal(found, SEALED_COLUMN, _written(givens))
    else:
        found.settled_on = clock.today()
    counts = {"compared": found.compared, "same": found.same}
    activity.record(
        session, "paper.checked", by=by.id, about=("paper_return", found.id), counts=counts
    )
    return bool(differing)


def to_check(session: Session, return_id: UUID, *, by: Actor) -> tuple[PaperReturn, Response]:
    """Return a return that waits for a second person, and its response.

    Raises:
        NotFound: it is not there, was not drawn, or is not in the person's services.
        SamePerson: the person entered it first.
        Conflict: somebody has entered it again already.
    """
    found = return_for(session, return_id, by=by)
    if not found.is_sampled:
        raise NotFound
    if found.entered_by == by.id:
        raise SamePerson
    if found.checked_by is not None:
        raise Conflict("paper_checked")
    return found, session.get_one(Response, found.response_id)


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


def second_of(found: PaperReturn) -> dict[str, Given]:
    """Return what the second person read; nothing once it is settled."""
    if found.second_sealed is None:
        return {}
    written = json.loads(sealing.unseal(found, SEALED_COLUMN, found.second_sealed))
    return {key: Given(**one) for key, one in written.items()}


def settle(session: Session, return_id: UUID, right: Mapping[str, str], *, by: Actor) -> None:
    """Keep, for each difference, what the first or the second person read; the other goes.

    Raises:
        NotFound: it is not there, or is not in the person's services.
        Conflict: there is nothing to settle.
        Invalid: a difference was not decided; `fields` names each.
    """
    found = return_for(session, return_id, by=by)
    if found.second_sealed is None:
        raise Conflict("paper_checked")
    response = session.get_one(Response, found.response_id)
    first, second = answers.givens(session, response), second_of(found)
    differing, _ = paper.differences(first, second)
    undecided = [key for key in differing if right.get(key) not in {"first", "second"}]
    if undecided:
        raise Invalid(fields=dict.fromkeys(undecided, "Look at the paper and choose one."))
    chosen = {key: second.get(key) for key in differing if right[key] == "second"}
    _correct(session, found, response, {**first, **chosen})
    found.second_sealed, found.settled_on = None, clock.today()
    activity.record(session, "paper.settled", by=by.id, about=("paper_return", found.id))


def _correct(
    session: Session, found: PaperReturn, response: Response, merged: Mapping[str, Given | None]
) -> None:
    survey = session.get_one(Survey, found.survey_id)
    version = session.get_one(SurveyVersion, response.version_id)
    definition = publishing.definition_of(version)
    kept = asked_only(definition, merged)
    questions = answers.questions_of(session, version.id)
    changes = {key: kept.get(key) for key in questions}
    answers.keep(session, response, questions, changes, service_id=survey.service_id)
    response.groups = groups_of(definition, kept)
    theming.enqueue(session, survey.id)


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


def _counts(session: Session, survey_id: UUID) -> tuple[int, int]:
    counts = select(func.count(), func.count().filter(PaperReturn.is_sampled)).where(
        PaperReturn.survey_id == survey_id
    )
    entered, drawn = session.execute(counts).one()
    return entered, drawn


def _written(givens: Mapping[str, Given]) -> str:
    return json.dumps({key: asdict(one) for key, one in givens.items()})
