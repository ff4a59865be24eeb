"""WebM: elements in elements, of lengths that a live recording leaves open.

Source: RFC 8794 (2020), the elements; RFC 9559 (2024), what they mean.
"""

from __future__ import annotations

from typing import NamedTuple

from app.media import Cleaned
from app.media.broken import BrokenFileError

MOST_ELEMENTS = 200_000
LONGEST_ID, LONGEST_SIZE = 4, 8
EBML, DOCTYPE, SEGMENT, INFO = 0x1A45DFA3, 0x4282, 0x18538067, 0x1549A966
SCALE, DURATION, MUXER, WRITER = 0x2AD7B1, 0x4489, 0x4D80, 0x5741
TRACKS, TRACK, TRACK_TYPE = 0x1654AE6B, 0xAE, 0x83
CLUSTER, CLOCK, BLOCK, GROUP, GROUP_BLOCK = 0x1F43B675, 0xE7, 0xA3, 0xA0, 0xA1
CUES, SEEK, VOID = 0x1C53BB6B, 0x114D9B74, 0xEC
HOLDERS = frozenset({EBML, SEGMENT, INFO, TRACKS, TRACK, CLUSTER, GROUP})
TAGS, CHAPTERS, ATTACHMENTS = 0x1254C367, 0x1043A770, 0x1941A469
# Whatever stands at the top of a file ends a cluster that was left open.
TOP = frozenset({INFO, TRACKS, CLUSTER, CUES, SEEK, TAGS, CHAPTERS, ATTACHMENTS})
# What may stay, by what it is in; all else (titles, days, attachments, chapters) is emptied.
KEPT = {
    INFO: frozenset({SCALE, DURATION}),
    SEGMENT: frozenset({CUES, SEEK}),
    # The cluster's place and the size of the one before; a block's length and what it needs.
    CLUSTER: frozenset({0xA7, 0xAB}),
    GROUP: frozenset({0x9B, 0xFB, 0x75A2}),
}
NAMES = frozenset({MUXER, WRITER})
# Name, language and codec name of a track.
TRACK_NAMES = frozenset({0x536E, 0x22B59C, 0x22B59D, 0x258688})
SOUND = 2
MILLISECOND = 1_000_000


class Element(NamedTuple):
    """One element: what it is, where its length stands, where its body begins and ends."""

    id: int
    start: int
    body: int
    end: int
    is_open: bool


def clean(content: bytes) -> Cleaned:
    """Return a WebM file with sound, without titles, days and the names of programs.

    Raises:
        BrokenFileError: it holds a film or no sound, or its elements do not fit.
    """
    reader = _Elements(bytearray(content))
    reader.walk(0, len(content), 0, frozenset())
    if reader.doctype != b"webm" or set(reader.tracks) != {SOUND} or not reader.blocks:
        raise BrokenFileError
    seconds = round((reader.last * reader.scale) / (1000 * MILLISECOND))
    return Cleaned("audio/webm", {"format": "webm", "seconds": seconds}, bytes(reader.data))


class _Elements:
    """Walks the elements of a file and empties those that are not sound."""

    def __init__(self, data: bytearray) -> None:
        self.data = data
        self.doctype = b""
        self.tracks: list[int] = []
        self.scale = MILLISECOND
        self.clock = self.last = self.blocks = self.count = 0

    def walk(self, at: int, end: int, inside: int, stops: frozenset[int]) -> int:
        """Read the elements between two places; an open one ends where one of `stops` begins."""
        while at < end:
            element = self._element(at, end)
            if element.id in stops:
                return at
            self.count += 1
            if self.count > MOST_ELEMENTS:
                raise BrokenFileError
            if element.id in HOLDERS:
                open_until = TOP if element.is_open and element.id != SEGMENT else frozenset()
                at = self.walk(element.body, element.end, element.id, open_until)
            else:
                self._read(element, inside)
                at = element.end
        return at

    def _read(self, element: Element, inside: int) -> None:
        body = self.data[element.body : element.end]
        if element.id == DOCTYPE:
            self.doctype = bytes(body).rstrip(b"\0")
        elif element.id == TRACK_TYPE and inside == TRACK:
            self.tracks.append(int.from_bytes(body, "big"))
        elif element.id == CLOCK and inside == CLUSTER:
            self.clock = int.from_bytes(body, "big")
        elif element.id in {BLOCK, GROUP_BLOCK}:
            self._note_block(element)
        elif element.id == SCALE and inside == INFO:
            self.scale = int.from_bytes(body, "big")
        elif not self._stays(element, inside):
            self._empty(element)

    def _note_block(self, element: Element) -> None:
        # A block begins with its track's number, then its own time within the cluster.
        _, at = self._number(element.body, LONGEST_SIZE, keep_mark=False)
        own = int.from_bytes(self.data[at : at + 2], "big", signed=True)
        self.last = max(self.last, self.clock + own)
        self.blocks += 1

    def _stays(self, element: Element, inside: int) -> bool:
        if inside == TRACK:
            return element.id not in TRACK_NAMES
        return inside == EBML or element.id in KEPT.get(inside, ())

    def _empty(self, element: Element) -> None:
        body = slice(element.body, element.end)
        self.data[body] = bytes(element.end - element.body)
        if element.id not in NAMES:
            self._void(element)

    def _void(self, element: Element) -> None:
        # As long as it was, so that nothing else moves: one byte of name, the rest is length.
        whole = element.end - element.start
        wide = min(LONGEST_SIZE, whole - 1)
        size = (1 << (7 * wide)) | (whole - 1 - wide)
        self.data[element.start : element.end] = (
            bytes([VOID]) + size.to_bytes(wide, "big") + bytes(whole - 1 - wide)
        )

    def _element(self, at: int, end: int) -> Element:
        name, after_name = self._number(at, LONGEST_ID, keep_mark=True)
        size, body = self._number(after_name, LONGEST_SIZE, keep_mark=False)
        is_open = size == (1 << (7 * (body - after_name))) - 1
        close = end if is_open else body + size
        if close > end or (is_open and name not in {SEGMENT, CLUSTER}):
            raise BrokenFileError
        return Element(name, at, body, close, is_open)

    def _number(self, at: int, longest: int, *, keep_mark: bool) -> tuple[int, int]:
        wide = 9 - self.data[at].bit_length()
        if wide > longest or at + wide > len(self.data):
            raise BrokenFileError
        value = int.from_bytes(self.data[at : at + wide], "big")
        return (value if keep_mark else value & ((1 << (7 * wide)) - 1)), at + wide
