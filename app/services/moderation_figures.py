"""How far auditors and moderators agree: overall, by domain, and each auditor over time."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import select

from analysis.disclosure import THRESHOLD, withhold
from analysis.grading import (
    drift,
    grade_agreement,
    pooled_agreement,
    shown_halves,
    with_direction,
)
from app.db.models import Answer, Audit, AuditPart, Moderation, Question, User
from app.domain.audits import Voice
from app.domain.moderation import ModerationState, SelectedFor
from app.domain.people import Permission
from app.services.auditing import OVERALL
from surveys.audits import RANK
from surveys.wording import unpiped

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from analysis.grading import GradeAgreement, Pair
    from analysis.prevalence import Change, Interval
    from app.domain.people import Actor

READ_TWICE = [state for state in ModerationState if not state.is_blind]


@dataclass
class ReadTwice:
    """One audit that was graded twice: both ranks of each grade, by its key."""

    auditor_id: UUID
    auditor: str
    held_on: date
    is_by_chance: bool
    ranks: dict[str, dict[Voice, int | None]] = field(default_factory=dict)

    @property
    def is_graded(self) -> bool:
        """Whether both readers gave an overall grade: only then are they a pair."""
        return None not in self.pair(OVERALL)

    def pair(self, key: str) -> Pair:
        """Return both ranks of one grade, the auditor's first."""
        given = self.ranks.get(key, {})
        return given.get(Voice.AUDITOR), given.get(Voice.MODERATOR)


@dataclass(frozen=True)
class DomainLine:
    """How far the two readers agree on one domain.

    `is_shown` is false where fewer than five were graded by both, and where all domains together
    less the others would tell of such a one.
    """

    label: str
    agreement: GradeAgreement
    is_shown: bool


@dataclass(frozen=True)
class AuditorLine:
    """One auditor beside the moderators, and whether they grade higher than before.

    `halves` are the shares graded higher than the moderator did, in the first and the second half
    of the auditor's audits; None where one of them would tell of few.
    """

    auditor: str
    agreement: GradeAgreement
    halves: tuple[Interval, Interval] | None
    change: Change | None


@dataclass(frozen=True)
class Figures:
    """Agreement as the page shows it; `overall` is None while there are too few audits."""

    audits: int
    overall: GradeAgreement | None
    by_chance: GradeAgreement | None
    all_domains: GradeAgreement | None
    domains: tuple[DomainLine, ...]
    auditors: tuple[AuditorLine, ...]
    auditors_withheld: int


def figures(session: Session, by: Actor) -> Figures:
    """Return how far the readers of a person's services agree.

    Only audits whose second reader has handed in their grades count, so nobody who still grades
    learns anything. Fewer than five pairs of grades are not shown, nor what would tell them; who
    was harsher is withheld of parts that would tell it of few, in findings of a cycle as here.
    """
    audits = read_twice(session, by)
    labels = _labels(session, audits)
    overall = grade_agreement([audit.pair(OVERALL) for audit in audits])
    shown = overall.n >= THRESHOLD
    domains = [key for key in labels if key != OVERALL]
    lines, withheld = _auditors(audits)
    return Figures(
        audits=len(audits),
        overall=overall if shown else None,
        by_chance=_by_chance(audits),
        all_domains=_pooled(audits, domains) if shown else None,
        domains=_domains(audits, {key: labels[key] for key in domains}) if shown else (),
        auditors=lines,
        auditors_withheld=withheld,
    )


