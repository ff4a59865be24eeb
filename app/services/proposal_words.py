"""The words that proposals for the codebook are made from, and the themes they carry already."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from analysis.corpus import Corpus, Passage, is_non_answer
from analysis.language import LOST, understanding
from app.db.models import Codebook, Coding, Sentiment, Survey, Theme
from app.domain.evidence import CodingState
from app.services import answers, exchange_words
from app.services.selection import Selection

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from app.services.exchange_words import Place

MOST = 10_000  # answers; more would outlast the lease of a job and tell little more


@dataclass(frozen=True)
class Said:
    """What people wrote, as the analysis sees it, with where each passage is.

    `passages_of` holds the ids of each theme's passages, by the key of the theme in use.
    """

    corpus: Corpus
    places: Mapping[str, Place]
    passages_of: Mapping[str, frozenset[str]]

    @property
    def coded(self) -> frozenset[str]:
        """The passages that some theme explains."""
        return frozenset().union(*self.passages_of.values())

    def of_theme(self, key: str) -> tuple[Passage, ...]:
        """Return the passages of one theme."""
        ids = self.passages_of.get(key, frozenset())
        return tuple(passage for passage in self.corpus.passages if passage.id in ids)


def said(session: Session) -> Said:
    """Return everything that people wrote in their own words, with the themes it carries.

    The order goes by random keys, so that it tells nothing of who answered when (R-27).
    """
    passages, places = [], {}
    everything = exchange_words.said(session, _everyone(session))
    found = sorted(everything, key=lambda one: str(one.place))
    for number, one in enumerate(found[:MOST]):
        text = answers.words_of(one.response, one.answer) or ""
        if is_non_answer(text) or understanding(text).reason in LOST:
            continue
        passage = Passage(f"{number:06}", text, one.question.wording, one.question.stance)
        passages.append(passage)
        places[passage.id] = one.place
    return Said(Corpus(tuple(passages)), places, _themes(session, places))


def count_unexplained(session: Session) -> int:
    """Return how many comments carry no theme; opens none.

    Those that say nothing and those that were not understood are left out.
    """
    places = set(exchange_words.places(session, _everyone(session)))
    coded = session.execute(
        select(Coding.response_id, Coding.question_id)
        .join(Theme, Theme.id == Coding.theme_id)
        .join(Codebook, Codebook.id == Theme.codebook_id)
        .where(Codebook.is_in_use, Coding.state != CodingState.REJECTED)
    )
    empty = session.execute(
        select(Sentiment.response_id, Sentiment.question_id).where(
            or_(Sentiment.is_non_answer, Sentiment.label.is_(None))
        )
    )
    said_something = places.difference(tuple(row) for row in coded)
    return len(said_something.difference(tuple(row) for row in empty))


def _everyone(session: Session) -> Selection:
    return Selection(frozenset(session.scalars(select(Survey.id))))


def _themes(session: Session, places: Mapping[str, Place]) -> dict[str, frozenset[str]]:
    ids = {place: passage_id for passage_id, place in places.items()}
    rows = session.execute(
        select(Theme.key, Coding.response_id, Coding.question_id)
        .join(Theme, Theme.id == Coding.theme_id)
        .join(Codebook, Codebook.id == Theme.codebook_id)
        .where(Codebook.is_in_use, Coding.state != CodingState.REJECTED)
    )
    found: dict[str, set[str]] = defaultdict(set)
    for key, response_id, question_id in rows:
        passage_id = ids.get((response_id, question_id))
        if passage_id is not None:
            found[key].add(passage_id)
    return {key: frozenset(mine) for key, mine in found.items()}
