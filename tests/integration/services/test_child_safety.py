"""A child who may be unsafe: the concern comes first, and holds the audit until it is resolved."""

import pytest
from sqlalchemy import select

from app.db.models import ActivityEntry, Concern, Job
from app.domain.audits import AuditState, Voice
from app.domain.concerns import ConcernState, Severity
from app.domain.errors import Conflict, Invalid, NotFound
from app.domain.people import Role
from app.services import audit_parts, auditing, child_safety, closing, triage
from surveys import Given, shown
from tests import practice


def concerns_of(session, audit):
    return session.scalars(select(Concern).where(Concern.audit_id == audit.id)).all()


def resolve(session, audit):
    officer = practice.an_actor(session, Role.SAFEGUARDING)
    for concern in concerns_of(session, audit):
        triage.acknowledge(session, concern.id, by=officer, note="Rang the team.")
        triage.close(session, concern.id, by=officer, note="The child was seen and is safe.")


class TestRaiseNow:
    def test_raises_a_critical_concern_with_a_deadline_from_any_page(self, session, auditor):
        """The button raises a concern at once, due in fifteen minutes, and that is recorded."""
        audit = practice.an_audit(session, auditor)
        child_safety.raise_now(session, audit.id, by=auditor)
        concern = concerns_of(session, audit)[0]
        verbs = session.scalars(select(ActivityEntry.verb)).all()

        assert Severity.S0 is concern.severity
        assert 15 * 60 == (concern.due_at - concern.raised_at).total_seconds()
        assert "audit.stopped" in verbs

    def test_makes_the_audit_ask_who_was_told(self, session, auditor):
        """Pressed before anything was answered, it leaves "I am not sure", so the audit asks on."""
        audit = practice.an_audit(session, auditor)
        child_safety.raise_now(session, audit.id, by=auditor)
        owed = audit_parts.missing(session, audit)[Voice.AUDITOR]
        page = child_safety.safety_page(session, audit.id, by=auditor)

        assert {"told_who", "told_when", "told_how", "immediate_action"} <= set(owed)
        assert "safety_told" == page.told_page
        assert (("Is this child safe now?", "I am not sure"),) == page.said

    def test_pressed_twice_is_one_concern(self, session, auditor):
        """One audit has one concern of its auditor, however often the button is pressed."""
        audit = practice.an_audit(session, auditor)
        for _ in range(2):
            child_safety.raise_now(session, audit.id, by=auditor)

        assert 1 == len(concerns_of(session, audit))

    def test_opens_a_closed_concern_again(self, session, auditor):
        """Raised again after it was closed, it is open, due anew, alerts anew, and holds the audit."""
        audit = practice.a_submitted_audit(session, auditor)
        child_safety.raise_now(session, audit.id, by=auditor)
        resolve(session, audit)
        closing.close(session, audit.id, by=auditor)
        child_safety.raise_now(session, audit.id, by=auditor)
        concern = concerns_of(session, audit)[0]
        alerts = session.scalars(select(Job.id).where(Job.kind == "alert")).all()

        assert (ConcernState.OPEN, None) == (concern.state, concern.owner_id)
        assert 2 == len(alerts)
        assert AuditState.SUBMITTED is audit.state
        assert closing.CONCERN_OPEN == closing.why_open(session, audit)

    def test_keeps_a_no(self, session, auditor):
        """An auditor who said that the child is not safe has said more than "I am not sure"."""
        audit = practice.an_audit(session, auditor)
        practice.say(session, audit, safe_now="no")
        child_safety.raise_now(session, audit.id, by=auditor)

        assert "No" == child_safety.safety_page(session, audit.id, by=auditor).said[0][1]

    def test_works_after_the_audit_was_handed_in(self, session, auditor):
        """Danger that is seen late is raised too, and what was handed in stays as it was."""
        audit = practice.a_submitted_audit(session, auditor)
        child_safety.raise_now(session, audit.id, by=auditor)
        page = child_safety.safety_page(session, audit.id, by=auditor)

        assert (True, "", ()) == (page.is_raised, page.told_page, page.said)

    def test_is_only_for_the_auditor(self, session, auditor):
        """Somebody else's audit is not there."""
        audit = practice.an_audit(session, auditor)
        with pytest.raises(NotFound):
            child_safety.raise_now(
                session, audit.id, by=practice.an_actor(session, Role.PRACTITIONER)
            )


