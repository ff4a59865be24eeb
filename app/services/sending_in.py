"""Sending answers in: an invitation is spent with them, and what only a script does is held."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from app import clock
from app.db.models import Answer
from app.domain.surveys import ResponseState
from app.services import drafts, invitations, responding

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.domain.pace import Pace, Visit
    from app.services.receipts import Receipt


@dataclass(frozen=True)
class Sent:
    """Answers that were sent: their receipt, and whether the ticket brought was spent on them."""

    receipt: Receipt
    is_ticket_spent: bool


def submit(
    session: Session, resume_token: str, *, slug: str, ticket: str, visit: Visit, pace: Pace
) -> Sent:
    """Send a draft; sent again, the receipt is the same.

    Whoever comes with an invitation is never held: its code is the proof that nobody else is.

    Raises:
        InvitationUsed: answers were sent with the invitation already; nothing is sent.
        InvitationNeeded: the survey is only for those who were invited.
        DraftGone, Incomplete, Conflict: as `responding.submit`.
    """
    response, survey, _ = drafts.rows(session, resume_token, slug=slug, lock=True)
    is_first = response.state is ResponseState.DRAFT
    receipt = responding.submit(session, resume_token, slug=slug)
    if not is_first:
        # The reply to the first sending may have been lost, and the ticket is still carried.
        return Sent(receipt, invitations.is_for(session, survey, ticket))
    is_invited = invitations.spend(session, survey, ticket)
    if not is_invited:
        given = select(func.count()).where(Answer.response_id == response.id)
        answers = session.scalar(given) or 0
        now = clock.now().timestamp()
        response.is_held = pace.is_burst(slug, visit, answers=answers, now=now)
    return Sent(receipt, is_invited)
