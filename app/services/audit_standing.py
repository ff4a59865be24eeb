"""Which revision of each field is the stored answer of an audit, on both sides of it.

What was given on the site meanwhile becomes a revision as well; and what devices sent becomes
the answer, every word of it screened, whichever revision stands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from analysis import safeguarding
from app.domain.revisions import Edit, standing
from app.services import (
    answers,
    audit_fields,
    audit_parts,
    audit_revisions,
    auditing,
    child_safety,
    triage,
)
from app.services.audit_revisions import Author

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy.orm import Session

    from app.db.models import Audit
    from app.domain.audits import Voice
    from app.domain.people import Actor
    from app.domain.revisions import Revision
    from app.services.audit_fields import Field, Reading
    from app.services.audit_revisions import Kept
    from surveys.questions import Given


def notice(session: Session, audit: Audit, fields: Mapping[str, Field], *, by: Actor) -> None:
    """Make a revision of every answer that was given on the site since the last time.

    The page online shows the answer that stood, so that is what its author had seen: what a
    device sent meanwhile and what was given on the page are two heads, and a person chooses.
    """
    kept = audit_revisions.load(session, audit)
    edits = kept.edits
    stored = audit_fields.stored(session, audit)
    found = []
    for key, field in fields.items():
        current = kept.current.get(key)
        before = audit_fields.read(field.question, edits[current].raw) if current else None
        now = stored.get(key)
        if now == (before.given if before else None):
            continue
        raw = {part: list(sent) for part, sent in field.question.raw(now).items()}
        found.append(Edit(uuid4(), key, frozenset({current} if current else ()), raw))
    author = Author(by.id)
    for one in audit_revisions.add(session, audit, found, after=kept.number, author=author):
        audit_revisions.make_current(session, audit, one.field, one.id)


def settle(
    session: Session,
    audit: Audit,
    fields: Mapping[str, Field],
    kept: Kept,
    new: Iterable[Revision],
) -> None:
    """Make the standing revision of every field that changed its stored answer.

    Each new revision passes through the same door as an answer of the page online before the
    standing one does, so that no words are kept that were not screened (R-43).
    """
    by_field = kept.fields
    last: dict[Voice, dict[str, Given | None]] = {}
    for revision in new:
        field = fields[revision.field]
        reading = audit_fields.read(field.question, revision.edit.raw)
        if reading.problem:
            _screen(session, audit, field, revision.edit)
        elif revision != standing(by_field[revision.field]):
            audit_parts.keep_givens(session, audit, field.voice, {revision.field: reading.given})
    for key in dict.fromkeys(one.field for one in new):
        reading = _settled(session, audit, fields[key], kept, by_field[key])
        if not reading.problem:
            last.setdefault(fields[key].voice, {})[key] = reading.given
    for voice, givens in last.items():
        audit_parts.keep_givens(session, audit, voice, givens)


def heed_late(
    session: Session, audit: Audit, fields: Mapping[str, Field], edits: Iterable[Edit]
) -> None:
    """Heed what comes too late to be added to an audit that was handed in.

    Nothing of it is kept, but a child who may be unsafe is, whatever became of the audit: words
    are screened, and "not safe" raises its concern (R-43).
    """
    for edit in edits:
        field = fields[edit.field]
        _screen(session, audit, field, edit)
        given = audit_fields.read(field.question, edit.raw).given
        if edit.field == child_safety.SAFE_NOW and given and given.value in child_safety.UNSAFE:
            response = auditing.part_response(session, audit.id, field.voice)
            child_safety.heed(session, audit, response, {edit.field: given})


def problems(kept: Kept, fields: Mapping[str, Field]) -> dict[str, str]:
    """Return what is wrong with the standing revision of each field that can't be its answer."""
    found = {}
    for key, revisions in kept.fields.items():
        stands = standing(revisions)
        if stands is None or key not in fields:
            continue
        problem = audit_fields.read(fields[key].question, stands.edit.raw).problem
        if problem:
            found[key] = problem
    return found


def _settled(
    session: Session, audit: Audit, field: Field, kept: Kept, revisions: list[Revision]
) -> Reading:
    # What stands but can't be read stays a revision; the answer is then the one before it.
    key = field.question.key
    stands = standing(revisions)
    reading = audit_fields.read(field.question, stands.edit.raw if stands else {})
    if stands is not None and not reading.problem:
        audit_revisions.make_current(session, audit, key, stands.id)
        return reading
    before = kept.edits.get(kept.current[key]) if key in kept.current else None
    return audit_fields.read(field.question, before.raw if before else {})


def _screen(session: Session, audit: Audit, field: Field, edit: Edit) -> None:
    words = "\n".join(one for sent in edit.raw.values() for one in sent)
    response = auditing.part_response(session, audit.id, field.voice)
    questions = answers.questions_of(session, audit.version_id)
    triage.raise_from_words(
        session,
        signals=safeguarding.screen(words),
        response_id=response.id,
        question_id=questions[field.question.key].id,
        service_id=audit.service_id,
        audit_id=audit.id,
    )
