"""Stopping and carrying on through the site: by code, by link, on another device."""

from __future__ import annotations

import pytest

from app import db
from app.db.models import CodeTry
from app.reports.qr import qr_code
from app.services import draft_keys
from tests.respondent import Visitor, a_published_survey

LATER = "/s/small/later"
MOOD = "/s/small/p/mood"


@pytest.fixture
def visitor(client):
    with db.unit_of_work() as session:
        a_published_survey(session)
    made = Visitor(client)
    made.answers(made.starts(), mood="1")
    return made


@pytest.fixture
def other(app):
    return Visitor(app.test_client())


def _code(visitor):
    return visitor.soup(visitor.client.get(LATER)).select_one(".receipt").get_text(strip=True)


def _link(visitor):
    link = visitor.soup(visitor.client.get(LATER)).select_one("a[href*='/carry-on/']")
    return "/carry-on/" + link["href"].rsplit("/", 1)[1]


class TestLater:
    def test_says_the_code_and_until_when(self, visitor):
        """The page gives the code, the link, a square to scan and the last day."""
        page = visitor.soup(visitor.client.get(LATER))

        assert page.select_one("svg.qr path")["d"].startswith("M4 4h7")
        assert "You can carry on until" in page.get_text()
        assert "until" in visitor.client.get("/s/small/p/why").text

    def test_shows_no_answers(self, visitor):
        """Who looks over a shoulder learns no question and no answer from it."""
        text = visitor.client.get(LATER).text

        assert "A small survey" not in text
        assert "How was this week?" not in text

    def test_opens_for_nobody_without_a_draft(self, visitor, other):
        """Another browser is told kindly that there is nothing to open."""
        answer = other.client.get(LATER)

        assert 404 == answer.status_code
        assert "Use your code" in answer.text

    def test_leads_from_sent_answers_to_the_thanks(self, visitor):
        """After sending there is a receipt, and no way back to the answers."""
        visitor.sends()

        assert "/s/small/thanks" == visitor.client.get(LATER).location


class TestByCode:
    def test_opens_the_answers_on_another_device(self, visitor, other):
        """Who types the code on another device goes on where they stopped."""
        answer = other.answers("/carry-on", code=_code(visitor).lower())

        assert (303, "/s/small/p/why") == (answer.status_code, answer.location)
        checked = other.soup(other.client.get(MOOD)).select_one("input[checked]")
        assert "1" == checked["value"]

    def test_asks_for_a_code_that_is_missing(self, other):
        """An empty field is said to be empty."""
        answer = other.answers("/carry-on", code=" ")

        assert 422 == answer.status_code
        assert "Write the code that you were given." in answer.text

    def test_answers_every_wrong_code_alike(self, visitor, other):
        """A code with a slip, one that is unknown and one that was used up get the same page."""
        code = _code(visitor)
        wrong = ["0" * 17, f"{code[:-1]}{'0' if code[-1] != '0' else '1'}", "what?"]
        visitor.sends()
        pages = {}
        for one in [*wrong, code]:
            answer = other.answers("/carry-on", code=one)
            page = other.soup(answer)
            for field in page.select("input"):
                field.extract()
            pages[one] = (answer.status_code, page.main.get_text())

        assert 4 == len(pages)
        assert 1 == len(set(pages.values()))
        assert 404 == pages[code][0]

    def test_keeps_what_was_typed(self, other):
        """A wrong code stays in its field, to be put right."""
        page = other.soup(other.answers("/carry-on", code="7K3M"))

        assert "7K3M" == page.select_one("#code")["value"]

    def test_asks_to_wait_after_too_many_tries(self, visitor, other):
        """A flood of guesses makes everyone wait, and says for how long."""
        code = _code(visitor)
        with db.unit_of_work() as session:
            from app import clock

            session.add_all(CodeTry(at=clock.now()) for _ in range(draft_keys.TRIES))
        answer = other.answers("/carry-on", code=code)

        assert 429 == answer.status_code
        assert "then try again" in answer.text


class TestByLink:
    def test_takes_its_secret_out_of_the_address_at_once(self, visitor, other):
        """The first answer to a link leads to a clean address, and nothing is opened yet."""
        link = _link(visitor)
        answer = other.client.get(link)

        assert (303, "/carry-on") == (answer.status_code, answer.location)
        assert 404 == other.client.get(MOOD).status_code

    def test_opens_the_answers_when_the_person_says_so(self, visitor, other):
        """After a link one press opens the answers on this screen."""
        other.client.get(_link(visitor))
        answer = other.answers("/carry-on")

        assert (303, "/s/small/p/why") == (answer.status_code, answer.location)
        assert 200 == other.client.get(MOOD).status_code

    def test_that_is_wrong_opens_nothing(self, other):
        """A link with a slip is answered like a wrong code."""
        other.client.get("/carry-on/nonsense")
        answer = other.answers("/carry-on")

        assert 404 == answer.status_code
        assert "We cannot open anything with that" in answer.text


class TestLeaving:
    def test_leaves_the_code_its_worth(self, visitor, other):
        """After “Leave this page” this browser opens nothing, and the code opens it elsewhere."""
        code = _code(visitor)
        visitor.client.get("/exit")

        assert 404 == visitor.client.get(MOOD).status_code
        assert 303 == other.answers("/carry-on", code=code).status_code


class TestQr:
    def test_draws_every_dark_square_once(self):
        """The path covers exactly the dark squares of the code."""
        import re

        import segno

        text = "https://survey.anytown.example/carry-on/" + "a" * 43
        drawn = qr_code(text)
        dark = {
            (x, y)
            for y, row in enumerate(segno.make_qr(text, error="m").matrix)
            for x, is_dark in enumerate(row)
            if is_dark
        }
        runs = re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", drawn.path)
        covered = [
            (int(x) - 4 + step, int(y) - 4) for x, y, length in runs for step in range(int(length))
        ]

        assert sorted(dark) == sorted(covered)
        assert drawn.size == 8 + max(x for x, _ in dark) + 1
