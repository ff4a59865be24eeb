"""Second readings of Anytown's audits: drawn, graded blind, compared, and settled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from app.db import unit_of_work
from app.db.models import Audit, Moderation
from app.domain.audits import Voice
from app.domain.people import Role
from app.services import accounts, answers, auditing, moderating, moderation_draws, reconciling
from app.services.reconciling import Settling

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.demo.content import Anytown
    from app.demo.people import Places
    from app.demo.reading_notes import DemoReading
    from app.domain.people import Actor


def add(anytown: Anytown, places: Places) -> int:
    """Draw audits, read some of them again, and return how many were."""
    with unit_of_work() as session:
        by = accounts.actor_by_id(session, places.users[Role.MODERATOR])
        moderation_draws.draw(session, share=anytown.share_read_again, by=by, seed=anytown.seed)
    for number, one in enumerate(anytown.readings):
        with unit_of_work() as session:
            _read(session, number, one, anytown, by)
    return len(anytown.readings)


def _read(session: Session, number: int, one: DemoReading, anytown: Anytown, by: Actor) -> None:
    moderation_id, audit = _waiting(session, one.case_ref)
    moderating.take(session, moderation_id, has_no_conflict=True, by=by)
    for page_key, form in _grades(session, number, one, audit, anytown):
        errors, _ = moderating.save_grade(session, moderation_id, page_key, form, by=by)
        if errors:
            raise ValueError(f"reading {one.case_ref}, {page_key}: {', '.join(errors)}")
    moderating.submit(session, moderation_id, by=by)
    if one.ends == "referred":
        reconciling.refer(session, moderation_id, note=one.note, by=by)
    if one.ends == "settled":
        reconciling.settle(session, moderation_id, _settling(session, one, audit), by=by)


def _waiting(session: Session, case_ref: str) -> tuple[UUID, Audit]:
    row = session.execute(
        select(Moderation, Audit)
        .join(Audit, Audit.id == Moderation.audit_id)
        .where(Audit.case_ref == case_ref)
    ).one()
    return row.Moderation.id, row.Audit


def _grades(
    session: Session, number: int, one: DemoReading, audit: Audit, anytown: Anytown
) -> Iterator[tuple[str, dict[str, list[str]]]]:
    response = auditing.part_response(session, audit.id, Voice.AUDITOR)
    first = answers.givens(session, response)
    for page in moderating.form_of(session, audit).pages:
        for question in page.questions:
            if question.key not in first:
                continue
            grade = one.differ.get(question.key, str(first[question.key].value))
            lines = anytown.evidence[question.key][grade]
            some = lines if isinstance(lines, list) else [lines]
            words = some[(number + 1) % len(some)]
            yield page.key, {question.key: [grade], f"{question.key}-evidence": [words]}


def _settling(session: Session, one: DemoReading, audit: Audit) -> Settling:
    both = reconciling.readings(session, audit)
    agreed = {key: both.first[key] for key in both.to_settle}
    return Settling(
        grades=agreed | {key: grade for key, (grade, _) in one.settled.items()},
        reasons={key: why for key, (_, why) in one.settled.items()},
        note=one.note,
    )
