"""The page that says how the machine reads, and lets it learn."""

import pytest

from app import db
from app.domain.errors import Invalid
from app.domain.people import Role
from app.services import jobs
from app.worker import loop
from tests.staff import Browser

PAGE = "/evidence/machine"


@pytest.fixture
def browser(app, sign_in):
    """Return the browser of a participation officer."""
    return Browser(sign_in(Role.PARTICIPATION))


class TestOverview:
    def test_says_what_to_do_before_it_learned(self, browser):
        """Before the first learning the page says how words are read, and offers to learn."""
        shown = browser.opens(PAGE).get_text(" ")

        assert "It has learned nothing yet" in shown
        assert "Learn now" in shown

    def test_shows_each_theme_once_it_learned(self, browser):
        """After learning every theme has its line, with figures only where there are enough."""
        browser.sends(PAGE)
        assert "The machine is learning" in browser.says()
        loop.run_all()
        shown = browser.opens(PAGE).get_text(" ")

        assert "Being listened to" in shown
        assert "invented examples that come with Earshot" in shown
        assert "too few to say" in shown

    def test_offers_nothing_to_those_who_may_only_read(self, app, sign_in):
        """Who may not decide about codings sees the page without the button."""
        shown = Browser(sign_in(Role.MODERATOR)).opens(PAGE).get_text(" ")

        assert "Learn now" not in shown

    def test_says_when_learning_failed(self, browser):
        """A learning that stopped is told, with what was kept and what to do."""

        def stop(subject, progress):
            raise Invalid("nothing")

        browser.sends(PAGE)
        loop.run_one(table={"learn": stop})

        assert "The last learning stopped" in browser.opens(PAGE).get_text(" ")


class TestProgress:
    def test_counts_steps_until_the_end(self, browser):
        """While it learns the page asks how far it has come."""
        assert browser.client.get(f"{PAGE}/progress").json["finished"]
        browser.sends(PAGE)
        with db.unit_of_work() as session:
            claim = jobs.claim(session, "a worker")
            jobs.renew(session, claim, done=1, total=3)

        found = browser.client.get(f"{PAGE}/progress").json

        assert "Learning: step 1 of 3" == found["label"]
