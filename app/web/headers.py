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
# browser that would send the sound away is never asked to (decision 14).
DICTATING_PAGE = "offline.capture"
DICTATING = {"Permissions-Policy": SPEAKING["Permissions-Policy"]}
YEAR_SECONDS = 31_536_000
KEPT_A_YEAR = f"max-age={YEAR_SECONDS}, immutable"
# What has a hash of its content in its address, and tells nothing of whoever asks for it. A
# recording is kept by one browser only, and goes with everything else when a person leaves.
KEPT = {"static": f"public, {KEPT_A_YEAR}", "spoken.content": f"private, {KEPT_A_YEAR}"}
WHOLE_OR_PART = (200, 206)


def add_headers(app: Flask, *, is_secure: bool) -> None:
    """Give every answer of the site, errors too, its security headers."""

    @app.after_request
    def _add(response: Response) -> Response:
        for name, value in _headers_of(request.endpoint or "").items():
            response.headers.setdefault(name, value)
        kept = KEPT.get(request.endpoint or "") if response.status_code in WHOLE_OR_PART else None
        response.headers["Cache-Control"] = kept or "no-store"
        if is_secure:
            response.headers["Strict-Transport-Security"] = f"max-age={YEAR_SECONDS}"
        return response


def _headers_of(endpoint: str) -> dict[str, str]:
    if endpoint in SPEAKING_PAGES:
        return HEADERS | SPEAKING
    return HEADERS | DICTATING if endpoint == DICTATING_PAGE else HEADERS
