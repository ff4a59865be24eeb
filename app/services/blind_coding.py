"""One passage of a blind sample to code: the words and the codebook, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import Select, and_, func, or_, select

from app.db.models import (
    Answer,
    BlindCoder,
    BlindReading,
    BlindSample,
    Question,
    Response,
    SampledPassage,
    SurveyVersion,
    Theme,
)
from app.domain.evidence import ReadingState
from app.services import activity, answers, publishing
from app.services.reliability import count_readings, open_coder
from app.services.segments import Segment, segments
from surveys.wording import pipe

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.orm import Session

    from app.domain.people import Actor


@dataclass(frozen=True)
class ThemeChoice:
    """One theme to tick, with what the codebook says of it."""

    key: str
    name: str
    definition: str
    include: tuple[str, ...]
    exclude: tuple[str, ...]
    is_ticked: bool


@dataclass(frozen=True)
class CodingPage:
    """One passage to code: the words and the codebook, and nothing that anybody made of them.

    Without a passage all are read, and what is left is to finish.
    """

    sample_id: UUID
    passage_id: UUID | None
    question: str
    segments: tuple[Segment, ...]
    themes: tuple[ThemeChoice, ...]
    read: int
    skipped: int
    total: int


def coding_page(
    session: Session, sample_id: UUID, *, by: Actor, at: UUID | None = None
) -> CodingPage:
    """Return the next passage that a person has to code, redacted, and note that it was read.

    `at` names another passage of the sample, to look at it again.

    Raises:
        NotFound: the person does not code this sample.
        Conflict: they have finished it.
    """
    coder = open_coder(session, sample_id, by)
    counts = count_readings(session, coder)
    total = session.scalar(select(func.count()).where(SampledPassage.sample_id == sample_id))
    row = session.execute(_next(coder, at).limit(1)).first()
    shown = ("", ()) if row is None else _words(session, row.SampledPassage, by)
    return CodingPage(
        sample_id=sample_id,
        passage_id=row.SampledPassage.id if row else None,
        question=shown[0],
        segments=shown[1],
        themes=_themes(session, sample_id, row.theme_keys or () if row else ()),
        read=sum(counts.values()),
        skipped=counts.get(ReadingState.SKIPPED, 0),
        total=total or 0,
    )


def _next(coder: BlindCoder, at: UUID | None) -> Select[SampledPassage, Any]:
    # What was undone has its place before what was never read.
    return (
        select(SampledPassage, BlindReading.theme_keys)
        .outerjoin(
            BlindReading,
            and_(BlindReading.passage_id == SampledPassage.id, BlindReading.coder_id == coder.id),
        )
        .where(
            SampledPassage.sample_id == coder.sample_id,
            SampledPassage.id == at
            if at
            else or_(BlindReading.state.is_(None), BlindReading.state == ReadingState.OPEN),
        )
        .order_by(SampledPassage.position)
    )


def _words(
    session: Session, passage: SampledPassage, by: Actor
) -> tuple[str, tuple[Segment, ...]]:
    answer, response, question = session.execute(
        select(Answer, Response, Question)
        .join(Response, Response.id == Answer.response_id)
        .join(Question, Question.id == Answer.question_id)
        .where(
            Answer.response_id == passage.response_id, Answer.question_id == passage.question_id
        )
    ).one()
    about = ("sample", passage.sample_id)
    activity.record(session, "words.read", by=by.id, about=about, counts={"passages": 1})
    version = session.get_one(SurveyVersion, question.version_id)
    # What the person answered before is no part of these words, so it is not said in the question.
    asked = pipe(question.wording, publishing.definition_of(version), {})
    return asked, segments(answers.words_of(response, answer) or "", ())


def _themes(session: Session, sample_id: UUID, ticked: Collection[str]) -> tuple[ThemeChoice, ...]:
    rows = session.scalars(
        select(Theme)
        .join(BlindSample, BlindSample.codebook_id == Theme.codebook_id)
        .where(BlindSample.id == sample_id)
        .order_by(Theme.position)
    )
    return tuple(
        ThemeChoice(
            key=theme.key,
            name=theme.name,
            definition=theme.definition,
            include=tuple(theme.include),
            exclude=tuple(theme.exclude),
            is_ticked=theme.key in ticked,
        )
        for theme in rows
    )
