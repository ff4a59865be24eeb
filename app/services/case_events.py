"""What happened in the audits of one case, each thing on its day and without any worker's name."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Select, func, select

from app import clock
from app.db import sealing
from app.db.models import (
    Action,
    Answer,
    Audit,
    AuditPart,
    Concern,
    ConcernEvent,
    Moderation,
    Question,
    Response,
)
from app.domain.actions import ActionState, is_overdue
from app.domain.audits import Voice
from app.domain.concerns import ConcernState
from app.domain.moderation import ModerationState
from app.services import answers
from app.services.confidential_words import FREE, QUOTE_USE
from app.services.improving import WHAT
from app.services.segments import Segment, segments
from app.services.selection import OWN_WORDS
from surveys.audits import GRADE_LABELS
from surveys.variants import COHORTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.domain.people import Actor
    from app.services.standing_grades import StandingGrades
    from surveys.given import Given

# What stands first where several things are of one day.
ORDER = ("waiting", "audit", "words", "concern", "action", "reading")
WHO = {"child": "the child", "parent": "a parent or carer", "other_parent": "another parent"}
KEPT_BACK = (
    "Its grades are kept back, because it may still be read a second time by somebody who must "
    "not know them."
)
KEPT = "Kept: who said this did not let it into reports."
FOR_SAFEGUARDING = "These words raised a concern. The safeguarding officer has them."


@dataclass(frozen=True)
class Event:
    """One thing on one day: its kind, a line that says it, and more below it.

    `grades` pairs a domain with its grade; `said` is what somebody said, redacted.
    """

    on: date
    kind: str
    title: str
    audit_ref: str = ""
    note: str = ""
    grades: tuple[tuple[str, str], ...] = ()
    said: tuple[Segment, ...] = ()


def place(event: Event) -> int:
    """Return where an event stands among those of its audit on one day."""
    return ORDER.index(event.kind)


def of_audit(audit: Audit, standing: StandingGrades | None, labels: Mapping[str, str]) -> Event:
    """Return that an audit was held, with the grades that stand where the reader may see them."""
    kind = audit.kind.value.replace("_", " ").capitalize()
    cohort = COHORTS.get(audit.cohort, audit.cohort)
    title = f"{kind} audit, {cohort}, {audit.team}"
    if not audit.state.is_finished:
        return Event(audit.held_on, "audit", title, audit.audit_ref, "It is not handed in yet.")
    if standing is None:
        return Event(audit.held_on, "audit", title, audit.audit_ref, KEPT_BACK)
    if standing.overall is None:
        return Event(audit.held_on, "audit", title, audit.audit_ref, "It was held without grades.")
    grades = [("All in all", standing.overall), *_named(standing.domains, labels)]
    settled = "A second reading settled these grades." if standing.is_settled else ""
    return Event(
        audit.held_on,
        "audit",
        title,
        audit.audit_ref,
        settled,
        tuple((name, GRADE_LABELS[grade]) for name, grade in grades),
    )


def words(session: Session, audits: Sequence[Audit], by: Actor) -> list[Event]:
    """Return what the child and the family said in their own words, redacted; in two queries.

    Words stand where who said them let them into reports, or the reader reads that audit a
    second time; elsewhere it says that they are kept. Words that raised a concern are left to
    the safeguarding officer.
    """
    finished = {audit.id: audit for audit in audits if audit.state.is_finished}
    readers = set(
        session.scalars(
            select(Moderation.audit_id).where(
                Moderation.audit_id.in_(finished), Moderation.moderator_id == by.id
            )
        )
    )
    known: dict[UUID, dict[str, Spoken]] = defaultdict(dict)
    for audit_id, key, response, answer, concern_id in session.execute(_answers(finished)):
        given = answers.given_of(response, answer)
        known[audit_id][key] = Spoken(given, has_concern=concern_id is not None)
    return [
        Event(finished[audit_id].held_on, "words", title, finished[audit_id].audit_ref, said=said)
        for audit_id, spoken in known.items()
        for title, said in _said(spoken, may_read=audit_id in readers)
    ]


@dataclass(frozen=True)
class Spoken:
    """What was given to one question, and whether it raised a concern."""

    given: Given
    has_concern: bool


def readings(session: Session, audit_ids: Sequence[UUID]) -> list[Event]:
    """Return how each second reading was settled, with what it changed; in two queries."""
    rows = session.execute(
        select(Moderation, Audit.audit_ref)
        .join(Audit, Audit.id == Moderation.audit_id)
        .where(Moderation.audit_id.in_(audit_ids), Moderation.state == ModerationState.SETTLED)
    ).all()
    return [
        Event(
            moderation.settled_at.date(),
            "reading",
            "A second reading was settled",
            audit_ref,
            moderation.outcome.label if moderation.outcome else "",
        )
        for moderation, audit_ref in rows
        if moderation.settled_at
    ]


def concerns(session: Session, audit_ids: Sequence[UUID]) -> list[Event]:
    """Return when concerns were raised and closed, and never what about."""
    closed = (
        select(ConcernEvent.concern_id, func.max(ConcernEvent.at).label("at"))
        .where(ConcernEvent.to_state == ConcernState.CLOSED)
        .group_by(ConcernEvent.concern_id)
        .subquery()
    )
    rows = session.execute(
        select(Concern.raised_at, Concern.state, closed.c.at, Audit.audit_ref)
        .join(Audit, Audit.id == Concern.audit_id)
        .outerjoin(closed, closed.c.concern_id == Concern.id)
        .where(Concern.audit_id.in_(audit_ids))
    )
    found = []
    for raised_at, state, closed_at, ref in rows:
        is_closed = state is ConcernState.CLOSED
        note = "" if is_closed else "It is open: the safeguarding officer sees to it."
        found.append(Event(raised_at.date(), "concern", "A concern was raised", ref, note))
        if is_closed and closed_at is not None:
            found.append(Event(closed_at.date(), "concern", "A concern was closed", ref))
    return found


def actions(session: Session, audit_ids: Sequence[UUID]) -> list[Event]:
    """Return what was agreed to be done and when it was; owners stand by their role alone."""
    rows = session.execute(
        select(Action, Audit.audit_ref)
        .join(Audit, Audit.id == Action.audit_id)
        .where(Action.audit_id.in_(audit_ids))
    )
    return [event for action, ref in rows for event in _of_action(action, ref)]


def _of_action(action: Action, ref: str) -> list[Event]:
    what = sealing.unseal(action, WHAT, action.what_sealed)
    is_late = is_overdue(action.state, action.due_on, clock.today())
    due = f"{action.owner_role}, by {action.due_on:%d/%m/%Y}"
    agreed = Event(
        action.added_at.date(),
        "action",
        f"Agreed: {what}",
        ref,
        f"{due}. It is overdue." if is_late else f"{due}.",
    )
    if action.state is ActionState.OPEN or action.settled_at is None:
        return [agreed]
    ended = "Done" if action.state is ActionState.DONE else "Cancelled"
    return [agreed, Event(action.settled_at.date(), "action", f"{ended}: {what}", ref)]


def _answers(audit_ids: Iterable[UUID]) -> Select[UUID, str, Response, Answer, UUID | None]:
    return (
        select(AuditPart.audit_id, Question.key, Response, Answer, Concern.id)
        .join(Response, Response.id == AuditPart.response_id)
        .join(Answer, Answer.response_id == Response.id)
        .join(Question, Question.id == Answer.question_id)
        .outerjoin(
            Concern,
            (Concern.response_id == Answer.response_id)
            & (Concern.question_id == Answer.question_id),
        )
        .where(
            AuditPart.audit_id.in_(audit_ids),
            AuditPart.voice.in_([Voice.CHILD, Voice.PARENT_OR_CARER]),
            Question.key.endswith(OWN_WORDS) | Question.key.endswith(QUOTE_USE),
        )
        .order_by(Question.position)
    )


def _said(
    spoken: Mapping[str, Spoken], *, may_read: bool
) -> list[tuple[str, tuple[Segment, ...]]]:
    found: list[tuple[str, tuple[Segment, ...]]] = []
    for key, one in spoken.items():
        if not key.endswith(OWN_WORDS) or not one.given.text:
            continue
        who = key.removesuffix(OWN_WORDS)
        use = spoken.get(f"{who}{QUOTE_USE}")
        is_free = use is not None and use.given.value == FREE
        title = f"In their own words: {WHO.get(who, who.replace('_', ' '))}"
        if one.has_concern:
            found.append((title, (Segment(FOR_SAFEGUARDING),)))
        elif is_free or may_read:
            found.append((title, segments(one.given.text, ())))
        else:
            found.append((title, (Segment(KEPT),)))
    return found


def _named(domains: Mapping[str, str], labels: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(label, domains[key]) for key, label in labels.items() if key in domains]
