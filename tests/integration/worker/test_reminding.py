"""Reminders of audits reach the outbox through the sweep and the job, once."""

from datetime import timedelta
from email import message_from_bytes

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
    @pytest.mark.parametrize(
        ("due_in", "later", "said"),
        [
            (5, 0, ["An audit was given to you and is due soon"]),
            (20, 0, ["An audit was given to you"]),
            (20, 15, ["An audit is due soon", "An audit was given to you"]),
        ],
    )
    def test_sends_each_mail_once_however_often_it_sweeps(
        self, database, outbox, due_in, later, said
    ):
        """Who is given two cases gets one mail, and one more a week before; never two at once."""
        with db.unit_of_work() as session:
            service = builders.a_service(session).id
            lead = a_person(session, Role.MODERATOR, service)
            auditor = a_person(session, Role.PRACTITIONER)
            cycle_id = a_cycle(session, lead, service)
            joins(session, cycle_id, lead, auditor)
            listed(session, cycle_id, lead, some_rows(2))
            case_draws.draw(session, cycle_id, DrawPlan(2), by=lead)
            case_allocation.give(
                session, cycle_id, clock.today() + timedelta(days=due_in), by=lead
            )

        for days in (0, 0, later):
            with clock.frozen(clock.now() + timedelta(days=days)):
                loop.sweep()
                loop.run_all()

        mails = [message_from_bytes(one.read_bytes())["Subject"] for one in outbox.iterdir()]
        assert said == sorted(mails)
