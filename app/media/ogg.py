"""Ogg with Opus: pages with a checksum; the second packet holds the titles.

Source: RFC 3533 (2003), the pages; RFC 7845 (2016), Opus in them.
"""

from __future__ import annotations

import struct

from app.media import Cleaned
from app.media.broken import BrokenFileError

PAGE_HEAD = 27
CHECKSUM = slice(22, 26)
RATE = 48_000
POLYNOMIAL = 0x04C11DB7
FEWEST_PAGES = 3
FULL = 255


def _table() -> tuple[int, ...]:
    table = []
    for number in range(256):
        value = number << 24
        for _ in range(8):
            value = (value << 1) ^ (POLYNOMIAL if value & 0x80000000 else 0)
        table.append(value & 0xFFFFFFFF)
    return tuple(table)


TABLE = _table()


def clean(content: bytes) -> Cleaned:
    """Return an Ogg Opus file whose titles are empty.

    Raises:
        BrokenFileError: it is not one voice in Opus, or its pages do not follow.
    """
    pages = _pages(content)
    if len(pages) < FEWEST_PAGES or not _body(pages[0]).startswith(b"OpusHead"):
        raise BrokenFileError
    if (
        not _body(pages[1]).startswith(b"OpusTags")
        or len({bytes(page[14:18]) for page in pages}) > 1
    ):
        raise BrokenFileError
    first_sound = _blank_titles(pages)
    skipped = int.from_bytes(_body(pages[0])[10:12], "little")
    samples = int.from_bytes(pages[-1][6:14], "little", signed=True) - skipped
    if first_sound >= len(pages) or samples < 0:
        raise BrokenFileError
    numbers = {"format": "ogg", "seconds": round(samples / RATE)}
    return Cleaned("audio/ogg", numbers, b"".join(pages))


def _pages(content: bytes) -> list[bytearray]:
    pages, at = [], 0
    while at < len(content):
        if content[at : at + 5] != b"OggS\0":
            raise BrokenFileError
        segments = content[at + PAGE_HEAD : at + PAGE_HEAD + content[at + 26]]
        end = at + PAGE_HEAD + len(segments) + sum(segments)
        if end > len(content):
            raise BrokenFileError
        pages.append(bytearray(content[at:end]))
        at = end
    return pages


def _body(page: bytearray) -> bytearray:
    return page[PAGE_HEAD + page[26] :]


def _blank_titles(pages: list[bytearray]) -> int:
    """Make the titles empty where they stand, and return the number of the page after them."""
    for number, page in enumerate(pages[1:], 1):
        begin = PAGE_HEAD + page[26]
        start = b"OpusTags" + struct.pack("<II", 0, 0) if number == 1 else b""
        page[begin:] = start.ljust(len(page) - begin, b"\0")[: len(page) - begin]
        page[CHECKSUM] = b"\0\0\0\0"
        page[CHECKSUM] = struct.pack("<I", checksum(page))
        # A page that is not full to its last segment ends the packet.
        if page[begin - 1] < FULL:
            return number + 1
    return len(pages)


def checksum(page: bytes | bytearray) -> int:
    """Return the checksum of a page whose own is nought."""
    value = 0
    for byte in page:
        value = ((value << 8) & 0xFFFFFFFF) ^ TABLE[(value >> 24) ^ byte]
    return value
