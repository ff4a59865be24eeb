"""What became of an audit's grades, for the worker whose practice it is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.moderation import ModerationState
from app.services import audit_said, comparing, reconciling

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.db.models import Audit
    from app.services.comparing import ComparedLine


@dataclass(frozen=True)
class OwnGrades:
    """How the second reading of an audit ended, in sentences, with both readings once it has.

    `is_read_again` tells that a second reader or a final decider still has it.
    """

    said: tuple[str, ...]
    lines: tuple[ComparedLine, ...]
    is_read_again: bool


def own_grades(session: Session, audit: Audit) -> OwnGrades:
    """Return what became of an audit's grades; the caller has seen to who asks.

    What a second reader gave is in it once it was settled, and not before.
    """
    moderation = reconciling.of_audit(session, audit.id)
    return OwnGrades(
        said=audit_said.second_reading(session, audit),
        lines=comparing.settled_lines(session, audit),
        is_read_again=moderation is not None and moderation.state is not ModerationState.SETTLED,
    )
