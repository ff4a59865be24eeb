"""Mails that tell somebody what was done with their password."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from app import db
from app.db.models import ActivityEntry
from app.domain.errors import NotFound
from app.domain.people import Role
from app.mail import MemoryMailer
from app.services import hashing, password_links, password_notices
from app.worker import loop
from tests import builders

URL = "https://feedback.example"


@pytest.fixture
def people(database):
    """Return the id of an administrator, and that of somebody who forgot their password."""
    with db.unit_of_work() as session:
        maker = builders.a_user(session, roles=[Role.ADMINISTRATOR], name="Ada Quill")
        owner = builders.a_user(session, roles=[Role.SAFEGUARDING], email="sol@x.example")
        return maker.id, owner.id


@pytest.fixture
def token(people):
    """Return a link that the administrator made for the other."""
    maker, owner = people
    with db.unit_of_work() as session:
        return password_links.make(session, owner, by=maker)


def told(verb):
    """Return what is sent about the first time that something was done."""
    mailer = MemoryMailer()
    with db.reading() as session:
        seq = session.scalar(select(func.min(ActivityEntry.seq)).where(ActivityEntry.verb == verb))
        password_notices.send(session, str(seq or 0), mailer, public_url=URL)
    return mailer.sent


class TestSend:
    def test_says_who_made_a_link(self, people, token):
        """The owner is told who made it and what to do, and the mail holds nothing of the link."""
        ((to, subject, text),) = told(password_notices.MADE)

        assert ("sol@x.example", "A link to set your Earshot password was made") == (to, subject)
        assert "Ada Quill made a link" in text
        assert "If you did not, tell your information governance officer now" in text
        assert not any(part in text for part in token.split("."))

    def test_says_that_a_link_was_used(self, people, token):
        """The owner is told when a password was set, by them or by whoever had the link."""
        with db.unit_of_work() as session:
            password_links.use(session, token, hashing.hash_of("three warm otters swim"))

        ((to, subject, text),) = told(password_notices.SET)

        assert ("sol@x.example", "Your Earshot password was set with a link") == (to, subject)
        assert "a new password was set for your account" in text

    def test_tells_late_of_what_was_done_first(self, people, token):
        """A mail that was delayed names whoever made that link, not whoever made another since."""
        with db.unit_of_work() as session:
            other = builders.a_user(session, roles=[Role.ADMINISTRATOR], name="Bo Reed")
            password_links.make(session, people[1], by=other.id)

        ((_, _, text),) = told(password_notices.MADE)

        assert ("Ada Quill made a link" in text, "Bo Reed" in text) == (True, False)

    def test_knows_only_what_was_done(self, people):
        """About what was never done nobody is written to."""
        with pytest.raises(NotFound):
            told(password_notices.SET)


class TestJob:
    def test_writes_a_mail_for_each_time(self, people, token, tmp_path, monkeypatch):
        """Two links and one password set are three mails in the outbox."""
        monkeypatch.setenv("EARSHOT_MAIL_URL", f"file:{tmp_path}")
        maker, owner = people
        with db.unit_of_work() as session:
            again = password_links.make(session, owner, by=maker)
        with db.unit_of_work() as session:
            password_links.use(session, again, hashing.hash_of("three warm otters swim"))

        loop.run_all()

        assert 3 == len(list(tmp_path.glob("*.eml")))
