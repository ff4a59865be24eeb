"""The letters of the world of R-48: what a device sends, and what the site answers."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.domain.revisions import Edit, Revision

HANDED_IN = "handed in"


@dataclass(frozen=True)
class Letter:
    """One message to the site, or its answer; `number` is the site's count when it answered.

    A photo goes by itself, as its id and its state, and so does what becomes of it. `end` is
    "revoked" where nothing is taken from the device any more.
    """

    to_site: bool
    device: int
    sender: UUID
    edits: tuple[Edit, ...] = ()
    known: int = 0
    hand_in: bool = False
    end: str = "sent"
    state: str = "draft"
    safe: tuple[UUID, ...] = ()
    refused: Mapping[UUID, str] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    number: int = 0
    heads: tuple[Revision, ...] = ()
    photo: tuple[UUID, str] | None = None

    def answered(self, **answer: Any) -> Letter:
        """Return the answer to this letter."""
        return replace(Letter(to_site=False, device=self.device, sender=self.sender), **answer)

    def as_reply(self) -> dict[str, Any]:
        """Return an answer of the site as a browser gets it."""
        told: dict[str, list[dict[str, Any]]] = {}
        for one in self.heads:
            seen = sorted(str(each) for each in one.edit.seen)
            told.setdefault(one.field, []).append(
                {"id": str(one.id), "seen": seen, "raw": one.edit.raw}
            )
        return {
            "state": self.state,
            "audit_ref": "A-1",
            "number": self.number,
            "safe": [str(one) for one in self.safe],
            "heads": told,
            "refused": {str(one): why for one, why in self.refused.items()},
            "problems": {},
            "missing": dict.fromkeys(self.missing, "missing"),
        }
