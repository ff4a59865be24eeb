"""The headers of every answer: what a page may load, who may frame it, what may be kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request

if TYPE_CHECKING:
    from flask import Flask, Response

CONTENT_SECURITY_POLICY = "; ".join(  # noqa: FLY002 - one directive a line reads better
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "media-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "object-src 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
# On a page of questions people may be asked to speak, and hear it before it is sent: that is a
# blob of the page.
SPEAKING = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY.replace(
        "media-src 'self'", "media-src 'self' blob:"
    ),
    "Permissions-Policy": HEADERS["Permissions-Policy"].replace(
        "microphone=()", "microphone=(self)"
    ),
}
SPEAKING_PAGES = frozenset(
    {"respond.page", "respond.save_page", "voices.change_page", "display.change_page"}
)
# The page that works without a signal may listen where the device itself writes speech down; a
# browser that would send the sound away is never asked to (decision 15).
DICTATING_PAGE = "offline.capture"
DICTATING = {"Permissions-Policy": SPEAKING["Permissions-Policy"]}
YEAR_SECONDS = 31_536_000
# What has a hash of its content in its address and is the same on every page. The recording of a
# question is not: a browser that kept it would say later, to whoever holds the phone, what was
# asked. It is fetched again each time it is heard.
KEPT_A_YEAR = f"public, max-age={YEAR_SECONDS}, immutable"


def add_headers(app: Flask, *, is_secure: bool) -> None:
    """Give every answer of the site, errors too, its security headers."""

    @app.after_request
    def _add(response: Response) -> Response:
        for name, value in _headers_of(request.endpoint or "").items():
            response.headers.setdefault(name, value)
        is_kept = request.endpoint == "static" and response.status_code == 200  # noqa: PLR2004
        response.headers["Cache-Control"] = KEPT_A_YEAR if is_kept else "no-store"
        if is_secure:
            response.headers["Strict-Transport-Security"] = f"max-age={YEAR_SECONDS}"
        return response


def _headers_of(endpoint: str) -> dict[str, str]:
    if endpoint in SPEAKING_PAGES:
        return HEADERS | SPEAKING
    return HEADERS | DICTATING if endpoint == DICTATING_PAGE else HEADERS
