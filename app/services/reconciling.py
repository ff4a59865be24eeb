"""How a second reading ends: both grades side by side, a final one with reasons, and disputes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import select

from app import clock
from app.db import sealing
from app.db.models import Moderation, SettledGrade
from app.domain.audits import Voice
from app.domain.errors import Conflict, Invalid
from app.domain.moderation import ModerationState, Outcome, SelectedFor, outcome_of
from app.services import activity, answers, auditing, moderating
from app.services.reading_obstacles import obstacles
from surveys.audits import GRADE_LABELS, RANK

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.db.models import Audit
    from app.domain.people import Actor
    from app.services.reading_obstacles import Obstacles

NOTE, REASON, DISPUTE = "moderations.note", "settled_grades.reason", "moderations.dispute"
LONGEST = 2000
CHOOSE = "Choose the final grade."
SAY_WHY = "Say why, so that both readers and the worker can learn from it."
TOO_LONG = f"This is too long. Use no more than {LONGEST:,} characters."


@dataclass(frozen=True)
class Readings:
    """What the two readers gave, by question, in the order of the form; labels by question."""

    labels: Mapping[str, str]
    first: Mapping[str, str]
    second: Mapping[str, str]

    @property
    def differing(self) -> tuple[str, ...]:
        """The questions to which the two gave different grades, in their order."""
        return tuple(key for key in self.labels if self.first.get(key) != self.second.get(key))

    @property
    def to_settle(self) -> tuple[str, ...]:
        """The questions that need a final grade: where they differ, and the overall one."""
        overall = auditing.OVERALL
        return (*(key for key in self.differing if key != overall), overall)


@dataclass(frozen=True)
class Settling:
    """What was decided: a final grade and a reason by question, and a word to everybody."""

    grades: Mapping[str, str]
    reasons: Mapping[str, str] = field(default_factory=dict)
    note: str = ""


def readings(session: Session, audit: Audit) -> Readings:
    """Return both readings of an audit; for those who may see them."""
    grades = {}
    for voice in (Voice.AUDITOR, Voice.MODERATOR):
        response = auditing.part_response(session, audit.id, voice)
        known = answers.givens(session, response)
        grades[voice] = {key: str(given.value) for key, given in known.items()}
    labels = {
        question.key: question.label
        for question in moderating.form_of(session, audit).questions()
        if question.key in grades[Voice.AUDITOR] or question.key in grades[Voice.MODERATOR]
    }
    return Readings(
        labels,
        {key: grades[Voice.AUDITOR].get(key, "") for key in labels},
        {key: grades[Voice.MODERATOR].get(key, "") for key in labels},
    )


def may_decide(moderation: Moderation, audit: Audit, found: Obstacles) -> bool:
    """Return whether the final grades are a person's to give: the moderator's, or a decider's."""
    if moderation.state is ModerationState.COMPARING:
        return moderation.moderator_id == found.by.id
    return moderation.state is ModerationState.REFERRED and not found.to(moderation, audit)


def settle(session: Session, moderation_id: UUID, settling: Settling, *, by: Actor) -> None:
    """Give the final grades, with a reason wherever the two readers differed.

    Both readings stay as they were.

    Raises:
        NotFound: it is not there, or none of the person's business.
        Conflict: it is not the person's to decide, or settled already.
        Invalid: a final grade or a reason is missing; `fields` are by question.
    """
    moderation, audit = _decided_by(session, moderation_id, by)
    both = readings(session, audit)
    problems = problems_with(both, settling)
    if problems:
        raise Invalid(fields=problems)
    _keep(session, moderation, both, settling)
    final = settling.grades[auditing.OVERALL]
    moderation.final_grade = final
    moderation.outcome = outcome_of(RANK.get(both.first[auditing.OVERALL]), RANK.get(final))
    _end(session, moderation, settling.note, ModerationState.SETTLED, by)


def refer(session: Session, moderation_id: UUID, *, note: str, by: Actor) -> None:
    """Leave the decision to somebody who has read neither time; they decide for good.

    Raises:
        NotFound: it is not there, or none of the person's business.
        Conflict: it is not the person's to decide, or was referred already.
        Invalid: it does not say why.
    """
    moderation, _ = _decided_by(session, moderation_id, by)
    if moderation.was_referred:
        raise Conflict("moderation_final")
    _refuse_unsaid(note, "note")
    moderation.outcome, moderation.was_referred = Outcome.REFERRED, True
    _end(session, moderation, note, ModerationState.REFERRED, by)


