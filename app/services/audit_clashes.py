"""Two versions of one answer of an audit: shown side by side, and settled by the practitioner."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import uuid4

from app.db.models import CaptureDevice
from app.domain.audits import AuditState
from app.domain.errors import Conflict, NotFound
from app.domain.revisions import Edit, heads
from app.services import activity, audit_fields, audit_revisions, audit_standing, auditing
from app.services.audit_revisions import Author

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.db.models import Audit
    from app.domain.audits import Voice
    from app.domain.people import Actor
    from app.domain.revisions import Revision
    from app.services.audit_fields import Field
    from app.services.audit_revisions import Kept

ON_SITE = "Written on the site"
NO_ANSWER = "No answer"


@dataclass(frozen=True)
class VersionLine:
    """One of the versions, and the device that it came from."""

    id: UUID
    said: str
    source: str


@dataclass(frozen=True)
class ClashLine:
    """One question of which there are several versions; the first of them stands meanwhile."""

    field: str
    voice: Voice
    question: str
    versions: tuple[VersionLine, ...]


@dataclass(frozen=True)
class ClashPage:
    """Every question of an audit of which somebody has to choose a version."""

    audit_id: UUID
    audit_ref: str
    clashes: tuple[ClashLine, ...]


def clash_page(session: Session, audit_id: UUID, *, by: Actor) -> ClashPage:
    """Return what is to choose in an audit. That it was read is recorded (R-15).

    Raises:
        NotFound: it is not there, or not the person's.
    """
    audit = auditing.find(session, audit_id, by=by)
    activity.record(session, "audit.read", by=by.id, about=("audit", audit_id))
    fields = audit_fields.of_audit(session, audit)
    kept = audit_revisions.load(session, audit)
    by_field = kept.fields
    lines = tuple(
        _line(session, fields[key], heads(by_field[key]), kept)
        for key in kept.clashes
        if key in fields
    )
    return ClashPage(audit.id, audit.audit_ref, lines)


def choose(
    session: Session,
    audit_id: UUID,
    field: str,
    revision_id: UUID,
    *,
    shown: frozenset[UUID],
    by: Actor,
) -> None:
    """Let one of the versions that were `shown` hold; the others stay in the history.

    A version that came since the page was shown was not seen, so it waits to be chosen or not.

    Raises:
        NotFound: there is no such audit, or no such version of that answer.
        Conflict: the audit was handed in already.
    """
    audit = auditing.find(session, audit_id, by=by)
    if audit.state is not AuditState.DRAFT:
        raise Conflict("audit_submitted")
    fields = audit_fields.of_audit(session, audit)
    audit_standing.notice(session, audit, fields, by=by)
    kept = audit_revisions.load(session, audit)
    chosen = kept.edits.get(revision_id)
    if field not in fields or chosen is None or chosen.field != field:
        raise NotFound
    edit = Edit(uuid4(), field, shown | {revision_id}, chosen.raw)
    _settle(session, audit, fields, kept, edit, by)


def count(session: Session, audit: Audit) -> int:
    """Return of how many answers somebody has to choose a version."""
    return len(audit_revisions.load(session, audit).clashes)


def _settle(
    session: Session,
    audit: Audit,
    fields: dict[str, Field],
    kept: Kept,
    edit: Edit,
    by: Actor,
) -> None:
    author = Author(by.id)
    new = audit_revisions.add(session, audit, [edit], after=kept.number, author=author)
    now = audit_revisions.load(session, audit)
    audit_standing.settle(session, audit, fields, now, new)
    activity.record(session, "audit.version_chosen", by=by.id, about=("audit", audit.id))


def _line(session: Session, field: Field, versions: tuple[Revision, ...], kept: Kept) -> ClashLine:
    lines = []
    for one in versions:
        reading = audit_fields.read(field.question, one.edit.raw)
        said = field.question.as_text(reading.given) if reading.given else NO_ANSWER
        if reading.problem:
            said = " ".join(text for sent in one.edit.raw.values() for text in sent)
        lines.append(VersionLine(one.id, said, _source(session, kept, one)))
    return ClashLine(field.question.key, field.voice, field.question.label, tuple(lines))


def _source(session: Session, kept: Kept, revision: Revision) -> str:
    device_id = kept.authors[revision.id].device_id
    device = session.get(CaptureDevice, device_id) if device_id else None
    return device.name if device else ON_SITE
