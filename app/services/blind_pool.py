"""The words that a blind sample is drawn from, and what the machine said of each."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import and_, select

from analysis.sampling import Unit, draw, rarest
from app.db.models import (
    AnalysisRun,
    Answer,
    Coding,
    DecisionChange,
    Response,
    SampledPassage,
    Sentiment,
    SurveyVersion,
    Theme,
)
from app.domain.evidence import CodingSource, CodingState
from app.services.selection import response_ids, waves

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from app.services.codebooks import CodebookInUse
    from app.services.selection import Selection, WaveLine

Place = tuple[UUID, UUID]


@dataclass(frozen=True)
class DrawnPassages:
    """The passages of a sample, not yet in one, and the model whose codings they carry."""

    passages: tuple[SampledPassage, ...]
    model: str = ""
    model_version: str = ""


@dataclass(frozen=True)
class _Origin:
    survey_id: UUID
    received_on: date | None
    run_id: UUID


def draw_passages(
    session: Session, selection: Selection, in_use: CodebookInUse, *, size: int, seed: int
) -> DrawnPassages:
    """Draw passages by chance from the words of a selection that the machine has read.

    Strata are the rarest theme that the machine gave, so that rare themes appear; within them
    surveys and waves appear in proportion.
    """
    origins = _origins(session, selection, in_use)
    if not origins:
        return DrawnPassages(())
    said = _machine(session, selection, in_use)
    by_id = {f"{place[0].hex}-{place[1].hex}": place for place in origins}
    strata = rarest({name: said.get(place, ()) for name, place in by_id.items()})
    known = waves(session)
    units = [
        Unit(
            name,
            strata[name],
            (str(origins[place].survey_id), _wave(known, origins[place].received_on)),
        )
        for name, place in by_id.items()
    ]
    passages = tuple(
        SampledPassage(
            response_id=by_id[one.id][0],
            question_id=by_id[one.id][1],
            position=position,
            stratum=one.stratum,
            weight=one.weight,
            machine_keys=sorted(said.get(by_id[one.id], ())),
        )
        for position, one in enumerate(draw(units, size, seed=seed), start=1)
    )
    model, version = _model(session, origins)
    return DrawnPassages(passages, model, version)


def _wave(known: Sequence[WaveLine], day: date | None) -> str:
    # In a form that sorts as the waves do; "" outside all of them.
    return next((f"{w.number:06}" for w in known if day and w.starts_on <= day <= w.ends_on), "")


def _origins(
    session: Session, selection: Selection, in_use: CodebookInUse
) -> Mapping[Place, _Origin]:
    rows = session.execute(
        select(
            Answer.response_id,
            Answer.question_id,
            SurveyVersion.survey_id,
            Response.received_on,
            AnalysisRun.id,
        )
        .join(Response, Response.id == Answer.response_id)
        .join(SurveyVersion, SurveyVersion.id == Response.version_id)
        .join(
            Sentiment,
            and_(
                Sentiment.response_id == Answer.response_id,
                Sentiment.question_id == Answer.question_id,
            ),
        )
        .join(AnalysisRun, AnalysisRun.id == Sentiment.run_id)
        .where(
            Answer.response_id.in_(response_ids(selection)),
            Answer.text_sealed.is_not(None),
            Sentiment.is_non_answer.is_(False),
            Sentiment.label.is_not(None),
            AnalysisRun.codebook_id == in_use.id,
        )
    )
    return {(row[0], row[1]): _Origin(row[2], row[3], row[4]) for row in rows}


def _machine(
    session: Session, selection: Selection, in_use: CodebookInUse
) -> Mapping[Place, set[str]]:
    # What people have since rejected was still given by the machine, and counts as its error.
    # What it only suggested counts in no number, so its error is not theirs.
    suggested = select(DecisionChange.coding_id).where(
        DecisionChange.state_before == CodingState.SUGGESTED
    )
    rows = session.execute(
        select(Coding.response_id, Coding.question_id, Theme.key)
        .join(Theme, Theme.id == Coding.theme_id)
        .where(
            Coding.source == CodingSource.MACHINE,
            Coding.state != CodingState.SUGGESTED,
            Coding.id.not_in(suggested),
            Theme.codebook_id == in_use.id,
            Coding.response_id.in_(response_ids(selection)),
        )
    )
    found: dict[Place, set[str]] = defaultdict(set)
    for response_id, question_id, key in rows:
        found[response_id, question_id].add(key)
    return found


def _model(session: Session, origins: Mapping[Place, _Origin]) -> tuple[str, str]:
    newest = session.execute(
        select(AnalysisRun.model, AnalysisRun.model_version)
        .where(AnalysisRun.id.in_({origin.run_id for origin in origins.values()}))
        .order_by(AnalysisRun.finished_at.desc(), AnalysisRun.id)
        .limit(1)
    ).one()
    return newest.model, newest.model_version
