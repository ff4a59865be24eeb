"""A crowd that answers a survey with an age, a score and words, for tests about crossings."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from analysis.codebook import shipped
from app.db.models import Sentiment, SurveyVersion, Theme, Wave
from app.domain.evidence import SentimentLabel
from app.domain.people import Role
from app.domain.surveys import Channel
from app.services import accounts, answers, codebooks, responding
from app.services.scopes import Scope, scope
from surveys import Given, parse
from tests import blind, builders, written

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

FIRST = date(2026, 1, 5)
AGES = ("8 or 9", "10 or 11")
ASKED: dict[str, Any] = {
    "key": "asked",
    "title": "What is it like?",
    "kind": "questionnaire",
    "audience": "young_people",
    "pages": [
        {
            "key": "page",
            "title": "You",
            "questions": [
                {"key": "heard", "kind": "agreement", "label": "They listen to me."},
                {"key": "moves", "kind": "number", "label": "Moves", "min": 0, "max": 9},
                {"key": "words", "kind": "long_text", "label": "In your words"},
                {
                    "key": "age_band",
                    "kind": "one_choice",
                    "label": "How old are you?",
                    "group": True,
                    "options": [{"value": f"a{n}", "label": age} for n, age in enumerate(AGES)],
                },
            ],
        }
    ],
    "scores": [
        {
            "key": "heard",
            "label": "Being heard",
            "method": "single",
            "items": ["heard"],
            "bands": [
                {"label": "low", "from": 1, "to": 2},
                {"label": "middle", "from": 3, "to": 3},
                {"label": "high", "from": 4, "to": 5},
            ],
        },
        {
            "key": "moves",
            "label": "Moves",
            "method": "single",
            "items": ["moves"],
            "direction": "lower_is_better",
        },
    ],
    "indices": [
        {
            "key": "life",
            "label": "Life",
            "parts": [
                {"question": "heard", "weight": 2},
                {"question": "moves", "reverse": True},
                {"question": "age_band", "good": ["a0"]},
            ],
            "missing": {"prorate": 1},
            "bands": [
                {"label": "lower half", "from": 0, "to": 49.9},
                {"label": "upper half", "from": 50, "to": 100},
            ],
        }
    ],
}


@dataclass
class Crowd:
    """A survey in a place with three waves of a week, and somebody who may read all of it."""

    session: Session
    survey_id: UUID
    version_id: UUID
    reader: Any
    themes: dict[str, UUID] = field(default_factory=dict)
    _sent: Counter[UUID] = field(default_factory=Counter)

    def _feels(self, place: tuple[UUID, UUID], feeling: SentimentLabel) -> None:
        run_id, _ = blind.a_run(self.session, self.survey_id)
        where = {"response_id": place[0], "question_id": place[1], "run_id": run_id}
        self.session.add(Sentiment(**where, label=feeling, strength=0.0))

    def say(
        self,
        people: int,
        *themes: str,
        week: int = 0,
        groups: Any = None,
        feeling: SentimentLabel = SentimentLabel.MIXED,
        **values: Any,
    ) -> None:
        """Let so many people write words, each under these themes, with the same answers."""
        known = {key: Given(value=value) for key, value in values.items() if value is not None}
        question = answers.questions_of(self.session, self.version_id)["words"].id
        for _ in range(people):
            self._sent[self.version_id] += 1
            response_id = responding.accept(
                self.session,
                self.version_id,
                known | {"words": Given(text="It is what it is.")},
                channel=Channel.WEB,
                received_on=FIRST + timedelta(weeks=week, days=1),
                client_token=f"{self.version_id}-{self._sent[self.version_id]}",
                groups=groups,
            )
            if themes:
                self._feels((response_id, question), feeling)
            for theme in themes:
                place = (response_id, question)
                written.give(
                    self.session, place, self.themes[theme], self.reader, sentiment=feeling
                )

    def scope(self, **chosen: Any) -> Scope:
        """Return what a page would be about for the reader."""
        return scope(self.session, self.reader, **chosen)

    def another(self, title: str) -> Crowd:
        """Return another survey of the same questions, beside this one."""
        return a_crowd(self.session, self.reader, self.themes, title=title)


def a_crowd(
    session: Session,
    reader: Any = None,
    themes: dict[str, UUID] | None = None,
    *,
    title: str = "What is it like?",
    asked: dict[str, Any] = ASKED,
) -> Crowd:
    """Publish a survey, and at first three waves, a codebook and a reader too."""
    service = builders.a_service(session)
    version_id = builders.publish(
        session,
        parse(asked | {"title": title}),
        service_id=service.id,
        slug=f"asked-{service.id.hex[:8]}",
    )
    survey_id = session.get_one(SurveyVersion, version_id).survey_id
    if reader is None:
        _waves(session)
        user = builders.a_user(session, roles=[Role.PARTICIPATION])
        reader = accounts.actor_by_id(session, user.id)
        codebooks.use_codebook(session, shipped())
    known = themes or {row.key: row.id for row in session.scalars(select(Theme))}
    return Crowd(session, survey_id, version_id, reader, known)


def _waves(session: Session, numbers: Sequence[int] = (1, 2, 3)) -> None:
    for number in numbers:
        starts_on = FIRST + timedelta(weeks=number - 1)
        ends_on = starts_on + timedelta(days=6)
        wave = Wave(number=number, name=f"Wave {number}", starts_on=starts_on, ends_on=ends_on)
        session.add(wave)
    session.flush()
