"""What a browser carries to the moment of sending: its ticket, and when it began.

Neither is stored with a response. A network is known by a hash under a key that lives in memory
alone and is thrown away every hour (R-26).
"""

from __future__ import annotations

import secrets
from hashlib import blake2b
from ipaddress import ip_address, ip_network
from typing import TypedDict

from flask import current_app, request, session

from app import clock
from app.domain.pace import Pace, Visit
from app.domain.tries import Tries
from app.web import draft_cookie

_TICKET = "invitation"
_BEGUN = "begun"
KEY_SECONDS = 3600
_PREFIX = {4: 24, 6: 56}

_keys: dict[int, bytes] = {}


class Sending(TypedDict):
    """What the service is told about a browser that sends answers."""

    ticket: str
    visit: Visit
    pace: Pace


class Guessing(TypedDict):
    """What the service is told about a browser that brings a typed code."""

    network: str
    tries: Tries


def ticket() -> str:
    """Return the ticket that this browser came in with, or nothing."""
    return str(session.get(_TICKET, ""))


def keep_ticket(of: str) -> None:
    """Let this browser carry a ticket until its window closes."""
    session[_TICKET] = of


def drop_ticket() -> None:
    """Let go of a ticket that opens nothing any more; the next person brings their own."""
    session.pop(_TICKET, None)


def begin(slug: str) -> None:
    """Note in the browser's own cookie when it began."""
    session[_BEGUN] = {
        **session.get(_BEGUN, {}),
        draft_cookie.place_of(slug): int(clock.now().timestamp()),
    }


def sending(slug: str) -> Sending:
    """Return what decides on answers as they are sent: their ticket, and how they came."""
    pace = current_app.extensions.setdefault("earshot-pace", Pace())
    return {"ticket": ticket(), "visit": visit(slug), "pace": pace}


def visit(slug: str) -> Visit:
    """Return how the answers that are being sent came."""
    begun = session.get(_BEGUN, {}).get(draft_cookie.place_of(slug))
    seconds = None if begun is None else clock.now().timestamp() - begun
    return Visit(network_name(request.remote_addr or ""), seconds)


def guessing() -> Guessing:
    """Return what decides whether this browser may try a code now."""
    tries = current_app.extensions.setdefault("earshot-tries", Tries())
    return {"network": network_name(request.remote_addr or ""), "tries": tries}


def network_name(address: str) -> str:
    """Return a name for the network of an address, another one every hour.

    A network is the first 24 bits of an address of IPv4, the first 56 of one of IPv6.
    """
    hour = int(clock.now().timestamp()) // KEY_SECONDS
    if hour not in _keys:
        _keys.clear()
        _keys[hour] = secrets.token_bytes(32)
    try:
        found = ip_address(address)
    except ValueError:
        return ""
    network = ip_network((found, _PREFIX[found.version]), strict=False)
    return blake2b(str(network).encode(), key=_keys[hour], digest_size=16).hexdigest()
