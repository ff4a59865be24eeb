"""A cycle's findings as a report: frozen with the words of whoever leads the audits."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from analysis.disclosure import THRESHOLD
from app.db.models import Audit, AuditCase, AuditCycle, User
from app.domain.errors import Invalid
from app.domain.titles import tidy
from app.reports import cycle_findings
from app.services import auditing, cycle_evidence, cycles, standing_grades
from app.services.learning_points import SHORTEST_NAME
from app.services.reporting import OF_A_CYCLE, Asked, Frozen

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.domain.people import Actor
    from app.reports.blocks import Document

LONGEST = 2000
AUDIT_REF = re.compile(r"\bA-[0-9A-F]{6}\b")
NO_WORDS = "Write a sentence or two. Whoever reads the report looks here first."
NO_TITLE = "Give the report a title."
TOO_LONG = f"Shorten this to {LONGEST:,} characters or fewer."
TELLS = "“{}” could tell whose work or which child this is. Say it without that."


@dataclass(frozen=True)
class FindingWords:
    """What whoever leads the audits says of a cycle, in their own words."""

    works: str
    worries: str
    next: str


def freeze(
    session: Session,
    cycle_id: UUID,
    title: str,
    words: FindingWords,
    *,
    organisation: str,
    by: Actor,
) -> Frozen:
    """Return the findings of a cycle as they are now; it only reads.

    Raises:
        NotFound: the cycle is not there, or none of the person's business.
        Invalid: words are missing or too long, or could tell who somebody is; `fields` says where.
    """
    cycle = cycles.find(session, cycle_id, by=by)
    problems = problems_with(session, cycle, title, words)
    if problems:
        raise Invalid(fields=problems)
    data = _data(session, cycle, title, words, organisation=organisation, by=by)
    asked = Asked(tidy(title), cycle.starts_on, cycle.ends_on, frozenset(), organisation)
    content = json.dumps(data, sort_keys=True, ensure_ascii=False)
    return Frozen(asked, cycle.service_id, content, OF_A_CYCLE)


def preview(session: Session, cycle_id: UUID, *, organisation: str, by: Actor) -> Document:
    """Return the findings of a cycle as they would stand in a report now, without any words.

    Raises:
        NotFound: the cycle is not there, or none of the person's business.
    """
    cycle = cycles.find(session, cycle_id, by=by)
    words = FindingWords("", "", "")
    return cycle_findings.build(
        _data(session, cycle, cycle.title, words, organisation=organisation, by=by)
    )


def problems_with(
    session: Session, cycle: AuditCycle, title: str, words: FindingWords
) -> dict[str, str]:
    """Return everything that keeps a report from being frozen, by field; empty when nothing.

    Names of those who audit or are audited, references, and teams with fewer than five audits
    are refused: findings isolate nobody.
    """
    telling = _telling(session, cycle)
    problems = {} if tidy(title) else {"title": NO_TITLE}
    for field, text in ({"title": title} | asdict(words)).items():
        if field != "title" and not text.strip():
            problems[field] = NO_WORDS
        elif len(text) > LONGEST:
            problems[field] = TOO_LONG
        elif told := telling.search(text):
            problems[field] = TELLS.format(told.group())
    return problems


def _data(
    session: Session,
    cycle: AuditCycle,
    title: str,
    words: FindingWords,
    *,
    organisation: str,
    by: Actor,
) -> dict[str, Any]:
    return cycle_evidence.gather(session, cycle, by=by) | {
        "title": tidy(title),
        "organisation": organisation,
        "starts_on": cycle.starts_on.isoformat(),
        "ends_on": cycle.ends_on.isoformat(),
        "words": asdict(words),
    }


def _telling(session: Session, cycle: AuditCycle) -> re.Pattern[str]:
    of_it = Audit.id.in_(select(AuditCase.audit_id).where(AuditCase.cycle_id == cycle.id))
    people = session.scalars(
        select(User.name)
        .join(Audit, (Audit.auditor_id == User.id) | (Audit.practitioner_id == User.id))
        .where(of_it)
        .distinct()
    )
    parts = {part for name in people for part in name.split() if len(part) >= SHORTEST_NAME}
    small = session.scalars(
        select(Audit.team)
        .where(of_it, Audit.state.in_(standing_grades.FINISHED))
        .group_by(Audit.team)
        .having(func.count() < THRESHOLD)
    )
    words = [re.escape(word) for word in sorted({*parts, *small}, key=len, reverse=True)]
    named = [rf"(?i:\b(?:{'|'.join(words)})\b)"] if words else []
    case_ref = rf"\b{auditing.CASE_REF.pattern}\b"
    return re.compile("|".join([*named, AUDIT_REF.pattern, case_ref]))
