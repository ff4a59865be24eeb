"""Envelopes: each is sent once, reminded at most twice, and its address let go of.

An envelope is marked before anything leaves. Whatever dies in between can lose a message, which
the staff page says, and never sends one twice.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import delete, or_, select, update

from app import clock
from app.db import sealing
from app.db.models import Envelope, Invitation, Mailing, Survey
from app.domain.errors import Conflict, NotFound
from app.domain.invitations import MOST_REMINDERS, EnvelopeState
from app.domain.surveys import SurveyState
from app.services import activity, invitations, jobs, studio

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.domain.people import Actor


@dataclass(frozen=True)
class Opened:
    """One envelope that this worker, and nobody else, is to send."""

    id: UUID
    address: str = field(repr=False)
    code: str = field(repr=False)
    expires_on: date
    is_reminder: bool


def take_next(session: Session, mailing_id: UUID) -> Opened | None:
    """Take one envelope that waits, marked as being sent, or None when there is none left.

    Whoever has answered since a reminder was asked for gets none, and their address goes.
    """
    waits = (Envelope.mailing_id == mailing_id, Envelope.state == EnvelopeState.WAITING)
    used = select(Invitation.id).where(Invitation.mailing_id == mailing_id, Invitation.used)
    waiting = (
        select(Envelope.id)
        .where(*waits, Envelope.invitation_id.not_in(used))
        .order_by(Envelope.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    taken = session.execute(
        update(Envelope)
        .where(Envelope.id == waiting.scalar_subquery(), Envelope.state == EnvelopeState.WAITING)
        .values(state=EnvelopeState.SENDING)
        .returning(Envelope.id, Envelope.address_sealed, Envelope.code_sealed)
    ).first()
    if taken is None:
        session.execute(delete(Envelope).where(*waits, Envelope.invitation_id.in_(used)))
        return None
    mailing = session.get_one(Mailing, mailing_id)
    return Opened(
        taken.id,
        sealing.unseal(mailing, invitations.ADDRESS, taken.address_sealed, taken.id),
        sealing.unseal(mailing, invitations.CODE, taken.code_sealed, taken.id),
        mailing.expires_on,
        mailing.reminders > 0,
    )


def put_back(session: Session, envelope_id: UUID) -> None:
    """Let an envelope wait again, because it is known that nothing left."""
    _set(session, envelope_id, state=EnvelopeState.WAITING)


def refuse(session: Session, envelope_id: UUID) -> None:
    """Note that an address cannot be written to, and let go of it."""
    _set(
        session,
        envelope_id,
        state=EnvelopeState.REFUSED,
        address_sealed=b"",
        code_sealed=None,
    )


def settle(session: Session, envelope_id: UUID) -> None:
    """Note that an envelope was sent: its code goes, and its address unless it is needed again."""
    mailing = session.scalars(
        select(Mailing)
        .join(Envelope, Envelope.mailing_id == Mailing.id)
        .where(Envelope.id == envelope_id)
    ).one()
    if mailing.keeps_addresses and mailing.reminders < MOST_REMINDERS:
        _set(session, envelope_id, state=EnvelopeState.SENT, code_sealed=None)
    else:
        session.execute(delete(Envelope).where(Envelope.id == envelope_id))


def remind(session: Session, mailing_id: UUID, *, by: Actor) -> None:
    """Ask those again who have not answered: known is only that, and nobody is told who.

    Each gets a new code, because the old one was not kept; both work, for one answer together.
    Addresses of those who have answered are let go of.

    Raises:
        NotFound: there is no such mailing, or it is none of the person's business.
        Conflict: no address was kept, two were sent, the last is still being sent, it is over, or
            nobody can answer now.
    """
    ask_again(session, find(session, mailing_id, by=by))
    # How many were reminded would tell how many have answered: the record does not say it.
    activity.record(session, "invitations.reminded", by=by.id, about=("mailing", mailing_id))


def ask_again(session: Session, mailing: Mailing) -> None:
    """Let the envelopes of those who have not answered wait to be sent once more.

    Raises:
        Conflict: no address was kept, two were sent, the last is still being sent, it is over, or
            nobody can answer now.
    """
    envelopes = session.execute(
        select(Envelope, Invitation)
        .join(Invitation, Invitation.id == Envelope.invitation_id)
        .where(Envelope.mailing_id == mailing.id, Envelope.state != EnvelopeState.REFUSED)
    ).all()
    is_live = session.get_one(Survey, mailing.survey_id).state is SurveyState.LIVE
    is_busy = any(one.state is EnvelopeState.WAITING for one, _ in envelopes)
    is_over = clock.today() > mailing.expires_on
    if is_busy or is_over or not (is_live and can_remind(mailing) and _count(session, mailing)):
        raise Conflict("no_reminder")
    for envelope, invitation in envelopes:
        if invitation.used:
            session.delete(envelope)
        elif envelope.state is EnvelopeState.SENT:
            code = invitations.add_code(session, invitation)
            envelope.code_sealed = sealing.seal(mailing, invitations.CODE, code, envelope.id)
            envelope.state = EnvelopeState.WAITING
    jobs.enqueue(session, "invite", mailing.id, input_hash=f"reminder {mailing.reminders}")


def can_remind(mailing: Mailing) -> bool:
    """Return whether a reminder can still be sent."""
    return mailing.keeps_addresses and mailing.reminders < MOST_REMINDERS


def forget(session: Session, mailing_id: UUID, *, by: Actor) -> None:
    """Let go of every address and every printed code of a mailing now; its codes still work.

    Raises:
        NotFound: there is no such mailing, or it is none of the person's business.
    """
    mailing = find(session, mailing_id, by=by)
    _let_go(session, mailing)
    activity.record(session, "invitations.forgotten", by=by.id, about=("mailing", mailing_id))


def sweep(session: Session) -> int:
    """Let go of what mailings hold whose last day has passed; return how many there were."""
    holds = or_(
        Mailing.codes_sealed.is_not(None),
        Mailing.id.in_(select(Envelope.mailing_id)),
    )
    over = session.scalars(select(Mailing).where(Mailing.expires_on < clock.today(), holds)).all()
    for mailing in over:
        _let_go(session, mailing)
    return len(over)


def find(session: Session, mailing_id: UUID, *, by: Actor) -> Mailing:
    """Return a mailing of a survey in the person's services.

    Raises:
        NotFound: there is no such mailing, or it is none of the person's business.
    """
    mailing = session.get(Mailing, mailing_id)
    if mailing is None:
        raise NotFound
    studio.survey(session, mailing.survey_id, by=by)
    return mailing


def _let_go(session: Session, mailing: Mailing) -> None:
    session.execute(delete(Envelope).where(Envelope.mailing_id == mailing.id))
    mailing.codes_sealed = None
    mailing.keeps_addresses = False


def _count(session: Session, mailing: Mailing) -> bool:
    # One statement counts it, so of two people, or two workers, at once only one reminds.
    counted = session.execute(
        update(Mailing)
        .where(Mailing.id == mailing.id, Mailing.reminders == mailing.reminders)
        .values(reminders=mailing.reminders + 1, reminded_on=clock.today())
        .returning(Mailing.id)
    ).first()
    session.refresh(mailing)
    return counted is not None


def _set(session: Session, envelope_id: UUID, **values: object) -> None:
    session.execute(
        update(Envelope)
        .where(Envelope.id == envelope_id, Envelope.state == EnvelopeState.SENDING)
        .values(**values)
    )
