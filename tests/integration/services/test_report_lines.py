"""Who reads which report: those who may read about every service in it."""

from datetime import date

import pytest
from sqlalchemy import select

from app.db.models import Survey
from app.domain.people import Actor, Role
from app.services import report_lines, reporting
from tests import builders


@pytest.fixture
def services(session):
    """Return three services, each with a survey that somebody answered."""
    found = [builders.a_service(session).id for _ in range(3)]
    for service in found:
        builders.an_answer(session, service)
    return found


def somebody(session, role, services):
    user = builders.a_user(session)
    return Actor(user.id, "", "", frozenset((role, service) for service in services))


def a_report(session, by, services):
    surveys = session.scalars(select(Survey.id).where(Survey.service_id.in_(services)))
    asked = reporting.Asked(
        "What we heard", date(2026, 1, 1), date(2026, 12, 31), frozenset(surveys), "Anytown"
    )
    return reporting.prepare(session, reporting.freeze(session, asked, by=by), by=by)


class TestReportsFor:
    def test_gives_a_report_on_several_services_to_who_may_read_each(self, session, services):
        """Whoever prepared it reads it, and so does the board of both services, but not of one."""
        one, other, third = services
        officer = somebody(session, Role.PARTICIPATION, [one, other])
        report_id = a_report(session, officer, [one, other])
        seen = {
            name: [line.id for line in report_lines.reports_for(session, by)]
            for name, by in {
                "officer": officer,
                "both": somebody(session, Role.BOARD, [one, other, third]),
                "one": somebody(session, Role.BOARD, [one]),
                "all": somebody(session, Role.BOARD, [None]),
            }.items()
        }

        assert {"officer": [report_id], "both": [report_id], "one": [], "all": [report_id]} == seen
