"""One case over time: found by its whole reference, and in order."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from app import clock
from app.db.models import ActivityEntry, AuditCase, Concern, Moderation
from app.domain.audits import Voice
from app.domain.concerns import Severity
from app.domain.errors import NotFound
from app.domain.moderation import ModerationState, Outcome, SelectedFor
from app.domain.people import Role
from app.domain.programme import CaseState, ConflictWith
from app.services import audit_conflicts, auditing, case_chronology, following, triage
from app.services.audit_conflicts import Declaring
from tests import builders, practice, programmed
from tests.case_history import REF, events, held, passed_over

FIRST, SECOND = date(2026, 6, 1), date(2026, 10, 1)


@pytest.fixture
def reader(session, service_id):
    return practice.an_actor(session, Role.MODERATOR, name="Wendeline Marsh")


class TestSearch:
    def test_finds_a_case_by_its_whole_reference(self, session, auditor, reader):
        """Small letters and spaces around it do not matter; every letter and digit does."""
        audit = held(session, auditor)

        assert audit.id == case_chronology.search(session, " ch-7001 ", by=reader)
        for typed in ("CH-700", "CH-70011", "CH-%", "", "Aisha"):
            assert case_chronology.search(session, typed, by=reader) is None

    def test_finds_nothing_of_other_services(self, session, auditor, service_id):
        """A case of a service that somebody does not read is as if it were not there."""
        held(session, auditor)
        elsewhere = programmed.a_person(session, Role.MODERATOR, builders.a_service(session).id)

        assert case_chronology.search(session, REF, by=elsewhere) is None

    def test_finds_nothing_of_ones_own_practice(self, session, auditor, reader):
        """Nobody reads here what was found about their own work."""
        held(session, auditor, practitioner_id=reader.id)

        assert case_chronology.search(session, REF, by=reader) is None

    def test_finds_nothing_that_somebody_is_too_near_to(self, session, auditor, reader):
        """Who declared a conflict with a case does not read it."""
        held(session, auditor)
        audit_conflicts.declare(
            session,
            Declaring(reader.id, ConflictWith.CASE, REF, "I know the family."),
            by=reader,
        )

        assert case_chronology.search(session, REF, by=reader) is None


class TestChronology:
    def test_is_in_the_order_of_days(self, session, auditor, reader):
        """Audits and what came of them stand by their day, the oldest first."""
        later = held(session, auditor, held_on=SECOND)
        held(session, auditor, held_on=FIRST)
        found = events(session, later, reader)

        assert [FIRST, SECOND] == [one.on for one in found]
        assert sorted(one.on for one in found) == [one.on for one in found]

    def test_records_that_each_audit_is_read(self, session, auditor, reader):
        """Reading a case leaves one entry for each of its audits."""
        one, other = held(session, auditor), held(session, auditor, held_on=FIRST)
        events(session, one, reader)
        about = session.scalars(
            select(ActivityEntry.object_id).where(ActivityEntry.verb == "audit.read_over_time")
        )

        assert {str(one.id), str(other.id)} == set(about)

    def test_is_not_there_for_others(self, session, auditor, service_id):
        """The address of a case that somebody may not read leads nowhere."""
        audit = held(session, auditor)
        elsewhere = programmed.a_person(session, Role.MODERATOR, builders.a_service(session).id)

        with pytest.raises(NotFound):
            case_chronology.chronology(session, audit.id, by=elsewhere)

    def test_shows_the_grades_that_no_draw_can_choose(self, session, auditor, reader):
        """The grades of an audit that a draw passed over are shown, domain by domain."""
        audit = held(session, auditor, grade="requires_improvement")
        passed_over(session, reader, audit)
        (event,) = events(session, audit, reader, "audit")

        assert ("All in all", "Requires improvement to be good") == event.grades[0]
        assert 2 == len(event.grades)

    def test_keeps_grades_back_from_who_may_read_again(self, session, auditor, reader):
        """Grades that a second reader must not know are kept back, and it says why."""
        audit = held(session, auditor)
        (event,) = events(session, audit, reader, "audit")

        assert ((), True) == (event.grades, "kept back" in event.note)

    def test_says_what_has_no_grades(self, session, auditor, reader):
        """A draft says that it is one, and an audit without grades that it has none."""
        draft = practice.an_audit(session, auditor, case_ref=REF, held_on=FIRST)
        ungraded = held(session, auditor, held_on=SECOND)
        ungraded.grade = None
        session.flush()
        notes = [one.note for one in events(session, draft, reader, "audit")]

        assert ["It is not handed in yet.", "It was held without grades."] == notes

    def test_shows_how_a_second_reading_was_settled(self, session, auditor, reader):
        """The settled grade stands, and the day of the second reading says how it ended."""
        audit = held(session, auditor)
        session.add(
            Moderation(
                audit_id=audit.id,
                selected_for=SelectedFor.RANDOM,
                state=ModerationState.SETTLED,
                outcome=Outcome.CHANGED_DOWN,
                final_grade="inadequate",
                settled_at=datetime(2026, 11, 20, tzinfo=UTC),
            )
        )
        session.flush()
        (graded,) = events(session, audit, reader, "audit")
        (settled,) = events(session, audit, reader, "reading")

        assert ("All in all", "Inadequate") == graded.grades[0]
        assert (date(2026, 11, 20), "Changed to a lower grade") == (settled.on, settled.note)

    def test_shows_actions_by_the_role_of_their_owner(self, session, auditor, reader):
        """An action stands on the day it was agreed and on the day it was done, with no name."""
        audit = held(session, auditor)
        agreed_on = clock.now() - timedelta(days=9)
        with clock.frozen(agreed_on):
            made = [
                practice.an_action(
                    session,
                    audit,
                    what=what,
                    by=auditor,
                )
                for what in ("Ring the school", "Write to the carer")
            ]
        for action_id in made:
            following.see_to(session, action_id, following.Care(owner_id=auditor.id))
        following.cancel(session, made[1], "The carer moved.", by=auditor)
        found = events(session, audit, reader, "action")

        assert [
            "Agreed: Ring the school",
            "Agreed: Write to the carer",
            "Cancelled: Write to the carer",
        ] == sorted(one.title for one in found)
        assert any("Social worker" in one.note and "overdue" in one.note for one in found)
        assert not any(auditor.name in f"{one.title}{one.note}" for one in found)

    def test_shows_that_a_concern_was_raised_and_closed(self, session, auditor, reader):
        """A concern stands by its days, and never by what it is about."""
        audit = held(session, auditor)
        officer = practice.an_actor(session, Role.SAFEGUARDING)
        triage.raise_from_audit(
            session,
            audit_id=audit.id,
            response_id=auditing.part_response(session, audit.id, Voice.AUDITOR).id,
            service_id=audit.service_id,
            severity=Severity.S0,
            category="R01",
        )
        before = events(session, audit, reader, "concern")
        concern = session.scalars(select(Concern)).one()
        triage.acknowledge(session, concern.id, note="I ring them now.", by=officer)
        triage.close(session, concern.id, note="We went, she is safe.", by=officer)
        after = events(session, audit, reader, "concern")

        assert ["A concern was raised"] == [one.title for one in before]
        assert "It is open" in before[0].note
        assert ["A concern was closed", "A concern was raised"] == sorted(
            one.title for one in after
        )
        assert not any("R01" in f"{one.title}{one.note}" for one in after)

    def test_tells_of_an_audit_that_waits(self, session, auditor, reader, service_id):
        """A case that was given to an auditor says in which cycle, and when it is due."""
        audit = held(session, auditor)
        cycle_id = programmed.a_cycle(session, reader, service_id)
        programmed.joins(session, cycle_id, reader, auditor)
        programmed.listed(session, cycle_id, reader, [f"{REF},Care North,cla,SW-009,"])
        case = session.scalars(select(AuditCase)).one()
        case.state, case.due_on = CaseState.ALLOCATED, date(2026, 12, 5)
        session.flush()
        (event,) = events(session, audit, reader, "waiting")

        assert (date(2026, 12, 5), "An audit is due in “Autumn audits”") == (event.on, event.title)
