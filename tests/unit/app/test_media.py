"""Photos and recordings of strangers: what is kept of good ones, and what is refused."""

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image, ImageFile

from app import media
from app.domain.errors import Invalid
from app.media import mp3, mp4, ogg, photo, voice, wav, webm
from app.media.broken import BrokenFileError, TooMuchError
from tests.media import (
    SECRET,
    a_box,
    a_photo,
    a_wav,
    a_webm,
    an_element,
    an_mp3,
    an_mp4,
    an_ogg,
)

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


class TestWebm:
    def test_may_say_its_lengths(self):
        """A file with every length known is read as one without."""
        assert 4 == webm.clean(a_webm(is_open=False)).numbers["seconds"]

    @pytest.mark.parametrize(
        "content",
        [
            a_webm(track=1),
            a_webm().replace(b"webm", b"mkvx"),
            an_element(0x1A45DFA3, an_element(0x4282, b"webm")),
            an_element(0x1A45DFA3, b"", is_open=True),
            an_element(0x1A45DFA3, b"")[:-1] + b"\x09",
            b"\x1aE\xdf\xa3\x80\x00",
        ],
    )
    def test_refuses_a_film_and_what_does_not_fit(self, content):
        """Pictures that move, another container and lengths that lie are refused."""
        with pytest.raises(BrokenFileError):
            webm.clean(content)

    def test_refuses_more_parts_than_a_recording_has(self, monkeypatch):
        """A file of endless small parts is given up."""
        monkeypatch.setattr(webm, "MOST_ELEMENTS", 5)
        with pytest.raises(BrokenFileError):
            webm.clean(a_webm())


class TestMp4:
    @pytest.mark.parametrize(
        "content",
        [
            an_mp4(handler=b"vide"),
            a_box(b"ftyp", b"M4A "),
            a_box(b"ftyp", b"M4A ") + b"\0\0\0\x04moov",
            a_box(b"ftyp", b"M4A ") + b"\0\0\0\xffmoov",
        ],
    )
    def test_refuses_a_film_and_what_does_not_fit(self, content):
        """Pictures that move, no sound, and boxes larger than their box are refused."""
        with pytest.raises(BrokenFileError):
            mp4.clean(content)

    def test_refuses_boxes_in_boxes_without_end(self):
        """A file that goes deeper than any recording is refused."""
        deep = b""
        for _ in range(12):
            deep = a_box(b"moov", deep)
        with pytest.raises(BrokenFileError):
            mp4.clean(a_box(b"ftyp", b"M4A ") + deep)

    def test_reads_lengths_of_both_kinds(self):
        """A box may write its length in eight bytes, or reach to the end of the file."""
        whole = an_mp4()
        long = struct.pack(">I4sQ", 1, b"free", 16 + len(SECRET)) + SECRET
        endless = b"\0\0\0\0uuid" + SECRET

        assert SECRET not in mp4.clean(whole + long + endless).content

    def test_reads_days_of_both_kinds(self):
        """A film head of the second version has longer days, and its length further on."""
        head = b"\x01\0\0\0" + bytes(16) + struct.pack(">IQ", 10, 50)
        whole = an_mp4().replace(b"mvhd", b"skip")
        made = whole + a_box(b"moov", a_box(b"mvhd", head))

        assert 5 == mp4.clean(made).numbers["seconds"]


class TestOgg:
    def test_blanks_titles_that_fill_pages(self):
        """A title with a picture in it runs over pages, and is gone from all of them."""
        found = ogg.clean(an_ogg(title=SECRET * 4000))

        assert SECRET not in found.content
        assert 2 == found.numbers["seconds"]

    def test_writes_checksums_that_hold(self):
        """Each page that was changed has its checksum anew (RFC 3533)."""
        content = ogg.clean(an_ogg()).content
        second = content.index(b"OggS", 4)
        page = bytearray(content[second : content.index(b"OggS", second + 4)])
        told = bytes(page[22:26])
        page[22:26] = bytes(4)

        assert told == struct.pack("<I", ogg.checksum(page))

    @pytest.mark.parametrize(
        "content",
        [
            an_ogg()[:47],
            an_ogg().replace(b"OpusHead", b"OpusHeap"),
            an_ogg().replace(b"OpusTags", b"OpusTagz"),
            an_ogg() + b"junk",
            an_ogg() + b"OggS\0\0" + bytes(20) + b"\xff",
            an_ogg() + an_ogg().replace(b"\x07\0\0\0", b"\x08\0\0\0"),
        ],
    )
    def test_refuses_what_does_not_follow(self, content):
        """Other sound, other streams, and pages that are cut are refused."""
        with pytest.raises(BrokenFileError):
            ogg.clean(content)


class TestMp3:
    @pytest.mark.parametrize("version", [0, 2, 3])
    def test_knows_the_lengths_of_every_version(self, version):
        """Frames of MPEG 1, 2 and 2.5 are each as long as their heads say."""
        found = mp3.clean(an_mp3(4, version=version))

        assert {"format": "mp3", "seconds": 4} == found.numbers
        assert SECRET not in found.content

    @pytest.mark.parametrize("between", [b"\0" * 9, b"\xff" * 700, SECRET])
    def test_loses_nothing_that_is_said_after_a_gap(self, between):
        """What stands between two frames is left out, and the frames after it are kept."""
        frames = mp3.clean(an_mp3()).content
        gap = 417 * 20

        assert frames == mp3.clean(frames[:gap] + between + frames[gap:]).content

    def test_keeps_the_first_frame_that_sounds(self):
        """A file that does not tell of itself loses nothing."""
        sound = an_mp3().replace(b"Info", b"soun")

        assert len(mp3.clean(an_mp3()).content) + 417 == len(mp3.clean(sound).content)

    @pytest.mark.parametrize(
        "content",
        [b"\xff\xfb\x90\0" + bytes(413), b"\xff\xfb\xf0\0" * 500, b"\xff\xfb\x9c\0" * 500],
    )
    def test_refuses_what_does_not_sound(self, content):
        """One frame alone, and heads that cannot be, are refused."""
        with pytest.raises(BrokenFileError):
            mp3.clean(content)


class TestWav:
    @pytest.mark.parametrize(
        "content",
        [
            b"RIFF\0\0\0\0AVI ",
            b"RIFF\0\0\0\0WAVE",
            a_wav(0),
            a_wav().replace(b"fmt \x10\0\0\0\x01\0", b"fmt \x10\0\0\0\x55\0"),
        ],
    )
    def test_refuses_films_silence_and_other_sound(self, content):
        """A film, a file without sound, and sound that is not speech are refused."""
        with pytest.raises(BrokenFileError):
            wav.clean(content)


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
