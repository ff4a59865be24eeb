"""Photos of drawings in an audit: on the page of the audit, and as devices send them."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from flask import Blueprint, flash, jsonify, redirect, render_template, request, send_file, url_for

from app.db import reading, unit_of_work
from app.domain.audits import Voice
from app.domain.errors import Conflict, Invalid, NotAllowed, NotFound
from app.domain.people import Permission
from app.services import audit_photos, capture_devices
from app.services.answer_files import MOST
from app.services.audit_photos import MOST_PHOTOS, Photo
from app.services.audit_revisions import Author
from app.web.access import actor, can, requires
from app.web.views.answer_files import SANDBOX
from app.web.views.syncing import REFUSALS as OF_DEVICES

if TYPE_CHECKING:
    from flask import Response
    from flask.typing import ResponseReturnValue

bp = Blueprint("audit_photos", __name__, url_prefix="/audits")

MOST_BYTES = MOST["photo"] * audit_photos.MEGABYTE
# A form has more in it than its file.
AROUND = 100_000
BRINGS = frozenset({"audit_photos.add", "audit_photos.take"})
DEVICE, VOICE = "X-Earshot-Device", "X-Earshot-Voice"
REFUSALS = OF_DEVICES | {
    "photo_large": f"This photo is larger than {MOST['photo']} megabytes, so it was not added. "
    "Take it again from further away, or choose a smaller one.",
    "photo_unreadable": "This is no photo that can be read (JPEG, PNG or WebP), so it was not "
    "added. Take it again.",
    "photo_changed": "Another photo came under the same name before, so this one was not added. "
    "Take it again.",
    "photos_full": f"An audit holds {MOST_PHOTOS} photos at most, so this one was not added. Take "
    "another away first.",
    "audit_submitted": "The audit was handed in before this photo came, so it could not be added.",
    "photo_stays": "The audit was handed in before, so its photos can't be taken away any more. "
    "The photo is still on the site.",
    "not_found": "This audit is not one of yours here, so the photo was not added.",
    "photo_missing": "Choose a photo first. Nothing was added.",
}


@bp.url_value_preprocessor
def _allow(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Let a photo be larger than a form, for those who may send one."""
    del values
    if endpoint in BRINGS and can(Permission.RECORD_AUDITS):
        request.max_content_length = MOST_BYTES + AROUND


@bp.get("/<uuid:audit_id>/photos")
@requires(Permission.RECORD_AUDITS)
def photos(audit_id: UUID) -> ResponseReturnValue:
    """Show the photos of an audit. That they were seen is recorded."""
    return _page(audit_id)


@bp.post("/<uuid:audit_id>/photos")
@requires(Permission.RECORD_AUDITS)
def add(audit_id: UUID) -> ResponseReturnValue:
    """Add a photo from the site."""
    file = request.files.get("photo")
    content = file.read() if file else b""
    if not content:
        return _page(audit_id, REFUSALS["photo_missing"]), 422
    photo = Photo(uuid4(), _voice(request.form.get("voice", "")), content)
    try:
        _take(audit_id, photo, Author(actor().id))
    except (Conflict, Invalid) as refused:
        return _page(audit_id, REFUSALS[refused.code]), 422
    flash("The photo is added. Where and when it was taken is not kept.", "success")
    return redirect(url_for("audit_photos.photos", audit_id=audit_id))


@bp.post("/<uuid:audit_id>/photos/<uuid:photo_id>/remove")
@requires(Permission.RECORD_AUDITS)
def remove(audit_id: UUID, photo_id: UUID) -> ResponseReturnValue:
    """Take a photo away."""
    with unit_of_work() as session:
        author = Author(actor().id)
        audit_photos.remove(session, audit_id, photo_id, by=actor(), author=author)
    flash("The photo is gone.", "success")
    return redirect(url_for("audit_photos.photos", audit_id=audit_id))


@bp.get("/<uuid:audit_id>/photos/<uuid:photo_id>")
@requires(Permission.RECORD_AUDITS)
def content(audit_id: UUID, photo_id: UUID) -> ResponseReturnValue:
    """Send a photo. Opening it is recorded."""
    with unit_of_work() as session:
        file = audit_photos.opened(session, audit_id, photo_id, by=actor())
    return _sent(file.content)


@bp.get("/<uuid:audit_id>/photos/<uuid:photo_id>/small")
@requires(Permission.RECORD_AUDITS)
def small(audit_id: UUID, photo_id: UUID) -> ResponseReturnValue:
    """Send the small picture of a photo, for the list."""
    with reading() as session:
        file = audit_photos.opened(session, audit_id, photo_id, by=actor(), small=True)
    return _sent(file.content)


@bp.post("/sync/<uuid:audit_id>/photos/<uuid:photo_id>")
@requires(Permission.RECORD_AUDITS)
def take(audit_id: UUID, photo_id: UUID) -> ResponseReturnValue:
    """Take one photo that a device sends, and say that it is safe now that it is stored."""
    try:
        author = _device()
        photo = Photo(photo_id, _voice(request.headers.get(VOICE, "")), request.get_data())
        _take(audit_id, photo, author)
    except NotAllowed as refused:
        return _refusal(refused.code), 403
    except (Conflict, Invalid, NotFound) as refused:
        return _refusal(refused.code), 422
    return jsonify(id=str(photo_id), state="safe")


@bp.post("/sync/<uuid:audit_id>/photos/<uuid:photo_id>/remove")
@requires(Permission.RECORD_AUDITS)
def let_go(audit_id: UUID, photo_id: UUID) -> ResponseReturnValue:
    """Take a photo away for a device, whether it came already or is still on its way."""
    try:
        author = _device()
        with unit_of_work() as session:
            audit_photos.remove(session, audit_id, photo_id, by=actor(), author=author)
    except NotAllowed as refused:
        return _refusal(refused.code), 403
    except (Conflict, NotFound) as refused:
        return _refusal(refused.code), 422
    return jsonify(id=str(photo_id), state="gone")


def _take(audit_id: UUID, photo: Photo, author: Author) -> None:
    # Asked first, so that what came before is not drawn anew, and no lock is held while it is.
    with reading() as session:
        if audit_photos.is_settled(session, audit_id, photo, by=actor()):
            return
    drawn = audit_photos.cleaned(photo.content)
    with unit_of_work() as session:
        audit_photos.keep(session, audit_id, photo, drawn, by=actor(), author=author)


def _device() -> Author:
    try:
        device_id = UUID(request.headers.get(DEVICE, ""))
    except ValueError:
        raise NotFound from None
    with unit_of_work() as session:
        capture_devices.meet(session, device_id, "", by=actor())
    return Author(actor().id, device_id)


def _refusal(code: str) -> Any:
    return jsonify(code=code, message=REFUSALS[code])


def _voice(said: str) -> Voice:
    if said not in set(Voice):
        raise NotFound
    return Voice(said)


def _page(audit_id: UUID, problem: str = "") -> str:
    with unit_of_work() as session:
        found = audit_photos.photo_page(session, audit_id, by=actor())
    return render_template("pages/audits/photos.html", found=found, problem=problem)


def _sent(picture: bytes) -> Response:
    # Shown, not saved: a drawing of a child should not gather in a folder of downloads.
    sent = send_file(BytesIO(picture), mimetype="image/jpeg", download_name="photo.jpg")
    sent.headers["Content-Security-Policy"] = SANDBOX
    return sent
