"""Leaving through the site, and the small things that a script and a shared phone need."""

from __future__ import annotations

import gzip

import pytest
from flask import Response
from flask.testing import FlaskClient

from app import db
from app.web.page_compression import MOST_PADDING, padded_gzip
from tests.respondent import Visitor, a_published_survey

STEP = {"X-Earshot-Step": "1"}
MOOD = "/s/small/p/mood"


@pytest.fixture
def visitor(client):
    with db.unit_of_work() as session:
        a_published_survey(session)
    return Visitor(client)


class TestExit:
    @pytest.mark.parametrize("how", ["get", "post"])
    def test_ends_the_session_and_clears_the_browser(self, visitor, how):
        """A link and a beacon both end the session, clear the browser and lead to a plain page."""
        visitor.starts()
        answer = getattr(visitor.client, how)("/exit")

        assert (303, "/weather") == (answer.status_code, answer.location)
        assert '"cache", "cookies", "storage"' == answer.headers["Clear-Site-Data"]
        assert 404 == visitor.client.get(MOOD).status_code

    def test_ends_a_copy_of_the_session_too(self, visitor, app):
        """A copy of the cookie that somebody took before opens nothing after leaving."""
        visitor.starts()
        copy = app.test_client()
        copy.set_cookie("earshot", visitor.client.get_cookie("earshot").value)
        assert 200 == copy.get(MOOD).status_code
        visitor.client.get("/exit").close()

        assert 404 == copy.get(MOOD).status_code

    def test_tells_whoever_comes_back_to_a_page_that_closed_itself(self, visitor):
        """After twelve idle minutes the way leads to where the code is typed in."""
        visitor.starts()
        answer = visitor.client.get("/exit?closed=1")

        assert "/carry-on?closed=1" == answer.location
        assert "for 12 minutes" in visitor.client.get(answer.location).text

    def test_is_not_done_by_another_site(self, visitor):
        """Another site cannot end a session by a post."""
        visitor.starts()
        answer = visitor.client.post("/exit", headers={"Sec-Fetch-Site": "cross-site"})

        assert 400 == answer.status_code
        assert 200 == visitor.client.get(MOOD).status_code

    def test_is_explained_before_the_first_question(self, visitor):
        """The start page says how to leave and, without JavaScript, what the button cannot do."""
        page = visitor.soup(visitor.client.get("/s/small"))

        assert "Shift key three times" in page.main.get_text()
        assert "the Shift key does nothing" in page.noscript.get_text()


class TestStep:
    def test_tells_the_script_where_to_go(self, visitor):
        """The script is told the next address instead of being led there."""
        address = visitor.starts()
        data = {**visitor.hidden(address), "mood": "3"}
        answer = visitor.client.post(address, data=data, headers=STEP)

        assert (200, "/s/small/p/pets") == (answer.status_code, answer.headers["X-Earshot-Next"])
        assert b"" == answer.data
        assert "Location" not in answer.headers

    def test_shows_a_problem_as_ever(self, visitor):
        """A page with a problem is the same page for the script."""
        address = visitor.starts()
        answer = visitor.client.post(address, data=visitor.hidden(address), headers=STEP)

        assert 422 == answer.status_code
        assert "problems" in answer.text


class TestNothingLeft:
    def test_of_answers_on_the_pages_about_a_receipt(self, visitor):
        """Neither the thanks nor what a receipt shows holds a question or an answer."""
        address = visitor.starts()
        visitor.answers(address, mood="1")
        visitor.answers("/s/small/p/why", why="Too much homework")
        code = visitor.sends()
        pages = [
            visitor.client.get("/s/small/thanks").text,
            visitor.answers("/receipt", code=code).text,
            visitor.client.get("/s/small").text,
        ]

        assert ["your code" in page.lower() for page in pages]
        for told in ("homework", "How was this week?", "What made it bad?"):
            assert [False] * 3 == [told in page for page in pages]

    def test_for_the_browser_to_offer_again(self, visitor):
        """No field of a questionnaire is filled in, corrected or remembered by the browser."""
        address = visitor.starts()
        visitor.answers(address, mood="1")
        page = visitor.soup(visitor.client.get("/s/small/p/why"))

        assert "off" == page.main.form["autocomplete"]
        assert [("off", "false")] == [
            (one["autocomplete"], one["spellcheck"]) for one in page.select("textarea")
        ]


class TestTooLong:
    def test_is_kept_and_the_limit_explained(self, visitor):
        """Words beyond the limit come back whole, with the limit in words."""
        address = visitor.starts()
        visitor.answers(address, mood="1")
        long = "word " * 5000
        answer = visitor.answers("/s/small/p/why", why=long)
        page = visitor.soup(answer)

        assert 422 == answer.status_code
        assert long.strip() == page.textarea.get_text().strip()
        assert "There is room for 2,000 letters." in page.select_one(".wrong").get_text()


class TestCompression:
    def test_makes_pages_of_questions_small(self, visitor):
        """A page of questions comes with gzip to those who take it, and is the same page."""
        address = visitor.starts()
        plain = visitor.client.get(address)
        browser = FlaskClient(visitor.client.application, Response)
        browser.set_cookie("earshot", visitor.client.get_cookie("earshot").value)
        small = browser.get(address, headers={"Accept-Encoding": "gzip"})
        opened = gzip.decompress(small.data).decode()

        assert plain.text.count("<") == opened.count("<")
        assert len(small.data) * 2 < len(plain.data)
        assert "Content-Encoding" not in plain.headers
        assert "Accept-Encoding" in small.headers["Vary"]

    def test_hides_how_small_a_page_is(self):
        """The same page has many sizes, all of them a little too large."""
        sizes = {len(padded_gzip(b"the same page" * 50)) for _ in range(200)}

        assert 20 < len(sizes)
        assert MOST_PADDING >= max(sizes) - min(sizes)
