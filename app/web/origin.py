"""Refuse what another site makes a browser send, beside the token that forms carry."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import abort, request

OURS = ("same-origin", "none")
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def refuse_cross_site() -> None:
    """Stop a request that would change something and that another site caused (R-52).

    Our own pages send `Origin: null`, because they tell nobody where they come from; so the
    fetch metadata decides, and the origin only where a browser does not send any.

    Source: Fetch Metadata Request Headers, W3C working draft (2021).
    """
    if request.method in SAFE_METHODS:
        return
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin", "null")
    is_ours = site in OURS if site else origin == "null" or urlsplit(origin).netloc == request.host
    if not is_ours:
        abort(400)
