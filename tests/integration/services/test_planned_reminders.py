"""Reminders of invitations that go out by themselves."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, update

from app import clock, db
from app.db.models import ActivityEntry, Envelope, Invitation, Job, Mailing, Survey
from app.domain.errors import Invalid
from app.domain.evidence import JobState
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


def swept(days, hour=12):
    """Look so many days from now, do what was asked for, and return how many were reminded."""
    then = (clock.now() + timedelta(days=days)).replace(hour=hour)
    with clock.frozen(then):
        with db.unit_of_work() as session:
            planned_reminders.sweep(session)
        with db.unit_of_work() as session:
            asked = session.scalars(
                select(Job).where(Job.kind == planned_reminders.JOB, Job.state == JobState.PENDING)
            ).all()
            told = [planned_reminders.remind(session, UUID(job.subject)) for job in asked]
            session.execute(update(Job).values(state=JobState.DONE))
    return sum(told)


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

    @pytest.mark.parametrize(
        ("hour", "reminded"), [(0, 0), (8, 0), (9, 1), (16, 1), (17, 0), (23, 0)]
    )
    def test_lets_people_sleep(self, mailing_id, hour, reminded):
        """A reminder goes out by day, and one that fell due in the evening on the next morning."""
        assert reminded == swept(7, hour)
        assert 1 - reminded == swept(8, 10)

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


class TestRemind:
    def test_looks_again_before_it_writes(self, mailing_id):
        """A survey that was paused, or a plan that was dropped, after the job was asked for is left."""
        change(Survey, state=SurveyState.PAUSED)
        with clock.frozen(clock.now() + timedelta(days=7)), db.unit_of_work() as session:
            paused = planned_reminders.remind(session, mailing_id)
        change(Mailing, remind_every=0)
        with clock.frozen(clock.now() + timedelta(days=7)), db.unit_of_work() as session:
            dropped = planned_reminders.remind(session, mailing_id)

        assert (0, 0, [EnvelopeState.SENT] * 2) == (paused, dropped, states())

    def test_leaves_out_whoever_answered_meanwhile(self, mailing_id):
        """Between asking and sending somebody answers: they get nothing, and their address goes."""
        swept(7)
        with db.unit_of_work() as session:
            one = session.scalars(select(Envelope).limit(1)).one()
            session.get_one(Invitation, one.invitation_id).used = True
            answered = one.id
        taken = []
        for _ in range(2):
            with db.unit_of_work() as session:
                taken.append(envelopes.take_next(session, mailing_id))

        assert (False, None) == (taken[0].id == answered, taken[1])
        assert [EnvelopeState.SENDING] == states()


class TestGoesOutOn:
    @pytest.mark.parametrize(
        ("days", "hour", "expected"), [(0, 12, 7), (7, 12, 7), (7, 18, 8), (9, 12, 9)]
    )
    def test_names_a_day_that_can_still_be(self, mailing_id, days, hour, expected):
        """The day is the one planned, or the next on which a reminder can go out."""
        made = clock.today()
        then = (clock.now() + timedelta(days=days)).replace(hour=hour)
        with clock.frozen(then), db.reading() as session:
            found = planned_reminders.goes_out_on(session.get_one(Mailing, mailing_id))

        assert made + timedelta(days=expected) == found


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
