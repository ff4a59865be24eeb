"""Whether somebody who would read an audit again has seen its first grades already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from app.db.models import ActivityEntry
from app.domain.moderation import SelectedFor

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.db.models import Moderation
    from app.domain.people import Actor

# What the record of activity calls it when an audit is read among the others of its case.
READ_OVER_TIME = "audit.read_over_time"


def are_known(session: Session, moderation: Moderation, by: Actor) -> bool:
    """Return whether a person read an audit among those of its case before it was disputed.

    Until then no draw chose it, so its grades were shown; whoever saw them is not blind.
    """
    if not moderation.state.is_blind or moderation.selected_for is not SelectedFor.DISPUTE:
        return False
    seen = select(ActivityEntry.seq).where(
        ActivityEntry.actor_id == by.id,
        ActivityEntry.verb == READ_OVER_TIME,
        ActivityEntry.object_id == str(moderation.audit_id),
    )
    return session.scalar(seen.limit(1)) is not None
