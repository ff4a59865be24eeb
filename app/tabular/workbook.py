"""The records of the first sheet of a workbook, unpacked within limits."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from app.tabular.table import BrokenFileError, Record, TooMuchError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MARK = b"PK\x03\x04"
# Source of the limits: SECURITY R-54.
MOST_MEMBERS = 200
MOST_UNPACKED = 50 * 1024 * 1024
CHUNK = 64 * 1024


def records(content: bytes) -> Iterator[Record]:
    """Return the records of the first sheet.

    The sheet is read twice: what its formulas came to, and the formulas, because a program that
    saves no results leaves cells that look empty and are not.

    Raises:
        BrokenFileError: it is no workbook, or there is too much in it.
        Exception: whatever the reader meets.
    """
    _unpack_within_limits(content)
    results, formulas = (_rows(content, has_results=which) for which in (True, False))
    for cells, written in zip(results, formulas, strict=True):
        unread = (
            place
            for place, (cell, formula) in enumerate(zip(cells, written, strict=True))
            if cell is None and formula is not None
        )
        yield Record([_as_text(cell) for cell in cells], tuple(unread))


def _rows(content: bytes, *, has_results: bool) -> Iterator[Sequence[Any]]:
    import openpyxl  # noqa: PLC0415 - a text file does not need it

    if not openpyxl.DEFUSEDXML:
        raise BrokenFileError("defusedxml is missing, so no spreadsheet is safe to open")
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=has_results)
    sheet = book.worksheets[0]
    sheet.reset_dimensions()
    yield from sheet.iter_rows(values_only=True)


def _unpack_within_limits(content: bytes) -> None:
    # Counted while unpacking: the sizes that a zip gives for its members may be lies.
    unpacked = 0
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = archive.infolist()
        if len(members) > MOST_MEMBERS:
            raise TooMuchError("too many members")
        for member in members:
            with archive.open(member) as stream:
                while chunk := stream.read(CHUNK):
                    unpacked += len(chunk)
                    if unpacked > MOST_UNPACKED:
                        raise TooMuchError("too large when unpacked")


def _as_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return str(value.date()) if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
