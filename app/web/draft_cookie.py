"""The respondent's one cookie: which draft this browser may open; opaque, gone with the window."""

from __future__ import annotations

from flask import session

from app.db import sealing

_KEY = "drafts"


def token_of(slug: str) -> str:
    """Return the resume token that this browser holds for a survey, or nothing."""
    return str(session.get(_KEY, {}).get(place_of(slug), ""))


def remember(slug: str, resume_token: str) -> None:
    """Let this browser open a draft until its window closes."""
    session[_KEY] = {**session.get(_KEY, {}), place_of(slug): resume_token}


def forget() -> list[str]:
    """Let this browser open nothing any more, and return what it could open."""
    tokens = list(session.get(_KEY, {}).values())
    session.clear()
    return tokens


def place_of(slug: str) -> str:
    """Return the name of a survey in this cookie."""
    # A cookie is signed, not secret: whoever holds the phone must not read which survey it was.
    return sealing.keyring().keyed_hash(slug, "draft place")[:8]
