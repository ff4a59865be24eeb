"""The ways in to a survey as staff see them: lists, letters, a poster and reminders."""

from __future__ import annotations

import contextlib
import re
import zlib

import pytest
from sqlalchemy import func, select, update

from app import db
from app.db.models import ActivityEntry, Invitation, Mailing, Survey
from app.domain.errors import Unavailable
from app.reports import pdf
from tests.invited import a_mailing
from tests.mailing_pages import make, said, send, upload
from tests.page import soup


def use(mailing_id, count):
    with db.unit_of_work() as session:
        ids = session.scalars(
            select(Invitation.id).where(Invitation.mailing_id == mailing_id).limit(count)
        ).all()
        session.execute(update(Invitation).where(Invitation.id.in_(ids)).values(used=True))


def opened(content):
    """Return what a PDF holds, its compressed parts opened."""
    parts = [content]
    for packed in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL):
        with contextlib.suppress(zlib.error):
            parts.append(zlib.decompress(packed))
    return b"\n".join(parts)


class TestMake:
    def test_says_what_to_do_when_there_is_nothing(self, inviter, invited_id):
        """The page of a survey without invitations says how to make them."""
        assert "Nobody is invited yet" in said(inviter, invited_id)

    def test_makes_letters(self, inviter, invited_id):
        """A number makes that many letters, and the page shows them."""
        answer = make(inviter, invited_id, count="7")

        assert 303 == answer.status_code
        assert "7 letters" in said(inviter, invited_id)

    def test_makes_messages_of_a_file(self, inviter, invited_id):
        """A file of addresses makes a message for each."""
        answer = make(inviter, invited_id, file=upload("email\na@x.example\nb@x.example\n"))

        assert 303 == answer.status_code
        assert "2 messages" in said(inviter, invited_id)

    @pytest.mark.parametrize(
        ("fields", "problem"),
        [
            ({}, "how many letters"),
            ({"count": "0"}, "how many letters"),
            ({"count": "201"}, "no more than 200"),
            ({"count": "2", "expires_on": "2020-01-01"}, "still to come"),
            ({"count": "2", "name": ""}, "Give them a name"),
            ({"count": "2", "file": ("x", "a@x.example")}, "not both"),
            ({"file": ("x", "nobody")}, "rows hold no e-mail address: 2"),
            ({"file": ("phone", "1")}, "column of addresses"),
            ({"file": ("", "")}, "cannot read this file"),
        ],
    )
    def test_says_every_mistake_in_words(self, inviter, invited_id, fields, problem):
        """What cannot be made is said at its field, and nothing is made."""
        if "file" in fields:
            head, cell = fields["file"]
            head = "email" if head == "x" else head
            fields = {**fields, "file": upload(f"{head}\n{cell}\n" if head else "\x00")}
        answer = make(inviter, invited_id, **fields)

        assert 422 == answer.status_code
        assert problem in soup(answer).select_one("main").get_text(" ")
        with db.reading() as session:
            assert 0 == session.scalar(select(func.count(Mailing.id)))


class TestCounts:
    @pytest.mark.parametrize(
        ("size", "used", "shown"),
        [
            (20, 4, "withheld"),
            (20, 17, "withheld"),
            (20, 5, "5 or more"),
            (20, 9, "5 or more"),
            (20, 12, "10 or more"),
            (3, 3, "withheld"),
        ],
    )
    def test_never_tell_a_few(self, inviter, invited_id, size, used, shown):
        """Fewer than five who answered, or who did not, are withheld, and the rest is in fives."""
        with db.unit_of_work() as session:
            mailing = a_mailing(session, session.get_one(Survey, invited_id), count=size)
        use(mailing.id, used)

        assert shown in said(inviter, invited_id)


class TestLetters:
    def test_have_a_code_and_a_square_each(self, inviter, invited_id):
        """Each letter shows a code of its own and the same as a square to scan."""
        make(inviter, invited_id, count="2")
        with db.reading() as session:
            mailing_id = session.scalars(select(Mailing.id)).one()
        answer = send(inviter, invited_id, f"/studio/invitations/{mailing_id}/letters")

        sheets = soup(answer).select("article.sheet")
        codes = {sheet.select_one(".code").get_text(strip=True) for sheet in sheets}
        assert 2 == len(codes) == len({sheet.path["d"] for sheet in sheets})
        with db.reading() as session:
            verbs = session.scalars(select(ActivityEntry.verb)).all()
        assert "letters.printed" in verbs

    def test_are_a_pdf_that_a_screen_reader_reads(self, inviter, invited_id):
        """The PDF is tagged, has a language, and one page a letter after its cover."""
        make(inviter, invited_id, count="2")
        with db.reading() as session:
            mailing_id = session.scalars(select(Mailing.id)).one()
        address = f"/studio/invitations/{mailing_id}/letters"
        answer = send(inviter, invited_id, address, **{"as": "pdf"})

        assert "application/pdf" == answer.mimetype
        assert answer.data.startswith(b"%PDF-")
        objects = opened(answer.data)
        assert b"/MarkInfo" in objects
        assert b"/Lang(en-GB)" in objects.replace(b"/Lang (", b"/Lang(")
        assert 3 == len(re.findall(rb"/Type\s*/Page\b", objects))

    def test_say_that_pango_is_missing(self, inviter, invited_id, monkeypatch):
        """Without Pango the page says so and offers the print view, and nothing is lost."""

        def away(*_):
            raise Unavailable("pdf_unavailable")

        monkeypatch.setattr(pdf, "to_pdf", away)
        address = f"/studio/surveys/{invited_id}/poster"
        answer = send(inviter, invited_id, address, **{"as": "pdf"})

        assert 303 == answer.status_code
        assert "Pango library is missing" in said(inviter, invited_id)

    def test_can_be_forgotten(self, inviter, invited_id):
        """After “They are printed” the codes are gone, and the page of letters with them."""
        make(inviter, invited_id, count="2")
        with db.reading() as session:
            mailing_id = session.scalars(select(Mailing.id)).one()
        send(inviter, invited_id, f"/studio/invitations/{mailing_id}/forget")

        answer = send(inviter, invited_id, f"/studio/invitations/{mailing_id}/letters")
        assert 404 == answer.status_code
        assert "No address and no code" in said(inviter, invited_id)


class TestPoster:
    def test_shows_the_open_address(self, inviter, invited_id):
        """The poster of an open survey holds its address and a square, and no code."""
        answer = send(inviter, invited_id, f"/studio/surveys/{invited_id}/poster")

        assert "127.0.0.1:8000/s/small" == soup(answer).select_one(".big").get_text(strip=True)

    def test_is_not_made_of_what_is_not_open(self, inviter, invited_id):
        """A survey for invited people has no poster, and its address asks for a code."""
        send(inviter, invited_id, f"/studio/surveys/{invited_id}/ways-in", only="invited")

        assert 404 == send(inviter, invited_id, f"/studio/surveys/{invited_id}/poster").status_code
        assert "Only people with an invitation" in said(inviter, invited_id)
