"""Changing one's own password: asked for again, checked, and every other browser let go."""

import pytest
from sqlalchemy import func, select

from app import db
from app.db.models import ActivityEntry, User
from app.services import hashing, signing_in
from tests.staff import Browser

OLD, NEW = "walnut ferry thursday", "lantern otter seventeen"
EMAIL = "board@anytown.example"


@pytest.fixture
def browser(anytown):
    return _signed_in(anytown.test_client(), OLD)


def _signed_in(client, password):
    browser = Browser(client)
    browser.sends("/sign-in", email=EMAIL, password=password)
    return browser


def _count(verb):
    with db.reading() as session:
        return session.scalar(select(func.count()).where(ActivityEntry.verb == verb))


def _is_right(password):
    with db.reading() as session:
        kept = session.scalar(select(User.password_hash).where(User.email == EMAIL))
    return hashing.is_right(kept, password)


class TestPassword:
    def test_is_changed_after_the_old_one(self, browser):
        """The new password lets its owner in, the old one does not, and the record says so."""
        answer = browser.sends("/password", old=OLD, new=NEW)

        assert (302, "/staff") == (answer.status_code, answer.location)
        assert "Your password is changed" in browser.says()
        assert (True, False) == (_is_right(NEW), _is_right(OLD))
        assert 1 == _count("password.changed")

    def test_lets_go_of_every_other_browser(self, anytown, browser):
        """Whoever had the old session somewhere else is asked to sign in again."""
        other = _signed_in(anytown.test_client(), OLD)
        assert 200 == other.client.get("/staff").status_code
        browser.sends("/password", old=OLD, new=NEW)

        assert "/sign-in" in other.client.get("/staff").location
        assert 200 == browser.client.get("/staff").status_code

    def test_stays_when_the_old_one_is_wrong(self, browser):
        """A wrong old password changes nothing, and counts as a wrong try to sign in."""
        failed = _count("sign_in.failed")
        answer = browser.sends("/password", old="not the old one", new=NEW)

        assert (422, True) == (answer.status_code, "Nothing was changed" in answer.text)
        assert (True, 0) == (_is_right(OLD), _count("password.changed"))
        assert failed + 1 == _count("sign_in.failed")

    def test_cannot_be_guessed_by_whoever_finds_the_browser(self, browser):
        """After ten wrong tries even the right one has to wait."""
        for _ in range(signing_in.TRIES):
            browser.sends("/password", old="not the old one", new=NEW)
        answer = browser.sends("/password", old=OLD, new=NEW)

        assert (429, True) == (answer.status_code, _is_right(OLD))

    @pytest.mark.parametrize(
        ("new", "problem"),
        [
            ("", "Write the password that you want."),
            ("short", "Use at least 12 characters."),
            ("Password1234", "Many people use this password"),
            (OLD, "This is the password that you have."),
        ],
    )
    def test_is_refused_when_it_is_no_better(self, browser, new, problem):
        """A new password that is short, common, missing or the old one is refused in words."""
        answer = browser.sends("/password", old=OLD, new=new)

        assert (422, True) == (answer.status_code, problem in answer.text)
        assert _is_right(OLD)
