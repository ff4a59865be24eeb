"""Photos and voices as answers: kept once, seen again, and taken away, without a script."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from app import db
from app.db.models import AnswerFile
from app.services import answer_files
from tests import builders, media
from tests.page import soup
from tests.sent_files import AT, a_visitor, file_of, files_kept, send, values


@pytest.fixture
def visitor(client):
    return a_visitor(client)


class TestPhoto:
    def test_is_kept_without_where_it_was_taken(self, visitor):
        """A photo is shown again to its author as a picture that tells nothing else."""
        answer = send(visitor, "place", **{"place-file": file_of(media.a_photo(turned=6))})
        shown = visitor.client.get("/s/small/file/place")

        assert 303 == answer.status_code
        assert {"format": "jpeg", "width": 200, "height": 300} == {
            name: value for name, value in values()["place"].items() if name != "bytes"
        }
        assert "image/jpeg" == shown.mimetype
        assert media.SECRET not in shown.data
        assert {} == dict(Image.open(BytesIO(shown.data)).getexif())

    def test_that_is_none_is_refused_kindly_and_the_rest_stays(self, visitor):
        """Words beside a photo that is none are kept, and what to do is said."""
        answer = send(
            visitor, "place", **{"place-file": file_of(b"MZ not a photo"), "place_why": "Quiet"}
        )
        page = soup(answer)

        assert 422 == answer.status_code
        assert "Everything else on this page is still here." in page.get_text()
        assert "Quiet" == page.select_one("#place_why")["value"]
        assert 0 == files_kept()

    def test_of_an_iphone_is_asked_for_as_jpeg(self, visitor):
        """The field names no HEIC, so that an iPhone converts; one that comes is told the way."""
        page = visitor.client.get(f"{AT}place", follow_redirects=True)
        field = visitor.soup(page).select_one("[name=place-file]")
        heic = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"
        answer = send(visitor, "place", **{"place-file": file_of(heic)})

        assert "image/jpeg,image/png,image/webp" == field["accept"]
        assert 422 == answer.status_code
        assert "On an iPhone, choose it from Photos, not from Files." in answer.text

    def test_that_is_far_too_large_is_told_so(self, visitor):
        """A picture of more dots than any phone takes is refused before it is opened."""
        huge = BytesIO()
        Image.new("1", (6000, 6000)).save(huge, "PNG")
        answer = send(visitor, "place", **{"place-file": file_of(huge.getvalue())})

        assert 422 == answer.status_code
        assert "That photo is too big." in soup(answer).get_text()

    def test_is_not_looked_for_where_none_is_asked(self, visitor):
        """A file that is sent to a question of another kind is dropped."""
        answer = send(visitor, "feeling", **{"feeling-file": file_of(media.a_photo())})

        assert 303 == answer.status_code
        assert 0 == files_kept()

    def test_is_kept_when_how_the_page_looks_is_chosen(self, visitor):
        """A photo that was taken before the choice is there after it; one that is none is refused."""
        taken = send(visitor, "place/looks", **{"place-file": file_of(media.a_photo())})
        wrong = send(visitor, "place/looks", **{"place-file": file_of(b"MZ not a photo")})

        assert "How this page looks" == soup(taken).h1.get_text()
        assert 422 == wrong.status_code
        assert 1 == files_kept()

    def test_can_be_taken_away_again(self, visitor):
        """One press takes a photo away, with its answer, and the page stays."""
        send(visitor, "place", **{"place-file": file_of(media.a_photo())})
        answer = send(visitor, "place", _press="place::remove", place_why="Quiet")

        assert 200 == answer.status_code
        assert "Quiet" == soup(answer).select_one("#place_why")["value"]
        assert 0 == files_kept()
        assert 404 == visitor.client.get("/s/small/file/place").status_code

    def test_stays_when_the_page_is_sent_again_without_one(self, visitor):
        """Coming back to a page and saving it leaves its photo as it was."""
        send(visitor, "place", **{"place-file": file_of(media.a_photo())})
        send(visitor, "place", place="", place_why="Quiet")

        assert 1 == files_kept()
        assert (
            "Quiet"
            == visitor.soup(visitor.client.get(f"{AT}place")).select_one("#place_why")["value"]
        )

    def test_cannot_be_claimed(self, visitor):
        """Who sends the line of a photo without a photo has given none."""
        send(visitor, "place", place="jpeg 800 600 1000")

        assert "place" not in values()

    def test_is_sealed_where_it_is_kept(self, visitor):
        """What the database holds of a photo is not the photo, and neither is the small one."""
        send(visitor, "place", **{"place-file": file_of(media.a_photo())})
        shown = visitor.client.get("/s/small/file/place").data
        with db.reading() as session:
            row = session.execute(
                select(AnswerFile.content_sealed, AnswerFile.thumbnail_sealed)
            ).one()

        assert b"\xff\xd8\xff" == shown[:3]
        assert shown[20:60] not in row[0]
        assert b"JFIF" not in row[0] + row[1]

    def test_is_nobody_elses(self, visitor, app):
        """Another device finds no photo at the same address."""
        send(visitor, "place", **{"place-file": file_of(media.a_photo())})

        assert 404 == app.test_client().get("/s/small/file/place").status_code


class TestVoice:
    def test_may_be_recorded_in_the_page_and_nowhere_else(self, visitor):
        """Only a page of questions may ask for the microphone and play what was not sent yet."""
        asked = visitor.client.get(f"{AT}aloud").headers
        other = visitor.client.get("/s/small/check").headers

        assert "microphone=(self)" in asked["Permissions-Policy"]
        assert "media-src 'self' blob:" in asked["Content-Security-Policy"]
        assert "microphone=()" in other["Permissions-Policy"]
        assert "blob:" not in other["Content-Security-Policy"]

    @pytest.mark.parametrize(
        "recording", [media.a_webm(), media.an_ogg(), media.an_mp4(), media.a_wav()]
    )
    def test_is_kept_without_its_titles(self, visitor, recording):
        """A recording of any of the four kinds can be heard again, without what it told."""
        answer = send(visitor, "aloud", **{"aloud-file": file_of(recording, "a.webm")})
        heard = visitor.client.get("/s/small/file/aloud", headers={"Range": "bytes=0-9"})

        assert 303 == answer.status_code
        assert 206 == heard.status_code
        assert media.SECRET not in visitor.client.get("/s/small/file/aloud").data

    def test_that_is_too_long_is_told_how_long_it_may_be(self, visitor):
        """The limit is said in minutes."""
        answer = send(visitor, "aloud", **{"aloud-file": file_of(media.a_wav(200), "a.wav")})

        assert 422 == answer.status_code
        assert "at most 2 minutes" in soup(answer).get_text()

    def test_that_is_too_big_is_told_so(self, visitor):
        """A file over the limit is refused in the page, before anything opens it."""
        answer = send(visitor, "aloud", **{"aloud-file": file_of(bytes(6_000_001), "a.wav")})

        assert 422 == answer.status_code
        assert "under 6 MB" in soup(answer).get_text()


class TestSlowFile:
    def test_keeps_nobody_else_from_saving(self, visitor, monkeypatch):
        """While a file is made fit to keep, which takes seconds, others can write."""
        others = []

        def slow(kind, content):
            with db.unit_of_work() as session:
                others.append(builders.a_user(session).id)
            return clean(kind, content)

        clean = answer_files.media.clean
        monkeypatch.setattr(answer_files.media, "clean", slow)
        sent = send(visitor, "place", **{"place-file": file_of(media.a_photo())})

        assert (303, 1, 1) == (sent.status_code, len(others), files_kept())


class TestBusyDatabase:
    def test_says_that_a_file_must_be_added_again(self, visitor, monkeypatch):
        """A page cannot hold a file: while nothing can be kept, it says so and asks for it again."""

        def busy(*_, **__):
            raise OperationalError("insert", {}, Exception("database is locked"))

        monkeypatch.setattr(answer_files, "keep", busy)
        with_file = send(visitor, "place", **{"place-file": file_of(b"a picture")})
        without = send(visitor, "place", **{"place-file": file_of(b"", name="")})

        lost = "The file that you added is not"
        assert (503, True) == (with_file.status_code, lost in with_file.text)
        assert (503, True) == (without.status_code, lost not in without.text)
