"""What opens a half-finished response, and the tries at typed codes."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.db.models.base import Base, Keyed, reference
from app.db.types import UtcDateTime, word
from app.domain.surveys import DraftKeyKind


class DraftKey(Base):
    """One thing that opens a draft: a browser's cookie, a link, or a typed code.

    Only its keyed hash is kept. No time is, because it would tell when somebody answered (R-27).
    """

    __tablename__ = "draft_keys"

    key_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    response_id: Mapped[UUID] = reference("responses.id", ondelete="CASCADE")
    kind: Mapped[DraftKeyKind] = mapped_column(word(DraftKeyKind))


class CodeTry(Keyed, Base):
    """One try at a typed code, right or wrong, kept for a minute; nothing says whose it was."""

    __tablename__ = "code_tries"

    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
