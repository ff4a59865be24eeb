"""What the staff home page shows: what waits, what failed, and what came in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import exists, select

from analysis.disclosure import THRESHOLD
from app.db.models import Alert, Audit, Concern
from app.domain.audits import AuditState
from app.domain.concerns import ConcernState
from app.domain.people import Permission
from app.domain.surveys import SurveyKind, SurveyState
from app.services import file_views, following_views, holding, jobs, selection, triage_views
from app.services.selection import Selection

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.domain.people import Actor
    from app.services.jobs import JobView
    from app.services.selection import SurveyLine, WaveLine


@dataclass(frozen=True)
class Home:
    """What waits for one member of staff; what is none of their business is None or empty.

    `answered` is None, too, where the number is so small that it is withheld.
    """

    concerns: int | None
    late: int
    open_audits: int | None
    surveys: tuple[SurveyLine, ...]
    answered: int | None
    wave: WaveLine | None
    failed_jobs: tuple[JobView, ...]
    is_untold: bool
    held: tuple[tuple[UUID, str], ...]
    unopened_files: int
    my_actions: int


def home(session: Session, actor: Actor) -> Home:
    """Return what waits for a member of staff."""
    concerns, late = _concerns(session, actor)
    known = selection.waves(session)
    wave = known[0] if known else None
    return Home(
        concerns=concerns,
        late=late,
        open_audits=_open_audits(session, actor),
        surveys=_open_surveys(session, actor),
        answered=_answered(session, actor, wave),
        wave=wave,
        failed_jobs=jobs.failed(session) if actor.can(Permission.WATCH_JOBS) else (),
        is_untold=_is_untold(session, actor),
        held=holding.surveys_with_held(session, actor),
        unopened_files=file_views.count_unopened(session, actor),
        my_actions=following_views.count_mine(session, actor),
    )


def _concerns(session: Session, actor: Actor) -> tuple[int | None, int]:
    if not actor.can(Permission.COUNT_CONCERNS):
        return None, 0
    return triage_views.count_late(session, actor, Permission.COUNT_CONCERNS)


def _is_untold(session: Session, actor: Actor) -> bool:
    # A concern about which nobody could be told, because no officer works for its service.
    if not any(map(actor.can, (Permission.MANAGE_USERS, Permission.COUNT_CONCERNS))):
        return False
    untold = select(Concern.id).where(
        Concern.state == ConcernState.OPEN,
        exists().where(Alert.concern_id == Concern.id, Alert.failed_at >= Concern.raised_at),
        ~exists().where(Alert.concern_id == Concern.id, Alert.sent_at >= Concern.raised_at),
    )
    return session.scalar(untold.limit(1)) is not None


def _open_audits(session: Session, actor: Actor) -> int | None:
    if not actor.can(Permission.RECORD_AUDITS):
        return None
    mine = select(Audit.id).where(Audit.auditor_id == actor.id, Audit.state == AuditState.DRAFT)
    return len(session.scalars(mine).all())


def _open_surveys(session: Session, actor: Actor) -> tuple[SurveyLine, ...]:
    lines = selection.surveys_for(session, actor, Permission.READ_EVIDENCE)
    return tuple(
        line
        for line in lines
        if line.state is SurveyState.LIVE and line.kind is SurveyKind.QUESTIONNAIRE
    )


def _answered(session: Session, actor: Actor, wave: WaveLine | None) -> int | None:
    if not actor.can(Permission.READ_EVIDENCE):
        return None
    lines = selection.surveys_for(session, actor, Permission.READ_EVIDENCE)
    everything = Selection(frozenset(line.id for line in lines))
    count = selection.count_responses(session, everything.during(wave) if wave else everything)
    return count if count >= THRESHOLD else None
