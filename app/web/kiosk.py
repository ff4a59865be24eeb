"""A shared tablet: what it may open, and how the last person's traces go before the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog
from flask import redirect, request, session, url_for
from sqlalchemy.exc import OperationalError

from app.db import unit_of_work
from app.services import draft_keys
from app.web import draft_cookie

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

_KEY = "kiosk"
_ASKED = "kiosk_asked"
# Where a shared tablet is led instead, so that help and leaving work inside.
INSTEAD = {
    "pages.leave": "kiosk.finish",
    "pages.get_help": "kiosk.get_help",
    "respond.thanks": "kiosk.done",
}
ASKING = frozenset(
    {
        "respond.page", "respond.save_page", "respond.check", "respond.send",
        "consent.ask", "consent.answer", "consent.declined",
        "answer_files.own", "voices.page_again", "voices.change_page", "voices.change",
        "display.page_again", "display.change_page",
        "spoken.content",
    }
)  # fmt: skip
# How pages look can be chosen before a questionnaire is begun.
BESIDE = frozenset({"display.ask", "display.choose"})

log = structlog.get_logger()


def here() -> str:
    """Return the address of the survey that this tablet is locked to, or nothing."""
    return str(session.get(_KEY, {}).get("slug", ""))


def token() -> str:
    """Return the token that locked this tablet, or nothing."""
    return str(session.get(_KEY, {}).get("token", ""))


def ask(link: str) -> None:
    """Hold a link that somebody has just opened, until the tablet is locked, or begins again."""
    session[_ASKED] = link


def asked() -> str:
    """Return the link that somebody has just opened, or nothing."""
    return str(session.get(_ASKED, ""))


def lock(slug: str, link: str) -> None:
    """Let this browser ask one survey and open nothing else."""
    session.clear()
    session[_KEY] = {"slug": slug, "token": link}


def unlock() -> None:
    """Let this browser open everything again."""
    session.clear()


def wipe() -> None:
    """Forget whoever answered last, here and on the server; the tablet stays locked."""
    locked = session.get(_KEY)
    drafts = draft_cookie.forget()
    session[_KEY] = locked
    try:
        with unit_of_work() as work:
            for draft in drafts:
                draft_keys.end(work, draft)
    except OperationalError:
        # The cookie is gone all the same; the draft closes by itself in fourteen days.
        log.warning("draft.not_ended", drafts=len(drafts))


def keep_inside() -> ResponseReturnValue | None:
    """Lead a locked tablet back from every page that is not its own."""
    slug, endpoint = here(), request.endpoint or ""
    if not slug or endpoint == "static" or endpoint.startswith("kiosk.") or endpoint in BESIDE:
        return None
    if endpoint in INSTEAD:
        return redirect(url_for(INSTEAD[endpoint]), 303)
    if endpoint in ASKING and (request.view_args or {}).get("slug") == slug:
        return None
    return redirect(url_for("kiosk.start"), 303)
