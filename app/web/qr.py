"""Addresses as QR codes, drawn in the page itself: no picture is fetched for them."""

from __future__ import annotations

from dataclasses import dataclass

import segno

# The light edge that a reader needs: four squares on each side (ISO/IEC 18004, 2015).
EDGE = 4


@dataclass(frozen=True)
class Qr:
    """A QR code as one path of an SVG, in a square of `size` units."""

    size: int
    path: str


def qr_of(text: str) -> Qr:
    """Return the QR code of a text; it can still be read with an eighth of it hidden."""
    rows = segno.make_qr(text, error="m").matrix
    path = "".join(
        f"M{start + EDGE} {y + EDGE}h{length}v1h-{length}z"
        for y, row in enumerate(rows)
        for start, length in _runs(row)
    )
    return Qr(len(rows) + 2 * EDGE, path)


def _runs(row: bytearray) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for x, is_dark in enumerate(row):
        if not is_dark:
            continue
        if runs and sum(runs[-1]) == x:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((x, 1))
    return runs
