"""Audits that were handed in, for tests of what is done with them."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import TYPE_CHECKING

from app import clock
from app.db.models import Audit, Moderation, SettledGrade
from app.domain.audits import AuditKind, AuditState, Voice
from app.domain.moderation import ModerationState, Outcome, SelectedFor
from app.domain.surveys import SurveyKind
from app.services import answers, auditing, moderating, publishing, reconciling
from app.services.reconciling import Settling
from surveys import Given, parse

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.domain.people import Actor

_number = count(1000)
VOICES = ("child", "parent_or_carer", "practitioner")
FORM = {
    "key": "small_audit",
    "title": "A small audit",
    "kind": "audit",
    "audience": "audit",
    "identity": "confidential",
    "pages": [
        *(
            {
                "key": voice,
                "title": voice,
                "part": voice,
                "questions": [{"key": f"{voice}_words", "kind": "long_text", "label": "Words"}],
            }
            for voice in VOICES
        ),
        *(
            {
                "key": key,
                "title": key,
                "part": "auditor",
                "questions": [{"key": key, "kind": "grade", "label": key, "required": True}],
            }
            for key in ("plan", "impact", "overall_grade")
        ),
    ],
}


def publish_form(session: Session, service_id: UUID) -> None:
    """Publish a small form for audits in a service."""
    publishing.publish(
        session,
        parse(FORM),
        service_id=service_id,
        slug=f"audit-{service_id.hex[:8]}",
        decision_maker="The Head of Care",
        told_by=clock.today() + timedelta(days=40),
        identity=None,
        by=None,
        kind=SurveyKind.AUDIT,
    )


def an_audit(session: Session, by: Actor, *, overall: str = "good", plan: str = "good") -> Audit:
    """Open an audit, grade it, and hand it in."""
    audit_id = auditing.open_audit(
        session,
        auditing.Opening(
            case_ref=f"CH-{next(_number)}",
            kind=AuditKind.CONVERSATIONAL,
            cohort="child_in_need",
            team="North",
            held_on=clock.today(),
            has_no_conflict=True,
        ),
        by=by,
    )
    audit = session.get_one(Audit, audit_id)
    grades = {"plan": plan, "impact": "good", "overall_grade": overall}
    answers.keep(
        session,
        auditing.part_response(session, audit_id, Voice.AUDITOR),
        answers.questions_of(session, audit.version_id),
        {key: Given(value=grade, text="Seen.") for key, grade in grades.items()},
        service_id=audit.service_id,
        audit_id=audit_id,
    )
    audit.grade, audit.state = overall, AuditState.SUBMITTED
    session.flush()
    return audit


def settled(session: Session, audit: Audit, **grades: str) -> None:
    """Let an audit have been read again, and its grades be settled as these."""
    overall = grades.get(auditing.OVERALL, audit.grade or "")
    moderation = Moderation(
        audit_id=audit.id,
        selected_for=SelectedFor.RANDOM,
        state=ModerationState.SETTLED,
        outcome=Outcome.AGREED,
        final_grade=overall,
    )
    session.add(moderation)
    session.flush()
    session.add_all(
        SettledGrade(moderation_id=moderation.id, question_key=key, grade=grade)
        for key, grade in ({auditing.OVERALL: overall} | grades).items()
    )
    session.flush()


def read_again(session: Session, audit: Audit, reader: Actor, **grades: str) -> None:
    """Let somebody read an audit again, give good or these grades, and settle theirs as final."""
    moderation = Moderation(
        audit_id=audit.id, selected_for=SelectedFor.RANDOM, state=ModerationState.WAITING
    )
    session.add(moderation)
    session.flush()
    moderating.take(session, moderation.id, has_no_conflict=True, by=reader)
    given = {key: grades.get(key, "good") for key in ("plan", "impact", auditing.OVERALL)}
    for key, grade in given.items():
        form = {key: [grade], f"{key}-evidence": ["Read."]}
        moderating.save_grade(session, moderation.id, key, form, by=reader)
    moderating.submit(session, moderation.id, by=reader)
    settling = Settling(given, dict.fromkeys(given, "We looked together."))
    reconciling.settle(session, moderation.id, settling, by=reader)
