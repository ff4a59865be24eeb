"""Answers that were held as made up, until a person looked."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select

from app import clock, db
from app.db.models import Concern, Response, Survey
from app.services import selection
from app.services.selection import Selection
from app.web import visits
from tests.invited import Invited, a_mailing, browsers
from tests.mailing_pages import said, send
from tests.page import soup
from tests.respondent import Visitor


def flood(client, count, *, words="It is fine."):
    """Send as a script does: one response after another, without a breath."""
    for browser in browsers(client, count):
        visitor = Visitor(browser)
        visitor.answers(visitor.starts(), mood="1")
        visitor.answers("/s/small/p/why", why=words)
        visitor.answers("/s/small/p/pets", pet="no")
        visitor.answers("/s/small/p/about", age_band="young")
        visitor.sends()


def counted(invited_id):
    with db.reading() as session:
        return selection.count_responses(session, Selection(frozenset({invited_id})))


class TestHeld:
    def test_are_kept_screened_and_left_out_until_released(self, client, inviter, invited_id):
        """What a script sends is stored, screened and in no result, until a person lets it count."""
        flood(client, 18, words="I want to kill myself")

        with db.reading() as session:
            held = session.scalars(select(Response.is_held)).all()
            assert 18 == session.scalar(select(func.count(Concern.id)))
        assert (18, 8) == (len(held), sum(held))
        assert 10 == counted(invited_id)
        assert "8 answers. 8 of them have exactly the same choices" in said(inviter, invited_id)

        assert "Answers to “A small survey” wait" in soup(inviter.get("/staff")).main.get_text(" ")

        day = clock.today().isoformat()
        send(inviter, invited_id, f"/studio/surveys/{invited_id}/release", day=day)
        assert 18 == counted(invited_id)
        assert "Answers that wait for you" not in said(inviter, invited_id)
        assert "wait for you" not in inviter.get("/staff").text

    def test_say_nothing_of_a_few(self, client, inviter, invited_id):
        """Fewer than five are shown without their number."""
        flood(client, 12)

        assert "Fewer than five answers" in said(inviter, invited_id)

    def test_are_none_of_a_class_of_forty(self, client, invited_id):
        """Forty children who take their time behind one address are all taken in and counted."""
        start = clock.now()
        for at, browser in enumerate(browsers(client, 40)):
            visitor = Visitor(browser)
            with clock.frozen(start + timedelta(seconds=20 * at)):
                address = visitor.starts()
            with clock.frozen(start + timedelta(seconds=20 * at + 45)):
                for fields in ({"mood": "3"}, {"pet": "no"}, {}):
                    address = visitor.answers(address, **fields).location
                visitor.sends()

        assert 40 == counted(invited_id)

    def test_are_none_who_were_invited(self, client, invited_id):
        """A code is proof enough: however fast invited people are, nothing of theirs is held."""
        from tests.invited import codes_of

        with db.unit_of_work() as session:
            codes = codes_of(a_mailing(session, session.get_one(Survey, invited_id), count=15))
        for browser, code in zip(browsers(client, 15), codes, strict=True):
            person = Invited(browser)
            person.answers_all(person.comes_in(code))
            person.sends()

        assert 15 == counted(invited_id)

    def test_need_a_day_to_be_released(self, inviter, invited_id):
        """Without a day nothing is released."""
        answer = send(inviter, invited_id, f"/studio/surveys/{invited_id}/release", day="x")

        assert 422 == answer.status_code


class TestNetworkName:
    def test_is_shared_by_neighbours_and_changes_every_hour(self):
        """A name stands for a network of 24 or 56 bits, and is another one after an hour."""
        now = clock.now().replace(minute=5)
        with clock.frozen(now):
            names = [
                visits.network_name(one) for one in ("192.0.2.1", "192.0.2.9", "198.51.100.1")
            ]
            long = [visits.network_name(one) for one in ("2001:db8::1", "2001:db8:0:ff::1")]
        with clock.frozen(now + timedelta(hours=1)):
            later = visits.network_name("192.0.2.1")

        assert names[0] == names[1]
        assert 3 == len({names[0], names[2], later})
        assert long[0] == long[1]

    def test_is_nothing_where_there_is_no_address(self):
        """Whoever comes from nowhere has no name."""
        assert "" == visits.network_name("")
