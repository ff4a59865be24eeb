"""A person's own audits: the grade that stands is the one that they see."""

import pytest

from app.domain.audits import AuditState
from app.domain.people import Role
from app.services import accounts, audit_lists, audit_views
from tests import audited, builders, queries


@pytest.fixture
def auditor(session):
    """Return somebody who audits in a service with a form."""
    service = builders.a_service(session)
    audited.publish_form(session, service.id)
    user = builders.a_user(session, roles=[Role.PRACTITIONER], service_id=service.id)
    return accounts.actor_by_id(session, user.id)


class TestAuditsOf:
    def test_shows_what_was_settled_and_says_so(self, session, auditor):
        """An audit that was settled stands with its settled grade, the others with their own."""
        one = audited.an_audit(session, auditor, overall="good")
        other = audited.an_audit(session, auditor, overall="inadequate")
        audited.settled(session, one, overall_grade="requires_improvement")
        found = {line.id: line for line in audit_lists.audits_of(session, auditor)}

        assert ("Requires improvement to be good", True) == (
            found[one.id].grade,
            found[one.id].is_settled,
        )
        assert ("Inadequate", False) == (found[other.id].grade, found[other.id].is_settled)

    def test_says_of_a_draft_what_it_has(self, session, auditor):
        """A draft has the grade that it holds so far, or none."""
        audit = audited.an_audit(session, auditor, overall="good")
        audit.state = AuditState.DRAFT
        session.flush()
        before = audit_lists.audits_of(session, auditor)[0]
        audit.grade = None
        session.flush()

        assert ("Good", False) == (before.grade, before.is_settled)
        assert "not graded yet" == audit_lists.audits_of(session, auditor)[0].grade

    def test_asks_no_more_of_many_audits(self, session, auditor):
        """The list of one audit and of nine takes as many questions of the database."""
        asked = []
        for many in (1, 8):
            for _ in range(many):
                audited.settled(session, audited.an_audit(session, auditor))
            with queries.counted(session) as seen:
                audit_lists.audits_of(session, auditor)
            asked.append(len(seen))

        assert asked[0] == asked[1] <= 4


class TestGradesOfAnAudit:
    def test_stand_as_they_were_settled(self, session, auditor):
        """Each grade on an audit's page has what was settled beside what the auditor gave."""
        audit = audited.an_audit(session, auditor, overall="good", plan="good")
        before = audit_views.audit_page(session, audit.id, by=auditor).grades
        audited.settled(session, audit, overall_grade="good", plan="inadequate")
        page = audit_views.audit_page(session, audit.id, by=auditor)

        assert {""} == {one.settled for one in before}
        assert {
            "plan": ("Good", "Inadequate"),
            "impact": ("Good", "Good"),
            "overall_grade": ("Good", "Good"),
        } == {one.domain: (one.grade, one.settled) for one in page.grades}
        assert page.line.is_settled
