"""The gap between two voices over many audits, as a read model for pages and reports."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from analysis.voice_gaps import PairedGap, paired_gap
from app.db.models import Answer, Audit, AuditPart, Question, SurveyVersion
from app.domain.audits import AuditState, Voice
from app.domain.people import Permission
from app.domain.practice import are_of_enough_workers
from app.services import publishing
from app.services.voice_gaps import about
from app.services.workers_behind import workers_behind
from surveys.gaps import place_of
from surveys.questions import Given

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from app.domain.people import Actor
    from surveys.definition import Definition

# Who is put beside whom: what a family says beside what the worker and the auditor say of it.
PAIRS = (
    (Voice.CHILD, Voice.PRACTITIONER),
    (Voice.CHILD, Voice.AUDITOR),
    (Voice.CHILD, Voice.PARENT_OR_CARER),
    (Voice.PARENT_OR_CARER, Voice.PRACTITIONER),
    (Voice.PRACTITIONER, Voice.AUDITOR),
)


@dataclass(frozen=True)
class PairView:
    """Two voices on one shared question over many audits.

    There is no gap where both were heard in too few audits, or in those of too few workers.
    """

    shared: str
    about: str
    first: Voice
    second: Voice
    gap: PairedGap | None


def over(
    session: Session,
    *,
    by: Actor,
    starts_on: date | None = None,
    ends_on: date | None = None,
    among: Collection[UUID] | None = None,
    pairs: Sequence[tuple[Voice, Voice]] = PAIRS,
) -> tuple[PairView, ...]:
    """Return how two voices stand to one another over the finished audits of a person's services.

    Each audit gives at most one pair a question, so the pairs are independent; a second parent
    and agencies are left out for that. A gap is of five audits of five workers or more, and
    counts under five are withheld with what would tell them: pages and reports show what is here.
    `among` keeps those of these ids only.
    """
    within = _within(by, starts_on, ends_on)
    if among is not None:
        within.append(Audit.id.in_(among))
    places, workers = _places(session, within), workers_behind(session, *within)
    return tuple(
        PairView(
            shared, about(shared, shared), first, second, _gap(voices, workers, first, second)
        )
        for shared, voices in sorted(places.items())
        for first, second in pairs
    )


def by_question(session: Session, *, by: Actor) -> tuple[tuple[str, tuple[PairView, ...]], ...]:
    """Return the pairs under the question that they are about, of all finished audits.

    Whole audits only and no filter of days, so that two readings can't be subtracted.
    """
    found: dict[str, list[PairView]] = defaultdict(list)
    for pair in over(session, by=by):
        found[pair.about].append(pair)
    return tuple((name, tuple(pairs)) for name, pairs in found.items())


def _gap(
    voices: Mapping[UUID, Mapping[Voice, float]],
    workers: Mapping[UUID, tuple[str, str]],
    first: Voice,
    second: Voice,
) -> PairedGap | None:
    both = {audit: one for audit, one in voices.items() if first in one and second in one}
    if not are_of_enough_workers(workers[audit] for audit in both):
        return None
    return paired_gap([(one[first], one[second]) for one in both.values()])


def _places(
    session: Session, within: Sequence[ColumnElement[bool]]
) -> dict[str, dict[UUID, dict[Voice, float]]]:
    compared = {voice for pair in PAIRS for voice in pair}
    where = [
        Audit.state.in_([state for state in AuditState if state.is_finished]),
        *within,
    ]
    forms = _forms(session, where)
    shared = {one.key for form in forms.values() for one in form.questions() if one.shared}
    query = (
        select(Audit.id, Audit.version_id, AuditPart.voice, Question.key)
        .add_columns(Answer.value, Answer.special)
        .join(AuditPart, AuditPart.audit_id == Audit.id)
        .join(Answer, Answer.response_id == AuditPart.response_id)
        .join(Question, Question.id == Answer.question_id)
        .where(AuditPart.voice.in_(compared), Question.key.in_(shared), *where)
        .order_by(Question.position)
    )
    found: dict[str, dict[UUID, dict[Voice, float]]] = defaultdict(lambda: defaultdict(dict))
    for audit_id, version_id, voice, key, value, special in session.execute(query):
        question = forms[version_id].question(key)
        place = place_of(question, Given(value=value, special=special))
        if question.shared and place is not None:
            found[question.shared][audit_id].setdefault(voice, place)
    return found


def _forms(session: Session, where: list[Any]) -> dict[UUID, Definition]:
    used = select(Audit.version_id).where(*where)
    versions = session.scalars(select(SurveyVersion).where(SurveyVersion.id.in_(used)))
    return {version.id: publishing.definition_of(version) for version in versions}


def _within(by: Actor, starts_on: date | None, ends_on: date | None) -> list[Any]:
    services = by.services(Permission.READ_EVIDENCE)
    return [
        *([] if services is None else [Audit.service_id.in_(services)]),
        *([Audit.held_on >= starts_on] if starts_on else []),
        *([Audit.held_on <= ends_on] if ends_on else []),
    ]
