"""A QR code as one path that a page can draw, without a picture file."""

from __future__ import annotations

from dataclasses import dataclass

import segno

# The quiet zone that a camera needs round it, in modules (ISO/IEC 18004, 2015).
QUIET = 4


@dataclass(frozen=True)
class QrCode:
    """A square of `size` modules, its quiet zone included, and the path of the dark ones."""

    size: int
    path: str


def qr_code(text: str) -> QrCode:
    """Return the QR code of a text; the same text gives the same code.

    Source: ISO/IEC 18004 (2015) at error correction M, as the segno package draws it.
    """
    rows = [list(row) for row in segno.make(text, error="m", micro=False).matrix]
    parts = [
        f"M{x + QUIET} {y + QUIET}h1v1h-1z"
        for y, row in enumerate(rows)
        for x, is_dark in enumerate(row)
        if is_dark
    ]
    return QrCode(len(rows) + 2 * QUIET, "".join(parts))
