"""Recordings: the container is read by its rules, and what is not sound is taken out."""

from __future__ import annotations

from app.media import Cleaned, mp3, mp4, ogg, wav, webm
from app.media.broken import BrokenFileError

# How each begins: the bytes at a place, and what reads it.
MARKS = (
    (0, b"\x1aE\xdf\xa3", webm.clean),
    (0, b"OggS", ogg.clean),
    (4, b"ftyp", mp4.clean),
    (0, b"RIFF", wav.clean),
    (0, b"ID3", mp3.clean),
    *((0, bytes([0xFF, byte]), mp3.clean) for byte in (0xFB, 0xFA, 0xF3, 0xF2, 0xE3, 0xE2)),
)


def clean(content: bytes) -> Cleaned:
    """Return a recording in WebM, Ogg, MP4, WAV or MP3 with its sound and nothing else.

    Its titles, places, days, pictures and the names of programs are gone. `numbers` holds the
    format and the whole seconds, 0 when the file does not tell.

    Raises:
        BrokenFileError: it is none of these, holds a film, or breaks its own rules.
    """
    for place, mark, read in MARKS:
        if content[place : place + len(mark)] == mark:
            try:
                return read(content)
            except (IndexError, ValueError, OverflowError) as error:
                raise BrokenFileError from error
    raise BrokenFileError
