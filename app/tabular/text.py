"""The records of a text file: in which encoding it is, and what parts its cells."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from app.tabular.table import MOST_TEXT, BrokenFileError, Record

if TYPE_CHECKING:
    from collections.abc import Iterator

SAMPLE = 64 * 1024
DELIMITERS = (",", ";", "\t", "|")
# Parts nothing: a file with one column has none, and a comma in its words is a comma.
NOTHING = "\x1f"
# Excel writes and reads this line to say what parts the cells; it is no row.
SAID = re.compile(r"sep=([,;\t|])\r?\n", re.IGNORECASE)


def records(content: bytes) -> Iterator[Record]:
    """Return the records of a text file.

    Raises:
        BrokenFileError: it is no text.
        Error: a quotation mark never closes.
    """
    text = decode(content)
    if "\0" in text:
        raise BrokenFileError("not a text")
    said = SAID.match(text)
    delimiter = said[1] if said else delimiter_of(text[:SAMPLE])
    # What is too long is noticed later, where it is told apart from what is broken.
    csv.field_size_limit(MOST_TEXT)
    lines = io.StringIO(text[said.end() :] if said else text, newline="")
    # Strict, because a quotation mark that never closes would swallow every row after it.
    for cells in csv.reader(lines, delimiter=delimiter, strict=True):
        yield Record(cells)


def decode(content: bytes) -> str:
    """Return the text of a file, in whichever of the usual encodings it is.

    Raises:
        BrokenFileError: it is in none of them.
    """
    encodings = ["utf-8-sig", "cp1252"]
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BrokenFileError("unknown encoding")


def delimiter_of(sample: str) -> str:
    """Return what parts the cells: whatever gives the most rows as wide as the header."""
    best, found = (0.0, 0), NOTHING
    for delimiter in DELIMITERS:
        rows = [r for r in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter) if r]
        if not rows or len(rows[0]) == 1:
            continue
        same = sum(len(row) == len(rows[0]) for row in rows) / len(rows)
        if (same, len(rows[0])) > best:
            best, found = (same, len(rows[0])), delimiter
    return found
