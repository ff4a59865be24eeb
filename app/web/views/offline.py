"""The capture page that works without a signal: its shell, its scripts, and what installs it.

All of it is the same for everybody and holds nothing that anybody wrote, so everyone may fetch
it; what goes in and out of a device is in `syncing`, for practitioners only.
"""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort, current_app, jsonify, render_template, url_for

from app.web.access import public

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

SCOPE = "/audits/"
SCRIPTS = Path(__file__).parents[2] / "static" / "js" / "capture"
WORKER = "worker.js"
# The one symbol there is serves every size, for it is drawn and not painted.
ICON = "icons/favicon.svg"
PAPER, INK = "#ffffff", "#1d3557"

bp = Blueprint("offline", __name__, url_prefix="/audits")


@bp.get("/capture")
@public
def capture() -> ResponseReturnValue:
    """Show the shell of the capture page."""
    return render_template("pages/audits/capture.html")


@bp.get("/capture.webmanifest")
@public
def manifest() -> ResponseReturnValue:
    """Say how the capture page is installed on a phone or computer."""
    answer = jsonify(
        id=url_for("offline.capture"),
        name=f"Audits – {current_app.config['SETTINGS'].organisation}",
        short_name="Audits",
        start_url=url_for("offline.capture"),
        scope=SCOPE,
        display="standalone",
        background_color=PAPER,
        theme_color=INK,
        icons=[
            {
                "src": url_for("static", filename=ICON),
                "sizes": "any",
                "type": "image/svg+xml",
            }
        ],
    )
    answer.mimetype = "application/manifest+json"
    return answer


@bp.get("/capture-worker.js")
@public
def worker() -> ResponseReturnValue:
    """Give the service worker, with what it keeps and a version of all of it."""
    files = [
        url_for("offline.capture"),
        url_for("offline.manifest"),
        url_for("static", filename="css/earshot.css"),
        url_for("static", filename=ICON),
        *(url_for("offline.script", name=one.name) for one in _scripts()),
    ]
    head = f"const VERSION = {json.dumps(_version())};\nconst FILES = {json.dumps(files)};\n"
    answer = Response(head + (SCRIPTS / WORKER).read_text("utf-8"), mimetype="text/javascript")
    answer.headers["Service-Worker-Allowed"] = SCOPE
    return answer


@bp.get("/capture/app/<name>")
@public
def script(name: str) -> ResponseReturnValue:
    """Give one of the scripts of the capture page.

    They stand beside one another under an address without a hash, so that each finds the next
    by its name; the worker keeps a whole set of them, and never a mixed one.
    """
    found = next((one for one in _scripts() if one.name == name), None)
    if found is None:
        abort(404)
    return Response(found.read_text("utf-8"), mimetype="text/javascript")


def _scripts() -> list[Path]:
    return [one for one in sorted(SCRIPTS.glob("*.js")) if one.name != WORKER]


def _version() -> str:
    shell = render_template("pages/audits/capture.html")
    texts = [one.read_text("utf-8") for one in [*_scripts(), SCRIPTS / WORKER]]
    return sha256("\0".join([shell, *texts]).encode()).hexdigest()[:16]
