"""Recordings of questions: added and taken away by staff, heard by those who answer."""

from __future__ import annotations

from io import BytesIO

import pytest
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from app import db
from app import media as app_media
from app.db.models import Survey, SurveyVersion
from app.domain.people import Role
from tests import builders, media
from tests.respondent import Visitor, a_published_survey
from tests.staff import Browser


@pytest.fixture
def address(app):
    """Publish a survey, and return where its recordings are."""
    with db.unit_of_work() as session:
        version = session.get_one(SurveyVersion, a_published_survey(session))
        return f"/studio/surveys/{session.get_one(Survey, version.survey_id).id}/recordings"


@pytest.fixture
def staff(sign_in):
    return Browser(sign_in(Role.PARTICIPATION))


def add(browser, address, content=None, question="mood"):
    """Send a recording of a question as the form of the page does."""
    token = browser.opens(address).select_one("input[name=csrf_token]")["value"]
    file = FileStorage(BytesIO(content or b""), filename="a.mp3" if content else "")
    # In memory: the client's own way leaves a temporary file open when a body is large.
    boundary, body = encode_multipart(
        {"csrf_token": token, "wording": "en", "question": question, "file": file}
    )
    browser.answer = browser.client.post(
        address, data=body, content_type=f"multipart/form-data; boundary={boundary}"
    )
    return browser.answer


class TestKeep:
    def test_lets_nobody_wait_while_a_file_is_read(self, staff, address, monkeypatch):
        """While a recording is taken apart, others write: answers do not wait behind it."""
        clean = app_media.clean

        def slow(kind, content):
            with db.unit_of_work() as other:
                builders.a_service(other)
            return clean(kind, content)

        monkeypatch.setattr(app_media, "clean", slow)

        assert 303 == add(staff, address, media.an_mp3()).status_code


class TestRecordings:
    def test_says_what_to_do_while_there_are_none(self, staff, address):
        """An empty page says how to add one, and the survey's page leads to it."""
        soup = staff.opens(address)

        assert "No recordings in this wording yet" in soup.get_text()
        assert "How was this week?" in soup.get_text()
        assert staff.opens(address.removesuffix("/recordings")).select(f"a[href='{address}']")

    def test_are_added_replaced_and_removed(self, staff, address):
        """A recording can be heard on the page, another takes its place, and it can go."""
        added = add(staff, address, media.an_mp3())
        first = staff.opens(address).select_one("audio")["src"]
        add(staff, address, media.a_wav(3))
        soup = staff.opens(address)
        second = soup.select_one("audio")["src"]
        form = soup.select_one("form[action$='/remove']")
        sent = {tag["name"]: tag["value"] for tag in form.select("input")}
        removed = staff.client.post(form["action"], data=sent)

        assert (303, 303) == (added.status_code, removed.status_code)
        assert first != second
        assert "Recorded, 3 seconds" in soup.get_text()
        assert [] == staff.opens(address).select("audio")
        assert 404 == staff.client.get(second).status_code

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (None, "Choose a recording first"),
            (b"<html>no sound</html>", "could not read this file as a recording"),
            (bytes(6_000_001), "over 6 MB"),
            (media.a_wav(181), "longer than 3 minutes"),
        ],
        ids=["missing", "no sound", "large", "long"],
    )
    def test_refuse_kindly(self, staff, address, content, words):
        """What cannot be taken is told at its question and at the top, with what to do."""
        answer = add(staff, address, content)

        assert 422 == answer.status_code
        assert words in answer.text
        assert 'href="#file-mood"' in answer.text
        assert 'id="file-mood-error"' in answer.text

    def test_are_nothing_to_another_service(self, sign_in, address):
        """Staff of another service find no such page and can add nothing."""
        with db.unit_of_work() as session:
            elsewhere = builders.a_service(session).id
        other = Browser(sign_in(Role.PARTICIPATION, service=elsewhere))

        assert 404 == other.client.get(address).status_code

    def test_need_to_be_named_to_be_removed(self, staff, address):
        """A press that names no recording is refused."""
        answer = staff.sends(address, to=f"{address}/remove", recording="none")

        assert 422 == answer.status_code


class TestHearing:
    def test_is_offered_at_its_question_alone(self, staff, address, client):
        """The button of the question plays it, and without a script the browser's player does."""
        visitor = Visitor(client)
        first = visitor.starts()
        before = visitor.soup(client.get(first))
        add(staff, address, media.an_mp3())
        soup = visitor.soup(client.get(first))
        button = soup.select_one("[data-listen]")
        player = soup.select_one("noscript audio[preload=none]")

        assert before.select("[data-listen]")
        assert not before.select("[data-recording]")
        assert button["data-recording"] == player["src"]
        assert "Listen to this question" == button["aria-label"]

    def test_leaves_nothing_on_the_device(self, staff, address, client):
        """No browser keeps what it heard, whole or in part, and a recording can do nothing."""
        add(staff, address, media.an_mp3())
        where = staff.opens(address).select_one("audio")["src"]
        answer = client.get(where)
        part = client.get(where, headers={"Range": "bytes=0-9"})

        assert "audio/mpeg" == answer.mimetype
        assert ["no-store"] * 2 == [one.headers["Cache-Control"] for one in (answer, part)]
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        assert 206 == part.status_code
        assert media.SECRET not in answer.data

    def test_is_not_found_elsewhere(self, client, address):
        """An address that names no recording is not found, and that is not kept."""
        answer = client.get(f"/s/small/spoken/{'0' * 64}")

        assert (404, "no-store") == (answer.status_code, answer.headers["Cache-Control"])


class TestSpeed:
    def test_goes_with_the_page_to_the_next(self, client, address):
        """A speed that came with a page is on the next one, and a word that is none is not."""
        visitor = Visitor(client)
        first = visitor.starts()
        visitor.answers(first, mood="3", _speed="slower")
        slower = visitor.soup(client.get(first)).select("[data-pace=slower]")
        visitor.answers(first, mood="3", _speed="backwards")
        kept = visitor.soup(client.get(first)).select("[data-pace=slower]")
        visitor.answers(first, mood="3", _speed="usual")

        assert slower
        assert kept
        assert not visitor.soup(client.get(first)).select("[data-pace]")

    def test_goes_along_when_how_the_page_looks_is_chosen(self, client, address):
        """Whoever chose a speed and then opens the choice of looks has it on the page after."""
        visitor = Visitor(client)
        first = visitor.starts()
        page = visitor.soup(client.get(first))
        token = page.select_one("input[name=csrf_token]")["value"]
        client.post(f"{first}/looks", data={"csrf_token": token, "_speed": "slower"})

        assert visitor.soup(client.get(first)).select("[data-pace=slower]")
