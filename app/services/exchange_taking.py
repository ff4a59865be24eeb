"""Keep what a file of codings brings, each as the coding of the person who brought it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from app import clock
from app.db.models import Answer, Coding, Sentiment
from app.domain.evidence import UNDECIDED, CodingSource, CodingState, SentimentLabel
from app.services import activity
from app.services.exchange_matching import Unmatched

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.domain.people import Actor
    from app.services.exchange_matching import Match, Plan
    from app.services.exchange_words import Place

BATCH = 500
# Where an answer has a theme twice, what is nearer to a person's agreement is looked at.
WEAKEST_FIRST = (
    CodingState.SUGGESTED,
    CodingState.PROPOSED,
    CodingState.REJECTED,
    CodingState.ACCEPTED,
)


@dataclass(frozen=True)
class Outcome:
    """What became of a file: added, agreed with the machine, known before, and not taken in."""

    sources: int
    added: int
    agreed: int
    known: int
    unmatched: tuple[Unmatched, ...]

    @property
    def homeless(self) -> tuple[Unmatched, ...]:
        """What a person should look at: all but the machine's own codings, which are here."""
        return tuple(one for one in self.unmatched if one.why != "machine")


def take_in(session: Session, plan: Plan, *, by: Actor) -> Outcome:
    """Keep the codings of a file as those of the person who brought it.

    Where the machine proposed the theme already, the person agreed with it. What a person decided
    here stays. The same file again adds nothing.
    """
    known = _known(session, plan)
    felt = _felt(session, plan)
    added = agreed = before = 0
    refused = list(plan.unmatched)
    for match in plan.matches:
        old = known.get((match.place, match.theme_id))
        if match.place not in felt:
            refused.append(Unmatched(match.source, match.theme, "gone"))
        elif old is None:
            known[match.place, match.theme_id] = _add(session, match, felt[match.place], by=by)
            added += 1
        elif old.state is CodingState.REJECTED:
            refused.append(Unmatched(match.source, match.theme, "rejected"))
        elif old.state in UNDECIDED:
            old.state = CodingState.ACCEPTED
            old.decided_by_id, old.decided_at = by.id, clock.now()
            agreed += 1
        else:
            before += 1
    counts = {"added": added, "agreed": agreed, "known": before, "unmatched": len(refused)}
    about = ("codebook", plan.codebook_id)
    activity.record(session, "codings.imported", by=by.id, about=about, counts=counts)
    return Outcome(plan.sources, added, agreed, before, tuple(refused))


def _add(session: Session, match: Match, feeling: SentimentLabel, *, by: Actor) -> Coding:
    response_id, question_id = match.place
    coding = Coding(
        response_id=response_id,
        question_id=question_id,
        theme_id=match.theme_id,
        coder_id=by.id,
        source=CodingSource.PERSON,
        state=CodingState.ACCEPTED,
        score=1.0,
        start=match.start,
        end=match.end,
        sentiment=feeling,
        decided_by_id=by.id,
        decided_at=clock.now(),
    )
    session.add(coding)
    return coding


def _known(session: Session, plan: Plan) -> dict[tuple[Place, UUID], Coding]:
    """Return what was said of each theme of each answer: by a person before by a machine."""
    weight = {state: place for place, state in enumerate(WEAKEST_FIRST)}
    found: dict[tuple[Place, UUID], Coding] = {}
    for some in _batches(plan):
        for coding in session.scalars(select(Coding).where(Coding.response_id.in_(some))):
            key = ((coding.response_id, coding.question_id), coding.theme_id)
            other = found.get(key)
            if other is None or weight[coding.state] > weight[other.state]:
                found[key] = coding
    return found


def _felt(session: Session, plan: Plan) -> dict[Place, SentimentLabel]:
    """Return how each answer that is still there feels; mixed when nothing has read it yet."""
    found = {}
    for some in _batches(plan):
        rows = session.execute(
            select(Answer.response_id, Answer.question_id, Sentiment.label)
            .outerjoin(
                Sentiment,
                (Sentiment.response_id == Answer.response_id)
                & (Sentiment.question_id == Answer.question_id),
            )
            .where(Answer.response_id.in_(some), Answer.text_sealed.is_not(None))
        )
        for row in rows:
            found[row.response_id, row.question_id] = row.label or SentimentLabel.MIXED
    return found


def _batches(plan: Plan) -> Iterable[list[UUID]]:
    responses = sorted({match.place[0] for match in plan.matches})
    return (responses[at : at + BATCH] for at in range(0, len(responses), BATCH))
