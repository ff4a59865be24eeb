"""Invitations go out once, whatever dies, and addresses are let go of."""

from __future__ import annotations

import re
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from sqlalchemy import select

from app import clock, db
from app.db.models import Envelope, Invitation, Mailing
from app.domain.errors import Conflict, Invalid, Unavailable
from app.domain.evidence import JobState
from app.domain.invitations import EnvelopeState
from app.mail import MemoryMailer
from app.services import envelopes, invitations, jobs
from app.worker import inviting, loop
from tests.invited import a_mailing, a_survey, an_officer

ADDRESSES = ("robin@anytown.example", "noor@anytown.example", "sam@anytown.example")
CODE = re.compile(r"type this code: (\S+)")


def nothing(done, total):
    del done, total


class Moody(MemoryMailer):
    """A mailer that raises what it is told to, once, instead of sending."""

    def __init__(self, *moods):
        super().__init__()
        self.moods = list(moods)

    def send(self, *, to, subject, text):
        mood = self.moods.pop(0) if self.moods else None
        if mood:
            raise mood
        super().send(to=to, subject=subject, text=text)


@pytest.fixture
def mailing_id(database):
    with db.unit_of_work() as session:
        return a_mailing(
            session, a_survey(session), count=0, addresses=ADDRESSES, keeps_addresses=True
        ).id


@pytest.fixture
def once_only(database):
    with db.unit_of_work() as session:
        return a_mailing(session, a_survey(session), count=0, addresses=ADDRESSES).id


def send(mailing_id, mailer, settings):
    inviting.send_all(mailing_id, mailer, settings, nothing)
    return mailer


def states():
    with db.reading() as session:
        return sorted(session.scalars(select(Envelope.state)))


def remind(mailing_id):
    with db.unit_of_work() as session:
        envelopes.remind(session, mailing_id, by=an_officer(session))


class TestSend:
    def test_writes_to_each_address_once(self, mailing_id, settings):
        """Asked twice, the job sends each message once, each with a code that works."""
        mailer = MemoryMailer()
        for _ in range(2):
            send(mailing_id, mailer, settings)

        codes = [CODE.search(text)[1] for _, _, text in mailer.sent]
        assert sorted(ADDRESSES) == sorted(to for to, _, _ in mailer.sent)
        with db.reading() as session:
            tickets = map(invitations.ticket_of, codes)
            assert all(invitations.entry_of(session, one).is_good for one in tickets)

    def test_keeps_no_code_and_no_address_that_is_not_needed(self, once_only, settings):
        """Once sent, nothing leads from an address to a code any more."""
        send(once_only, MemoryMailer(), settings)

        assert [] == states()

    def test_keeps_an_address_without_its_code_for_a_reminder(self, mailing_id, settings):
        """Where reminders are planned the sealed address stays, and the code goes."""
        send(mailing_id, MemoryMailer(), settings)

        with db.reading() as session:
            kept = session.scalars(select(Envelope)).all()
        assert [(EnvelopeState.SENT, None)] * 3 == [(one.state, one.code_sealed) for one in kept]

    def test_goes_on_where_it_stopped(self, mailing_id, settings):
        """When the mail server is away the rest waits, and the next run sends only that."""
        mailer = Moody(None, Unavailable("mail_away"))
        with pytest.raises(Unavailable):
            send(mailing_id, mailer, settings)
        assert [EnvelopeState.SENT, EnvelopeState.WAITING, EnvelopeState.WAITING] == states()

        send(mailing_id, mailer, settings)

        assert sorted(ADDRESSES) == sorted(to for to, _, _ in mailer.sent)

    def test_never_sends_again_what_may_have_left(self, mailing_id, settings):
        """A worker that dies while it sends loses one message and sends none twice."""
        mailer = Moody(KeyboardInterrupt())
        with pytest.raises(KeyboardInterrupt):
            send(mailing_id, mailer, settings)

        send(mailing_id, mailer, settings)

        assert 2 == len(mailer.sent)
        assert [EnvelopeState.SENDING, EnvelopeState.SENT, EnvelopeState.SENT] == states()

    def test_lets_go_of_an_address_that_is_refused(self, mailing_id, settings):
        """One bad address keeps nobody else waiting, and is not kept."""
        mailer = send(mailing_id, Moody(Invalid("address_refused")), settings)

        assert 2 == len(mailer.sent)
        with db.reading() as session:
            refused = select(Envelope).where(Envelope.state == EnvelopeState.REFUSED)
            assert b"" == session.scalars(refused).one().address_sealed

    def test_says_nothing_of_what_is_asked(self, mailing_id, settings):
        """Neither the subject nor the text names the survey."""
        mailer = send(mailing_id, MemoryMailer(), settings)

        assert not any("small survey" in f"{subject} {text}" for _, subject, text in mailer.sent)


