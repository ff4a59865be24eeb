"""The respondent's one cookie: which draft this browser may open; opaque, gone with the window."""

from __future__ import annotations

from flask import session

from app.db import sealing

_KEY = "drafts"
_LINK = "link"


def token_of(slug: str) -> str:
    """Return the resume token that this browser holds for a survey, or nothing."""
    return str(session.get(_KEY, {}).get(place_of(slug), ""))


def remember(slug: str, resume_token: str) -> None:
    """Let this browser open a draft until its window closes."""
    session[_KEY] = {**session.get(_KEY, {}), place_of(slug): resume_token}


def hold_link(link_token: str) -> None:
    """Hold the token of a link that was followed, until it opens its draft."""
    session[_LINK] = link_token


def held_link() -> str:
    """Return the token of the link that was followed, or nothing."""
    return str(session.get(_LINK, ""))


def drop_link() -> None:
    """Hold no link any more."""
    session.pop(_LINK, None)


def drop(slug: str) -> None:
    """Let this browser open the draft of one survey no more."""
    places = session.get(_KEY, {})
    session[_KEY] = {place: token for place, token in places.items() if place != place_of(slug)}


def forget() -> list[str]:
    """Let this browser open nothing any more, and return what it could open."""
    tokens = list(session.get(_KEY, {}).values())
    session.clear()
    return tokens


def place_of(slug: str) -> str:
    """Return the name of a survey in this cookie."""
    # A cookie is signed, not secret: whoever holds the phone must not read which survey it was.
    return sealing.keyring().keyed_hash(slug, "draft place")[:8]
