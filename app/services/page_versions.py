"""What an old page says of a field that changed meanwhile: kept as a version beside what stands.

A page that is saved names what it showed. Where the stored answer is another one by now, a device
or a second tab gave it, and neither is thrown away: what the page says becomes a revision that
saw only what the page showed, and a person chooses, at once on the page or later (R-48).
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from app.domain.revisions import Edit, heads, standing
from app.services import audit_fields, audit_parts, audit_revisions, audit_standing, auditing
from app.services.audit_revisions import Author
from surveys import shown
from surveys.clashes import asked
from surveys.submission import raw_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.db.models import Audit
    from app.domain.audits import Voice
    from app.domain.people import Actor
    from app.domain.revisions import Revision
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
    question = field.question
    revisions = kept.fields.get(question.key, [])
    raw = {part: list(sent) for part, sent in raw_of(question, form).items() if any(sent)}
    if any(_plain(one.edit.raw) == _plain(raw) for one in heads(revisions)):
        return None
    if question.key in asked(form):
        # The page showed both, and nobody chose: what is written now takes the place of what its
        # author wrote there before, and of nothing else.
        before = _of_author(kept, revisions, by_id)
    else:
        found = [one for one in revisions if shown.was_shown(question.key, form, one.edit.raw)]
        before = found[-1:]
    return Edit(uuid4(), question.key, _all_seen(before), raw)


def _settled(kept: Kept, key: str, by_id: UUID) -> Edit | None:
    # The page showed what stands and what its author wrote; what a third gave, it did not.
    revisions = kept.fields.get(key, [])
    stands = standing(revisions)
    mine = _of_author(kept, revisions, by_id)
    current = kept.edits.get(kept.current[key]) if key in kept.current else None
    if stands is None or current is None or len(heads(revisions)) == 1:
        return None
    return Edit(uuid4(), key, _all_seen([stands, *mine]), current.raw)


def _of_author(kept: Kept, revisions: Sequence[Revision], by_id: UUID) -> list[Revision]:
    """Return the versions beside what stands that one person gave on the site."""
    beside = heads(revisions)[1:]
    return [one for one in beside if kept.authors[one.id] == Author(by_id)]


def _all_seen(revisions: Sequence[Revision]) -> frozenset[UUID]:
    return frozenset(one for each in revisions for one in (each.id, *each.edit.seen))


def _plain(raw: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    trimmed = {part: [one.strip() for one in sent if one.strip()] for part, sent in raw.items()}
    return {part: sent for part, sent in trimmed.items() if sent}
