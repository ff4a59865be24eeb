"""Where a step leads, for the script that keeps one page in the history (R-31b)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request

if TYPE_CHECKING:
    from flask import Flask, Response

ASKED = "X-Earshot-Step"
NEXT = "X-Earshot-Next"
REDIRECTS = range(300, 400)


def tell_next(app: Flask) -> None:
    """Say in a header where to go on, instead of leading there, to the script that asks for it.

    A browser follows by itself where it is led, and then nobody can say that the next page is
    to take the place of this one.
    """

    @app.after_request
    def _tell(response: Response) -> Response:
        if request.headers.get(ASKED) != "1" or response.status_code not in REDIRECTS:
            return response
        response.headers[NEXT] = response.headers.pop("Location")
        response.status_code = 200
        response.set_data(b"")
        response.mimetype = "text/plain"
        return response
