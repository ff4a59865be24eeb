"""Words that a machine has read, with its chances, for tests about the workbench."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.db.models import Coding, Response, Sentiment, SurveyVersion
from app.domain.evidence import CodingSource, CodingState, SentimentLabel
from app.services import accounts, codebooks, decisions
from tests import blind, builders, written

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.domain.people import Actor, Role

SURE = 0.7


@dataclass(frozen=True)
class Coded:
    """Where some words are, in which service and survey, and the ids of themes by key."""

    service_id: UUID
    survey_id: UUID
    places: tuple[tuple[UUID, UUID], ...]
    themes: Mapping[str, UUID]


def read(session: Session, said: Sequence[tuple[str, Mapping[str, float]]]) -> Coded:
    """Take in words, each with the chances that a machine gave to themes: from SURE on it is sure.

    Every coding is on the first half of its words.
    """
    themes = codebooks.codebook_in_use(session).theme_ids
    service_id, places = written.write(session, [words for words, _ in said])
    response = session.get_one(Response, places[0][0])
    survey_id = session.get_one(SurveyVersion, response.version_id).survey_id
    run_id, _ = blind.a_run(session, survey_id)
    for place, (words, chances) in zip(places, said, strict=True):
        where = {"response_id": place[0], "question_id": place[1], "run_id": run_id}
        session.add(Sentiment(**where, label=SentimentLabel.NEGATIVE, strength=0.5))
        session.add_all(
            Coding(
                **where,
                theme_id=themes[key],
                source=CodingSource.MACHINE,
                state=CodingState.PROPOSED if chance >= SURE else CodingState.SUGGESTED,
                score=chance,
                start=0,
                end=max(1, len(words) // 2),
                sentiment=SentimentLabel.NEGATIVE,
            )
            for key, chance in chances.items()
        )
    session.flush()
    return Coded(service_id, survey_id, tuple(places), themes)


def somebody(session: Session, coded: Coded, name: str, *roles: Role) -> Actor:
    """Add a member of the service's staff, a participation officer unless told otherwise."""
    more = {"roles": roles} if roles else {}
    user = builders.a_user(session, service_id=coded.service_id, name=name, **more)
    return accounts.actor_by_id(session, user.id)


def seen(session: Session, place: tuple[UUID, UUID]) -> str:
    """Return the stamp that a page would carry for a passage now."""
    codings = decisions._codings(session, place)
    return decisions.stamp_of(codings, decisions.marks(session, [place[0]])[place])


def states(session: Session, place: tuple[UUID, UUID]) -> list[tuple[object, ...]]:
    """Return all that can be known of the codings of a passage, in an order of their own."""
    return sorted(
        (
            (one.id.hex, one.theme_id.hex, one.state, one.decided_by_id, one.decided_at)
            + (one.start, one.end, one.source, one.score)
            for one in decisions._codings(session, place)
        ),
        key=lambda row: row[0],
    )
