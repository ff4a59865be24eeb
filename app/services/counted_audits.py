"""The audits that a page counts: which services and teams they are of, and how they are graded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from app.db.models import Audit, AuditCase
from app.domain.audits import AuditState
from app.domain.practice import are_of_enough_workers
from app.services.seen_places import team_key
from app.services.standing_grades import domain_labels, seen_by, standing_grades
from surveys.audits import OVERALL, RANK

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from app.domain.people import Actor
    from app.services.seen_places import Place
    from app.services.standing_grades import StandingGrades

ALL_IN_ALL = "All in all"


@dataclass(frozen=True)
class CountedAudit:
    """One audit that is handed in: where it belongs, its worker, and the grades that stand.

    `asked` holds what it could grade by its key, and `ranks` what it did. It is counted and never
    shown: the worker is there so that nobody is alone in a count.
    """

    service_id: UUID
    team: str
    cohort: str
    worker: tuple[str, str]
    held_on: date
    cycle_id: UUID | None
    asked: frozenset[str]
    ranks: Mapping[str, int]


@dataclass(frozen=True)
class Counted:
    """Audits that a page counts, the words of what is graded by its key, and what is left out.

    `kept_back` are those whose grades whoever may still read them again must not know.
    """

    audits: tuple[CountedAudit, ...]
    labels: Mapping[str, str]
    kept_back: int


def where(place: Place) -> tuple[ColumnElement[bool], ...]:
    """Return what holds of the audits that a page may count, in all services of the person."""
    return (
        Audit.state.in_([state for state in AuditState if state.is_finished]),
        Audit.service_id.in_(place.service_ids),
        Audit.held_on >= place.since,
    )


def counted(session: Session, place: Place, by: Actor) -> Counted:
    """Return the audits of all services that a person reaches, whatever of them is chosen.

    What is withheld of one service depends on the others. Five queries, however many there are.
    """
    rows = session.execute(
        select(
            Audit.id,
            Audit.service_id,
            Audit.team,
            Audit.cohort,
            Audit.practitioner_id,
            Audit.practitioner_ref,
            Audit.held_on,
            AuditCase.cycle_id,
        )
        .outerjoin(AuditCase, AuditCase.audit_id == Audit.id)
        .where(*where(place))
    ).all()
    grades = seen_by(session, standing_grades(session, *where(place)), by)
    audits = tuple(
        CountedAudit(
            row.service_id,
            team_key(row.team),
            row.cohort,
            (str(row.practitioner_id or ""), row.practitioner_ref),
            row.held_on,
            row.cycle_id,
            *_graded(grades[row.id]),
        )
        for row in rows
        if row.id in grades
    )
    keys = {key for audit in audits for key in audit.asked}
    labels = {OVERALL: ALL_IN_ALL} | domain_labels(session, keys)
    return Counted(audits, labels, len(rows) - len(audits))


def _graded(standing: StandingGrades) -> tuple[frozenset[str], dict[str, int]]:
    overall = {} if standing.overall is None else {OVERALL: standing.overall}
    grades = overall | dict(standing.domains)
    return frozenset(grades), {key: RANK[one] for key, one in grades.items() if one in RANK}


def are_enough(audits: Iterable[CountedAudit]) -> bool:
    """Return whether five audits of five workers are among some, so that they may be counted."""
    return are_of_enough_workers(audit.worker for audit in audits)
