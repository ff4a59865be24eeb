"""Invitations: make them, come in with one, and spend it as the answers are sent.

A code opens no draft: whoever finds a letter can begin, and never sees what somebody answered.
The browser carries the hash of its code to the moment of sending; no row ever holds it beside a
response, so nobody can tell later which response an invitation became (R-31d).
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from app import clock
from app.db import sealing
from app.db.models import Envelope, Invitation, InvitationCode, Mailing, Survey
from app.domain.errors import Conflict, Invalid, NotFound
from app.domain.invitations import EnvelopeState, Way
from app.domain.surveys import SurveyState
from app.services import activity, drafts, jobs, studio
from app.services.invitation_plans import Plan, problems_with
from app.services.typed_codes import code_of, tidy

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.domain.people import Actor

ADDRESS = "envelopes.address"
CODE = "envelopes.code"
CODES = "mailings.codes"


class InvitationNeeded(Conflict):
    """The survey is for those who were invited, and nobody came in with a code."""

    code = "invitation_needed"


class InvitationUsed(Conflict):
    """Answers were sent with this code already."""

    code = "invitation_used"


@dataclass(frozen=True)
class Entry:
    """What a code that exists stands for: its survey, and why it may open nothing now.

    `open_slug` is the address of the survey when it can be answered without a code.
    """

    survey_id: UUID
    slug: str
    is_used: bool
    is_expired: bool
    open_slug: str | None

    @property
    def is_good(self) -> bool:
        """Whether it lets somebody in."""
        return not (self.is_used or self.is_expired)


def make(session: Session, survey_id: UUID, plan: Plan, *, by: Actor) -> UUID:
    """Make invitations and return the id of their mailing; messages are sent by a job.

    Raises:
        NotFound: the survey is not there, takes no answers, or is none of the person's business.
        Invalid: the plan cannot be followed; `fields` says why.
    """
    if not studio.survey(session, survey_id, by=by).can_be_answered:
        raise NotFound
    problems = problems_with(plan)
    if problems or plan.expires_on is None:
        raise Invalid("plan", fields=dict(problems))
    mailing = Mailing(
        survey_id=survey_id,
        name=plan.name.strip(),
        way=plan.way,
        size=plan.size,
        made_on=clock.today(),
        expires_on=plan.expires_on,
        keeps_addresses=plan.keeps_addresses and plan.way is Way.MESSAGE,
        remind_every=plan.remind_every,
    )
    session.add(mailing)
    session.flush()
    if plan.way is Way.MESSAGE:
        _address(session, mailing, plan.addresses)
        jobs.enqueue(session, "invite", mailing.id)
    else:
        codes = [add_code(session, _new(session, mailing)) for _ in range(plan.count)]
        mailing.codes_sealed = sealing.seal(mailing, CODES, json.dumps(codes))
    counts = {"invitations": plan.size}
    activity.record(
        session, "invitations.made", by=by.id, about=("survey", survey_id), counts=counts
    )
    return mailing.id


def new_code() -> str:
    """Return a code of 80 random bits in four groups, and a check symbol (R-32)."""
    return code_of(secrets.token_hex(16))


def ticket_of(code: str) -> str:
    """Return what is kept of a code, and what a browser carries instead of it."""
    return sealing.keyring().keyed_hash(tidy(code), "invitation code")


def add_code(session: Session, invitation: Invitation) -> str:
    """Give an invitation one more code and return it; only its hash is kept."""
    code = new_code()
    session.add(InvitationCode(code_hash=ticket_of(code), invitation_id=invitation.id))
    return code


def entry_of(session: Session, ticket: str) -> Entry | None:
    """Return what a ticket stands for, or None; the work is the same for any ticket."""
    row = session.execute(
        select(Invitation.used, Mailing.expires_on, Survey)
        .join(InvitationCode, InvitationCode.invitation_id == Invitation.id)
        .join(Mailing, Mailing.id == Invitation.mailing_id)
        .join(Survey, Survey.id == Mailing.survey_id)
        .where(InvitationCode.code_hash == ticket)
    ).first()
    if row is None:
        return None
    used, expires_on, survey = row
    is_open = survey.state is SurveyState.LIVE and not survey.is_by_invitation
    is_expired = clock.today() > expires_on
    return Entry(survey.id, survey.slug, used, is_expired, survey.slug if is_open else None)


def refuse_unless_invited(session: Session, slug: str, ticket: str) -> None:
    """Refuse to begin a survey that is only for those who were invited.

    Raises:
        NotFound: there is no such survey.
        InvitationNeeded: no ticket, or one that opens nothing here now.
    """
    survey = drafts.survey_at(session, slug)
    if not survey.is_by_invitation:
        return
    entry = entry_of(session, ticket)
    if entry is None or entry.survey_id != survey.id or not entry.is_good:
        raise InvitationNeeded(slug=slug)


def is_for(session: Session, survey: Survey, ticket: str) -> bool:
    """Return whether a ticket is an invitation to a survey, used or not."""
    entry = entry_of(session, ticket) if ticket else None
    return entry is not None and entry.survey_id == survey.id


def spend(session: Session, survey: Survey, ticket: str) -> bool:
    """Use up the invitation of a ticket as answers are sent; return whether there was one.

    One statement marks it, so of two at once only one can. A day that has passed since the
    person began is forgiven: they were told that they may stop and go on.

    Raises:
        InvitationUsed: answers were sent with it already.
        InvitationNeeded: there is none, and the survey is only for those who were invited.
    """
    entry = entry_of(session, ticket) if ticket else None
    if entry is None or entry.survey_id != survey.id:
        if survey.is_by_invitation:
            raise InvitationNeeded(slug=survey.slug)
        return False
    mine = select(InvitationCode.invitation_id).where(InvitationCode.code_hash == ticket)
    spent = session.execute(
        update(Invitation)
        .where(Invitation.id == mine.scalar_subquery(), Invitation.used.is_(False))
        .values(used=True)
        .returning(Invitation.id)
    ).first()
    if spent is None:
        raise InvitationUsed(slug=survey.slug, open_slug=entry.open_slug)
    return True


def _new(session: Session, mailing: Mailing) -> Invitation:
    invitation = Invitation(mailing_id=mailing.id)
    session.add(invitation)
    session.flush()
    return invitation


def _address(session: Session, mailing: Mailing, addresses: tuple[str, ...]) -> None:
    for address in addresses:
        invitation = _new(session, mailing)
        envelope = Envelope(
            mailing_id=mailing.id, invitation_id=invitation.id, state=EnvelopeState.WAITING
        )
        envelope.address_sealed = sealing.seal(mailing, ADDRESS, address, envelope.id)
        envelope.code_sealed = sealing.seal(
            mailing, CODE, add_code(session, invitation), envelope.id
        )
        session.add(envelope)
