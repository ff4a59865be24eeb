"""Photos of drawings that belong to a voice of an audit: taken in once, shown, taken away.

A photo never changes: it comes whole, under an id that whoever took it made, and goes whole.
So nothing can clash, and the same may come any number of times (R-48).
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import func, select

from app import clock, media
from app.db import sealing
from app.db.models import Audit, AuditPhoto
from app.domain.audits import AuditState, Voice
from app.domain.errors import Conflict, Invalid, NotFound
from app.services import activity, auditing
from app.services.answer_files import MOST, OpenedFile

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from app.domain.people import Actor
    from app.media import Cleaned
    from app.services.audit_revisions import Author

MOST_PHOTOS = 20
MEGABYTE = 1_000_000
CONTENT, THUMBNAIL = "audit_photos.content", "audit_photos.thumbnail"


@dataclass(frozen=True)
class Photo:
    """A photo as it was sent, the voice that it belongs to, and the id that it was given."""

    id: UUID
    voice: Voice
    content: bytes

    @property
    def digest(self) -> str:
        """What tells it from any other photo, and tells nobody without our key what it shows."""
        return sealing.keyring().keyed_hash(sha256(self.content).hexdigest(), "audit photo")


@dataclass(frozen=True)
class PhotoLine:
    """One photo, for lists; `number` is its place among those of its audit, from 1."""

    id: UUID
    number: int
    voice: Voice
    added_on: date


@dataclass(frozen=True)
class PhotoPage:
    """The photos of an audit, whose they may be, and whether there may be more."""

    audit_id: UUID
    audit_ref: str
    case_ref: str
    voices: tuple[Voice, ...]
    photos: tuple[PhotoLine, ...]
    is_draft: bool

    @property
    def has_room(self) -> bool:
        """Whether another may be added."""
        return self.is_draft and len(self.photos) < MOST_PHOTOS


def is_settled(session: Session, audit_id: UUID, photo: Photo, *, by: Actor) -> bool:
    """Return whether a photo came before, and so needs nothing more; it may be gone again since.

    Raises:
        NotFound: the audit is not there, or not the person's, or lacks the voice.
        Conflict: another photo came under this id (`photo_changed`), the audit was handed in
            (`audit_submitted`), or has as many as it can hold (`photos_full`).
    """
    audit = auditing.find(session, audit_id, by=by)
    auditing.part_response(session, audit_id, photo.voice)
    known = session.get(AuditPhoto, photo.id)
    if known is not None:
        is_same = known.is_removed or known.digest == photo.digest
        if known.audit_id != audit_id or not is_same:
            raise Conflict("photo_changed")
        return True
    if audit.state is not AuditState.DRAFT:
        raise Conflict("audit_submitted")
    if count(session, audit_id) >= MOST_PHOTOS:
        raise Conflict("photos_full")
    return False


def cleaned(content: bytes) -> Cleaned:
    """Return a photo drawn anew from its dots alone, with a small one.

    It takes a moment, in a child process: call it outside any transaction.

    Raises:
        Invalid: it is too large (`photo_large`), or none that we can read (`photo_unreadable`).
    """
    if len(content) > MOST["photo"] * MEGABYTE:
        raise Invalid("photo_large")
    try:
        return media.clean("photo", content)
    except Invalid as error:
        is_large = error.code == "file_too_large"
        raise Invalid("photo_large" if is_large else "photo_unreadable") from None


def keep(
    session: Session, audit_id: UUID, photo: Photo, drawn: Cleaned, *, by: Actor, author: Author
) -> None:
    """Keep a photo that was drawn anew, sealed; once, however often it comes.

    Raises:
        NotFound, Conflict: as `is_settled` does.
    """
    # The audit is locked, so that of two that come at once the second meets the first.
    audit = session.scalar(select(Audit).where(Audit.id == audit_id).with_for_update())
    if is_settled(session, audit_id, photo, by=by) or audit is None:
        return
    row = AuditPhoto(
        id=photo.id,
        audit_id=audit_id,
        device_id=author.device_id,
        by_id=author.user_id,
        voice=photo.voice,
        digest=photo.digest,
        added_on=clock.today(),
        width=drawn.numbers["width"],
        height=drawn.numbers["height"],
        content_sealed=sealing.seal_bytes(audit, CONTENT, drawn.content, photo.id),
        thumbnail_sealed=sealing.seal_bytes(audit, THUMBNAIL, drawn.thumbnail, photo.id),
    )
    session.add(row)
    session.flush()
    activity.record(session, "photo.added", by=by.id, about=("audit", audit_id))


def remove(session: Session, audit_id: UUID, photo_id: UUID, *, by: Actor, author: Author) -> None:
    """Take a photo away for good; one that is still on its way will not be kept either.

    Raises:
        NotFound: the audit is not there, or not the person's.
        Conflict: the audit was handed in already (`photo_stays`).
    """
    audit = auditing.find(session, audit_id, by=by)
    row = session.get(AuditPhoto, photo_id)
    if row is not None and row.audit_id != audit_id:
        raise NotFound
    if row is not None and row.is_removed:
        return
    if audit.state is not AuditState.DRAFT:
        raise Conflict("photo_stays")
    if row is None:
        row = _never_came(audit_id, photo_id, author)
        session.add(row)
    _empty(row)
    session.flush()
    activity.record(session, "photo.removed", by=by.id, about=("audit", audit_id))


def forget(session: Session, audit: Audit, voice: Voice) -> None:
    """Take every photo of a voice away for good, because the voice takes no part after all."""
    of_voice = (AuditPhoto.audit_id == audit.id, AuditPhoto.voice == voice)
    for row in session.scalars(select(AuditPhoto).where(*of_voice)):
        _empty(row)
    session.flush()


def count(session: Session, audit_id: UUID) -> int:
    """Return how many photos an audit has."""
    there = (AuditPhoto.audit_id == audit_id, AuditPhoto.is_removed.is_(False))
    return session.scalar(select(func.count(AuditPhoto.id)).where(*there)) or 0


def photo_page(session: Session, audit_id: UUID, *, by: Actor) -> PhotoPage:
    """Return the photos of an audit, by voice. That they were seen is recorded (R-15).

    Raises:
        NotFound: the audit is not there, or not the person's.
    """
    audit = auditing.find(session, audit_id, by=by)
    rows = session.scalars(
        select(AuditPhoto)
        .where(AuditPhoto.audit_id == audit_id, AuditPhoto.is_removed.is_(False))
        .order_by(AuditPhoto.voice, AuditPhoto.added_on, AuditPhoto.id)
    ).all()
    lines = tuple(
        PhotoLine(row.id, number, row.voice, row.added_on) for number, row in enumerate(rows, 1)
    )
    counts = {"photos": len(lines)}
    activity.record(session, "photos.seen", by=by.id, about=("audit", audit_id), counts=counts)
    is_draft = audit.state is AuditState.DRAFT
    voices = auditing.voices_of(session, audit)
    return PhotoPage(audit_id, audit.audit_ref, audit.case_ref, voices, lines, is_draft)


def opened(
    session: Session, audit_id: UUID, photo_id: UUID, *, by: Actor, small: bool = False
) -> OpenedFile:
    """Return a photo, or its small picture, for which the list is what is recorded.

    Raises:
        NotFound: there is none, or the audit is not the person's.
    """
    audit = auditing.find(session, audit_id, by=by)
    row = session.get(AuditPhoto, photo_id)
    if row is None or row.audit_id != audit_id:
        raise NotFound
    sealed, place = (row.thumbnail_sealed, THUMBNAIL) if small else (row.content_sealed, CONTENT)
    if sealed is None:
        raise NotFound
    if not small:
        activity.record(session, "photo.opened", by=by.id, about=("photo", photo_id))
    return OpenedFile("image/jpeg", sealing.unseal_bytes(audit, place, sealed, photo_id))


def _empty(row: AuditPhoto) -> None:
    row.content_sealed = row.thumbnail_sealed = None
    row.digest, row.is_removed = "", True


def _never_came(audit_id: UUID, photo_id: UUID, author: Author) -> AuditPhoto:
    # Only its name is kept, so that nothing which comes under it later is.
    return AuditPhoto(
        id=photo_id,
        audit_id=audit_id,
        device_id=author.device_id,
        by_id=author.user_id,
        voice=Voice.CHILD,
        digest="",
        added_on=clock.today(),
        width=0,
        height=0,
    )
