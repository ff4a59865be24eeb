"""Reminders of invitations that go out by themselves."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from app import clock, db
from app.db.models import ActivityEntry, Envelope, Mailing, Survey
from app.domain.errors import Invalid
from app.domain.invitations import EnvelopeState
from app.domain.surveys import SurveyState
from app.services import envelopes, invitation_plans, invitations, planned_reminders
from tests.invited import a_mailing, a_plan, a_survey, an_officer

ADDRESSES = ("a@x.example", "b@x.example")


@pytest.fixture
def mailing_id(database):
    """Return messages that were sent today, with a reminder planned for each week."""
    with db.unit_of_work() as session:
        made = a_mailing(
            session,
            a_survey(session),
            addresses=ADDRESSES,
            keeps_addresses=True,
            remind_every=7,
        ).id
    sent()
    return made


def sent():
    with db.unit_of_work() as session:
        session.execute(update(Envelope).values(state=EnvelopeState.SENT, code_sealed=None))


def swept(days):
    """Sweep so many days from now, and return how many mailings were reminded."""
    with clock.frozen(clock.now() + timedelta(days=days)), db.unit_of_work() as session:
        return planned_reminders.sweep(session)


def change(model, **values):
    with db.unit_of_work() as session:
        session.execute(update(model).values(**values))


def states():
    with db.reading() as session:
        return sorted(session.scalars(select(Envelope.state)))


class TestSweep:
    def test_reminds_on_the_day_that_was_planned(self, mailing_id):
        """Nothing goes out the day before, each message once on the day, and the record has it."""
        assert 0 == swept(6)
        assert [EnvelopeState.SENT] * 2 == states()

        assert (1, 0) == (swept(7), swept(7))

        assert [EnvelopeState.WAITING] * 2 == states()
        with db.reading() as session:
            entry = session.scalars(
                select(ActivityEntry).where(ActivityEntry.verb == "invitations.reminded")
            ).one()
        assert (None, str(mailing_id)) == (entry.actor_id, entry.object_id)

    def test_counts_the_second_from_the_first(self, mailing_id):
        """A first reminder that was late does not bring the second on its heels."""
        swept(12)
        sent()

        assert [0, 1, 0] == [swept(18), swept(19), swept(26)]

    def test_counts_one_that_somebody_sent(self, mailing_id):
        """Who presses the button sends that reminder, and the next waits its days from then."""
        with clock.frozen(clock.now() + timedelta(days=5)), db.unit_of_work() as session:
            envelopes.remind(session, mailing_id, by=an_officer(session))
        sent()

        assert [0, 1] == [swept(11), swept(12)]

    def test_waits_until_the_last_message_is_out(self, mailing_id):
        """While a message waits to be sent nobody is reminded, and the next look tries again."""
        change(Envelope, state=EnvelopeState.WAITING, code_sealed=b"sealed")
        assert 0 == swept(7)

        sent()

        assert 1 == swept(8)

    def test_waits_while_nobody_can_answer(self, mailing_id):
        """A paused survey reminds nobody until it is open again."""
        change(Survey, state=SurveyState.PAUSED)
        assert 0 == swept(8)

        change(Survey, state=SurveyState.LIVE)

        assert 1 == swept(9)

    @pytest.mark.parametrize(
        "changes", [{"remind_every": 0}, {"keeps_addresses": False}, {"reminders": 2}]
    )
    def test_leaves_alone_what_nobody_planned(self, mailing_id, changes):
        """Without a plan, without addresses, or after two, nothing goes out by itself."""
        change(Mailing, **changes)

        assert 0 == swept(7)

    def test_stops_with_the_last_day(self, mailing_id):
        """After the last day to answer nobody is asked to."""
        assert 0 == swept(31)


class TestAskAgain:
    def test_counts_once_for_two_at_once(self, mailing_id):
        """Of two workers that look at the same moment, one reminds and the other does not."""
        with db.unit_of_work() as session:
            mailing = session.get_one(Mailing, mailing_id)
            session.execute(
                update(Mailing).values(reminders=1),
                execution_options={"synchronize_session": False},
            )
            with pytest.raises(envelopes.Conflict):
                envelopes.ask_again(session, mailing)

        assert [EnvelopeState.SENT] * 2 == states()


class TestPlan:
    @pytest.mark.parametrize(
        ("changes", "problem"),
        [
            ({"remind_every": 5, "addresses": ADDRESSES, "keeps_addresses": True}, "one of these"),
            ({"remind_every": 7}, "nobody knows who has which"),
            ({"remind_every": 7, "addresses": ADDRESSES}, "need the addresses"),
            ({"remind_every": 14, "addresses": ADDRESSES, "keeps_addresses": True}, "last day"),
        ],
    )
    def test_says_why_reminders_cannot_be_planned(self, database, changes, problem):
        """A plan that could remind nobody is refused in words, and nothing is made."""
        plan = a_plan(expires_on=clock.today() + timedelta(days=10), **changes)

        assert problem in invitation_plans.problems_with(plan)["remind_every"]
        with pytest.raises(Invalid), db.unit_of_work() as session:
            invitations.make(session, a_survey(session).id, plan, by=an_officer(session))
