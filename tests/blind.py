"""Words that a machine has read, for tests of blind samples: what it said is given, not found."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select

from app.db.models import AnalysisRun, Coding, SampledPassage, Sentiment, SurveyVersion
from app.domain.evidence import CodingSource, CodingState, SentimentLabel
from app.domain.surveys import Channel
from app.services import answers, codebooks, reliability, responding
from surveys import Given, parse
from tests import builders

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.domain.people import Actor

DAY = date(2026, 11, 1)


def theme_keys(session: Session) -> list[str]:
    """Return the keys of the themes in use, in order."""
    return list(codebooks.codebook_in_use(session).theme_ids)


def read_words(session: Session, service_id: UUID, said: Sequence[Sequence[str]]) -> UUID:
    """Take in one person's words for each set of machine themes, and return the survey."""
    slug = f"blind-{service_id.hex[:8]}"
    version_id = builders.publish(session, parse(builders.SMALL), service_id=service_id, slug=slug)
    survey_id = session.get(SurveyVersion, version_id).survey_id
    question_id = answers.questions_of(session, version_id)["words"].id
    run_id, in_use = a_run(session, survey_id)
    for number, keys in enumerate(said):
        response_id = responding.accept(
            session,
            version_id,
            {"words": Given(text=f"My worker Sam Hill came to see me on day {number}.")},
            channel=Channel.WEB,
            received_on=DAY,
            client_token=f"{slug}-{number}",
        )
        place = {"response_id": response_id, "question_id": question_id, "run_id": run_id}
        session.add(Sentiment(**place, label=SentimentLabel.MIXED, strength=0.0))
        session.add_all(
            Coding(
                **place,
                theme_id=in_use.theme_ids[key],
                source=CodingSource.MACHINE,
                state=CodingState.PROPOSED,
                score=0.9,
                start=0,
                end=2,
                sentiment=SentimentLabel.MIXED,
            )
            for key in keys
        )
    session.flush()
    return survey_id


def a_run(session: Session, survey_id: UUID) -> tuple[UUID, codebooks.CodebookInUse]:
    """Add a run of a model called `tested`, and return it with the codebook in use."""
    from app import clock

    in_use = codebooks.codebook_in_use(session)
    run = AnalysisRun(
        model="tested",
        model_version="1",
        codebook_id=in_use.id,
        survey_id=survey_id,
        input_hash="0" * 64,
        seed=0,
        finished_at=clock.now(),
    )
    session.add(run)
    session.flush()
    return run.id, in_use


def passages(session: Session, sample_id: UUID) -> Sequence[SampledPassage]:
    """Return the passages of a sample, in the order in which they are coded."""
    query = select(SampledPassage).where(SampledPassage.sample_id == sample_id)
    return session.scalars(query.order_by(SampledPassage.position)).all()


def code(
    session: Session,
    sample_id: UUID,
    by: Actor,
    themes_of: Callable[[SampledPassage], Sequence[str]],
) -> None:
    """Code every passage with the themes that a rule gives to it, and finish."""
    for passage in passages(session, sample_id):
        keys = themes_of(passage)
        reliability.decide(session, passage.id, "save" if keys else "none", keys, by=by)
    reliability.finish(session, sample_id, by=by)
