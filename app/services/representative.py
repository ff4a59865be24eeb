"""The few passages that best stand for all of a theme, so that a reader can begin with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from analysis.summary import Candidate, representative
from app.db.models import Answer, Coding, Response
from app.domain.evidence import COUNTED, CodingState
from app.services import answers
from app.services.selection import response_ids

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from app.services.decisions import Place
    from app.services.selection import Selection

# Each is compared with each; fewer than so many are read as quickly as chosen from.
MOST, FEWEST = 40, 8


def places(session: Session, selection: Selection, theme_id: UUID) -> tuple[Place, ...]:
    """Return three passages of a theme that say the most between them, or none of a few.

    They are chosen among the surest, by the words that carry the theme. Deterministic.
    """
    found: dict[str, tuple[Place, Candidate]] = {}
    for coding, answer, response in session.execute(_surest(selection, theme_id)):
        place = (answer.response_id, answer.question_id)
        words = (answers.words_of(response, answer) or "")[coding.start : coding.end]
        sure = 1.0 if coding.state is CodingState.ACCEPTED else coding.score
        key = " ".join(one.hex for one in place)
        found.setdefault(key, (place, Candidate(key, words, sure)))
    if len(found) < FEWEST:
        return ()
    chosen = representative([candidate for _, candidate in found.values()])
    return tuple(found[one.id][0] for one in chosen)


def _surest(selection: Selection, theme_id: UUID) -> Select[Coding, Answer, Response]:
    return (
        select(Coding, Answer, Response)
        .join(
            Answer,
            (Answer.response_id == Coding.response_id)
            & (Answer.question_id == Coding.question_id),
        )
        .join(Response, Response.id == Coding.response_id)
        .where(
            Coding.theme_id == theme_id,
            Coding.state.in_(COUNTED),
            Coding.response_id.in_(response_ids(selection)),
            Answer.text_sealed.is_not(None),
        )
        .order_by((Coding.state == CodingState.ACCEPTED).desc(), Coding.score.desc(), Coding.id)
        .limit(MOST)
    )
