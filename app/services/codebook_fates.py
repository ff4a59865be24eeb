"""What becomes of a theme on the way to another version: kept, merged into another, or retired."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from app.db.models import CodebookStep
from app.domain.evidence import StepKind

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session


def steps(session: Session, codebook_id: UUID) -> tuple[CodebookStep, ...]:
    """Return the changes that led to a version, in the order they were made."""
    return tuple(
        session.scalars(
            select(CodebookStep)
            .where(CodebookStep.codebook_id == codebook_id)
            .order_by(CodebookStep.number)
        )
    )


def merged(session: Session, codebook_id: UUID) -> dict[str, str]:
    """Return, for each theme that was merged away, the key of the one it went into at last.

    That one may have been retired afterwards, and is then in no version.
    """
    into: dict[str, str] = {}
    for step in steps(session, codebook_id):
        if step.kind is StepKind.MERGED:
            into = {key: _after(step, survivor) for key, survivor in into.items()}
            into[step.other_key] = step.theme_key
    return into


def _after(step: CodebookStep, survivor: str) -> str:
    return step.theme_key if survivor == step.other_key else survivor
