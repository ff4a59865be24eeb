"""What the pages about blind samples show: the list of them, and the results of one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import select

from app.db.models import (
    BlindCoder,
    BlindSample,
    Codebook,
    SampledSurvey,
    Survey,
    User,
)
from app.domain.errors import Conflict, NotFound
from app.domain.people import Permission
from app.services.blind_coders import who_may_code
from app.services.reliability import coder_in, count_readings, find_sample
from app.services.reliability_results import comparisons, is_stale
from app.services.selection import surveys_for

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from analysis.comparison import Comparison
    from app.domain.people import Actor
    from app.services.blind_coders import CoderChoice
    from app.services.selection import SurveyLine


@dataclass(frozen=True)
class CoderLine:
    """One coder of a sample: how far they are, and whether they are the person who looks."""

    name: str
    read: int
    finished_at: datetime | None
    is_me: bool


@dataclass(frozen=True)
class SampleLine:
    """One sample, in a list or at the head of its results."""

    id: UUID
    drawn_at: datetime
    size: int
    seed: int
    codebook: str
    model: str
    surveys: tuple[str, ...]
    coders: tuple[CoderLine, ...]

    @property
    def waits_for_me(self) -> bool:
        """Whether the person who looks still has to code it."""
        return any(one.is_me and one.finished_at is None for one in self.coders)

    @property
    def has_results(self) -> bool:
        """Whether somebody has finished it."""
        return any(one.finished_at for one in self.coders)


@dataclass(frozen=True)
class ResultsPage:
    """What a sample shows; `is_stale` is whether another model has read words since."""

    sample: SampleLine
    comparisons: tuple[Comparison, ...]
    is_stale: bool


def samples(session: Session, by: Actor) -> tuple[SampleLine, ...]:
    """Return the samples that a person may see, the newest first."""
    rows = session.execute(
        select(BlindSample, Codebook)
        .join(Codebook, Codebook.id == BlindSample.codebook_id)
        .order_by(BlindSample.drawn_at.desc(), BlindSample.id)
    ).all()
    theirs = {one.id for one in surveys_for(session, by, Permission.DECIDE_CODINGS)}
    lines = []
    for sample, codebook in rows:
        surveys = _surveys(session, sample.id)
        if {survey.id for survey in surveys} <= theirs:
            lines.append(_line(session, sample, codebook, by))
    return tuple(lines)


def draw_choices(
    session: Session, by: Actor
) -> tuple[tuple[SurveyLine, ...], tuple[CoderChoice, ...]]:
    """Return the surveys that a sample may be drawn from, and who may code words of any."""
    surveys = surveys_for(session, by, Permission.DECIDE_CODINGS)
    people = {
        person.id: person for survey in surveys for person in who_may_code(session, [survey.id])
    }
    return surveys, tuple(sorted(people.values(), key=lambda one: (one.name, one.id)))


def results(session: Session, sample_id: UUID, *, by: Actor) -> ResultsPage:
    """Return what a sample shows.

    Raises:
        NotFound: it is not there, or is none of the person's business.
        Conflict: the person still codes it, and so must see no result.
    """
    sample = find_sample(session, sample_id, by)
    coder = coder_in(session, sample_id, by)
    if coder is not None and coder.finished_at is None:
        raise Conflict("still_blind")
    codebook = session.get(Codebook, sample.codebook_id)
    if codebook is None:
        raise NotFound
    return ResultsPage(
        sample=_line(session, sample, codebook, by),
        comparisons=comparisons(session, sample),
        is_stale=is_stale(session, sample),
    )


def _surveys(session: Session, sample_id: UUID) -> Sequence[Survey]:
    return session.scalars(
        select(Survey)
        .join(SampledSurvey, SampledSurvey.survey_id == Survey.id)
        .where(SampledSurvey.sample_id == sample_id)
        .order_by(Survey.title)
    ).all()


def _line(session: Session, sample: BlindSample, codebook: Codebook, by: Actor) -> SampleLine:
    coders = session.execute(
        select(BlindCoder, User.name)
        .join(User, User.id == BlindCoder.user_id)
        .where(BlindCoder.sample_id == sample.id)
        .order_by(User.name, User.id)
    ).all()
    return SampleLine(
        id=sample.id,
        drawn_at=sample.drawn_at,
        size=sample.size,
        seed=sample.seed,
        codebook=f"{codebook.name}, version {codebook.number}",
        model=f"{sample.model} {sample.model_version}",
        surveys=tuple(survey.title for survey in _surveys(session, sample.id)),
        coders=tuple(
            CoderLine(
                name=name,
                read=sum(count_readings(session, coder).values()),
                finished_at=coder.finished_at,
                is_me=coder.user_id == by.id,
            )
            for coder, name in coders
        ),
    )
