"""Durable slow work: written with its cause, claimed once, and never lost in a crash."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy import and_, func, or_, select, update

from app import clock
from app.db import after_commit
from app.db.models import Job
from app.domain.evidence import JobState

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

LEASE = timedelta(seconds=30)
ATTEMPTS = 5
UNDER_WAY = (JobState.PENDING, JobState.RUNNING)

# How a runner is told that a job waits. The row is the truth: a lost call only costs time.
_wake: list[Callable[[UUID], None]] = []


@dataclass(frozen=True)
class Claim:
    """A job that this worker, and nobody else, is to run."""

    id: UUID
    kind: str
    subject: str
    attempts: int


@dataclass(frozen=True)
class JobView:
    """Where one job stands, for pages."""

    id: UUID
    kind: str
    subject: str
    state: JobState
    done: int
    total: int
    error_code: str
    created_at: datetime

    @property
    def is_over(self) -> bool:
        """Whether it has finished, well or badly."""
        return self.state in {JobState.DONE, JobState.FAILED}


def on_wake(call: Callable[[UUID], None] | None) -> None:
    """Say how to tell the runner of a new job; None for nobody."""
    _wake[:] = [call] if call else []


def enqueue(
    session: Session,
    kind: str,
    subject: object,
    *,
    input_hash: str = "",
    after: datetime | None = None,
) -> UUID:
    """Write a job in the caller's transaction and return its id.

    The same kind, subject and input are one job, however often they are asked for.
    """
    known = session.scalar(
        select(Job.id).where(
            Job.kind == kind, Job.subject == str(subject), Job.input_hash == input_hash
        )
    )
    if known:
        return known
    now = clock.now()
    job = Job(
        kind=kind,
        subject=str(subject),
        input_hash=input_hash,
        state=JobState.PENDING,
        created_at=now,
        run_at=after or now,
    )
    session.add(job)
    session.flush()
    _wake_after_commit(session, job.id)
    return job.id


def claim(
    session: Session, worker: str, *, job_id: UUID | None = None, kinds: Sequence[str] = ()
) -> Claim | None:
    """Take the job that is due longest, or the one named if it is due, for this worker alone.

    With `kinds` it takes none of another kind.
    """
    now = clock.now()
    due = select(Job.id).where(
        Job.run_at <= now,
        or_(Job.state == JobState.PENDING, _is_left(now) & (Job.attempts < ATTEMPTS)),
    )
    if job_id:
        due = due.where(Job.id == job_id)
    if kinds:
        due = due.where(Job.kind.in_(kinds))
    due = due.order_by(Job.run_at).limit(1).with_for_update(skip_locked=True)
    row = session.execute(
        update(Job)
        .where(Job.id == due.scalar_subquery())
        .values(
            state=JobState.RUNNING,
            worker=worker,
            attempts=Job.attempts + 1,
            lease_until=now + LEASE,
        )
        .returning(Job.id, Job.kind, Job.subject, Job.attempts)
    ).first()
    return Claim(*row) if row else None


def renew(session: Session, claim: Claim, *, done: int, total: int) -> bool:
    """Lengthen the lease and note the progress; False when another worker has taken over."""
    return _settle(session, claim, lease_until=clock.now() + LEASE, done=done, total=total)


def finish(session: Session, claim: Claim) -> bool:
    """Mark a job as done; False when another worker has taken over."""
    values = {"finished_at": clock.now(), "error_code": "", "lease_until": None}
    return _settle(session, claim, state=JobState.DONE, **values)


def fail(session: Session, claim: Claim, error_code: str, *, is_final: bool = False) -> bool:
    """Put a job back for later, 2ⁿ minutes away, or mark it as failed after five attempts."""
    if is_final or claim.attempts >= ATTEMPTS:
        over = {"state": JobState.FAILED, "finished_at": clock.now()}
        return _settle(session, claim, error_code=error_code, **over)
    later = clock.now() + timedelta(minutes=2**claim.attempts)
    return _settle(
        session,
        claim,
        state=JobState.PENDING,
        error_code=error_code,
        run_at=later,
        lease_until=None,
    )


def give_up(session: Session) -> int:
    """Mark as failed the jobs that killed their worker five times; return how many.

    A job that takes all memory is never able to say that it failed.
    """
    now = clock.now()
    given_up = session.execute(
        update(Job)
        .where(_is_left(now), Job.attempts >= ATTEMPTS)
        .values(state=JobState.FAILED, error_code="worker_died", finished_at=now)
        .returning(Job.id)
    )
    return len(given_up.all())


def retry(session: Session, job_id: UUID) -> bool:
    """Let a failed job begin again, and tell the runner; False when it is not a failed one."""
    began = session.execute(
        update(Job)
        .where(Job.id == job_id, Job.state == JobState.FAILED)
        .values(state=JobState.PENDING, attempts=0, run_at=clock.now(), error_code="")
        .returning(Job.id)
    ).first()
    if began:
        _wake_after_commit(session, job_id)
    return began is not None


def view(session: Session, job_id: UUID) -> JobView | None:
    """Return where a job stands."""
    job = session.get(Job, job_id)
    return _view(job) if job else None


def latest(session: Session, kind: str, subject: object) -> JobView | None:
    """Return the newest job of a kind about a subject."""
    job = session.scalar(
        select(Job)
        .where(Job.kind == kind, Job.subject == str(subject))
        .order_by(Job.created_at.desc())
        .limit(1)
    )
    return _view(job) if job else None


def is_under_way(session: Session, kind: str, subject: object) -> bool:
    """Return whether a job of a kind about a subject waits or runs."""
    about = (Job.kind == kind, Job.subject == str(subject), Job.state.in_(UNDER_WAY))
    return bool(session.scalar(select(func.count()).where(*about)))


def failed(session: Session) -> tuple[JobView, ...]:
    """Return the jobs that need a person, newest first."""
    rows = session.scalars(
        select(Job).where(Job.state == JobState.FAILED).order_by(Job.created_at.desc()).limit(50)
    )
    return tuple(_view(job) for job in rows)


def waiting(session: Session) -> int:
    """Return how many jobs are not over."""
    return session.scalar(select(func.count()).where(Job.state.in_(UNDER_WAY))) or 0


def _wake_after_commit(session: Session, job_id: UUID) -> None:
    for wake in _wake:
        after_commit(session, partial(wake, job_id))


def _is_left(now: datetime) -> ColumnElement[bool]:
    return and_(Job.state == JobState.RUNNING, Job.lease_until < now)


def _settle(session: Session, claim: Claim, **values: object) -> bool:
    # `attempts` is the fencing token: a worker that lost its lease no longer matches.
    changed = session.execute(
        update(Job)
        .where(
            Job.id == claim.id,
            Job.attempts == claim.attempts,
            Job.state == JobState.RUNNING,
        )
        .values(**values)
        .returning(Job.id)
    ).first()
    return changed is not None


def _view(job: Job) -> JobView:
    return JobView(*(getattr(job, field.name) for field in fields(JobView)))
