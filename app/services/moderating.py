"""A second reader's work: take an audit, grade it blind, hand the grades in, or stand back."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from sqlalchemy import select

from analysis import safeguarding
from app import clock
from app.db.models import (
    Answer,
    Audit,
    AuditPart,
    Moderation,
    Response,
    StoodBack,
)
from app.domain.audits import Voice
from app.domain.errors import Conflict, NotFound
from app.domain.moderation import ModerationState
from app.domain.people import Permission
from app.domain.surveys import Channel, ResponseState
from app.services import activity, answers, auditing
from app.services.reading_obstacles import obstacles
from surveys.blinding import only_grades
from surveys.routing import next_page
from surveys.submission import Incomplete, check, read_page

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.domain.people import Actor
    from surveys.definition import Definition
    from surveys.errors import AnswerError


def find(
    session: Session, moderation_id: UUID, *, by: Actor, is_locked: bool = False
) -> tuple[Moderation, Audit]:
    """Return a second reading in a person's services, with its audit.

    `is_locked` keeps it from others until the transaction ends, so that of two who act at the
    same moment the second sees what the first did.

    Raises:
        NotFound: it is not there, or none of the person's business.
    """
    query = (
        select(Moderation, Audit)
        .join(Audit, Audit.id == Moderation.audit_id)
        .where(Moderation.id == moderation_id)
    )
    row = session.execute(query.with_for_update(of=Moderation) if is_locked else query).first()
    if row is None or not by.can(Permission.MODERATE_AUDITS):
        raise NotFound
    if not by.reaches(Permission.MODERATE_AUDITS, row.Audit.service_id):
        raise NotFound
    return row.Moderation, row.Audit


def mine(
    session: Session, moderation_id: UUID, *, by: Actor, is_locked: bool = False
) -> tuple[Moderation, Audit]:
    """Return a second reading that the person is grading.

    Raises:
        NotFound: it is not there, or somebody else's.
        Conflict: the grades were handed in already.
    """
    moderation, audit = find(session, moderation_id, by=by, is_locked=is_locked)
    if moderation.moderator_id != by.id:
        raise NotFound
    if moderation.state is not ModerationState.GRADING:
        raise Conflict("moderation_submitted")
    return moderation, audit


def take(session: Session, moderation_id: UUID, *, has_no_conflict: bool, by: Actor) -> None:
    """Take an audit to read it again.

    Raises:
        NotFound: it is not there, or none of the person's business.
        Conflict: somebody took it, or the person audited it, did the work, or has a conflict.
    """
    moderation, audit = find(session, moderation_id, by=by, is_locked=True)
    if moderation.state is not ModerationState.WAITING:
        raise Conflict("moderation_taken")
    code = obstacles(session, by, [moderation]).to(moderation, audit)
    if code:
        raise Conflict(code)
    if not has_no_conflict:
        raise Conflict("conflict_not_denied")
    moderation.moderator_id = by.id
    moderation.state = ModerationState.GRADING
    _add_part(session, audit)
    activity.record(session, "moderation.taken", by=by.id, about=("moderation", moderation_id))


def stand_back(session: Session, moderation_id: UUID, *, by: Actor) -> None:
    """Give an audit back because of a conflict; what was graded goes, and it is offered no more.

    Raises:
        NotFound: it is not there, or none of the person's business.
        Conflict: somebody else reads it, or the grades were handed in.
    """
    moderation, audit = find(session, moderation_id, by=by, is_locked=True)
    if not moderation.state.is_blind or moderation.moderator_id not in {None, by.id}:
        raise Conflict("moderation_taken")
    if session.get(StoodBack, (moderation.id, by.id)) is None:
        session.add(StoodBack(moderation_id=moderation.id, user_id=by.id))
    if moderation.moderator_id is not None:
        _forget(session, audit)
    moderation.moderator_id = None
    moderation.state = ModerationState.WAITING
    session.flush()
    about = ("moderation", moderation_id)
    activity.record(session, "moderation.stood_back", by=by.id, about=about)


def form_of(session: Session, audit: Audit) -> Definition:
    """Return the form that a second reader fills in."""
    return only_grades(auditing.definition_of(session, audit, Voice.AUDITOR))


def save_grade(
    session: Session,
    moderation_id: UUID,
    page_key: str,
    form: Mapping[str, Sequence[str]],
    *,
    by: Actor,
) -> tuple[Mapping[str, AnswerError], str]:
    """Keep one of a second reader's grades; return the errors, and the page that comes next.

    Raises:
        NotFound: the reading or the page is not there, or not the person's.
        Conflict: the grades were handed in already.
    """
    _, audit = mine(session, moderation_id, by=by, is_locked=True)
    definition = form_of(session, audit)
    page = next((one for one in definition.pages if one.key == page_key), None)
    if page is None:
        raise NotFound
    reading = read_page(page, form, {})
    if reading.errors:
        return reading.errors, page_key
    response = auditing.part_response(session, audit.id, Voice.MODERATOR)
    questions = answers.questions_of(session, audit.version_id)
    answers.keep(
        session,
        response,
        questions,
        reading.answers,
        service_id=audit.service_id,
        audit_id=audit.id,
    )
    following = next_page(definition, {}, page_key)
    return {}, following.key if following else ""


def missing(session: Session, audit: Audit) -> dict[str, AnswerError]:
    """Return what a second reader must still grade, by question."""
    known = answers.givens(session, auditing.part_response(session, audit.id, Voice.MODERATOR))
    try:
        check(form_of(session, audit), known)
    except Incomplete as incomplete:
        return dict(incomplete.missing)
    return {}


def submit(session: Session, moderation_id: UUID, *, by: Actor) -> None:
    """Hand a second reader's grades in; from then on they see the first, and change none.

    Raises:
        NotFound: it is not there, or not the person's.
        Conflict: something is not graded yet, or the grades were handed in already.
    """
    moderation, audit = mine(session, moderation_id, by=by, is_locked=True)
    if missing(session, audit):
        raise Conflict("moderation_incomplete")
    response = auditing.part_response(session, audit.id, Voice.MODERATOR)
    response.state = ResponseState.SUBMITTED
    response.received_on = clock.today()
    moderation.state = ModerationState.COMPARING
    moderation.submitted_at = clock.now()
    activity.record(session, "moderation.submitted", by=by.id, about=("moderation", moderation_id))


def _add_part(session: Session, audit: Audit) -> None:
    # Whoever stood back left an empty part.
    part = select(AuditPart).where(
        AuditPart.audit_id == audit.id, AuditPart.voice == Voice.MODERATOR
    )
    if session.scalar(part) is not None:
        return
    response = Response(
        version_id=audit.version_id,
        state=ResponseState.DRAFT,
        channel=Channel.AUDIT,
        client_token=secrets.token_hex(16),
        screened_with=safeguarding.RULES_VERSION,
        started_on=clock.today(),
    )
    session.add(response)
    session.flush()
    session.add(AuditPart(audit_id=audit.id, voice=Voice.MODERATOR, response_id=response.id))
    session.flush()


def _forget(session: Session, audit: Audit) -> None:
    response = auditing.part_response(session, audit.id, Voice.MODERATOR)
    for answer in session.scalars(select(Answer).where(Answer.response_id == response.id)):
        session.delete(answer)
    session.flush()
