"""What a device without a signal sends of an audit: taken once, merged, and never overwritten.

The stored answers go through the same functions as those of the pages online, in the same
transaction; whoever calls tells the device that something is safe only after the commit (R-48).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from app.db.models import Audit
from app.domain.audits import AuditState
from app.domain.errors import NotFound
from app.domain.revisions import Taking, heads, take
from app.services import (
    activity,
    agency_states,
    audit_conflicts,
    audit_fields,
    audit_parts,
    audit_revisions,
    audit_standing,
    auditing,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.domain.people import Actor
    from app.domain.revisions import Edit, Revision
    from app.services.audit_fields import Field
    from app.services.audit_revisions import Author, Kept
    from app.services.auditing import Opening

HANDED_IN = "The audit was handed in before this came, so it could not be added. It is still here."
UNKNOWN = "The form of this audit does not ask this here. What you wrote is still here."
CHANGED = "This was sent before with other words. What you wrote is still here."
CHOOSE = "There are two versions of this. Choose one."


@dataclass(frozen=True)
class Sent:
    """What a device sends of one audit, and the number of the last revision that it knows.

    An audit that the device opened itself brings its `opening` and the version of the form.
    """

    id: UUID
    known: int = 0
    edits: tuple[Edit, ...] = ()
    opening: Opening | None = None
    version_id: UUID | None = None
    hand_in: bool = False


@dataclass(frozen=True)
class Synced:
    """How an audit stands after a device sent what it had.

    `safe` are the edits that are kept; `refused` those that are not, each with the reason;
    `heads` holds the fields that changed since the revision that the device knew; `problems`
    what is wrong with an answer that was kept, and `missing` what keeps it from being handed in.
    Its `kind` and `cohort` say which questions of its form it is asked. `keeps_open` says what
    several agencies have to do before it can be handed in, which is on the site.
    """

    id: UUID
    audit_ref: str
    case_ref: str
    kind: str
    cohort: str
    version_id: UUID
    state: AuditState
    number: int
    safe: tuple[UUID, ...]
    refused: Mapping[UUID, str]
    heads: Mapping[str, tuple[Revision, ...]]
    problems: Mapping[str, str]
    missing: Mapping[str, str]
    keeps_open: str


def sync(session: Session, sent: Sent, *, by: Actor, author: Author) -> Synced:
    """Take what a device sends of one audit, and return how the audit stands.

    The same may come any number of times. Edits of different fields merge; of two that differ
    on one field both are kept, the first stays the answer, and a person chooses. A voice that
    says that the child is not safe raises its concern here, whichever of the two stands, and
    even when the audit was handed in before it came.

    Raises:
        NotFound: the audit is somebody else's, or it is not there and was not opened here.
        Invalid: what it was opened with can't be used.
    """
    audit = _audit(session, sent, by)
    fields = _noticed(session, audit, by)
    kept = audit_revisions.load(session, audit)
    refused = _refused(session, audit, sent, fields, kept)
    audit_standing.heed_late(session, audit, fields, _late(sent, refused))
    taking = take([one for one in sent.edits if one.id not in refused], _known(audit, sent, kept))
    if taking.new:
        kept = _take(session, audit, fields, kept, taking, author)
    not_taken = {one.field: refused[one.id] for one in sent.edits if one.id in refused}
    missing = _hand_in(session, audit, fields, kept, not_taken, by) if sent.hand_in else {}
    changed = _changed(kept, sent.known)
    _record_reading(session, audit, changed, taking, by)
    return Synced(
        id=audit.id,
        audit_ref=audit.audit_ref,
        case_ref=audit.case_ref,
        kind=audit.kind.value,
        cohort=audit.cohort,
        version_id=audit.version_id,
        state=audit.state,
        number=kept.number,
        safe=taking.safe,
        refused=refused | dict.fromkeys(taking.changed, CHANGED),
        heads=changed,
        problems=audit_standing.problems(kept, fields),
        missing=missing,
        keeps_open=agency_states.why_open(session, audit),
    )


def _audit(session: Session, sent: Sent, by: Actor) -> Audit:
    # The row is locked, so that two devices that send at once are numbered one after the other.
    known = session.scalar(select(Audit).where(Audit.id == sent.id).with_for_update())
    if known is None and sent.opening is None:
        raise NotFound
    if known is None and sent.opening is not None:
        auditing.open_audit(
            session, sent.opening, by=by, audit_id=sent.id, version_id=sent.version_id
        )
    audit = auditing.find(session, sent.id, by=by)
    if known is None:
        audit_conflicts.refuse_if_too_near(session, audit, by=by)
    return audit


def _noticed(session: Session, audit: Audit, by: Actor) -> Mapping[str, Field]:
    """Return the fields of an audit; what the site wrote into a draft has its versions now."""
    fields = audit_fields.of_audit(session, audit)
    if audit.state is AuditState.DRAFT:
        audit_standing.notice(session, audit, fields, by=by)
    return fields


def _late(sent: Sent, refused: Mapping[UUID, str]) -> list[Edit]:
    return [one for one in sent.edits if refused.get(one.id) == HANDED_IN]


def _record_reading(
    session: Session,
    audit: Audit,
    changed: Mapping[str, tuple[Revision, ...]],
    taking: Taking,
    by: Actor,
) -> None:
    """Record that a device was told what it had not just sent itself (R-15)."""
    if any(one.id not in taking.safe for found in changed.values() for one in found):
        activity.record(session, "audit.read", by=by.id, about=("audit", audit.id))


def _refused(
    session: Session, audit: Audit, sent: Sent, fields: Mapping[str, Field], kept: Kept
) -> dict[UUID, str]:
    ids = [one.id for one in sent.edits]
    refused = dict.fromkeys(audit_revisions.elsewhere(session, audit.id, ids), CHANGED)
    is_finished = audit.state is not AuditState.DRAFT
    for edit in sent.edits:
        if edit.id in kept.edits:
            continue
        if edit.field not in fields:
            refused[edit.id] = UNKNOWN
        elif is_finished:
            refused[edit.id] = HANDED_IN
    return refused


def _take(
    session: Session,
    audit: Audit,
    fields: Mapping[str, Field],
    kept: Kept,
    taking: Taking,
    author: Author,
) -> Kept:
    new = audit_revisions.add(session, audit, taking.new, after=kept.number, author=author)
    now = audit_revisions.load(session, audit)
    audit_standing.settle(session, audit, fields, now, new)
    activity.record(
        session,
        "audit.synced",
        by=author.user_id,
        about=("audit", audit.id),
        counts={"edits": len(new)},
    )
    return now


def _known(audit: Audit, sent: Sent, kept: Kept) -> dict[UUID, Edit]:
    # What was emptied as the audit was handed in was taken once, and goes from the device too.
    known = kept.edits
    if audit.state is not AuditState.DRAFT:
        known |= {one.id: one for one in sent.edits if one.id in known and not known[one.id].raw}
    return known


def _hand_in(
    session: Session,
    audit: Audit,
    fields: Mapping[str, Field],
    kept: Kept,
    not_taken: Mapping[str, str],
    by: Actor,
) -> dict[str, str]:
    if audit.state is not AuditState.DRAFT:
        return {}
    asked = audit_fields.asked(session, audit)
    unread = audit_standing.problems(kept, fields)
    missing = {
        key: error.message
        for errors in audit_parts.missing(session, audit).values()
        for key, error in errors.items()
    } | {key: why for key, why in unread.items() if key in asked}
    missing |= dict(not_taken) | dict.fromkeys(kept.clashes, CHOOSE)
    if not missing and not agency_states.keeps_open(session, audit):
        audit_parts.submit(session, audit.id, by=by)
    return missing


def _changed(kept: Kept, known: int) -> dict[str, tuple[Revision, ...]]:
    return {
        field: heads(revisions)
        for field, revisions in kept.fields.items()
        if revisions[-1].number > known
    }
