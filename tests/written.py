"""People's words in a service, and themes that a person gave them, for tests about codebooks."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from app.db.models import Coding
from app.domain.evidence import CodingSource, CodingState, SentimentLabel
from app.domain.surveys import Channel
from app.services import answers, responding
from surveys import Given, parse
from tests import builders

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.domain.people import Actor


def write(session: Session, texts: Sequence[str]) -> tuple[UUID, list[tuple[UUID, UUID]]]:
    """Let one person write each text, and return their service and where each text is."""
    service = builders.a_service(session)
    version_id = builders.publish(
        session, parse(builders.SMALL), service_id=service.id, slug=f"words-{service.id.hex[:8]}"
    )
    question_id = answers.questions_of(session, version_id)["words"].id
    return service.id, [
        (
            responding.accept(
                session,
                version_id,
                {"words": Given(text=text)},
                channel=Channel.WEB,
                received_on=date(2026, 11, 1),
                client_token=f"{service.id}-{number}",
            ),
            question_id,
        )
        for number, text in enumerate(texts)
    ]


def give(
    session: Session,
    place: tuple[UUID, UUID],
    theme_id: UUID,
    by: Actor | None = None,
    **columns: Any,
) -> UUID:
    """Let a person give a theme to some words, and return the coding's id."""
    values = {
        "source": CodingSource.PERSON,
        "state": CodingState.ACCEPTED,
        "score": 1.0,
        "start": 0,
        "end": 3,
        "sentiment": SentimentLabel.MIXED,
        "coder_id": by.id if by else None,
    }
    coding = Coding(
        response_id=place[0], question_id=place[1], theme_id=theme_id, **values | columns
    )
    session.add(coding)
    session.flush()
    return coding.id
