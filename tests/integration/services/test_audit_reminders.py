"""Reminders of audits: before and after the day, once each, and never what they are about."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from app import clock
from app.db.models import AuditCase, Job, User
from app.domain.errors import NotFound
from app.domain.people import Role
from app.domain.programme import CaseState
from app.mail import MemoryMailer
from app.services import audit_reminders, case_allocation, case_draws
from app.services.case_draws import DrawPlan
from tests import builders
from tests.programmed import a_cycle, a_person, joins, listed, some_rows

URL = "https://anytown.example/"
DUE_IN = timedelta(days=30)


@pytest.fixture
def auditor(session):
    """Return somebody with two audits that are due in thirty days."""
    service = builders.a_service(session).id
    lead, auditor = (
        a_person(session, Role.MODERATOR, service),
        a_person(session, Role.PRACTITIONER),
    )
    cycle_id = a_cycle(session, lead, service)
    joins(session, cycle_id, lead, auditor)
    listed(session, cycle_id, lead, some_rows(4))
    case_draws.draw(session, cycle_id, DrawPlan(2), by=lead)
    case_allocation.give(session, cycle_id, clock.today() + DUE_IN, by=lead)
    return auditor


def sweeps(session, days, times=1):
    """Sweep some days from now, and return how many were to be reminded each time."""
    with clock.frozen(clock.now() + timedelta(days=days)):
        return [audit_reminders.sweep(session) for _ in range(times)]


class TestSweep:
    def test_is_quiet_until_a_week_before(self, session, auditor):
        """Eight days before the day nobody is reminded; seven days before, once."""
        assert [0] == sweeps(session, 22)
        assert [1, 0, 0] == sweeps(session, 23, times=3)

    def test_reminds_once_more_after_the_day(self, session, auditor):
        """On the day itself nothing is said again; after it one reminder, however long it waits."""
        sweeps(session, 23)

        assert [0, 1, 0, 0] == [sweeps(session, days)[0] for days in (30, 31, 32, 60)]

    def test_sends_one_mail_for_several_audits(self, session, auditor):
        """Two audits that are due together are one job."""
        sweeps(session, 23)

        reminders = select(Job.subject).where(Job.kind == audit_reminders.JOB)
        assert [str(auditor.id)] == list(session.scalars(reminders))

    def test_says_only_the_second_when_the_first_was_missed(self, session, auditor):
        """Where nothing ran for months, a late audit is told of once."""
        assert [1, 0] == sweeps(session, 80, times=2)

    def test_keeps_what_falls_due_later_the_same_day_for_the_next(self, session, auditor):
        """Somebody who had their mail today is told of another audit tomorrow."""
        first, second = session.scalars(select(AuditCase).where(AuditCase.auditor_id.is_not(None)))
        second.due_on += timedelta(days=30)
        session.flush()
        sweeps(session, 23)
        second.due_on = first.due_on
        session.flush()

        assert [[0], [1]] == [sweeps(session, 23), sweeps(session, 24)]

    def test_leaves_finished_audits_alone(self, session, auditor):
        """A case that was handed back is nobody's, and nobody is reminded of it."""
        for case in session.scalars(select(AuditCase)):
            case.state, case.auditor_id = CaseState.DRAWN, None
        session.flush()

        assert [0] == sweeps(session, 40)


class TestTell:
    def test_asks_for_one_mail_to_each_who_is_given_something(self, session, auditor):
        """Two cases given to one person at once are one mail."""
        given = select(Job.subject).where(Job.kind == audit_reminders.GIVEN)

        assert [str(auditor.id)] == list(session.scalars(given))

    def test_says_only_that_an_audit_was_given(self, session, auditor):
        """The mail names no case, no team and no cycle, and leads to the list of audits."""
        mailer = MemoryMailer()
        told = audit_reminders.send_given(session, auditor.id, mailer, public_url=URL)

        ((to, subject, text),) = mailer.sent
        assert (1, auditor.email, "An audit was given to you") == (told, to, subject)
        assert "https://anytown.example/audits\n" in text
        hidden = ("CH-", "Care", "Protection", "Autumn", "SW-")
        assert not [word for word in hidden if word in subject + text]

    def test_is_silent_once_nothing_waits(self, session, auditor):
        """Between giving and mailing everything may have been handed back."""
        mailer = MemoryMailer()
        for case in session.scalars(select(AuditCase)):
            case.state, case.auditor_id = CaseState.DRAWN, None
        session.flush()

        assert 0 == audit_reminders.send_given(session, auditor.id, mailer, public_url=URL)


class TestSend:
    def test_says_only_that_an_audit_waits(self, session, auditor):
        """The mail names no case, no team and no cycle."""
        mailer = MemoryMailer()
        with clock.frozen(clock.now() + timedelta(days=25)):
            told = audit_reminders.send(session, auditor.id, mailer, public_url=URL)

        ((to, subject, text),) = mailer.sent
        assert (1, auditor.email, "An audit is due soon") == (told, to, subject)
        assert "https://anytown.example/audits\n" in text
        hidden = ("CH-", "Care", "Protection", "Autumn", "SW-")
        assert not [word for word in hidden if word in subject + text]

    def test_says_when_it_is_late(self, session, auditor):
        """After the day the mail says that it is overdue."""
        mailer = MemoryMailer()
        with clock.frozen(clock.now() + timedelta(days=31)):
            audit_reminders.send(session, auditor.id, mailer, public_url=URL)

        assert "An audit is overdue" == mailer.sent[0][1]

    def test_is_silent_when_nothing_waits_any_more(self, session, auditor):
        """Between the sweep and the mail everything may have been handed back."""
        mailer = MemoryMailer()
        for case in session.scalars(select(AuditCase)):
            case.state, case.auditor_id = CaseState.DRAWN, None
        session.flush()

        assert 0 == audit_reminders.send(session, auditor.id, mailer, public_url=URL)
        assert [] == mailer.sent

    def test_writes_to_nobody_who_left(self, session, auditor):
        """A person who may not sign in any more gets no mail, and one who never was is an error."""
        session.get_one(User, auditor.id).disabled_at = clock.now()
        mailer = MemoryMailer()

        assert 0 == audit_reminders.send(session, auditor.id, mailer, public_url=URL)
        with pytest.raises(NotFound):
            audit_reminders.send(session, uuid4(), mailer, public_url=URL)
        assert [] == mailer.sent
