"""Reports and impact count the grade that stands, not the first one."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app import clock
from app.db.models import Survey, Wave
from app.domain.audits import Voice
from app.domain.people import Role
from app.services import auditing, impact, own_audits, report_audits
from app.services.selection import Selection
from tests import audited, practice


@pytest.fixture
def auditor(session, service):
    return practice.an_actor(session, Role.PRACTITIONER)


def weak_after_all(session, auditor, *, good, weak):
    """Hand in audits that were all graded good, of which some were settled as inadequate."""
    audits = [audited.an_audit(session, auditor) for _ in range(good + weak)]
    for audit in audits[:weak]:
        audited.settled(session, audit, plan="inadequate", overall_grade="inadequate")
    return audits


class TestAuditEvidence:
    def test_counts_what_was_settled(self, session, service, auditor):
        """An audit that two readers settled lower is not among the good ones, all in all or not."""
        weak_after_all(session, auditor, good=6, weak=7)
        surveys = session.scalars(select(Survey).where(Survey.service_id == service.id)).all()
        found = report_audits.audit_evidence(session, surveys, Selection(frozenset()))

        assert [["All in all", 6, 7], ["plan", 6, 7], ["impact", None, None]] == found["grades"]

    def test_says_nothing_of_a_domain_that_few_were_asked(self, session, service, auditor):
        """Under five audits there is no line at all, not even of audits."""
        weak_after_all(session, auditor, good=4, weak=0)
        surveys = session.scalars(select(Survey).where(Survey.service_id == service.id)).all()
        found = report_audits.audit_evidence(session, surveys, Selection(frozenset()))

        assert {"count": None, "voices": "", "grades": []} == found


class TestImpact:
    @pytest.mark.parametrize("key", ["plan", "overall_grade"])
    def test_counts_what_was_settled(self, session, auditor, key):
        """A domain, or the whole, is as good after something as readers settled it."""
        today = clock.today()
        for number, first in enumerate([today - timedelta(days=20), today], 1):
            last = first + timedelta(days=10)
            wave = Wave(number=number, name=f"Wave {number}", starts_on=first, ends_on=last)
            session.add(wave)
        for audit in weak_after_all(session, auditor, good=5, weak=5):
            audit.held_on = today - timedelta(days=15)
        weak_after_all(session, auditor, good=6, weak=6)
        chosen = next(one for one in impact.measures(session) if one.key == key)
        began = today - timedelta(days=15)
        found = impact.impact(session, chosen, began_on=began, done_on=began)

        assert (0.5, 10) == (found.before.share, found.before.base)
        assert (0.5, 12) == (found.after.share, found.after.base)


class TestOwnAudit:
    def test_says_the_grade_that_stands(self, session, auditor):
        """A worker reads the grade that was settled, and not the one before it."""
        audit = audited.an_audit(session, auditor)
        worker = practice.an_actor(session, Role.PRACTITIONER)
        audit.practitioner_id = worker.id
        auditing.add_part(session, audit, Voice.MODERATOR)
        audited.settled(session, audit, overall_grade="requires_improvement")

        assert (
            "Requires improvement to be good"
            == own_audits.own_audit(session, audit.id, by=worker).grade
        )
