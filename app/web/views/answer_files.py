"""Photos and recordings: shown again to who answered, and seen or heard by staff."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, render_template, request, send_file

from app.db import reading, unit_of_work
from app.domain.people import Permission
from app.services import answer_files, file_views
from app.services.selection import select_surveys
from app.web import draft_cookie
from app.web.access import actor, public, requires

if TYPE_CHECKING:
    from flask import Response
    from flask.typing import ResponseReturnValue

    from app.services.answer_files import OpenedFile

bp = Blueprint("answer_files", __name__)
# A file of a stranger may do nothing, wherever it is opened.
SANDBOX = "default-src 'none'; sandbox"


@bp.get("/s/<slug>/file/<key>")
@public
def own(slug: str, key: str) -> ResponseReturnValue:
    """Show somebody the photo or recording in their own draft."""
    with reading() as session:
        is_small = "small" in request.args
        token = draft_cookie.token_of(slug)
        file = answer_files.own(session, token, key, slug=slug, small=is_small)
    return _sent(file)


@bp.get("/evidence/files")
@requires(Permission.READ_WORDS)
def files() -> ResponseReturnValue:
    """List photos and recordings. Seeing the list is recorded."""
    one = request.args.get("survey", type=UUID)
    with unit_of_work() as session:
        chosen = select_surveys(session, actor(), Permission.READ_WORDS, [one] if one else None)
        page = request.args.get("page", 1, type=int)
        found = file_views.files(session, chosen, by=actor(), page=page)
    args = {"survey": one} if one else {}
    return render_template("pages/evidence/files.html", found=found, args=args)


@bp.get("/evidence/files/<uuid:file_id>")
@requires(Permission.READ_WORDS)
def content(file_id: UUID) -> ResponseReturnValue:
    """Send a photo or recording. Opening it is recorded."""
    with unit_of_work() as session:
        file = file_views.opened(session, file_id, by=actor())
    return _sent(file)


@bp.get("/evidence/files/<uuid:file_id>/small")
@requires(Permission.READ_WORDS)
def small(file_id: UUID) -> ResponseReturnValue:
    """Send the small picture of a photo, for the list."""
    with reading() as session:
        file = file_views.small(session, file_id, by=actor())
    return _sent(file)


def _sent(file: OpenedFile) -> Response:
    name = "photo.jpg" if file.media_type.startswith("image/") else "recording"
    sent = send_file(
        BytesIO(file.content),
        mimetype=file.media_type,
        # Shown, not saved: a photo of a child should not gather in a folder of downloads.
        as_attachment=False,
        download_name=name,
        conditional=True,
    )
    sent.headers["Content-Security-Policy"] = SANDBOX
    return sent
