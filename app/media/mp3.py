"""MP3: frames one after another, each with a head that says how long it is.

Source: ISO/IEC 11172-3 (1993) and 13818-3 (1998), layer III; the ID3v2.4.0 structure (2000).
"""

from __future__ import annotations

from app.media import Cleaned
from app.media.broken import BrokenFileError

HEAD = 4
TAG_HEAD = 10
FEWEST_FRAMES = 2
LAYER_3 = 1
# By the two bits of the version: 0 is MPEG 2.5, 2 is MPEG 2, 3 is MPEG 1.
RATES = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}
SAMPLES = {3: 1152, 2: 576, 0: 576}
KILOBITS = {
    3: (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
# What the first frame holds when it tells of the file, and of the program, instead of sounding.
ABOUT = (b"Xing", b"Info", b"VBRI")


def clean(content: bytes) -> Cleaned:
    """Return the frames of an MP3 file, without its titles, pictures and notes.

    Raises:
        BrokenFileError: it has no sound of layer III.
    """
    frames, seconds, at = [], 0.0, _after_titles(content)
    while at >= 0 and (found := _frame(content[at : at + HEAD])):
        size, length = found
        if at + size > len(content):
            break
        frames.append(content[at : at + size])
        seconds += length
        at += size
        # Whatever was put between frames is left out; what is said after it is not lost.
        if len(frames) >= FEWEST_FRAMES and _frame(content[at : at + HEAD]) is None:
            at = _next_sound(content, at)
    if len(frames) < FEWEST_FRAMES:
        raise BrokenFileError
    if any(mark in frames[0] for mark in ABOUT):
        seconds -= seconds / len(frames)
        del frames[0]
    return Cleaned("audio/mpeg", {"format": "mp3", "seconds": round(seconds)}, b"".join(frames))


def _after_titles(content: bytes) -> int:
    """Return where the sound begins: after what ID3 puts first, whose size has 7 bits a byte."""
    at = 0
    while content[at : at + 3] == b"ID3":
        size = 0
        for byte in content[at + 6 : at + TAG_HEAD]:
            size = size << 7 | byte & 0x7F
        at += TAG_HEAD + size
    return at


def _next_sound(content: bytes, at: int) -> int:
    """Return where two frames follow one another again, or -1: one alone may be chance."""
    at = content.find(b"\xff", at)
    while at >= 0:
        found = _frame(content[at : at + HEAD])
        if found and _frame(content[at + found[0] : at + found[0] + HEAD]):
            return at
        at = content.find(b"\xff", at + 1)
    return at


def _frame(head: bytes) -> tuple[int, float] | None:
    """Return the bytes and the seconds of the frame that begins so, or None when none does."""
    if len(head) < HEAD:
        return None
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    kilobits, rate, padding = head[2] >> 4, head[2] >> 2 & 3, head[2] >> 1 & 1
    is_frame = head[0] == 0xFF and head[1] >= 0xE0 and layer == LAYER_3  # noqa: PLR2004 - 11 bits
    if not is_frame or version not in RATES or kilobits in {0, 15} or rate not in {0, 1, 2}:
        return None
    bits = KILOBITS[3 if version == 3 else 2][kilobits - 1] * 1000  # noqa: PLR2004 - MPEG 1
    size = SAMPLES[version] // 8 * bits // RATES[version][rate] + padding
    return size, SAMPLES[version] / RATES[version][rate]
