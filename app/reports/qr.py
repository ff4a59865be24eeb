"""A QR code as one path that a page can draw, without a picture file."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

import segno

if TYPE_CHECKING:
    from collections.abc import Iterator

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
        f"M{x + QUIET} {y + QUIET}h{length}v1h-{length}z"
        for y, row in enumerate(rows)
        for x, length in _runs(row)
    ]
    return QrCode(len(rows) + 2 * QUIET, "".join(parts))


def _runs(row: list[int]) -> Iterator[tuple[int, int]]:
    # One long stroke is drawn faster than many short ones, and without hairlines between.
    at = 0
    for is_dark, run in groupby(row):
        length = len(list(run))
        if is_dark:
            yield at, length
        at += length