class TestHeed:
    @pytest.mark.parametrize(("said", "severity"), [("no", Severity.S0), ("unsure", Severity.S1)])
    def test_raises_from_the_draft_and_stops_it(self, session, auditor, said, severity):
        """No and unsure raise a concern as the page is kept, and the numbers come next."""
        audit = practice.an_audit(session, auditor)
        saved = audit_parts.save_page(
            session, audit.id, Voice.AUDITOR, "safety", {"safe_now": [said]}, by=auditor
        )

        assert saved.is_unsafe
        assert [severity] == [concern.severity for concern in concerns_of(session, audit)]

    def test_goes_on_when_the_child_is_safe(self, session, auditor):
        """Yes raises nothing and stops nothing."""
        audit = practice.an_audit(session, auditor)
        saved = audit_parts.save_page(
            session, audit.id, Voice.AUDITOR, "safety", {"safe_now": ["yes"]}, by=auditor
        )

        assert not saved.is_unsafe
        assert [] == concerns_of(session, audit)

    def test_lets_nobody_take_it_back_in_silence(self, session, auditor):
        """Once a concern was raised, only the officer who closes it can say that all is well."""
        audit = practice.an_audit(session, auditor)
        child_safety.raise_now(session, audit.id, by=auditor)
        with pytest.raises(Conflict, match="concern_raised"):
            audit_parts.save_page(
                session, audit.id, Voice.AUDITOR, "safety", {"safe_now": ["yes"]}, by=auditor
            )

    @pytest.mark.parametrize(
        ("was_shown", "state"), [("no", ConcernState.CLOSED), ("unsure", ConcernState.OPEN)]
    )
    def test_opens_a_closed_concern_for_what_is_said_anew(
        self, session, auditor, was_shown, state
    ):
        """A page that is sent as it was shown says nothing new; a no in the place of unsure does."""
        audit = practice.an_audit(session, auditor)
        questions = auditing.definition_of(session, audit, Voice.AUDITOR).page("safety").questions
        no = {"safe_now": ["no"]}
        audit_parts.save_page(session, audit.id, Voice.AUDITOR, "safety", no, by=auditor)
        resolve(session, audit)
        mark = shown.marks_of(questions, {"safe_now": Given(value=was_shown)})
        audit_parts.save_page(
            session, audit.id, Voice.AUDITOR, "safety", no | {shown.FIELD: [mark]}, by=auditor
        )

        assert [state] == [one.state for one in concerns_of(session, audit)]


class TestHeedLate:
    @pytest.mark.parametrize("said", ["no", "unsure"])
    def test_hears_a_page_that_comes_too_late(self, session, auditor, said):
        """An old tab that says no is heard after the audit was closed, which is open again."""
        audit = practice.a_submitted_audit(session, auditor)
        closing.close(session, audit.id, by=auditor)
        form = {"safe_now": [said]}

        assert audit_parts.heed_late(session, audit.id, form, by=auditor)
        assert [child_safety.UNSAFE[said]] == [c.severity for c in concerns_of(session, audit)]
        assert AuditState.SUBMITTED is audit.state

    @pytest.mark.parametrize("form", [{}, {"safe_now": ["yes"]}, {"safe_now": []}])
    def test_raises_nothing_otherwise(self, session, auditor, form):
        """A late yes, or another page, raises nothing."""
        audit = practice.a_submitted_audit(session, auditor)

        assert not audit_parts.heed_late(session, audit.id, form, by=auditor)
        assert [] == concerns_of(session, audit)


class TestSubmit:
    def test_needs_who_was_told_when_and_how(self, session, auditor):
        """An audit with a concern is handed in only when it says who was told, when and how."""
        audit = practice.an_audit(session, auditor)
        practice.record(session, audit, auditor)
        child_safety.raise_now(session, audit.id, by=auditor)
        with pytest.raises(Invalid, match="audit_incomplete"):
            audit_parts.submit(session, audit.id, by=auditor)
        for page in ("safety_told", "safety_action"):
            audit_parts.save_page(
                session, audit.id, Voice.AUDITOR, page, practice.TOLD_ALL, by=auditor
            )
        audit_parts.submit(session, audit.id, by=auditor)

        assert AuditState.SUBMITTED is audit.state


class TestClose:
    def test_waits_for_the_concern(self, session, auditor):
        """An audit stays open while its concern is, says why, and can be closed afterwards."""
        audit = practice.a_submitted_audit(session, auditor)
        child_safety.raise_now(session, audit.id, by=auditor)
        with pytest.raises(Conflict) as refused:
            closing.close(session, audit.id, by=auditor)
        resolve(session, audit)
        closing.close(session, audit.id, by=auditor)

        assert closing.CONCERN_OPEN == refused.value.params["why"]
        assert AuditState.CLOSED is audit.state
        assert audit.state.is_finished

    def test_waits_for_concerns_about_words_too(self, session, auditor):
        """A concern that the screen raised about a child's words keeps the audit open as well."""
        audit = practice.an_audit(session, auditor)
        practice.say(session, audit, Voice.CHILD, child_words="I want to kill myself.")
        audit.state = AuditState.SUBMITTED

        assert closing.CONCERN_OPEN == closing.why_open(session, audit)

    def test_is_not_for_drafts_nor_twice(self, session, auditor):
        """A draft is handed in first, and what is closed stays closed."""
        audit = practice.an_audit(session, auditor)
        with pytest.raises(Conflict, match="audit_open"):
            closing.close(session, audit.id, by=auditor)
        audit.state = AuditState.SUBMITTED
        closing.close(session, audit.id, by=auditor)
        with pytest.raises(Conflict, match="audit_closed"):
            closing.close(session, audit.id, by=auditor)

        assert "" == closing.why_open(session, audit)