class TestRemind:
    def test_writes_only_to_those_who_have_not_answered(self, mailing_id, settings):
        """Whoever used an invitation gets no reminder, and their address goes."""
        mailer = send(mailing_id, MemoryMailer(), settings)
        to, _, text = mailer.sent[0]
        with db.unit_of_work() as session:
            spent = invitations.entry_of(session, invitations.ticket_of(CODE.search(text)[1]))
            survey = session.get_one(Mailing, mailing_id).survey_id
            assert survey == spent.survey_id
            ticket = invitations.ticket_of(CODE.search(text)[1])
            invitations.spend(session, _survey(session, survey), ticket)

        remind(mailing_id)
        again = send(mailing_id, MemoryMailer(), settings)

        assert sorted(set(ADDRESSES) - {to}) == sorted(to for to, _, _ in again.sent)
        assert 2 == len(states())

    def test_brings_a_code_that_spends_the_same_invitation(self, mailing_id, settings):
        """The code of the message and that of its reminder are good for one answer together."""
        first = send(mailing_id, MemoryMailer(), settings)
        remind(mailing_id)
        second = send(mailing_id, MemoryMailer(), settings)
        old, new = (
            invitations.ticket_of(CODE.search(text)[1])
            for to, _, text in (*first.sent, *second.sent)
            if to == ADDRESSES[0]
        )

        with db.unit_of_work() as session:
            survey = _survey(session, session.get_one(Mailing, mailing_id).survey_id)
            assert old != new
            assert invitations.spend(session, survey, old)
            with pytest.raises(invitations.InvitationUsed):
                invitations.spend(session, survey, new)

    def test_writes_twice_at_most(self, mailing_id, settings):
        """After the second reminder no address is left, and a third is refused."""
        send(mailing_id, MemoryMailer(), settings)
        for _ in range(2):
            remind(mailing_id)
            send(mailing_id, MemoryMailer(), settings)

        assert [] == states()
        with pytest.raises(Conflict):
            remind(mailing_id)

    def test_waits_until_the_last_is_out(self, mailing_id):
        """While messages wait to be sent, and when no address was kept, there is no reminder."""
        with pytest.raises(Conflict):
            remind(mailing_id)

    def test_is_not_sent_after_the_last_day(self, mailing_id, settings):
        """When the codes are too old nobody is asked to use them."""
        send(mailing_id, MemoryMailer(), settings)

        with clock.frozen(clock.now() + timedelta(days=31)), pytest.raises(Conflict):
            remind(mailing_id)


class TestSweep:
    def test_lets_go_of_addresses_after_the_last_day(self, mailing_id):
        """A mailing that is over holds no address and no code, sent or not."""
        loop.sweep()
        assert 3 == len(states())

        with clock.frozen(clock.now() + timedelta(days=31)):
            loop.sweep()

        assert [] == states()

    def test_can_be_done_by_hand(self, mailing_id):
        """Addresses can be let go of at once, and the invitations stay good."""
        with db.unit_of_work() as session:
            envelopes.forget(session, mailing_id, by=an_officer(session))

        assert [] == states()
        with db.reading() as session:
            assert 3 == len(session.scalars(select(Invitation)).all())


class TestJob:
    def test_writes_into_a_folder_by_default(self, once_only, settings, tmp_path, monkeypatch):
        """Made with addresses, a mailing is sent by its job: into files, until it is set up."""
        monkeypatch.setenv("EARSHOT_INVITATION_URL", f"file:{tmp_path / 'messages'}")
        monkeypatch.setenv("EARSHOT_DATABASE_URL", settings.database_url)

        loop.run_all()

        files = [*Path(tmp_path / "messages").glob("*.eml")]
        mails = [message_from_bytes(one.read_bytes(), policy=policy.default) for one in files]
        assert sorted(ADDRESSES) == sorted(mail["To"] for mail in mails)
        with db.reading() as session:
            assert JobState.DONE == jobs.latest(session, "invite", once_only).state


def _survey(session, survey_id):
    from app.db.models import Survey

    return session.get_one(Survey, survey_id)
