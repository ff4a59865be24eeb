"""WAV: a list of named pieces, of which two are the sound.

Source: Microsoft and IBM, Multimedia Programming Interface and Data Specifications 1.0 (1991).
"""

from __future__ import annotations

import struct

from app.media import Cleaned
from app.media.broken import BrokenFileError

HEAD = 12
PIECE = 8
SHORTEST_FORMAT = 16
# PCM, floating point, A-law, µ-law, and the form that names its kind further on.
KINDS = frozenset({1, 3, 6, 7, 0xFFFE})


def clean(content: bytes) -> Cleaned:
    """Return a WAV file made anew of its format and its sound.

    Raises:
        BrokenFileError: it has no sound, or a format that is none of speech.
    """
    if content[8:HEAD] != b"WAVE":
        raise BrokenFileError
    pieces = _pieces(content)
    form, sound = pieces.get(b"fmt ", b""), pieces.get(b"data", b"")
    if len(form) < SHORTEST_FORMAT or not sound:
        raise BrokenFileError
    kind, _, _, rate = struct.unpack("<HHII", form[:12])
    if kind not in KINDS or not rate:
        raise BrokenFileError
    body = b"WAVE" + _piece(b"fmt ", form) + _piece(b"data", sound)
    made = b"RIFF" + struct.pack("<I", len(body)) + body
    return Cleaned("audio/wav", {"format": "wav", "seconds": round(len(sound) / rate)}, made)


def _pieces(content: bytes) -> dict[bytes, bytes]:
    found: dict[bytes, bytes] = {}
    at = HEAD
    while at + PIECE <= len(content):
        size = int.from_bytes(content[at + 4 : at + PIECE], "little")
        found.setdefault(content[at : at + 4], content[at + PIECE : at + PIECE + size])
        at += PIECE + size + size % 2
    return found


def _piece(name: bytes, body: bytes) -> bytes:
    return name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)
