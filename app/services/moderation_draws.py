"""Which audits are read again: a share drawn by chance, and every one that costs most if wrong."""

from __future__ import annotations

from collections import Counter
from secrets import randbelow
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import func, select

from app import clock
from app.db.models import Audit, AuditCase, AuditCycle, Moderation, ModerationDraw
from app.domain.audits import AuditState
from app.domain.errors import Invalid
from app.domain.moderation import (
    DEFAULT_SHARE,
    LEAST_SHARE,
    MOST_SHARE,
    SEEDS,
    ModerationState,
    SelectedFor,
    drawn,
    reason_to_read,
)
from app.domain.people import Permission
from app.services import activity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from app.domain.people import Actor

NOTHING_NEW = (
    "Every audit that was handed in has been considered already. "
    "Draw again when there are new ones."
)
SHARE = f"Write a whole number from {LEAST_SHARE} to {MOST_SHARE}."


def not_considered(session: Session, by: Actor) -> Sequence[Audit]:
    """Return the graded audits of a person's services that no draw has considered, by case."""
    considered = {
        UUID(one) for pool in session.scalars(select(ModerationDraw.pool)) for one in pool
    }
    query = select(Audit).where(
        Audit.state.in_([state for state in AuditState if state.is_finished]),
        Audit.grade.is_not(None),
        Audit.id.not_in(select(Moderation.audit_id)),
    )
    where = by.services(Permission.MODERATE_AUDITS)
    if where is not None:
        query = query.where(Audit.service_id.in_(where))
    found = session.scalars(query.order_by(Audit.case_ref, Audit.audit_ref))
    return [audit for audit in found if audit.id not in considered]


def offered_share(session: Session, by: Actor) -> int:
    """Return the share, in per cent, that the cycles of the audits to be considered ask for.

    That is the largest of theirs, or else the usual one.
    """
    waiting = [audit.id for audit in not_considered(session, by)]
    asked = session.scalar(
        select(func.max(AuditCycle.share_moderated))
        .join(AuditCase, AuditCase.cycle_id == AuditCycle.id)
        .where(AuditCase.audit_id.in_(waiting))
    )
    return max(asked, LEAST_SHARE) if asked else DEFAULT_SHARE


def draw(session: Session, *, share: int, by: Actor, seed: int | None = None) -> int:
    """Draw audits to be read again and return how many.

    A share in per cent is drawn by chance; every outstanding and inadequate one is added. Without
    a seed one is drawn and recorded. The same audits, share and seed give the same draw.

    Raises:
        Invalid: the share is out of range, or no audit is new.
    """
    if not LEAST_SHARE <= share <= MOST_SHARE:
        raise Invalid(fields={"share": SHARE})
    pool = not_considered(session, by)
    if not pool:
        raise Invalid(fields={"share": NOTHING_NEW})
    seed = randbelow(SEEDS) if seed is None else seed
    by_chance = drawn([audit.id for audit in pool], share=share, seed=seed)
    made = ModerationDraw(
        seed=seed,
        share=share,
        pool=[str(audit.id) for audit in pool],
        drawn_at=clock.now(),
        drawn_by_id=by.id,
    )
    session.add(made)
    session.flush()
    reasons = Counter(_select(session, audit, made, by_chance) for audit in pool)
    picked = len(pool) - reasons[""]
    # How many were drawn for which reason would tell a moderator what the others gave.
    counts = {"pool": len(pool), "selected": picked}
    activity.record(
        session, "moderation.drawn", by=by.id, about=("moderation_draw", made.id), counts=counts
    )
    return picked


def _select(
    session: Session, audit: Audit, made: ModerationDraw, by_chance: frozenset[UUID]
) -> str:
    reason = reason_to_read(audit.id, audit.grade, by_chance)
    if reason:
        session.add(
            Moderation(
                audit_id=audit.id,
                draw_id=made.id,
                selected_for=SelectedFor(reason),
                state=ModerationState.WAITING,
            )
        )
        session.flush()
    return reason
