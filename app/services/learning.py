"""What the machine may learn from, what it learned last, and when it should learn again."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select

from analysis.lessons import Lesson, lessons_for
from analysis.models.learned import Learned
from app import clock
from app.db.models import Answer, Coding, Job, Learning, Response, Survey, ThemeCard
from app.domain.evidence import CodingSource, CodingState, JobState
from app.domain.surveys import ResponseState
from app.services import activity, answers, jobs, theming

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

    from analysis.models import ThemeModel
    from app.domain.people import Actor
    from app.services.codebooks import CodebookInUse

KIND, SUBJECT = "learn", "themes"
# After this many new decisions the machine learns by itself.
ENOUGH_NEW = 25


@dataclass(frozen=True)
class Lessons:
    """What can be learned of a codebook from decisions taken until a moment."""

    lessons: tuple[Lesson, ...]
    until: datetime

    @property
    def own(self) -> int:
        """How many of them were decided here."""
        return sum(one.is_own for one in self.lessons)


def latest(session: Session, codebook_id: UUID) -> Learning | None:
    """Return the last learning of a codebook; None before the first."""
    return session.scalar(
        select(Learning)
        .where(Learning.codebook_id == codebook_id)
        .order_by(Learning.learned_at.desc(), Learning.id)
        .limit(1)
    )


def lessons(session: Session, in_use: CodebookInUse, *, until: datetime) -> Lessons:
    """Return every answer that people decided about until a moment, and what ships.

    An answer teaches when at least one of its codings was decided; its themes are those that
    were accepted or given by a person.
    """
    keys = {theme_id: key for key, theme_id in in_use.theme_ids.items()}
    said: dict[tuple[UUID, UUID], set[str]] = defaultdict(set)
    decided = select(Coding.response_id, Coding.question_id, Coding.theme_id, Coding.state).where(
        *_decided(in_use), _known_by(until)
    )
    for response_id, question_id, theme_id, state in session.execute(decided):
        carried = said[response_id, question_id]
        if state is CodingState.ACCEPTED:
            carried.add(keys[theme_id])
    own = tuple(
        Lesson(words, frozenset(said[place])) for place, words in _words(session, said) if words
    )
    return Lessons((*lessons_for(in_use.codebook), *own), until)


def keep(session: Session, in_use: CodebookInUse, taught: Lessons, model: ThemeModel) -> UUID:
    """Note what a model learned and how well it does, and return the id of that learning.

    Nothing is new when it is the latest already.
    """
    last = latest(session, in_use.id)
    if last is not None and last.model_version == model.version:
        last.decided_until = max(last.decided_until, taught.until)
        return last.id
    row = Learning(
        codebook_id=in_use.id,
        model=model.key,
        model_version=model.version,
        own_answers=taught.own,
        shipped_examples=len(taught.lessons) - taught.own,
        decided_until=taught.until,
        learned_at=clock.now(),
    )
    session.add(row)
    session.flush()
    if isinstance(model, Learned):
        session.add_all(_cards(row.id, in_use, taught, model))
    return row.id


def enqueue(session: Session, *, by: Actor | None = None) -> UUID:
    """Ask the machine to learn; one waiting job serves every asker."""
    if by is not None:
        activity.record(session, "machine.taught", by=by.id)
    known = session.scalar(
        select(Job.id).where(Job.kind == KIND, Job.state.in_([JobState.PENDING, JobState.RUNNING]))
    )
    return known or jobs.enqueue(session, KIND, SUBJECT, input_hash=f"{clock.now():%c %f}")


def read_all_again(session: Session) -> None:
    """Let every survey be read by what was learned."""
    for survey_id in session.scalars(select(Survey.id).order_by(Survey.id)):
        theming.enqueue(session, survey_id)


def new_decisions(session: Session, in_use: CodebookInUse) -> int:
    """Return how many codings were decided since the machine learned last."""
    last = latest(session, in_use.id)
    since = [] if last is None else [Coding.decided_at > last.decided_until]
    counted = select(func.count(Coding.id)).where(*_decided(in_use), *since)
    return session.scalar(counted) or 0


def sweep(session: Session, in_use: CodebookInUse) -> bool:
    """Ask the machine to learn when enough was decided since; return whether it was asked."""
    is_due = new_decisions(session, in_use) >= ENOUGH_NEW
    if is_due:
        enqueue(session)
    return is_due


def _decided(in_use: CodebookInUse) -> tuple[ColumnElement[bool], ...]:
    return (
        Coding.theme_id.in_(list(in_use.theme_ids.values())),
        or_(
            Coding.source == CodingSource.PERSON,
            Coding.state.in_([CodingState.ACCEPTED, CodingState.REJECTED]),
        ),
    )


def _known_by(until: datetime) -> ColumnElement[bool]:
    return or_(Coding.decided_at.is_(None), Coding.decided_at <= until)


def _words(
    session: Session, places: Iterable[tuple[UUID, UUID]]
) -> list[tuple[tuple[UUID, UUID], str]]:
    wanted = set(places)
    query: Select[Answer, Response] = (
        select(Answer, Response)
        .join(Response, Response.id == Answer.response_id)
        .where(
            Answer.response_id.in_({response_id for response_id, _ in wanted}),
            Response.state == ResponseState.SUBMITTED,
            Answer.text_sealed.is_not(None),
        )
        .order_by(Answer.response_id, Answer.question_id)
    )
    return [
        ((response.id, answer.question_id), answers.words_of(response, answer) or "")
        for answer, response in session.execute(query)
        if (response.id, answer.question_id) in wanted
    ]


def _cards(
    learning_id: UUID, in_use: CodebookInUse, taught: Lessons, model: Learned
) -> list[ThemeCard]:
    own = [one.theme_keys for one in taught.lessons if one.is_own]
    return [
        ThemeCard(
            learning_id=learning_id,
            theme_id=in_use.theme_ids[card.theme_key],
            is_learned=card.is_learned,
            examples=card.examples,
            own_examples=sum(card.theme_key in keys for keys in own),
            precision=card.precision,
            recall=card.recall,
            f1=card.f1,
        )
        for card in model.cards
    ]
