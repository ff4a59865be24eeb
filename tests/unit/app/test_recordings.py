"""The kinds of recordings, read byte by byte: how long they are, and what is wrong with them."""

import struct

import pytest

from app.media import mp3, mp4, ogg, wav, webm
from app.media.broken import BrokenFileError
from tests.media import SECRET, a_box, a_wav, a_webm, an_element, an_mp3, an_mp4, an_ogg


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
