"""What a model learned from people's words: kept sealed, only the latest, gone with the words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, or_, select

from app.db import sealing
from app.db.models import Coding, KeptModel
from app.domain.evidence import CodingSource, CodingState

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

CONTENT = "content"


def sealed(name: str, content: bytes) -> KeptModel:
    """Return a model sealed and ready to be kept; it takes a moment, so no transaction is open."""
    row = KeptModel(name=name)
    row.content_sealed = sealing.seal_bytes(row, CONTENT, content)
    return row


def keep(session: Session, row: KeptModel, learning_id: UUID) -> None:
    """Keep a model as what a learning learned."""
    row.learning_id = learning_id
    session.add(row)


def only(session: Session, name: str) -> None:
    """Let go of every model but that of a name: other lessons taught the others."""
    session.execute(delete(KeptModel).where(KeptModel.name != name))


def is_kept(session: Session, name: str) -> bool:
    """Return whether the model of a name is kept."""
    return session.scalar(select(KeptModel.id).where(KeptModel.name == name)) is not None


def content(session: Session, name: str) -> bytes | None:
    """Return the model of a name as it was written down; None when it is not kept.

    Raises:
        SealError: the seal does not open.
    """
    row = session.scalar(select(KeptModel).where(KeptModel.name == name))
    return sealing.unseal_bytes(row, CONTENT, row.content_sealed) if row else None


def forget(session: Session) -> None:
    """Let go of what is kept; what teaches it teaches it again."""
    session.execute(delete(KeptModel))


def forget_words_of(session: Session, response_id: UUID) -> None:
    """Let go of what is kept if it may have learned from the words of a response."""
    decided = select(Coding.id).where(
        Coding.response_id == response_id,
        or_(
            Coding.source == CodingSource.PERSON,
            Coding.state.in_([CodingState.ACCEPTED, CodingState.REJECTED]),
        ),
    )
    if session.scalar(decided.limit(1)) is not None:
        forget(session)
