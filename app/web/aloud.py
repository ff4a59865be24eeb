"""How fast a page is read aloud: chosen on one page, and kept for the next with the session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request, session

if TYPE_CHECKING:
    from flask import Flask, Response

# The name of what a page sends along once a speed was chosen. No key of a question begins so.
FIELD = "_speed"
SPEEDS = frozenset({"slower", "usual", "quicker"})
BLUEPRINTS = frozenset({"respond", "consent", "voices", "display", "kiosk"})
_KEY = "speed"


def keep_speed(app: Flask) -> None:
    """Keep the speed that came with a page, until the visit ends or somebody leaves."""

    @app.after_request
    def _keep(response: Response) -> Response:
        is_page = request.method == "POST" and request.blueprint in BLUEPRINTS
        # A page that was refused for its size cannot be read again.
        if is_page and response.status_code != 413:  # noqa: PLR2004
            speed = request.form.get(FIELD, "")
            if speed in SPEEDS:
                session[_KEY] = speed
        return response


def reading_speed() -> str:
    """Return the speed that was chosen in this visit; nothing for the usual one."""
    speed = str(session.get(_KEY, ""))
    return speed if speed in SPEEDS - {"usual"} else ""
