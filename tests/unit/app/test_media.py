"""Photos and recordings of strangers: what is kept of good ones, and what is refused."""

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image, ImageFile

from app import media
from app.domain.errors import Invalid
from app.media import photo, voice
from app.media.broken import BrokenFileError, TooMuchError
from tests.media import SECRET, a_photo, a_wav, a_webm, an_mp3, an_mp4, an_ogg

RECORDINGS = {"webm": a_webm(), "ogg": an_ogg(), "mp4": an_mp4(), "wav": a_wav(), "mp3": an_mp3()}


def a_png_that_claims(width, height):
    """Make a PNG of a few bytes that says it is huge."""

    def chunk(name, body):
        whole = name + body
        return struct.pack(">I", len(body)) + whole + struct.pack(">I", zlib.crc32(whole))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return (
        b"\x89PNG\r\n\x1a\n"
        + head
        + chunk(b"IDAT", zlib.compress(b"\0" * 99))
        + chunk(b"IEND", b"")
    )


class TestPhoto:
    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
    def test_keeps_only_the_picture(self, kind):
        """Where it was taken, by what and by whom are in neither the photo nor the small one."""
        found = photo.clean(a_photo(kind))

        for kept in (found.content, found.thumbnail):
            picture = Image.open(BytesIO(kept))
            assert SECRET not in kept
            assert b"Exif" not in kept
            assert {} == dict(picture.getexif())
            assert {"jfif", "jfif_version", "jfif_unit", "jfif_density"} >= set(picture.info)

    def test_turns_it_as_it_was_held(self):
        """A photo from a phone held upright stands upright without its note about that."""
        assert (200, 300) == Image.open(BytesIO(photo.clean(a_photo(turned=6)).content)).size

    def test_makes_it_no_larger_than_is_needed(self):
        """A large photo is made smaller, and the small one fits a list."""
        found = photo.clean(a_photo(size=(3200, 1600)))

        assert (1600, 800) == (found.numbers["width"], found.numbers["height"])
        assert (320, 160) == Image.open(BytesIO(found.thumbnail)).size

    @pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
    def test_takes_every_kind_of_colour(self, mode):
        """Grey, clear and few-coloured pictures are photos as well."""
        kept = BytesIO()
        Image.new(mode, (4, 4)).save(kept, "PNG")

        assert "jpeg" == photo.clean(kept.getvalue()).numbers["format"]

    def test_leaves_out_what_hides_behind_it(self):
        """A file that is a picture and something else comes out as the picture alone."""
        found = photo.clean(a_photo() + b"PK\x03\x04<script>alert(1)</script>")

        assert b"<script>" not in found.content
        assert b"PK\x03\x04" not in found.content

    def test_refuses_a_half_whatever_others_allow(self, monkeypatch):
        """A library that lets halves of pictures pass, as printing does, lets none pass here."""
        monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
        with pytest.raises(BrokenFileError):
            photo.clean(a_png_that_claims(40, 40))

    def test_refuses_a_bomb_before_it_is_opened(self):
        """A few bytes that claim a billion pixels are refused by what they claim."""
        with pytest.raises(TooMuchError):
            photo.clean(a_png_that_claims(32_000, 32_000))

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"MZ\x90\0",
            b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
            b"%PDF-1.7",
            b"GIF89a" + bytes(40),
            a_photo()[:400],
            a_photo("PNG")[:60],
            a_png_that_claims(40, 40),
        ],
    )
    def test_refuses_what_is_none(self, content):
        """Programs, drawings with scripts, documents and halves of photos are refused."""
        with pytest.raises(BrokenFileError):
            photo.clean(content)


class TestVoice:
    @pytest.mark.parametrize(
        ("kind", "seconds"), [("webm", 4), ("ogg", 2), ("mp4", 3), ("wav", 1), ("mp3", 5)]
    )
    def test_keeps_the_sound_and_says_how_long_it_is(self, kind, seconds):
        """Each kind keeps its sound and its length, and loses what else it tells."""
        found = voice.clean(RECORDINGS[kind])

        assert {"format": kind, "seconds": seconds} == found.numbers
        assert SECRET in RECORDINGS[kind]
        assert SECRET not in found.content
        assert b"sound" in found.content or kind in {"ogg", "wav"}

    @pytest.mark.parametrize("kind", RECORDINGS)
    def test_comes_out_the_same_the_second_time(self, kind):
        """What was cleaned is still a recording, with nothing left to take out."""
        once = voice.clean(RECORDINGS[kind]).content

        assert once == voice.clean(once).content

    @pytest.mark.parametrize("kind", RECORDINGS)
    def test_never_fails_but_by_refusing(self, kind):
        """A recording cut anywhere, or with any byte changed, is taken or refused."""
        whole = RECORDINGS[kind]
        outcomes = set()
        for at in range(min(len(whole), 400)):
            for broken in (whole[:at], whole[:at] + b"\xff" + whole[at + 1 :]):
                try:
                    outcomes.add(voice.clean(broken).numbers["format"])
                except BrokenFileError:
                    outcomes.add("refused")

        assert outcomes <= {kind, "refused"}

    @pytest.mark.parametrize("content", [b"", b"ID3\x03", b"fLaC", b"<html>", a_photo()])
    def test_refuses_what_is_none(self, content):
        """What begins like none of the five is refused."""
        with pytest.raises(BrokenFileError):
            voice.clean(content)


class TestClean:
    def test_reads_in_a_child(self):
        """A photo and a recording come back from the child whole."""
        shown = media.clean("photo", a_photo())
        heard = media.clean("voice", a_wav())

        assert ("image/jpeg", "audio/wav") == (shown.media_type, heard.media_type)
        assert b"\xff\xd8" == shown.thumbnail[:2]
        assert b"" == heard.thumbnail

    @pytest.mark.parametrize(
        ("content", "code"),
        [(b"x", "file_broken"), (a_png_that_claims(9000, 9000), "file_too_large")],
    )
    def test_says_only_that_it_is_broken_or_too_much(self, content, code):
        """Whatever goes wrong in the child, one of two things is known of it."""
        with pytest.raises(Invalid) as caught:
            media.clean("photo", content)

        assert code == caught.value.code

    def test_gives_up_on_what_takes_too_long(self, monkeypatch):
        """A child that does not come back is stopped, and the file is refused."""
        monkeypatch.setattr(media, "WALL_SECONDS", 0.001)
        with pytest.raises(Invalid, match="file_broken"):
            media.clean("photo", a_photo())
