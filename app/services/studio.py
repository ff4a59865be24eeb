"""The desk of those who ask: surveys in their services, shipped questionnaires, open and close."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from analysis.disclosure import THRESHOLD
from app.db.models import Response, Service, Survey, SurveyVersion
from app.domain.errors import Conflict, NotFound
from app.domain.people import Permission
from app.domain.surveys import Consent, Identity, ResponseState, SurveyKind, SurveyState
from app.services import activity, publishing, questionnaire_files
from surveys import parsing

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from uuid import UUID

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from app.domain.people import Actor
    from app.services.promises import Promise
    from surveys.definition import Definition

LIBRARY = Path(parsing.__file__).parent / "library"
MOVES = {
    SurveyState.DRAFT: frozenset({SurveyState.LIVE}),
    SurveyState.LIVE: frozenset({SurveyState.PAUSED, SurveyState.CLOSED}),
    SurveyState.PAUSED: frozenset({SurveyState.LIVE, SurveyState.CLOSED}),
    SurveyState.CLOSED: frozenset({SurveyState.LIVE}),
}
VERBS = {
    SurveyState.LIVE: "survey.opened",
    SurveyState.PAUSED: "survey.paused",
    SurveyState.CLOSED: "survey.closed",
}


@dataclass(frozen=True)
class SurveyRow:
    """One survey as its owners see it; a small count of responses is None."""

    id: UUID
    title: str
    slug: str
    kind: SurveyKind
    service: str
    audience: str
    identity: Identity
    state: SurveyState
    decision_maker: str
    told_by: date | None
    consent: Consent
    versions: int
    responses: int | None
    is_identity_frozen: bool
    is_by_invitation: bool

    @property
    def can_be_answered(self) -> bool:
        """Whether it has an address that people can open."""
        return self.kind is SurveyKind.QUESTIONNAIRE

    @property
    def is_asked(self) -> bool:
        """Whether people are asked its questions, so that there is something to promise them."""
        return self.can_be_answered and self.versions > 0

    @property
    def moves(self) -> tuple[SurveyState, ...]:
        """The states it may go to from here, in the order of `SurveyState`."""
        return tuple(state for state in SurveyState if state in MOVES[self.state])


def surveys(session: Session, *, by: Actor) -> tuple[SurveyRow, ...]:
    """Return the surveys in the person's services, by title."""
    rows = select(Survey, Service.name).join(Service, Service.id == Survey.service_id)
    where = by.services(Permission.PUBLISH_SURVEYS)
    if where is not None:
        rows = rows.where(Survey.service_id.in_(where))
    begun, sent = _counts(session)
    versions = _versions(session)
    return tuple(
        _row(survey, service, versions, begun, sent)
        for survey, service in session.execute(rows.order_by(Survey.title, Survey.slug))
    )


def survey(session: Session, survey_id: UUID, *, by: Actor) -> SurveyRow:
    """Return one survey of the person's services.

    Raises:
        NotFound: it is not there, or not in the person's services.
    """
    found = next((row for row in surveys(session, by=by) if row.id == survey_id), None)
    if found is None:
        raise NotFound
    return found


def wording(session: Session, survey_id: UUID, *, by: Actor) -> Definition:
    """Return what a survey asks now.

    Raises:
        NotFound: it is not there, was never published, or is not in the person's services.
    """
    found = _find(session, survey_id, by=by)
    return publishing.definition_of(publishing.current_version(session, found.id))


def set_state(session: Session, survey_id: UUID, state: SurveyState, *, by: Actor) -> None:
    """Pause, close or reopen a survey.

    Raises:
        NotFound: it is not there, or not in the person's services.
        Conflict: it cannot go from where it is to `state`.
    """
    found = _find(session, survey_id, by=by)
    if state not in MOVES[found.state]:
        raise Conflict("survey_moved", current=found.state.value, to=state.value)
    found.state = state
    activity.record(session, VERBS[state], by=by.id, about=("survey", found.id))


def publish(
    session: Session,
    definition: Definition,
    promise: Promise,
    *,
    identity: Identity,
    by: Actor,
    renews: bool = False,
) -> UUID:
    """Publish a shipped questionnaire in one of the person's services; return the survey's id.

    Raises:
        NotFound: the service is not the person's.
        Invalid: nobody decides, no day to come is promised, or the address cannot be used.
        Conflict: the address belongs to another survey, or identity is frozen by a response.
        PromiseStands: the survey there promises something else, and it is not to be renewed.
    """
    if not by.reaches(Permission.PUBLISH_SURVEYS, promise.service_id):
        raise NotFound
    version_id = publishing.publish(
        session,
        definition,
        service_id=promise.service_id,
        slug=promise.slug,
        decision_maker=promise.decision_maker,
        told_by=promise.told_by,
        identity=identity,
        by=by.id,
        kind=SurveyKind(definition.kind),
        consent=promise.consent,
        renews=renews,
    )
    return session.get_one(SurveyVersion, version_id).survey_id


@cache
def shipped() -> tuple[Definition, ...]:
    """Return the definitions that ship with Earshot, by title."""
    found = [questionnaire_files.read(file) for file in sorted(LIBRARY.glob("*.yaml"))]
    return tuple(sorted(found, key=lambda definition: definition.title))


def shipped_one(key: str) -> Definition:
    """Return one shipped definition.

    Raises:
        NotFound: there is none of that key.
    """
    found = next((one for one in shipped() if one.key == key), None)
    if found is None:
        raise NotFound
    return found


def _find(session: Session, survey_id: UUID, *, by: Actor) -> Survey:
    found = session.get(Survey, survey_id)
    if found is None or not by.reaches(Permission.PUBLISH_SURVEYS, found.service_id):
        raise NotFound
    return found


def _row(
    survey: Survey,
    service: str,
    versions: Mapping[UUID, int],
    begun: Mapping[UUID, int],
    sent: Mapping[UUID, int],
) -> SurveyRow:
    count = sent.get(survey.id, 0)
    return SurveyRow(
        id=survey.id,
        title=survey.title,
        slug=survey.slug,
        kind=survey.kind,
        service=service,
        audience=survey.audience,
        identity=survey.identity,
        state=survey.state,
        decision_maker=survey.decision_maker,
        told_by=survey.told_by,
        consent=survey.consent,
        versions=versions.get(survey.id, 0),
        responses=count if count >= THRESHOLD else None,
        is_identity_frozen=begun.get(survey.id, 0) > 0,
        is_by_invitation=survey.is_by_invitation,
    )


def _counts(session: Session) -> tuple[dict[UUID, int], dict[UUID, int]]:
    begun = (
        select(SurveyVersion.survey_id, func.count(Response.id))
        .join(Response, Response.version_id == SurveyVersion.id)
        .group_by(SurveyVersion.survey_id)
    )
    sent = begun.where(
        Response.state == ResponseState.SUBMITTED,
        Response.withdrawn_on.is_(None),
        Response.is_held.is_(False),
    )
    return _pairs(session, begun), _pairs(session, sent)


def _versions(session: Session) -> dict[UUID, int]:
    numbers = select(SurveyVersion.survey_id, func.max(SurveyVersion.number))
    return _pairs(session, numbers.group_by(SurveyVersion.survey_id))


def _pairs(session: Session, query: Select[UUID, int]) -> dict[UUID, int]:
    return dict(session.execute(query).all())
