"""Pages of questions sent smaller, for a phone on one bar of signal; they tell no secret."""

from __future__ import annotations

import secrets
import struct
import zlib
from typing import TYPE_CHECKING

from flask import request

if TYPE_CHECKING:
    from flask import Flask, Response

BLUEPRINTS = frozenset({"respond", "carry_on"})
LEVEL = 5
MOST_PADDING = 64
# RFC 1952 (1996): deflated, with a file name, no time, no particular system.
HEADER = b"\x1f\x8b\x08\x08\x00\x00\x00\x00\x00\xff"


def compress_pages(app: Flask) -> None:
    """Send pages to respondents with gzip to those who take it; other pages stay as they are.

    Sizes tell a secret only where a page repeats words of an attacker beside it, and these pages
    repeat nothing of an address. A padding of random length hides even so how small a page is.

    Source: Gluck, Harris and Prado (2013), BREACH; Palacios and others (2022), HTB, IEEE Access
    10, on random padding in the header of gzip.
    """

    @app.after_request
    def _compress(response: Response) -> Response:
        is_page = request.blueprint in BLUEPRINTS and response.mimetype == "text/html"
        if not is_page or response.status_code // 100 == 3:  # noqa: PLR2004
            return response
        response.vary.add("Accept-Encoding")
        if request.accept_encodings.quality("gzip"):
            response.set_data(padded_gzip(response.get_data()))
            response.headers["Content-Encoding"] = "gzip"
        return response


def padded_gzip(content: bytes) -> bytes:
    """Return a content as gzip, a random number of bytes longer than it had to be."""
    name = b"p" * secrets.randbelow(MOST_PADDING + 1) + b"\0"
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = packer.compress(content) + packer.flush()
    return HEADER + name + packed + struct.pack("<II", zlib.crc32(content), len(content))
