"""An audit as a document, and what stands in it."""

from sqlalchemy import select

from app.db.models import ActivityEntry
from app.domain.audits import AuditState, Voice
from app.reports.blocks import Heading
from app.services import audit_documents, child_safety
from tests import practice

KEPT = "I like my room. I wish that mum would stop."
WORRY = "He hits me with a belt and I am scared to go home."


def an_audit(session, auditor, worker):
    """Return an audit in which a child and a parent said what not everybody may read."""
    made = practice.an_audit(session, auditor, practitioner_id=worker.id)
    asked = {"child_asked": "asked", "child_took_part": "took_part"}
    practice.say(session, made, Voice.CHILD, **asked, child_words=KEPT, child_quote_use="internal")
    parent = {"parent_role": "mother", "parent_asked": "asked", "parent_took_part": "took_part"}
    practice.say(session, made, Voice.PARENT_OR_CARER, **parent, parent_words=WORRY)
    practice.say(session, made, safe_now="no", told_who="The duty manager")
    child_safety.raise_now(session, made.id, by=auditor)
    made.state = AuditState.SUBMITTED
    session.flush()
    return made


def shared(session, audit, by, *, is_whole=False):
    """Return the document that somebody who audits is given."""
    return audit_documents.for_auditor(
        session, audit.id, is_whole=is_whole, organisation="Anytown", by=by
    )


def text_of(document):
    """Return all that a document says."""
    return "\n".join([document.handling, *(str(block) for block in document.blocks)])


def chapters(document):
    """Return the headings of a document's chapters."""
    return [b.text for b in document.blocks if isinstance(b, Heading) and b.level == 2]


def verbs(session):
    """Return what was recorded, the newest first."""
    return list(session.scalars(select(ActivityEntry.verb).order_by(ActivityEntry.seq.desc())))
