"""Changing one's own password, and setting one by a link: asked for again, checked, and every other browser let go."""

from datetime import timedelta
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import func, select

from app import clock, db
from app.db.models import ActivityEntry, User
from app.services import hashing, password_links, signing_in
from tests.staff import Browser

STAFF_COOKIE = "earshot_staff"
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
        answer = browser.sends("/password", password=OLD, new_password=NEW)

        assert (302, "/staff") == (answer.status_code, answer.location)
        assert "Your password is changed" in browser.says()
        assert (True, False) == (_is_right(NEW), _is_right(OLD))
        assert 1 == _count("password.changed")

    def test_lets_go_of_every_other_browser(self, anytown, browser):
        """Whoever had the old session somewhere else is asked to sign in again."""
        other = _signed_in(anytown.test_client(), OLD)
        assert 200 == other.client.get("/staff").status_code
        browser.sends("/password", password=OLD, new_password=NEW)

        assert "/sign-in" in other.client.get("/staff").location
        assert 200 == browser.client.get("/staff").status_code

    def test_stays_when_the_old_one_is_wrong(self, browser):
        """A wrong old password changes nothing, and counts as a wrong try to sign in."""
        failed = _count("sign_in.failed")
        answer = browser.sends("/password", password="not the old one", new_password=NEW)

        assert (422, True) == (answer.status_code, "Nothing was changed" in answer.text)
        assert (True, 0) == (_is_right(OLD), _count("password.changed"))
        assert failed + 1 == _count("sign_in.failed")

    def test_cannot_be_guessed_by_whoever_finds_the_browser(self, browser):
        """After ten wrong tries even the right one has to wait."""
        for _ in range(signing_in.TRIES):
            browser.sends("/password", password="not the old one", new_password=NEW)
        answer = browser.sends("/password", password=OLD, new_password=NEW)

        assert (429, True) == (answer.status_code, _is_right(OLD))

    def test_stands_in_no_page_when_the_session_has_ended(self, browser):
        """A page that asks to sign in again holds neither the old password nor the new one."""
        token = browser.opens("/password").select_one("input[name=csrf_token]")["value"]
        browser.client.delete_cookie(STAFF_COOKIE)
        fields = {"csrf_token": token, "password": OLD, "new_password": NEW}
        answer = browser.client.post("/password", data=fields)

        assert 401 == answer.status_code
        assert (False, False) == (OLD in answer.text, NEW in answer.text)

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
        answer = browser.sends("/password", password=OLD, new_password=new)

        assert (422, True) == (answer.status_code, problem in answer.text)
        assert _is_right(OLD)


class TestLink:
    @pytest.fixture
    def link(self, anytown):
        return _link(anytown)

    def test_sets_a_new_password_once(self, anytown, link):
        """The link leaves the address at once, sets the password, and then opens nothing."""
        browser = Browser(anytown.test_client())
        assert (303, "/set-password") == _where(browser.client.get(link))
        answer = browser.sends("/set-password", new_password=NEW)

        assert (303, "/sign-in") == _where(answer)
        assert (True, 1) == (_is_right(NEW), _count("password.set"))
        browser.client.get(link)
        assert 404 == browser.client.get("/set-password").status_code

    def test_signs_its_owner_out(self, anytown, browser):
        """Whoever is signed in as somebody who needs a new password is so no more."""
        _link(anytown)

        assert "/sign-in" in browser.client.get("/staff").location
        assert 1 == _count("password.link_made")

    def test_takes_no_weak_password(self, anytown, link):
        """The rules are those of every password."""
        browser = Browser(anytown.test_client())
        browser.client.get(link)
        answer = browser.sends("/set-password", new_password="short")

        assert (422, True) == (answer.status_code, "Use at least 12 characters." in answer.text)
        assert _is_right(OLD)

    def test_is_over_after_a_day(self, anytown, link):
        """A link that was left in a letter box opens nothing on the day after the next."""
        client = anytown.test_client()
        with clock.frozen(clock.now() + password_links.LIFE + timedelta(minutes=1)):
            client.get(link)
            assert 404 == client.get("/set-password").status_code

    @pytest.mark.parametrize("spoil", ["", "x", ".", "é", "9" * 40])
    def test_that_was_changed_sets_nothing(self, anytown, link, spoil):
        """A link with a part changed says that it sets no password, and why that may be."""
        parts = link.rpartition("/")[2].split(".")
        client = anytown.test_client()
        for place in range(3):
            wrong = ".".join([*parts[:place], spoil, *parts[place + 1 :]])
            client.get(f"/set-password/{wrong}") if wrong else None
            answer = client.get("/set-password")
            assert (404, True) == (answer.status_code, "sets no password" in answer.text)

    def test_is_made_for_others_who_may_sign_in(self, anytown):
        """Nobody makes one for themselves, for somebody who is stopped, or for nobody."""
        admin = Browser(anytown.test_client())
        admin.sends("/sign-in", email="administrator@anytown.example", password=OLD)
        with db.unit_of_work() as session:
            own = session.scalar(select(User.id).where(User.email.startswith("administrator")))
            other = session.scalars(select(User).where(User.email == EMAIL)).one()
            other.disabled_at = clock.now()
            stopped = other.id
        found = [
            admin.sends("/people", f"/people/{one}/password-link").status_code
            for one in (own, stopped, uuid4())
        ]

        assert [409, 409, 404] == found


def _link(anytown):
    admin = Browser(anytown.test_client())
    admin.sends("/sign-in", email="administrator@anytown.example", password=OLD)
    with db.reading() as session:
        board = session.scalar(select(User.id).where(User.email == EMAIL))
    shown = admin.sends("/people", f"/people/{board}/password-link")
    page = BeautifulSoup(shown.data, "html5lib")
    return "/set-password/" + page.select_one(".receipt").get_text().split("/set-password/")[1]


def _where(answer):
    return answer.status_code, answer.location
