"""Files that leave: each is saved by the browser, and never shown in a page of the site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response

if TYPE_CHECKING:
    from app.services.reporting import File


def sent(file: File) -> Response:
    """Return a file as an answer that is to be saved under its name."""
    answer = Response(file.content, mimetype=file.media_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{file.name}"'
    return answer
