"""Which audits somebody who would read them again has seen the first grades of already."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import select

from app.db.models import ActivityEntry
from app.domain.moderation import SelectedFor

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from app.db.models import Moderation
    from app.domain.people import Actor

# What the record of activity calls it when an audit is read among the others of its case.
READ_OVER_TIME = "audit.read_over_time"


def known_audits(
    session: Session, moderations: Iterable[Moderation], by: Actor
) -> frozenset[UUID]:
    """Return the audits that a person read among those of their case before they were disputed.

    Until then no draw chose them, so their grades were shown; whoever saw them is not blind. One
    query, or none where nothing is disputed.
    """
    disputed = [
        str(one.audit_id)
        for one in moderations
        if one.state.is_blind and one.selected_for is SelectedFor.DISPUTE
    ]
    if not disputed:
        return frozenset()
    seen = (
        select(ActivityEntry.object_id)
        .distinct()
        .where(
            ActivityEntry.actor_id == by.id,
            ActivityEntry.verb == READ_OVER_TIME,
            ActivityEntry.object_id.in_(disputed),
        )
    )
    return frozenset(UUID(one) for one in session.scalars(seen))
