"""Which responses a page or a report is about, and which surveys a person may ask about."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import Select, func, or_, select

from analysis.disclosure import THRESHOLD
from app.db.models import (
    Answer,
    AuditPart,
    Question,
    Response,
    Service,
    Survey,
    SurveyVersion,
    Wave,
)
from app.domain.audits import Voice
from app.domain.errors import NotFound
from app.domain.surveys import Channel, ResponseState, SurveyKind, SurveyState

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from app.domain.people import Actor, Permission

# How the keys of the questions of an audit end that hold a person's own words.
OWN_WORDS = "_words"


@dataclass(frozen=True)
class Selection:
    """Some surveys and, perhaps, some days; no days means all of them."""

    survey_ids: frozenset[UUID]
    starts_on: date | None = None
    ends_on: date | None = None

    def during(self, wave: WaveLine) -> Selection:
        """Return the same surveys in one whole wave."""
        return replace(self, starts_on=wave.starts_on, ends_on=wave.ends_on)

    def within(self, wave: WaveLine) -> Selection:
        """Return what of the selection lies in one wave."""
        starts_on = max(filter(None, (self.starts_on, wave.starts_on)))
        ends_on = min(filter(None, (self.ends_on, wave.ends_on)))
        return replace(self, starts_on=starts_on, ends_on=ends_on)

    def of(self, survey_id: UUID) -> Selection:
        """Return the same days of one survey."""
        return replace(self, survey_ids=frozenset({survey_id}))


@dataclass(frozen=True)
class WaveLine:
    """One wave, for pages."""

    id: UUID
    number: int
    name: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class SurveyLine:
    """One survey, for lists."""

    id: UUID
    service_id: UUID
    service: str
    slug: str
    title: str
    kind: SurveyKind
    audience: str
    state: SurveyState


def surveys_for(session: Session, actor: Actor, permission: Permission) -> tuple[SurveyLine, ...]:
    """Return the surveys in which a person holds a permission, by title."""
    rows = select(Survey, Service.name).join(Service, Service.id == Survey.service_id)
    where = actor.services(permission)
    if where is not None:
        rows = rows.where(Survey.service_id.in_(where))
    return tuple(
        SurveyLine(s.id, s.service_id, name, s.slug, s.title, s.kind, s.audience, s.state)
        for s, name in session.execute(rows.order_by(Survey.title))
    )


def services_for(
    session: Session, actor: Actor, permission: Permission
) -> tuple[tuple[UUID, str], ...]:
    """Return the services in which a person holds a permission, by name: their ids and names."""
    rows = select(Service.id, Service.name).order_by(Service.name)
    where = actor.services(permission)
    if where is not None:
        rows = rows.where(Service.id.in_(where))
    return tuple((row.id, row.name) for row in session.execute(rows))


def select_surveys(
    session: Session,
    actor: Actor,
    permission: Permission,
    survey_ids: Iterable[UUID] | None = None,
) -> Selection:
    """Return a selection of the surveys named, or of all the person may ask about.

    Raises:
        NotFound: one of them does not exist, or is none of the person's business.
    """
    theirs = {line.id for line in surveys_for(session, actor, permission)}
    wanted = theirs if survey_ids is None else set(survey_ids)
    if not wanted <= theirs:
        raise NotFound
    return Selection(frozenset(wanted))


def waves(session: Session) -> tuple[WaveLine, ...]:
    """Return every wave, the newest first."""
    rows = session.scalars(select(Wave).order_by(Wave.number.desc()))
    return tuple(WaveLine(w.id, w.number, w.name, w.starts_on, w.ends_on) for w in rows)


def latest_two(session: Session, selection: Selection) -> tuple[Selection, Selection] | None:
    """Return the selection in the wave before, and in the newest wave in which it was answered.

    The newer one keeps to the days of the selection. None when there are not two, so that there
    is no change to speak of.
    """
    known = waves(session)
    newest = session.scalar(
        responses(selection).with_only_columns(func.max(Response.received_on)).order_by(None)
    )
    if newest is None:
        return None
    for after, before in zip(known, known[1:], strict=False):
        if after.starts_on <= newest <= after.ends_on:
            return selection.during(before), selection.within(after)
    return None


def responses(selection: Selection) -> Select[Response]:
    """Return the query of the responses of a selection: sent in, not taken back, not held.

    Of an audit only children, parents and carers whose own words it holds are people who
    answered; what workers and auditors wrote, of them too, is evidence of practice.
    """
    query = (
        select(Response)
        .join(SurveyVersion, SurveyVersion.id == Response.version_id)
        .where(
            SurveyVersion.survey_id.in_(selection.survey_ids),
            Response.state == ResponseState.SUBMITTED,
            Response.withdrawn_on.is_(None),
            Response.is_held.is_(False),
            or_(Response.channel != Channel.AUDIT, Response.id.in_(_heard_in_audits())),
        )
    )
    if selection.starts_on:
        query = query.where(Response.received_on >= selection.starts_on)
    if selection.ends_on:
        query = query.where(Response.received_on <= selection.ends_on)
    return query


def _heard_in_audits() -> Select[UUID]:
    return (
        select(AuditPart.response_id)
        .join(Answer, Answer.response_id == AuditPart.response_id)
        .join(Question, Question.id == Answer.question_id)
        .where(AuditPart.voice.in_([Voice.CHILD, Voice.PARENT_OR_CARER]), *said())
    )


def said() -> tuple[ColumnElement[bool], ...]:
    """Return what holds of an answer in a part of an audit that is a person's own words.

    Why a child was not asked, and what was seen of them, are not what they said.
    """
    return Question.key.endswith(OWN_WORDS), Answer.text_sealed.is_not(None)


def response_ids(selection: Selection) -> Select[UUID]:
    """Return the query of their ids."""
    return responses(selection).with_only_columns(Response.id)


def count_responses(session: Session, selection: Selection) -> int:
    """Return how many people answered."""
    counted = responses(selection).with_only_columns(func.count(Response.id))
    return session.scalar(counted) or 0


def people_by_survey(session: Session, selection: Selection) -> dict[UUID, int]:
    """Return how many people answered each survey of a selection, nought too."""
    rows = session.execute(
        responses(selection)
        .with_only_columns(SurveyVersion.survey_id, func.count(Response.id))
        .group_by(SurveyVersion.survey_id)
    )
    counted: dict[UUID, int] = {row[0]: row[1] for row in rows}
    return dict.fromkeys(selection.survey_ids, 0) | counted


def countable(selection: Selection, people: Mapping[UUID, int]) -> Selection:
    """Return a selection without the surveys that fewer than five `people` answered.

    A total that held them would tell, beside the numbers of the other surveys, how many they are
    and what they said.
    """
    kept = frozenset(survey for survey, count in people.items() if count >= THRESHOLD)
    return replace(selection, survey_ids=kept)
