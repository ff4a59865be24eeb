"""Learning points across audits, by theme and ambition: no worker named, none alone in a group."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import exists, select

from analysis import redaction
from analysis.disclosure import withhold
from app.db.models import Answer, Audit, AuditPart, Concern, Question, Response, User
from app.domain.audits import AuditState, Voice
from app.domain.errors import NotFound
from app.domain.people import Permission
from app.domain.practice import are_of_enough_workers
from app.services import activity, answers, auditing
from surveys.questions.choice import Chosen

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.domain.people import Actor

FINISHED = [state for state in AuditState if state.is_finished]
# The questions that say which themes and ambitions an audit speaks to, and what would help.
ABOUT = {"themes": "theme", "ambitions": "ambition", "learning_need": "need"}
KINDS = {"theme": "Theme", "ambition": "Ambition", "need": "Would help the team"}
NOTHING = (":none_of_these", ":nothing_now", ":other")
# Where auditors write what there is to learn, in the order in which it is shown.
POINTS = {
    "good_practice_what": "Good practice to share",
    "what_worked": "What worked",
    "what_next": "What to do next",
}
# So that a name of one letter, or "de", does not hide half of a text.
SHORTEST_NAME = 3


@dataclass(frozen=True)
class GroupLine:
    """The audits that speak to one theme or ambition; `audits` is None where it is withheld."""

    key: str
    label: str
    kind: str
    audits: int | None


@dataclass(frozen=True)
class PointsPage:
    """What auditors wrote on one theme or ambition, redacted and in no order of time."""

    group: GroupLine
    points: tuple[tuple[str, tuple[str, ...]], ...]


def groups(session: Session, actor: Actor) -> tuple[GroupLine, ...]:
    """Return the themes and ambitions of which learning may be shown, those of most audits first.

    Five audits of five workers stand behind each (`app.domain.practice.may_be_shown`); of a
    group with fewer not even its being there is told.
    """
    return groups_among(session, _audits(session, actor).values())


def groups_among(session: Session, those: Iterable[Audit]) -> tuple[GroupLine, ...]:
    """Return the same of some audits; the caller has seen to who asks."""
    audits = {audit.id: audit for audit in those}
    found = _by_group(session, audits)
    counts = {key: len(members) for key, members in found.items()}
    shown = withhold(counts, exclusive=False, base=len(audits))
    lines = [
        GroupLine(key, _label(session, audits, key), KINDS[key.partition(":")[0]], shown[key])
        for key, members in found.items()
        if _is_safe(audits[one] for one in members)
    ]
    return tuple(sorted(lines, key=lambda line: (-counts[line.key], line.label)))


def points(session: Session, key: str, *, by: Actor) -> PointsPage:
    """Return what there is to learn on one theme or ambition. Reading it is recorded (R-15).

    Words that raised a concern are left out; names of the workers and auditors behind the group
    are hidden with everything else that the rules of redaction know.

    Raises:
        NotFound: there is no such group, or too few audits or workers stand behind it.
    """
    group = next((line for line in groups(session, by) if line.key == key), None)
    if group is None:
        raise NotFound
    activity.record(session, "learning.read", by=by.id, about=("group", key))
    audits = _audits(session, by)
    members = _by_group(session, audits)[key]
    names = _names(session, [audits[one] for one in members])
    written = _written(session, members)
    return PointsPage(
        group,
        tuple(
            (label, _shuffled(redaction.redact(text, names) for _, text in written[question]))
            for question, label in POINTS.items()
            if _is_safe(audits[one] for one, _ in written[question])
        ),
    )


def label_of(session: Session, key: str, actor: Actor) -> str:
    """Return the name of a theme or ambition as the audit form has it, or its key."""
    return _label(session, _audits(session, actor), key)


def _audits(session: Session, actor: Actor) -> dict[UUID, Audit]:
    query = select(Audit).where(Audit.state.in_(FINISHED))
    where = actor.services(Permission.PLAN_LEARNING)
    if where is not None:
        query = query.where(Audit.service_id.in_(where))
    return {audit.id: audit for audit in session.scalars(query)}


def _is_safe(audits: Iterable[Audit]) -> bool:
    return are_of_enough_workers(
        (str(audit.practitioner_id or ""), audit.practitioner_ref) for audit in audits
    )


def _by_group(session: Session, audits: dict[UUID, Audit]) -> dict[str, list[UUID]]:
    rows = session.execute(
        select(AuditPart.audit_id, Question.key, Answer.value)
        .join(Answer, Answer.response_id == AuditPart.response_id)
        .join(Question, Question.id == Answer.question_id)
        .where(AuditPart.voice == Voice.AUDITOR, Question.key.in_(ABOUT))
    )
    found: dict[str, list[UUID]] = defaultdict(list)
    for audit_id, question, value in rows:
        if audit_id in audits and isinstance(value, list):
            for one in value:
                found[f"{ABOUT[question]}:{one}"].append(audit_id)
    return {key: members for key, members in found.items() if not key.endswith(NOTHING)}


def _label(session: Session, audits: dict[UUID, Audit], key: str) -> str:
    kind, _, value = key.partition(":")
    newest = max(audits.values(), key=lambda audit: audit.held_on, default=None)
    if newest is None:
        return value
    definition = auditing.definition_of(session, newest, Voice.AUDITOR)
    return next(
        (
            option.label
            for question in definition.questions()
            if ABOUT.get(question.key) == kind and isinstance(question, Chosen)
            for option in question.options
            if option.value == value
        ),
        value,
    )


def _written(session: Session, members: Iterable[UUID]) -> dict[str, list[tuple[UUID, str]]]:
    worry = exists().where(
        Concern.response_id == Answer.response_id, Concern.question_id == Answer.question_id
    )
    rows = session.execute(
        select(AuditPart.audit_id, Question.key, Response, Answer)
        .join(Answer, Answer.response_id == AuditPart.response_id)
        .join(Response, Response.id == AuditPart.response_id)
        .join(Question, Question.id == Answer.question_id)
        .where(
            AuditPart.audit_id.in_(list(members)),
            AuditPart.voice == Voice.AUDITOR,
            Question.key.in_(POINTS),
            ~worry,
        )
    )
    found: dict[str, list[tuple[UUID, str]]] = {question: [] for question in POINTS}
    for audit_id, question, response, answer in rows:
        words = answers.words_of(response, answer)
        if words:
            found[question].append((audit_id, words))
    return found


def _names(session: Session, audits: list[Audit]) -> list[str]:
    ids = {one for audit in audits for one in (audit.auditor_id, audit.practitioner_id) if one}
    whole = session.scalars(select(User.name).where(User.id.in_(ids)))
    return [part for name in whole for part in name.split() if len(part) >= SHORTEST_NAME]


def _shuffled(texts: Iterable[str]) -> tuple[str, ...]:
    # By a hash of the words: in the order of the audits, a reader could guess whose each is.
    return tuple(sorted(texts, key=lambda text: hashlib.sha256(text.encode()).digest()))
