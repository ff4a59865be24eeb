"""Both readings of an audit side by side, for those who may see them, and how they ended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from app.db import sealing
from app.db.models import SettledGrade, User
from app.domain.audits import Voice
from app.domain.errors import NotFound
from app.domain.moderation import ModerationState
from app.services import activity, answers, auditing, moderating, reconciling
from app.services.moderation_views import grade_label, line_of
from app.services.reading_obstacles import obstacles
from app.services.segments import segments
from surveys.audits import GRADE_LABELS

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.db.models import Audit, Moderation
    from app.domain.people import Actor
    from app.services.moderation_views import ModerationLine
    from app.services.reconciling import Readings
    from app.services.segments import Segment
    from surveys.given import Given


@dataclass(frozen=True)
class ComparedLine:
    """One grade as both readers gave it, with the evidence, and the final one with its reason."""

    key: str
    label: str
    first: str
    first_evidence: tuple[Segment, ...]
    second: str
    second_evidence: tuple[Segment, ...]
    differs: bool
    final: str = ""
    reason: str = ""


@dataclass(frozen=True)
class ComparedPage:
    """Both readings side by side, and how they ended as far as they have."""

    line: ModerationLine
    auditor: str
    selected_for: str
    lines: tuple[ComparedLine, ...]
    to_settle: tuple[str, ...]
    dispute: str
    note: str
    outcome: str
    was_referred: bool


@dataclass(frozen=True)
class OutcomePage:
    """What an auditor and a worker see of the second reading: nothing but that, until it ends."""

    audit_id: UUID
    audit_ref: str
    is_graded: bool
    is_disputed: bool
    compared: ComparedPage | None

    @property
    def can_dispute(self) -> bool:
        """Whether the grades can still be disputed."""
        is_final = self.compared is not None and self.compared.was_referred
        return self.is_graded and not self.is_disputed and not is_final


def compared_page(session: Session, moderation_id: UUID, *, by: Actor) -> ComparedPage:
    """Return both readings, for the second reader once their grades are in, and for deciders.

    Raises:
        NotFound: it is not there, not the person's, or the first grades must not be seen yet.
    """
    moderation, audit = moderating.find(session, moderation_id, by=by)
    if moderation.state.is_blind or not _may_compare(session, moderation, audit, by):
        raise NotFound
    return _compared(session, moderation, audit, by)


def outcome_page(session: Session, audit_id: UUID, *, by: Actor) -> OutcomePage:
    """Return how the second reading of an audit stands, for its auditor and its practitioner.

    What the second reader gave is shown when it is settled, and not before.

    Raises:
        NotFound: the audit is not there, or not the person's.
    """
    audit = auditing.find(session, audit_id, by=by)
    moderation = reconciling.of_audit(session, audit_id)
    is_settled = moderation is not None and moderation.state is ModerationState.SETTLED
    return OutcomePage(
        audit_id=audit_id,
        audit_ref=audit.audit_ref,
        is_graded=audit.grade is not None,
        is_disputed=moderation is not None and moderation.disputed_by_id is not None,
        compared=_compared(session, moderation, audit, by) if moderation and is_settled else None,
    )


def settled_lines(session: Session, audit: Audit) -> tuple[ComparedLine, ...]:
    """Return both readings of an audit once they were settled, and nothing before.

    The caller has seen to who asks, and recorded that it is read.
    """
    moderation = reconciling.of_audit(session, audit.id)
    if moderation is None or moderation.final_grade is None:
        return ()
    both = reconciling.readings(session, audit)
    return _compared_lines(session, moderation, audit, both)


def _may_compare(session: Session, moderation: Moderation, audit: Audit, by: Actor) -> bool:
    if by.id in {moderation.moderator_id, moderation.settled_by_id}:
        return True
    return reconciling.may_decide(moderation, audit, obstacles(session, by, [moderation]))


def _compared(session: Session, moderation: Moderation, audit: Audit, by: Actor) -> ComparedPage:
    activity.record(session, "moderation.read", by=by.id, about=("audit", audit.id))
    both = reconciling.readings(session, audit)
    return ComparedPage(
        line=line_of(session, moderation, audit, by),
        auditor=session.get_one(User, audit.auditor_id).name,
        selected_for=moderation.selected_for.value,
        lines=_compared_lines(session, moderation, audit, both),
        to_settle=both.to_settle,
        dispute=_opened(moderation, reconciling.DISPUTE, moderation.dispute_sealed),
        note=_opened(moderation, reconciling.NOTE, moderation.note_sealed),
        outcome=moderation.outcome.label if moderation.outcome else "",
        was_referred=moderation.was_referred,
    )


def _compared_lines(
    session: Session, moderation: Moderation, audit: Audit, both: Readings
) -> tuple[ComparedLine, ...]:
    said = [
        answers.givens(session, auditing.part_response(session, audit.id, voice))
        for voice in (Voice.AUDITOR, Voice.MODERATOR)
    ]
    settled = {
        one.question_key: one
        for one in session.scalars(
            select(SettledGrade).where(SettledGrade.moderation_id == moderation.id)
        )
    }
    return tuple(
        ComparedLine(
            key=key,
            label=label,
            first=grade_label(said[0].get(key)),
            first_evidence=_evidence(said[0].get(key)),
            second=grade_label(said[1].get(key)),
            second_evidence=_evidence(said[1].get(key)),
            differs=key in both.differing,
            final=GRADE_LABELS[settled[key].grade] if key in settled else "",
            reason=_opened(moderation, reconciling.REASON, settled[key].reason_sealed, key)
            if key in settled
            else "",
        )
        for key, label in both.labels.items()
    )


def _evidence(given: Given | None) -> tuple[Segment, ...]:
    return segments((given.text if given else "") or "", ())


def _opened(moderation: Moderation, column: str, sealed: bytes | None, row: object = "") -> str:
    return sealing.unseal(moderation, column, sealed, row) if sealed else ""
