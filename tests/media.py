"""Photos and recordings for tests, made byte by byte: good ones, and ones that lie."""

from __future__ import annotations

import struct
import wave
from io import BytesIO

from PIL import Image

from app.media.ogg import checksum

SECRET = b"51.4545N 2.5879W Robin"


def a_photo(kind: str = "JPEG", size: tuple[int, int] = (300, 200), *, turned: int = 1) -> bytes:
    """Return a photo that says where it was taken, in every place where it can."""
    picture = Image.new("RGB", size, "teal")
    told = picture.getexif()
    told[0x0112], told[0x010F], told[0x013B] = turned, "Camera", SECRET.decode()
    told.get_ifd(0x8825)[1] = "N"
    told.get_ifd(0x8825)[2] = (51.0, 27.0, 16.0)
    kept = BytesIO()
    more = {"comment": SECRET} if kind == "JPEG" else {}
    picture.save(kept, kind, exif=told, xmp=b"<x:xmpmeta>" + SECRET + b"</x:xmpmeta>", **more)
    return kept.getvalue()


def a_wav(seconds: float = 1.0) -> bytes:
    """Return a WAV file of silence with a title in it."""
    kept = BytesIO()
    with wave.open(kept, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(8000)
        file.writeframes(b"\x80" * int(8000 * seconds))
    sound = kept.getvalue()
    title = b"LIST" + struct.pack("<I", len(SECRET)) + SECRET
    made = sound[:12] + title + b"\0" * (len(title) % 2) + sound[12:]
    return made[:4] + struct.pack("<I", len(made) - 8) + made[8:]


def an_ogg(seconds: int = 2, title: bytes = SECRET) -> bytes:
    """Return an Ogg Opus file with a title, long enough for pages of its own if need be."""
    head = b"OpusHead\x01\x01" + struct.pack("<HIhB", 312, 48000, 0, 0)
    tags = b"OpusTags" + struct.pack("<I", 4) + b"Prog" + struct.pack("<II", 1, len(title)) + title
    pages = [_ogg_page(head, 0, 0), *_ogg_packet(tags), b""]
    pages[-1] = _ogg_page(b"\xf8\xff\xfe", 312 + 48000 * seconds, len(pages) - 1)
    return b"".join(pages)


def _ogg_packet(packet: bytes) -> list[bytes]:
    parts = [packet[at : at + 255 * 255] for at in range(0, len(packet), 255 * 255)]
    return [_ogg_page(part, 0, number) for number, part in enumerate(parts, 1)]


def _ogg_page(body: bytes, samples: int, number: int) -> bytes:
    laces = [255] * (len(body) // 255) + ([len(body) % 255] if len(body) < 255 * 255 else [])
    head = b"OggS\0\0" + struct.pack("<qIII", samples, 7, number, 0)
    page = head + bytes([len(laces), *laces]) + body
    return page[:22] + struct.pack("<I", checksum(page)) + page[26:]


def a_box(name: bytes, body: bytes) -> bytes:
    """Return one box of an MP4 file."""
    return struct.pack(">I", 8 + len(body)) + name + body


def an_mp4(seconds: int = 3, handler: bytes = b"soun") -> bytes:
    """Return an MP4 file with one track, days, a place and a title."""
    dated = struct.pack(">IIIII", 0, 3_800_000_000, 3_800_000_000, 1000, 1000 * seconds)
    track = a_box(b"tkhd", dated) + a_box(
        b"mdia",
        a_box(b"mdhd", dated) + a_box(b"hdlr", bytes(8) + handler + bytes(12) + SECRET + b"\0"),
    )
    movie = (
        a_box(b"mvhd", dated) + a_box(b"trak", track) + a_box(b"udta", a_box(b"\xa9xyz", SECRET))
    )
    return (
        a_box(b"ftyp", b"M4A \0\0\0\0")
        + a_box(b"moov", movie)
        + a_box(b"mdat", b"sound")
        + a_box(b"uuid", SECRET)
    )


def an_mp3(seconds: int = 5, *, version: int = 3) -> bytes:
    """Return an MP3 file with titles before and after its sound, and a frame that tells of it."""
    head = bytes([0xFF, 0xE3 | version << 3, 0x90 if version == 3 else 0x80, 0])
    # What a frame weighs, and how many sound for a second, in MPEG 2.5, 2 and 1.
    size, rate = {0: (417, 11_025 / 576), 2: (208, 22_050 / 576), 3: (417, 44_100 / 1152)}[version]
    frames = [b"Info" + SECRET, *[b"sound"] * round(seconds * rate)]
    titles = b"ID3\4\0\0" + bytes([0, 0, len(SECRET) >> 7, len(SECRET) & 0x7F]) + SECRET
    after = b"TAG" + SECRET.ljust(125, b"\0")
    return titles + b"".join(head + one.ljust(size - 4, b"\0") for one in frames) + after


def an_element(name: int, body: bytes, *, is_open: bool = False) -> bytes:
    """Return one element of a WebM file; an open one does not say how long it is."""
    wide = name.to_bytes((name.bit_length() + 7) // 8, "big")
    size = b"\x01" + b"\xff" * 7 if is_open else (len(body) | 1 << 56).to_bytes(8, "big")
    return wide + size + body


def a_webm(seconds: int = 4, track: int = 2, *, is_open: bool = True) -> bytes:
    """Return a WebM file as a browser records it: open, with the name of the program."""
    head = an_element(0x1A45DFA3, an_element(0x4282, b"webm"))
    info = an_element(0x2AD7B1, b"\x0f\x42\x40") + an_element(0x4D80, SECRET)
    info += an_element(0x7BA9, SECRET) + an_element(0x4461, bytes(8))
    tracks = an_element(0xAE, an_element(0x83, bytes([track])) + an_element(0x536E, SECRET))
    blocks = an_element(0xE7, b"\0") + an_element(0xA3, b"\x81\0\0\x80sound")
    later = an_element(0xE7, (seconds * 1000 - 20).to_bytes(3, "big"))
    later += an_element(0xA0, an_element(0xA1, b"\x81\0\x14\x80sound"))
    body = an_element(0x1549A966, info) + an_element(0x1654AE6B, tracks)
    body += an_element(0x1F43B675, blocks, is_open=is_open)
    body += an_element(0x1F43B675, later, is_open=is_open) + an_element(0x1254C367, SECRET)
    return head + an_element(0x18538067, body, is_open=is_open)
