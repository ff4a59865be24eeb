"""The revisions of an audit in and out of the database: sealed, numbered, never thrown away."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import select, update

from app import clock
from app.db import sealing
from app.db.models import Audit, AuditRevision
from app.domain.revisions import Edit, Revision, by_field, is_clash

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from sqlalchemy.orm import Session

SEALED_COLUMN = "audit_revisions.raw"


@dataclass(frozen=True)
class Author:
    """Whose revision it is, and the device it came from; none when it was made on the site."""

    user_id: UUID
    device_id: UUID | None = None


@dataclass(frozen=True)
class Kept:
    """The revisions of an audit, opened; and which the stored answers were made from, by field."""

    revisions: tuple[Revision, ...]
    current: dict[str, UUID]
    authors: dict[UUID, Author]

    @property
    def number(self) -> int:
        """The number of the last one; 0 when there is none."""
        return max((one.number for one in self.revisions), default=0)

    @property
    def edits(self) -> dict[UUID, Edit]:
        """Every edit by its id."""
        return {one.id: one.edit for one in self.revisions}

    @property
    def fields(self) -> dict[str, list[Revision]]:
        """The revisions by field, in order."""
        return by_field(self.revisions)

    @property
    def clashes(self) -> tuple[str, ...]:
        """The fields of which a person has to choose what holds."""
        return tuple(field for field, found in self.fields.items() if is_clash(found))


def load(session: Session, audit: Audit) -> Kept:
    """Return what is kept of an audit's revisions."""
    rows = session.scalars(
        select(AuditRevision)
        .where(AuditRevision.audit_id == audit.id)
        .order_by(AuditRevision.number)
    ).all()
    return Kept(
        tuple(Revision(row.number, _edit(audit, row)) for row in rows),
        {row.field: row.id for row in rows if row.is_current},
        {row.id: Author(row.by_id, row.device_id) for row in rows},
    )


def add(
    session: Session, audit: Audit, edits: Iterable[Edit], *, after: int, author: Author
) -> tuple[Revision, ...]:
    """Keep some edits as the next revisions of an audit, sealed under its key."""
    added = tuple(Revision(number, edit) for number, edit in enumerate(edits, after + 1))
    for one in added:
        content = json.dumps(one.edit.raw, ensure_ascii=False, sort_keys=True)
        row = AuditRevision(
            id=one.id,
            audit_id=audit.id,
            device_id=author.device_id,
            by_id=author.user_id,
            number=one.number,
            field=one.field,
            seen=sorted(str(seen) for seen in one.edit.seen),
            raw_sealed=sealing.seal(audit, SEALED_COLUMN, content, one.id),
            taken_at=clock.now(),
        )
        session.add(row)
    session.flush()
    return added


def make_current(session: Session, audit: Audit, field: str, revision_id: UUID) -> None:
    """Mark the revision that the stored answer of a field was made from."""
    of_field = (AuditRevision.audit_id == audit.id, AuditRevision.field == field)
    session.execute(
        update(AuditRevision)
        .where(*of_field)
        .values(is_current=AuditRevision.id == revision_id)
        .execution_options(synchronize_session=False)
    )


def forget(session: Session, audit: Audit, *, but: Collection[str]) -> None:
    """Empty every revision of an audit's fields, but for some, of what was given there.

    That there was one stays, with its id and number, so that nothing is taken a second time.
    """
    rows = session.scalars(
        select(AuditRevision).where(
            AuditRevision.audit_id == audit.id, AuditRevision.field.not_in(but)
        )
    )
    for row in rows:
        row.raw_sealed = sealing.seal(audit, SEALED_COLUMN, json.dumps({}), row.id)
    session.flush()


def elsewhere(session: Session, audit_id: UUID, edit_ids: Iterable[UUID]) -> frozenset[UUID]:
    """Return which ids stand for something of another audit; no device makes one twice."""
    query = select(AuditRevision.id).where(
        AuditRevision.id.in_(list(edit_ids)), AuditRevision.audit_id != audit_id
    )
    return frozenset(session.scalars(query))


def _edit(audit: Audit, row: AuditRevision) -> Edit:
    content = sealing.unseal(audit, SEALED_COLUMN, row.raw_sealed, row.id)
    return Edit(row.id, row.field, frozenset(UUID(one) for one in row.seen), json.loads(content))
