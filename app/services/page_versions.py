"""What an old page says of a field that changed meanwhile: kept as a version beside what stands.

A page that is saved names what it showed. Where the stored answer is another one by now, a device
or a second tab gave it, and neither is thrown away: what the page says becomes a revision that
saw only what the page showed, and a person chooses, at once on the page or later (R-48).
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from app.domain.page_edits import beside, settled
from app.domain.revisions import Edit
from app.services import audit_fields, audit_parts, audit_revisions, audit_standing, auditing
from app.services.audit_revisions import Author
from surveys.clashes import asked

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.db.models import Audit
    from app.domain.audits import Voice
    from app.domain.people import Actor
    from app.services.audit_fields import Field
    from app.services.audit_revisions import Kept
    from app.services.part_writing import PageKept

    Form = Mapping[str, Sequence[str]]


def save_page(
    session: Session, audit_id: UUID, voice: Voice, page_key: str, form: Form, *, by: Actor
) -> PageKept:
    """Keep one page of one voice of a draft, and as versions what it says of fields still open.

    Raises:
        NotFound, Conflict: as `audit_parts.save_page` does.
    """
    saved = audit_parts.save_page(session, audit_id, voice, page_key, form, by=by)
    _keep(session, auditing.find(session, audit_id, by=by), saved, form, by)
    return saved


def _keep(session: Session, audit: Audit, saved: PageKept, form: Form, by: Actor) -> None:
    # What was asked about and is open no more was chosen. Where there is neither, nothing is done.
    chosen = [] if saved.errors else [key for key in asked(form) if key not in saved.clashes]
    if not (saved.clashes or chosen):
        return
    fields = audit_fields.of_audit(session, audit)
    audit_standing.notice(session, audit, fields, by=by)
    kept = audit_revisions.load(session, audit)
    edits = [
        *(_beside(fields[key], kept, form, by.id) for key in saved.clashes if key in fields),
        *(_settled(kept, key, by.id) for key in chosen if key in fields),
    ]
    author = Author(by.id)
    found = [one for one in edits if one]
    new = audit_revisions.add(session, audit, found, after=kept.number, author=author)
    now = audit_revisions.load(session, audit)
    audit_standing.settle(session, audit, fields, now, new)


def _beside(field: Field, kept: Kept, form: Form, by_id: UUID) -> Edit | None:
    key = field.question.key
    said = beside(field.question, kept.fields.get(key, []), form, _own(kept, by_id))
    return Edit(uuid4(), key, said.seen, said.raw) if said else None


def _settled(kept: Kept, key: str, by_id: UUID) -> Edit | None:
    current = kept.edits.get(kept.current[key]) if key in kept.current else None
    said = settled(kept.fields.get(key, []), current, _own(kept, by_id))
    return Edit(uuid4(), key, said.seen, said.raw) if said else None


def _own(kept: Kept, by_id: UUID) -> frozenset[UUID]:
    """Return the revisions that one person gave on the site."""
    return frozenset(one for one, author in kept.authors.items() if author == Author(by_id))
