"""The grades that stand: settled where two readers ended, the auditor's everywhere else."""

import pytest
from sqlalchemy import select, update

from app.db.models import Answer, Audit, AuditPart, Moderation, ModerationDraw
from app.domain.audits import AuditState
from app.domain.moderation import ModerationState
from app.domain.people import Role
from app.services import (
    accounts,
    moderating,
    moderation_draws,
    reconciling,
    standing_grades,
)
from app.services.reconciling import Settling
from tests import audited, builders, queries


def a_person(session, service, role):
    user = builders.a_user(session, roles=[role], service_id=service.id)
    return accounts.actor_by_id(session, user.id)


@pytest.fixture
def auditor(session, service):
    return a_person(session, service, Role.PRACTITIONER)


@pytest.fixture
def reader(session, service):
    return a_person(session, service, Role.MODERATOR)


def standing(session, audit):
    found = standing_grades.standing_grades(session, Audit.service_id == audit.service_id)
    return found.get(audit.id)


def compared(session, reader, **second):
    """Draw every audit, and hand in the second grades of the one that there is."""
    moderation_draws.draw(session, share=100, by=reader)
    moderation = session.scalars(select(Moderation)).one()
    moderating.take(session, moderation.id, has_no_conflict=True, by=reader)
    for key in ("plan", "impact", "overall_grade"):
        form = {key: [second.get(key, "good")], f"{key}-evidence": ["Read."]}
        moderating.save_grade(session, moderation.id, key, form, by=reader)
    moderating.submit(session, moderation.id, by=reader)
    return moderation


def settled(session, reader, grades):
    moderation = compared(session, reader, plan="requires_improvement")
    reasons = dict.fromkeys(grades, "We looked at it together.")
    settling = Settling(grades=grades, reasons=reasons)
    reconciling.settle(session, moderation.id, settling, by=reader)
    return moderation


class TestStandingGrades:
    def test_are_the_auditors_without_a_second_reading(self, session, auditor):
        """What the auditor gave stands where nobody read the audit again."""
        audit = audited.an_audit(session, auditor, overall="good", plan="inadequate")
        expected = standing_grades.StandingGrades(
            audit.id, "good", {"plan": "inadequate", "impact": "good"}
        )

        assert expected == standing(session, audit)

    def test_are_the_auditors_until_it_is_settled(self, session, auditor, reader):
        """Second grades that are in but not settled change nothing that stands."""
        audit = audited.an_audit(session, auditor, plan="good")
        compared(session, reader, plan="inadequate", overall_grade="inadequate")
        found = standing(session, audit)

        assert ("good", "good", False) == (found.overall, found.domains["plan"], found.is_settled)
        assert ModerationState.COMPARING is found.second_reading

    def test_are_those_that_were_settled(self, session, auditor, reader):
        """A settled grade stands over the auditor's; where both agreed, what both gave does."""
        audit = audited.an_audit(session, auditor, overall="outstanding", plan="good")
        settled(session, reader, {"plan": "inadequate", "overall_grade": "good"})
        found = standing(session, audit)

        assert ("good", True) == (found.overall, found.is_settled)
        assert {"plan": "inadequate", "impact": "good"} == found.domains

    def test_stay_settled_while_a_decider_has_them(self, session, auditor, reader):
        """An audit that is disputed after it was settled keeps its grades until it is decided."""
        audit = audited.an_audit(session, auditor, overall="good", plan="good")
        settled(session, reader, {"plan": "inadequate", "overall_grade": "inadequate"})
        reconciling.dispute(session, audit.id, why="The plan was rewritten.", by=auditor)
        found = standing(session, audit)

        assert ModerationState.REFERRED is found.second_reading
        assert ("inadequate", "inadequate") == (found.overall, found.domains["plan"])

    def test_leave_out_drafts(self, session, auditor):
        """An audit that is not handed in has no grade that stands."""
        audit = audited.an_audit(session, auditor)
        audit.state = AuditState.DRAFT
        session.flush()

        assert standing(session, audit) is None

    def test_keep_not_graded_apart(self, session, auditor):
        """What was not graded, and what is no grade at all, stands as not graded."""
        audit = audited.an_audit(session, auditor, overall="not_graded", plan="not_graded")
        part = select(AuditPart.response_id).where(AuditPart.audit_id == audit.id)
        session.execute(
            update(Answer).where(Answer.response_id.in_(part)).values(value="splendid")
        )
        found = standing(session, audit)

        assert "not_graded" == found.overall
        assert {"plan": "not_graded", "impact": "not_graded"} == found.domains

    def test_have_no_overall_one_without_grades(self, session, auditor):
        """An audit on a form without grades has none, which is not the same as not graded."""
        audit = audited.an_audit(session, auditor)
        audit.grade = None
        session.flush()

        assert standing(session, audit).overall is None

    def test_ask_three_questions_of_the_database(self, session, auditor):
        """However many audits there are, three queries find their grades."""
        for _ in range(4):
            audited.an_audit(session, auditor)
        with queries.counted(session) as seen:
            found = standing_grades.standing_grades(session)

        assert (4, 3) == (len(found), len(seen))


class TestSeenBy:
    def seen(self, session, by):
        found = standing_grades.standing_grades(session)
        return set(standing_grades.seen_by(session, found, by))

    def test_is_everything_for_who_reads_nothing_again(self, session, auditor, service):
        """Whoever can't become a second reader may count every grade."""
        audit = audited.an_audit(session, auditor)
        officer = a_person(session, service, Role.PARTICIPATION)

        assert {audit.id} == self.seen(session, officer)

    def test_keeps_from_moderators_what_they_may_read_again(self, session, auditor, reader):
        """A grade counts for moderators when no draw can choose it, or its second grades are in."""
        audit = audited.an_audit(session, auditor)
        before_the_draw = self.seen(session, reader)
        moderation_draws.draw(session, share=100, by=reader)
        while_it_waits = self.seen(session, reader)
        moderation = session.scalars(select(Moderation)).one()
        moderation.state = ModerationState.COMPARING
        session.flush()

        assert (set(), set()) == (before_the_draw, while_it_waits)
        assert {audit.id} == self.seen(session, reader)

    def test_counts_what_a_draw_passed_over(self, session, auditor, reader):
        """An audit that was considered and not chosen will not be read again by chance."""
        audit = audited.an_audit(session, auditor)
        moderation_draws.draw(session, share=100, by=reader)
        session.delete(session.scalars(select(Moderation)).one())
        session.flush()

        assert 1 == len(session.scalars(select(ModerationDraw.pool)).all())
        assert {audit.id} == self.seen(session, reader)

    def test_keeps_audits_without_grades(self, session, auditor, reader):
        """An audit without grades hides nothing from anybody."""
        audit = audited.an_audit(session, auditor)
        audit.grade = None
        session.flush()

        assert {audit.id} == self.seen(session, reader)


class TestDomainLabels:
    def test_are_in_the_order_of_the_form(self, session, auditor):
        """Domains come as the form asks them, without the overall grade."""
        audited.an_audit(session, auditor)
        found = standing_grades.domain_labels(session, ["impact", "plan", "overall_grade"])

        assert [("plan", "plan"), ("impact", "impact")] == list(found.items())
