"""Pictures, an order, photos, voices and a matrix, from the first page to the receipt, without a script."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from PIL import Image
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from app import db
from app.db.models import ActivityEntry, Answer, AnswerFile, Question, Response
from app.domain.people import Role
from app.services import answer_files, receipts
from tests import builders, media
from tests.respondent import Visitor, a_published_survey
from tests.staff import Browser

DEMO = Path(__file__).parents[3] / "app" / "demo" / "ways_to_answer.yaml"
AT = "/s/small/p/"


@pytest.fixture
def visitor(client):
    with db.unit_of_work() as session:
        a_published_survey(session, DEMO.read_text("utf-8"))
    someone = Visitor(client)
    someone.starts()
    return someone


def send(visitor, page, **fields):
    """Send a page as a browser does that has files to send."""
    soup = visitor.soup(visitor.client.get(f"{AT}{page}", follow_redirects=True))
    data = {"csrf_token": soup.select_one("form input[name=csrf_token]")["value"], **fields}
    # In memory: the client's own way leaves a temporary file open when a body is large.
    boundary, body = encode_multipart(data)
    return visitor.client.post(
        f"{AT}{page}", data=body, content_type=f"multipart/form-data; boundary={boundary}"
    )


def file_of(content, name="a.jpg"):
    return FileStorage(BytesIO(content), filename=name)


def values():
    """Return what is stored, by the key of its question."""
    with db.reading() as session:
        rows = session.execute(
            select(Question.key, Answer.value).join(Question, Question.id == Answer.question_id)
        )
        return {row[0]: row[1] for row in rows}


def files_kept():
    with db.reading() as session:
        return session.scalar(select(func.count()).select_from(AnswerFile))


def page_of(answer):
    return BeautifulSoup(answer.data, "html5lib")


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
        soup = page_of(answer)

        assert 422 == answer.status_code
        assert "Everything else on this page is still here." in soup.get_text()
        assert "Quiet" == soup.select_one("#place_why")["value"]
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
        assert "That photo is too big." in page_of(answer).get_text()

    def test_is_not_looked_for_where_none_is_asked(self, visitor):
        """A file that is sent to a question of another kind is dropped."""
        answer = send(visitor, "feeling", **{"feeling-file": file_of(media.a_photo())})

        assert 303 == answer.status_code
        assert 0 == files_kept()

    def test_is_kept_when_how_the_page_looks_is_chosen(self, visitor):
        """A photo that was taken before the choice is there after it; one that is none is refused."""
        taken = send(visitor, "place/looks", **{"place-file": file_of(media.a_photo())})
        wrong = send(visitor, "place/looks", **{"place-file": file_of(b"MZ not a photo")})

        assert "How this page looks" == page_of(taken).h1.get_text()
        assert 422 == wrong.status_code
        assert 1 == files_kept()

    def test_can_be_taken_away_again(self, visitor):
        """One press takes a photo away, with its answer, and the page stays."""
        send(visitor, "place", **{"place-file": file_of(media.a_photo())})
        answer = send(visitor, "place", _press="place::remove", place_why="Quiet")

        assert 200 == answer.status_code
        assert "Quiet" == page_of(answer).select_one("#place_why")["value"]
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
        assert "at most 2 minutes" in page_of(answer).get_text()

    def test_that_is_too_big_is_told_so(self, visitor):
        """A file over the limit is refused in the page, before anything opens it."""
        answer = send(visitor, "aloud", **{"aloud-file": file_of(bytes(6_000_001), "a.wav")})

        assert 422 == answer.status_code
        assert "under 6 MB" in page_of(answer).get_text()


class TestOrder:
    def test_is_made_by_presses(self, visitor):
        """Each press sends the page and brings it back with one thing moved, and says so."""
        first = page_of(send(visitor, "matters", _press="matters:replies:add"))
        sent = {tag["name"]: tag["value"] for tag in first.select(".ranking input")}
        second = page_of(send(visitor, "matters", _press="matters:listening:add", **sent))
        sent = {tag["name"]: tag["value"] for tag in second.select(".ranking input")}
        third = page_of(send(visitor, "matters", _press="matters:listening:up", **sent))
        sent = {tag["name"]: tag["value"] for tag in third.select(".ranking input")}
        send(visitor, "matters", **sent)

        assert "Quick answers is number 1 of 1." in first.get_text()
        assert "Being listened to is number 1 of 2." in third.get_text()
        assert ["listening", "replies"] == values()["matters"]


class TestWholeSurvey:
    @pytest.fixture
    def code(self, visitor):
        """Answer everything and send it."""
        send(visitor, "feeling", feeling="worried")
        send(visitor, "matters", **{"matters-replies": "1"})
        send(visitor, "place", **{"place-file": file_of(media.a_photo())})
        send(visitor, "aloud", **{"aloud-file": file_of(media.a_webm(), "a.webm")})
        send(visitor, "support", support_listened="4")
        send(visitor, "support_support_replied", support_replied="1")
        send(visitor, "support_support_kept", support_kept="dont_know")
        self.checked = visitor.soup(visitor.client.get("/s/small/check"))
        token = self.checked.select_one("input[name=csrf_token]")["value"]
        visitor.client.post("/s/small/check", data={"csrf_token": token})
        with db.reading() as session:
            return receipts.receipt_for(session.scalars(select(Response)).one()).code

    def test_shows_every_answer_before_it_is_sent(self, code):
        """The check says each answer, and shows the photo and the recording."""
        words = self.checked.get_text()

        assert "Worried" in words
        assert "A recording of 4 seconds" in words
        assert "How often did this happen? – We rang you back" in words
        assert 2 == len(self.checked.select("img.held, audio.held"))

    def test_is_stored_one_answer_a_row(self, code):
        """Each row of the matrix is an answer of its own."""
        stored = values()

        assert (4, 1) == (stored["support_listened"], stored["support_replied"])
        assert "worried" == stored["feeling"]

    def test_is_shown_to_its_author_no_more(self, code, visitor):
        """After sending, the photo is not shown on this device again."""
        assert 409 == visitor.client.get("/s/small/file/place").status_code

    def test_goes_when_it_is_taken_back(self, code):
        """Withdrawing deletes the photo and the recording with the answers."""
        assert 2 == files_kept()
        with db.unit_of_work() as session:
            receipts.withdraw(session, code)

        assert 0 == files_kept()

    def test_can_be_opened_by_staff_who_read_words(self, code, sign_in):
        """Those who read words see the list, open a file, and that is recorded."""
        browser = Browser(sign_in(Role.PARTICIPATION))
        soup = browser.opens("/evidence/files")
        links = [tag["src"] for tag in soup.select("img.held, audio.held")]
        kinds = {browser.client.get(link).mimetype for link in links}
        opened = [tag["href"] for tag in soup.select("article a")]
        browser.client.get(opened[0])
        with db.reading() as session:
            verbs = set(session.scalars(select(ActivityEntry.verb)))

        assert "Nobody has opened 2 of them yet" in soup.get_text()
        assert {"image/jpeg", "audio/webm"} == kinds
        assert {"files.listed", "file.opened"} <= verbs
        assert "Each was opened by somebody." in browser.opens("/evidence/files").get_text()

    def test_waits_on_the_home_page_until_it_is_opened(self, code, sign_in):
        """Staff who may open files see how many wait; the survey's page leads to them."""
        browser = Browser(sign_in(Role.PARTICIPATION))
        survey = browser.follows("/staff", "a[href*='/evidence/surveys/']")

        assert "/evidence/files" in [
            tag["href"] for tag in browser.opens("/staff").select("main a[href]")
        ]
        assert browser.opens(survey).select("a[href^='/evidence/files?survey=']")

    def test_is_nothing_to_staff_of_another_service(self, code, sign_in):
        """Whoever reads the words of another service finds neither the list's lines nor a file."""
        seen = Browser(sign_in(Role.PARTICIPATION)).opens("/evidence/files")
        links = [tag["src"] for tag in seen.select("img.held, audio.held")]
        with db.unit_of_work() as session:
            elsewhere = builders.a_service(session).id
        other = Browser(sign_in(Role.PARTICIPATION, service=elsewhere))

        assert "No photos and no recordings yet" in other.opens("/evidence/files").get_text()
        assert {404} == {other.client.get(link).status_code for link in links}


class TestDraft:
    def test_is_not_seen_by_staff(self, visitor, sign_in):
        """What was not sent is nobody's to open, even at its own address."""
        send(visitor, "place", **{"place-file": file_of(media.a_photo())})
        with db.reading() as session:
            file_id = session.scalars(select(AnswerFile.id)).one()
        browser = Browser(sign_in(Role.PARTICIPATION))

        assert 404 == browser.client.get(f"/evidence/files/{file_id}").status_code
        assert 404 == browser.client.get(f"/evidence/files/{file_id}/small").status_code
        assert [] == browser.opens("/evidence/files").select("article")


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