def dispute(session: Session, audit_id: UUID, *, why: str, by: Actor) -> None:
    """Ask for another reading of an audit's grades: the auditor's right.

    Raises:
        NotFound: it is not there, or not the person's.
        Conflict: it was not handed in, was disputed already, or is decided for good.
        Invalid: it does not say why.
    """
    ask_again(session, auditing.find(session, audit_id, by=by), why=why, by=by)


def ask_again(session: Session, audit: Audit, *, why: str, by: Actor) -> None:
    """Have an audit's grades read again; the caller has made sure that `by` may ask.

    An audit that nobody read again is read again; one that was settled goes to a final decider;
    of one that is being read, what is said is kept with it.

    Raises:
        Conflict: it was not handed in, was disputed already, or is decided for good.
        Invalid: it does not say why.
    """
    if audit.grade is None:
        raise Conflict("not_graded_yet")
    moderation = of_audit(session, audit.id)
    if moderation is None:
        moderation = Moderation(
            audit_id=audit.id,
            selected_for=SelectedFor.DISPUTE,
            state=ModerationState.WAITING,
        )
        session.add(moderation)
    elif moderation.disputed_by_id is not None:
        raise Conflict("disputed_already")
    elif moderation.was_referred:
        raise Conflict("moderation_final")
    _refuse_unsaid(why, "why")
    if moderation.state is ModerationState.SETTLED:
        moderation.state, moderation.was_referred = ModerationState.REFERRED, True
    moderation.disputed_by_id = by.id
    moderation.dispute_sealed = sealing.seal(moderation, DISPUTE, why.strip())
    session.flush()
    activity.record(session, "moderation.disputed", by=by.id, about=("moderation", moderation.id))


def of_audit(session: Session, audit_id: UUID) -> Moderation | None:
    """Return the second reading of an audit, or None when there is none."""
    return session.scalar(select(Moderation).where(Moderation.audit_id == audit_id))


def problems_with(both: Readings, settling: Settling) -> dict[str, str]:
    """Return everything that keeps readings from being settled, by question."""
    problems = {}
    for key in both.to_settle:
        is_kept = both.first.get(key) == both.second.get(key) == settling.grades.get(key)
        reason = settling.reasons.get(key, "").strip()
        if settling.grades.get(key) not in GRADE_LABELS:
            problems[key] = CHOOSE
        elif not is_kept and not reason:
            problems[key] = SAY_WHY
        elif len(reason) > LONGEST:
            problems[key] = TOO_LONG
    return problems


def _decided_by(session: Session, moderation_id: UUID, by: Actor) -> tuple[Moderation, Audit]:
    moderation, audit = moderating.find(session, moderation_id, by=by, is_locked=True)
    found = obstacles(session, by, [moderation])
    if not may_decide(moderation, audit, found):
        raise Conflict(found.to(moderation, audit) or "not_yours_to_decide")
    return moderation, audit


def _keep(session: Session, moderation: Moderation, both: Readings, settling: Settling) -> None:
    for key in both.to_settle:
        settled = session.get(SettledGrade, (moderation.id, key))
        if settled is None:
            settled = SettledGrade(moderation_id=moderation.id, question_key=key)
            session.add(settled)
        settled.grade = settling.grades[key]
        reason = settling.reasons.get(key, "").strip()
        settled.reason_sealed = sealing.seal(moderation, REASON, reason, key) if reason else None


def _end(
    session: Session, moderation: Moderation, note: str, state: ModerationState, by: Actor
) -> None:
    if note.strip():
        moderation.note_sealed = sealing.seal(moderation, NOTE, note.strip())
    moderation.state = state
    moderation.settled_by_id, moderation.settled_at = by.id, clock.now()
    session.flush()
    about = ("moderation", moderation.id)
    activity.record(session, f"moderation.{state.value}", by=by.id, about=about)


def _refuse_unsaid(words: str, name: str) -> None:
    if not words.strip():
        raise Invalid(fields={name: SAY_WHY})
    if len(words.strip()) > LONGEST:
        raise Invalid(fields={name: TOO_LONG})
