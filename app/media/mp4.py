"""MP4 and M4A: boxes in boxes; those that are not sound are made empty where they stand.

Nothing is moved, because tables in the file say at which byte each bit of sound begins.
Source: ISO/IEC 14496-12 (2022), the boxes.
"""

from __future__ import annotations

from app.media import Cleaned
from app.media.broken import BrokenFileError

HEAD = 8
LONG_HEAD = 16
MOST_BOXES = 100_000
DEEPEST = 8
HOLDERS = frozenset(
    {b"moov", b"trak", b"mdia", b"minf", b"stbl", b"moof", b"traf", b"edts", b"mvex"}
)
KEPT = HOLDERS | frozenset(
    {
        b"ftyp", b"styp", b"mdat", b"mvhd", b"tkhd", b"mdhd", b"hdlr", b"smhd", b"dinf", b"dref",
        b"stsd", b"stts", b"stsc", b"stsz", b"stz2", b"stco", b"co64", b"stss", b"ctts", b"elst",
        b"trex", b"mehd", b"mfhd", b"tfhd", b"tfdt", b"trun", b"sidx", b"sgpd", b"sbgp", b"mfra",
        b"tfra", b"mfro", b"free",
    }
)  # fmt: skip
# These say when they were made and changed: two days, longer in their second version.
DATED = frozenset({b"mvhd", b"tkhd", b"mdhd"})


def clean(content: bytes) -> Cleaned:
    """Return an MP4 file with one track of sound, without titles, places and days.

    Raises:
        BrokenFileError: it holds a film or no sound, or its boxes do not fit in one another.
    """
    reader = _Boxes(bytearray(content))
    reader.walk(0, len(content), 0)
    if set(reader.handlers) != {b"soun"}:
        raise BrokenFileError
    return Cleaned("audio/mp4", {"format": "mp4", "seconds": reader.seconds}, bytes(reader.data))


class _Boxes:
    """Walks the boxes of a file and empties those that are not sound."""

    def __init__(self, data: bytearray) -> None:
        self.data = data
        self.handlers: list[bytes] = []
        self.seconds = 0
        self.count = 0

    def walk(self, at: int, end: int, depth: int) -> None:
        """Read the boxes between two places."""
        while at < end:
            self.count += 1
            name, body, after = self._box(at, end)
            if self.count > MOST_BOXES or depth > DEEPEST:
                raise BrokenFileError
            if name in HOLDERS:
                self.walk(body, after, depth + 1)
            elif name not in KEPT or name == b"free":
                self._empty(at, body, after)
            else:
                self._read(name, body, after)
            at = after

    def _box(self, at: int, end: int) -> tuple[bytes, int, int]:
        size, name, body = self._number(at, 4), bytes(self.data[at + 4 : at + HEAD]), at + HEAD
        if size == 1:
            size, body = self._number(at + HEAD, 8), at + LONG_HEAD
        after = end if size == 0 else at + size
        if not body <= after <= end:
            raise BrokenFileError
        return name, body, after

    def _read(self, name: bytes, body: int, after: int) -> None:
        if name == b"hdlr" and after - body >= 12:  # noqa: PLR2004 - it ends its handler
            self.handlers.append(bytes(self.data[body + 8 : body + 12]))
            # What follows is the name of a program.
            self.data[body + 24 : after] = bytes(max(0, after - body - 24))
        if name in DATED:
            wide = 8 if self.data[body] else 4
            self.data[body + 4 : body + 4 + 2 * wide] = bytes(2 * wide)
            if name == b"mvhd":
                self._length(body + 4 + 2 * wide, wide)

    def _length(self, at: int, wide: int) -> None:
        scale = self._number(at, 4)
        self.seconds = round(self._number(at + 4, wide) / scale) if scale else 0

    def _empty(self, at: int, body: int, after: int) -> None:
        self.data[at + 4 : at + HEAD] = b"free"
        self.data[body:after] = bytes(after - body)

    def _number(self, at: int, wide: int) -> int:
        if at + wide > len(self.data):
            raise BrokenFileError
        return int.from_bytes(self.data[at : at + wide], "big")
