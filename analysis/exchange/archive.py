"""Zip files of strangers, opened within limits: so many members, so large, so tightly packed.

Nothing is ever unpacked to a disk. Sizes are counted while reading, because the sizes that a zip
gives for its members may be lies.

Source of the refusals: OWASP, File Upload Cheat Sheet, on archives.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING

from analysis.exchange.errors import ExchangeError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MOST_MEMBERS = 25_000
MOST_UNPACKED = 100 * 1024 * 1024
# Words pack to a third or so, and XML to a twentieth; a bomb packs to a thousandth.
MOST_RATIO = 200
RATIO_FROM = 1024 * 1024
CHUNK = 64 * 1024
PLAIN = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
LEAVES = re.compile(r"(?:^|[\\/])\.\.(?:[\\/]|$)|^[\\/]|^[A-Za-z]:|\x00")
# zipfile meets a broken file with any of these; NotImplementedError is a RuntimeError.
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    OSError,
    EOFError,
    ValueError,
    KeyError,
    RuntimeError,
    OverflowError,
)


class Archive:
    """An open archive that counts everything it has unpacked."""

    def __init__(self, content: bytes) -> None:
        self._archive = zipfile.ZipFile(io.BytesIO(content))
        self._unpacked = 0
        self._members = {one.filename: one for one in self._archive.infolist()}
        if len(self._archive.infolist()) > MOST_MEMBERS:
            raise ExchangeError("too_large", "members")
        for name, member in self._members.items():
            if LEAVES.search(name):
                raise ExchangeError("unsafe", "path")
            if member.compress_type not in PLAIN:
                raise ExchangeError("broken", "packing")

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the members, in their order."""
        return tuple(self._members)

    def read(self, name: str) -> bytes:
        """Return a member unpacked.

        Raises:
            ExchangeError: `too_large` or `unsafe`.
        """
        member = self._members[name]
        pieces, size = [], 0
        with self._archive.open(member) as stream:
            while piece := stream.read(CHUNK):
                pieces.append(piece)
                size += len(piece)
                self._unpacked += len(piece)
                if size > RATIO_FROM and size > MOST_RATIO * max(1, member.compress_size):
                    raise ExchangeError("unsafe", "packing")
                if self._unpacked > MOST_UNPACKED:
                    raise ExchangeError("too_large", "unpacked")
        return b"".join(pieces)


@contextmanager
def opened(content: bytes) -> Iterator[Archive]:
    """Open an archive; whatever zip meets in it becomes one kind of error.

    Raises:
        ExchangeError: `wrong_kind`, `broken`, `unsafe` or `too_large`.
    """
    if not content.startswith(b"PK"):
        raise ExchangeError("wrong_kind", "no archive")
    try:
        yield Archive(content)
    except BROKEN as error:
        raise ExchangeError("broken", "archive") from error


def pack(members: Mapping[str, bytes]) -> bytes:
    """Return an archive; the same members give the same bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            about = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            archive.writestr(about, content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()
