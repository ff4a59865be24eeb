"""Reminders of audits reach the outbox through the sweep and the job, once."""

from datetime import timedelta

import pytest

from app import clock, db
from app.domain.people import Role
from app.services import case_allocation, case_draws
from app.services.case_draws import DrawPlan
from app.worker import loop
from tests import builders
from tests.programmed import a_cycle, a_person, joins, listed, some_rows


@pytest.fixture
def outbox(database, tmp_path, monkeypatch):
    """Return the folder that mail is written to."""
    folder = tmp_path / "mail"
    monkeypatch.setenv("EARSHOT_MAIL_URL", f"file:{folder}")
    return folder


class TestSend:
    def test_sends_one_mail_however_often_it_sweeps(self, database, outbox):
        """Three sweeps and their jobs on a day within the week write one mail."""
        with db.unit_of_work() as session:
            service = builders.a_service(session).id
            lead = a_person(session, Role.MODERATOR, service)
            auditor = a_person(session, Role.PRACTITIONER)
            cycle_id = a_cycle(session, lead, service)
            joins(session, cycle_id, lead, auditor)
            listed(session, cycle_id, lead, some_rows(2))
            case_draws.draw(session, cycle_id, DrawPlan(2), by=lead)
            case_allocation.give(session, cycle_id, clock.today() + timedelta(days=5), by=lead)

        for _ in range(3):
            loop.sweep()
            loop.run_all()

        (written,) = outbox.iterdir()
        assert "An audit is due soon" in written.read_text()
