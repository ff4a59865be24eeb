"""The second person: a drawn return entered again, unseen, and what differs settled."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from app import clock
from app.db import sealing
from app.db.models import PaperReturn, Response, Survey, SurveyVersion
from app.domain import paper
from app.domain.errors import Conflict, Invalid, NotFound
from app.services import activity, answers, paper_returns, publishing, theming, voicing
from app.services.grouping import groups_of
from surveys.given import Given
from surveys.paper import asked_only

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.domain.people import Actor
    from surveys.voices import Asked

SEALED_COLUMN = "paper_returns.second"


class SamePerson(Conflict):
    """Who entered a return cannot be the second person who enters it."""

    code = "same_person"


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
    found = paper_returns.return_for(session, return_id, by=by)
    if not found.is_sampled:
        raise NotFound
    if found.entered_by == by.id:
        raise SamePerson
    if found.checked_by is not None:
        raise Conflict("paper_checked")
    return found, session.get_one(Response, found.response_id)


def asked_on(session: Session, response: Response) -> Asked:
    """Return what was asked on the paper of a response: its version, in its own words."""
    version = session.get_one(SurveyVersion, response.version_id)
    return paper_returns.asked_of(version, voicing.voice_of(response).code)


def version_number(session: Session, response: Response) -> int:
    """Return the number of the version that is printed on the paper of a response."""
    return session.get_one(SurveyVersion, response.version_id).number


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
    found = paper_returns.return_for(session, return_id, by=by)
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


def _written(givens: Mapping[str, Given]) -> str:
    return json.dumps({key: asdict(one) for key, one in givens.items()})
