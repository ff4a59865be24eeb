"""Photos of drawings, kept with an audit."""

from uuid import uuid4

from sqlalchemy import func, select

from app import media
from app.db import unit_of_work
from app.db.models import ActivityEntry, Audit
from app.domain.audits import AuditState, Voice
from app.services import audit_photos
from app.services.audit_photos import Photo
from app.services.audit_revisions import Author
from tests.media import a_photo

SENT = a_photo()
DRAWN = media.Cleaned("image/jpeg", {"width": 300, "height": 200}, b"picture", b"small")


def a_drawing(content=SENT, voice=Voice.CHILD, photo_id=None):
    """Return a photo as a device sends it."""
    return Photo(photo_id or uuid4(), voice, content)


def keep(auditor, audit_id, photo, drawn=DRAWN):
    """Keep a photo with an audit."""
    with unit_of_work() as session:
        author = Author(auditor.id)
        audit_photos.keep(session, audit_id, photo, drawn, by=auditor, author=author)


def remove(auditor, audit_id, photo_id):
    """Take a photo away."""
    with unit_of_work() as session:
        author = Author(auditor.id)
        audit_photos.remove(session, audit_id, photo_id, by=auditor, author=author)


def listed(auditor, audit_id):
    """Return the page of an audit's photos."""
    with unit_of_work() as session:
        return audit_photos.photo_page(session, audit_id, by=auditor)


def hand_in(audit_id):
    """Hand the audit in."""
    with unit_of_work() as session:
        session.get_one(Audit, audit_id).state = AuditState.SUBMITTED


def recorded(verb):
    """Return how often something was recorded."""
    with unit_of_work() as session:
        return session.scalar(select(func.count()).where(ActivityEntry.verb == verb))
