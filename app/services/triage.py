"""Concerns: raised in the transaction that stores the words, then dealt with by people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import exists, select

from app import clock
from app.db import sealing
from app.db.models import Alert, Concern, ConcernEvent
from app.domain.concerns import ConcernState, Severity, check_move, deadline, worst
from app.domain.errors import Invalid, NotFound
from app.domain.people import Permission
from app.services import activity, jobs

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

    from analysis.safeguarding import Signal
    from app.domain.people import Actor

NOTE = "concern_events.note"
SHORTEST_CLOSING_NOTE = 10
LONGEST_NOTE = 2000


def raise_from_words(
    session: Session,
    *,
    signals: Sequence[Signal],
    response_id: UUID,
    question_id: UUID,
    service_id: UUID,
    audit_id: UUID | None = None,
) -> UUID | None:
    """Raise a concern about one answer, or bring the one there is up to date; return its id.

    One answer has one concern. Saved again, its severity only rises, and a closed concern whose
    words signal anew is open again. No signals raise nothing, and take nothing back: words that
    were removed do not remove a worry.
    """
    if not signals:
        return None
    heard = [_heard(signal) for signal in signals]
    severity = worst([Severity(signal.severity) for signal in signals])
    category = next(s.category for s in signals if s.severity == severity.value)
    known = session.scalar(
        select(Concern).where(
            Concern.response_id == response_id, Concern.question_id == question_id
        )
    )
    if known is not None:
        _renew(session, known, severity, category, heard)
        return known.id
    concern = _new(service_id, severity, category, source="screen")
    concern.signals = heard
    concern.response_id, concern.question_id, concern.audit_id = response_id, question_id, audit_id
    return _raise(session, concern)


def _heard(signal: Signal) -> dict[str, Any]:
    names = ("rule", "category", "severity", "start", "end")
    return {name: getattr(signal, name) for name in names}


def raise_from_audit(
    session: Session,
    *,
    audit_id: UUID,
    response_id: UUID,
    service_id: UUID,
    severity: Severity,
    category: str,
) -> UUID:
    """Raise a concern because an audit says that a child is not safe; once an audit.

    Said again, the severity only rises. A closed concern is open again when it is graver now;
    otherwise that is for the caller to say (`open_again`).
    """
    known = session.scalar(
        select(Concern).where(Concern.audit_id == audit_id, Concern.source == "audit")
    )
    if known is not None:
        _renew(session, known, severity, category, known.signals)
        return known.id
    concern = _new(service_id, severity, category, source="audit")
    concern.audit_id, concern.response_id = audit_id, response_id
    return _raise(session, concern)


def open_again(session: Session, concern: Concern) -> None:
    """Open a closed concern, with a new deadline and a new alert; an open one stays as it is."""
    if concern.state is not ConcernState.CLOSED:
        return
    now = clock.now()
    concern.state, concern.owner_id, concern.looked_at = ConcernState.OPEN, None, None
    concern.raised_at, concern.due_at = now, deadline(concern.severity, now)
    _note(session, concern, ConcernState.CLOSED.value, ConcernState.OPEN)
    jobs.enqueue(session, "alert", concern.id, input_hash=now.isoformat())


def acknowledge(session: Session, concern_id: UUID, *, by: Actor, note: str) -> None:
    """Take a concern on.

    Raises:
        NotFound: it is not there, or none of the person's business.
        Conflict: somebody else moved it first.
        Invalid: the note is missing.
    """
    concern = find(session, concern_id, by=by)
    _move(session, concern, ConcernState.ACKNOWLEDGED, by=by, note=note)
    concern.owner_id = by.id


def escalate(session: Session, concern_id: UUID, *, by: Actor, note: str) -> None:
    """Pass a concern up, such as to the front door or the police.

    Raises:
        NotFound: it is not there, or none of the person's business.
        Conflict: somebody else moved it first.
        Invalid: the note is missing.
    """
    concern = find(session, concern_id, by=by)
    _move(session, concern, ConcernState.ESCALATED, by=by, note=note)


def close(session: Session, concern_id: UUID, *, by: Actor, note: str) -> None:
    """Close a concern, saying what was done and who was told.

    Raises:
        NotFound: it is not there, or none of the person's business.
        Conflict: it may not be closed yet, or somebody else moved it first.
        Invalid: the note does not say enough.
    """
    concern = find(session, concern_id, by=by)
    if len(note.strip()) < SHORTEST_CLOSING_NOTE:
        raise Invalid(fields={"note": "Say what was done, and who was told, before you close it."})
    _move(session, concern, ConcernState.CLOSED, by=by, note=note)


def find(session: Session, concern_id: UUID, *, by: Actor) -> Concern:
    """Return a concern that the person may deal with.

    Raises:
        NotFound: it is not there, or none of the person's business.
    """
    concern = session.get(Concern, concern_id)
    if concern is None or not by.reaches(Permission.TRIAGE_CONCERNS, concern.service_id):
        raise NotFound
    return concern


def sweep(session: Session) -> int:
    """Ask again for every alert that was not sent and is not under way; return how many.

    Each concern is asked for at most once an hour, so that a mail server that is away all night
    ends in a few failed jobs that staff see, and not in thousands.
    """
    now = clock.now()
    told = exists().where(Alert.concern_id == Concern.id, Alert.sent_at >= Concern.raised_at)
    waiting = session.scalars(select(Concern.id).where(Concern.state == ConcernState.OPEN, ~told))
    forgotten = [one for one in waiting if not jobs.is_under_way(session, "alert", one)]
    for concern_id in forgotten:
        jobs.enqueue(session, "alert", concern_id, input_hash=f"again {now:%Y-%m-%dT%H}")
    return len(forgotten)


def _new(service_id: UUID, severity: Severity, category: str, *, source: str) -> Concern:
    now = clock.now()
    return Concern(
        service_id=service_id,
        source=source,
        severity=severity,
        category=category,
        signals=[],
        state=ConcernState.OPEN,
        raised_at=now,
        due_at=deadline(severity, now),
    )


def _raise(session: Session, concern: Concern) -> UUID:
    session.add(concern)
    session.flush()
    _note(session, concern, "", ConcernState.OPEN)
    jobs.enqueue(session, "alert", concern.id)
    return concern.id


def _renew(
    session: Session, concern: Concern, severity: Severity, category: str, heard: list[Any]
) -> None:
    is_graver = worst([severity, concern.severity]) is not concern.severity
    is_new = heard != concern.signals
    concern.signals = heard
    if is_graver:
        concern.severity, concern.category = severity, category
        concern.due_at = min(concern.due_at, deadline(severity, clock.now()))
    if concern.state is ConcernState.CLOSED and (is_new or is_graver):
        open_again(session, concern)
    session.flush()


def _move(session: Session, concern: Concern, to: ConcernState, *, by: Actor, note: str) -> None:
    words = note.strip()
    if not words:
        raise Invalid(fields={"note": "Write what you do now, and who is told."})
    if len(words) > LONGEST_NOTE:
        over = len(words) - LONGEST_NOTE
        raise Invalid(fields={"note": f"This is too long. Take out {over:,} letters."})
    before = concern.state
    check_move(before, to)
    concern.state = to
    concern.looked_at = concern.looked_at or clock.now()
    _note(session, concern, before.value, to, by=by, words=words)
    activity.record(session, f"concern.{to.value}", by=by.id, about=("concern", concern.id))


def _note(
    session: Session,
    concern: Concern,
    before: str,
    to: ConcernState,
    *,
    by: Actor | None = None,
    words: str = "",
) -> None:
    event = ConcernEvent(
        concern_id=concern.id,
        at=clock.now(),
        by_id=by.id if by else None,
        from_state=before,
        to_state=to,
    )
    event.note_sealed = sealing.seal(concern, NOTE, words, event.id) if words else None
    session.add(event)
    session.flush()
