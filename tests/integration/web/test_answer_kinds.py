"""Every way to answer, from the first page to the receipt, without a script."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app import db
from app.db.models import ActivityEntry, AnswerFile, Response
from app.domain.people import Role
from app.services import receipts
from tests import builders, media
from tests.page import soup
from tests.sent_files import a_visitor, file_of, files_kept, send, values
from tests.staff import Browser


@pytest.fixture
def visitor(client):
    return a_visitor(client)


class TestOrder:
    def test_is_made_by_presses(self, visitor):
        """Each press sends the page and brings it back with one thing moved, and says so."""
        first = soup(send(visitor, "matters", _press="matters:replies:add"))
        sent = {tag["name"]: tag["value"] for tag in first.select(".ranking input")}
        second = soup(send(visitor, "matters", _press="matters:listening:add", **sent))
        sent = {tag["name"]: tag["value"] for tag in second.select(".ranking input")}
        third = soup(send(visitor, "matters", _press="matters:listening:up", **sent))
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