def read_twice(
    session: Session, by: Actor, *, among: Collection[UUID] | None = None
) -> tuple[ReadTwice, ...]:
    """Return the audits of a person's services that were graded twice, in the order of their days.

    For pages that count; it holds no words. `among` keeps those of these ids only.
    """
    query = (
        select(Audit, Moderation.selected_for, User.name, Question.key, AuditPart.voice)
        .add_columns(Answer.value)
        .join(Moderation, Moderation.audit_id == Audit.id)
        .join(User, User.id == Audit.auditor_id)
        .join(AuditPart, AuditPart.audit_id == Audit.id)
        .join(Answer, Answer.response_id == AuditPart.response_id)
        .join(Question, Question.id == Answer.question_id)
        .where(
            Moderation.state.in_(READ_TWICE),
            Question.kind == "grade",
            AuditPart.voice.in_([Voice.AUDITOR, Voice.MODERATOR]),
        )
        .order_by(Audit.held_on, Audit.audit_ref, Question.position)
    )
    where = by.services(Permission.MODERATE_AUDITS)
    if where is not None:
        query = query.where(Audit.service_id.in_(where))
    if among is not None:
        query = query.where(Audit.id.in_(among))
    found: dict[UUID, ReadTwice] = {}
    for audit, reason, name, key, voice, value in session.execute(query):
        one = found.setdefault(
            audit.id,
            ReadTwice(audit.auditor_id, name, audit.held_on, reason is SelectedFor.RANDOM),
        )
        one.ranks.setdefault(key, {})[voice] = RANK.get(str(value))
    return tuple(found.values())


def _labels(session: Session, audits: Iterable[ReadTwice]) -> dict[str, str]:
    keys = {key for audit in audits for key in audit.ranks}
    rows = session.execute(
        select(Question.key, Question.wording)
        .where(Question.key.in_(keys), Question.kind == "grade")
        .order_by(Question.position)
    )
    return {key: unpiped(wording) for key, wording in rows}


def _pooled(audits: Sequence[ReadTwice], domains: Sequence[str]) -> GradeAgreement | None:
    found = pooled_agreement(
        [[audit.pair(key) for key in domains if key in audit.ranks] for audit in audits]
    )
    return found if found.n >= THRESHOLD else None


def _by_chance(audits: Sequence[ReadTwice]) -> GradeAgreement | None:
    groups: dict[str, list[Pair]] = {"chance": [], "chosen": []}
    for audit in (one for one in audits if one.is_graded):
        groups["chance" if audit.is_by_chance else "chosen"].append(audit.pair(OVERALL))
    # Beside all of them, those not drawn by chance must not be few either, unless there are none.
    counts = {name: len(pairs) for name, pairs in groups.items() if pairs}
    if withhold(counts).get("chance") is None:
        return None
    return _agreements(groups)["chance"]


def _domains(audits: Sequence[ReadTwice], labels: Mapping[str, str]) -> tuple[DomainLine, ...]:
    found = _agreements(
        {key: [audit.pair(key) for audit in audits if key in audit.ranks] for key in labels}
    )
    # A domain that nobody graded twice hides nothing, and is hidden.
    shown = withhold({key: one.n for key, one in found.items() if one.n})
    return tuple(
        DomainLine(label, found[key], is_shown=shown.get(key) is not None)
        for key, label in labels.items()
    )


def _agreements(groups: Mapping[str, Sequence[Pair]]) -> dict[str, GradeAgreement]:
    told = with_direction(groups)
    found = {name: grade_agreement(pairs) for name, pairs in groups.items()}
    return {name: one if name in told else one.without_direction() for name, one in found.items()}


def _auditors(audits: Sequence[ReadTwice]) -> tuple[tuple[AuditorLine, ...], int]:
    theirs: dict[str, list[ReadTwice]] = defaultdict(list)
    for audit in audits:
        theirs[str(audit.auditor_id)].append(audit)
    graded = {who: sum(one.is_graded for one in done) for who, done in theirs.items()}
    shown = withhold({who: count for who, count in graded.items() if count})
    found = _agreements(
        {who: [audit.pair(OVERALL) for audit in done] for who, done in theirs.items()}
    )
    lines = [
        _auditor(theirs[who], found[who]) for who, count in shown.items() if count is not None
    ]
    by_name = sorted(lines, key=lambda line: line.auditor)
    return tuple(by_name), len(theirs) - len(lines)


def _auditor(done: Sequence[ReadTwice], agreement: GradeAgreement) -> AuditorLine:
    pairs = [audit.pair(OVERALL) for audit in done]
    half = len(pairs) // 2
    earlier, later = pairs[:half], pairs[half:]
    is_told = agreement.harsher is not None
    return AuditorLine(
        auditor=done[0].auditor,
        agreement=agreement,
        halves=shown_halves(earlier, later) if is_told else None,
        change=drift(earlier, later),
    )
