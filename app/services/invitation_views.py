"""What staff see of invitations: how many are used, where that tells nobody who answered."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from analysis.disclosure import THRESHOLD, withhold
from app import clock
from app.db import sealing
from app.db.models import Envelope, Invitation, Mailing, Survey
from app.domain.errors import NotFound
from app.domain.invitations import EnvelopeState, Way
from app.domain.surveys import SurveyState
from app.services import (
    activity,
    envelopes,
    invitations,
    jobs,
    planned_reminders,
    publishing,
    studio,
)

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.domain.people import Actor


@dataclass(frozen=True)
class MailingRow:
    """One mailing. `used_at_least` is rounded down to fives, and None where it is withheld.

    `reminds_on` is the day on which a reminder goes out by itself, None for no day.
    How many messages of a reminder wait is not told: it is how many have not answered.
    """

    id: UUID
    name: str
    way: Way
    size: int
    made_on: date
    expires_on: date
    is_over: bool
    used_at_least: int | None
    reminders: int
    is_sending: bool
    is_unsure: bool
    refused: int
    can_remind: bool
    reminds_on: date | None
    holds_addresses: bool
    holds_codes: bool


@dataclass(frozen=True)
class Letters:
    """Letters that are still to be printed: their codes, and for whom they are."""

    survey_id: UUID
    audience: str
    name: str
    expires_on: date
    codes: tuple[str, ...] = field(repr=False)


def mailings(session: Session, survey_id: UUID, *, by: Actor) -> tuple[MailingRow, ...]:
    """Return the mailings of a survey, the newest first.

    Raises:
        NotFound: the survey is not there, or not in the person's services.
    """
    is_live = studio.survey(session, survey_id, by=by).state is SurveyState.LIVE
    rows = session.scalars(
        select(Mailing)
        .where(Mailing.survey_id == survey_id)
        .order_by(Mailing.made_on.desc(), Mailing.name, Mailing.id)
    )
    return tuple(_row(session, mailing, is_live=is_live) for mailing in rows)


def set_by_invitation(session: Session, survey_id: UUID, *, only: bool, by: Actor) -> None:
    """Let in only those who were invited, or everybody who has the address.

    Raises:
        NotFound: the survey takes no answers, or is not in the person's services.
    """
    if not studio.survey(session, survey_id, by=by).can_be_answered:
        raise NotFound
    session.get_one(Survey, survey_id).is_by_invitation = only
    verb = "survey.by_invitation" if only else "survey.open_to_all"
    activity.record(session, verb, by=by.id, about=("survey", survey_id))


def letters(session: Session, mailing_id: UUID, *, by: Actor) -> Letters:
    """Open the codes of a mailing to print them; the activity record says who did.

    Raises:
        NotFound: there are none any more, or they are none of the person's business.
    """
    mailing = envelopes.find(session, mailing_id, by=by)
    if mailing.codes_sealed is None:
        raise NotFound
    activity.record(session, "letters.printed", by=by.id, about=("mailing", mailing_id))
    codes = json.loads(sealing.unseal(mailing, invitations.CODES, mailing.codes_sealed))
    version = publishing.current_version(session, mailing.survey_id)
    audience = publishing.definition_of(version).audience
    return Letters(mailing.survey_id, audience, mailing.name, mailing.expires_on, tuple(codes))


def _row(session: Session, mailing: Mailing, *, is_live: bool) -> MailingRow:
    states = _states(session, mailing.id)
    is_under_way = jobs.is_under_way(session, "invite", mailing.id)
    is_over = clock.today() > mailing.expires_on
    return MailingRow(
        id=mailing.id,
        name=mailing.name,
        way=mailing.way,
        size=mailing.size,
        made_on=mailing.made_on,
        expires_on=mailing.expires_on,
        is_over=is_over,
        used_at_least=_used(session, mailing),
        reminders=mailing.reminders,
        is_sending=is_under_way or EnvelopeState.WAITING in states,
        is_unsure=not is_under_way and EnvelopeState.SENDING in states,
        refused=states.get(EnvelopeState.REFUSED, 0),
        can_remind=envelopes.can_remind(mailing)
        and is_live
        and not is_over
        and EnvelopeState.SENT in states
        and EnvelopeState.WAITING not in states,
        reminds_on=planned_reminders.goes_out_on(mailing) if is_live else None,
        holds_addresses=any(state is not EnvelopeState.REFUSED for state in states),
        holds_codes=mailing.codes_sealed is not None,
    )


def _states(session: Session, mailing_id: UUID) -> dict[EnvelopeState, int]:
    counted = (
        select(Envelope.state, func.count())
        .where(Envelope.mailing_id == mailing_id)
        .group_by(Envelope.state)
    )
    return dict(session.execute(counted).all())


def _used(session: Session, mailing: Mailing) -> int | None:
    mine = (Invitation.mailing_id == mailing.id, Invitation.used.is_(True))
    used = session.scalar(select(func.count()).where(*mine)) or 0
    shown = withhold({"used": used, "left": mailing.size - used})["used"]
    # In steps of five, so that nobody sees it grow by the one who has just answered.
    return None if shown is None else shown - shown % THRESHOLD
