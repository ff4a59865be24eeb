"""Drafts that nobody may open any more: deleted, unless somebody may be in danger (R-36)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, exists, select

from app import clock
from app.db.models import Concern, Response
from app.domain.concerns import ConcernState
from app.domain.surveys import Channel, ResponseState
from app.services import activity, draft_keys

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

# What a person answers by themselves. A draft of an audit is staff's, and does not expire.
EXPIRE = (Channel.WEB, Channel.KIOSK)
# One sweep is one short transaction: whoever sends answers must not wait for it.
MOST = 500


def sweep(session: Session) -> int:
    """Delete the drafts that are more than fourteen days old, and return how many.

    A draft about which a concern is not closed stays until it is: the words are what somebody
    must act on. The record of activity notes the number, and nothing else.
    """
    waits = exists().where(
        Concern.response_id == Response.id, Concern.state != ConcernState.CLOSED
    )
    old = session.scalars(
        select(Response.id)
        .where(
            Response.state == ResponseState.DRAFT,
            Response.channel.in_(EXPIRE),
            Response.started_on < clock.today() - draft_keys.LIFE,
            ~waits,
        )
        .limit(MOST)
    ).all()
    if not old:
        return 0
    session.execute(delete(Response).where(Response.id.in_(old)))
    activity.record(session, "drafts.expired", by=None, counts={"drafts": len(old)})
    return len(old)
