"""The record of what staff did and read: append-only, and each entry chained to the last."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select, text

from app import clock
from app.db import sealing
from app.db.models import ActivityEntry

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

FIRST = "0" * 64
# One writer at a time numbers the entries; SQLite's write lock already sees to that.
_LOCK = 0x6561_7273_686F_74


@dataclass(frozen=True)
class ChainCheck:
    """Whether the record is whole: how many entries, and the first that is wrong."""

    entries: int
    broken_at: int | None

    @property
    def is_whole(self) -> bool:
        """Whether every entry follows from the one before it."""
        return self.broken_at is None


def record(
    session: Session,
    verb: str,
    *,
    by: UUID | None,
    about: tuple[str, object] = ("", ""),
    counts: dict[str, int] | None = None,
) -> int:
    """Add one entry in the caller's transaction, and return its number: no entry, no act (R-15).

    `verb` is a past-tense dotted noun such as `concern.acknowledged`; `about` is the kind and
    id of the object; `counts` holds numbers only, never content.

    Source: HMAC-SHA-256 (RFC 2104, 1997) chained over canonical JSON (R-16).
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    session.flush()
    last = session.execute(
        select(ActivityEntry.seq, ActivityEntry.chain).order_by(ActivityEntry.seq.desc()).limit(1)
    ).first()
    seq, before = (last.seq + 1, last.chain) if last else (1, FIRST)
    entry = ActivityEntry(
        seq=seq,
        at=clock.now(),
        actor_id=by,
        verb=verb,
        object_kind=about[0],
        object_id=str(about[1]),
        counts=counts or {},
    )
    entry.chain = _link(entry, before)
    session.add(entry)
    session.flush()
    return seq


def check(session: Session) -> ChainCheck:
    """Walk the record from its first entry and say whether it is whole."""
    before, expected = FIRST, 1
    for entry in session.scalars(select(ActivityEntry).order_by(ActivityEntry.seq)):
        if entry.seq != expected or entry.chain != _link(entry, before):
            return ChainCheck(expected, entry.seq)
        before, expected = entry.chain, expected + 1
    return ChainCheck(expected - 1, None)


def _link(entry: ActivityEntry, before: str) -> str:
    content = json.dumps(
        [
            entry.seq,
            entry.at.isoformat(),
            str(entry.actor_id or ""),
            entry.verb,
            entry.object_kind,
            entry.object_id,
            entry.counts,
            before,
        ],
        sort_keys=True,
        separators=(",", ":"),
    )
    return sealing.keyring().keyed_hash(content, "activity")
