"""Cycles of audits: opened with days and targets, and who audits in them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from app import clock
from app.db.models import AuditCase, AuditCycle, CycleAuditor
from app.domain.audits import AuditKind
from app.domain.errors import Conflict, Invalid, NotFound
from app.domain.people import Role
from app.domain.programme import CaseState
from app.services import case_allocation, case_draws, cycles
from app.services.case_draws import DrawPlan
from app.services.cycles import Joining
from tests import builders
from tests.programmed import a_cycle, a_person, a_plan, joins, listed, some_rows


@pytest.fixture
def service(session):
    """Return a service."""
    return builders.a_service(session).id


@pytest.fixture
def lead(session, service):
    """Return who leads its audits."""
    return a_person(session, Role.MODERATOR, service)


class TestOpenCycle:
    def test_keeps_what_was_said(self, session, service, lead):
        """A cycle keeps its days, its targets and the share that is read twice."""
        row = session.get_one(AuditCycle, a_cycle(session, lead, service))

        assert ("Autumn audits", 3, 2, 20) == (
            row.title,
            row.target_per_auditor,
            row.target_per_team,
            row.share_moderated,
        )

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"title": " "}, "title"),
            ({"title": "x" * 121}, "title"),
            ({"ends_on": clock.today() - timedelta(days=1)}, "ends_on"),
            ({"starts_on": clock.today() + timedelta(days=99)}, "ends_on"),
            ({"target_per_auditor": 0}, "target_per_auditor"),
            ({"target_per_team": 101}, "target_per_team"),
            ({"share_moderated": 101}, "share_moderated"),
            ({"kind": AuditKind.THEMATIC, "theme": " "}, "theme"),
        ],
    )
    def test_refuses_what_cannot_be(self, session, service, lead, changes, field):
        """A day in the past, days the wrong way round and impossible targets are refused, and so is no theme."""
        with pytest.raises(Invalid) as refused:
            cycles.open_cycle(session, a_plan(service, **changes), by=lead)

        assert [field] == list(refused.value.fields)

    def test_is_for_those_who_lead_audits_there(self, session, service):
        """Whoever records audits, or leads those of another service, opens no cycle."""
        elsewhere = a_person(session, Role.MODERATOR, builders.a_service(session).id)
        for person in (elsewhere, a_person(session, Role.PRACTITIONER, service)):
            with pytest.raises(NotFound):
                a_cycle(session, person, service)


class TestFind:
    def test_hides_cycles_of_other_services(self, session, service, lead):
        """A cycle of another service is not there."""
        other = builders.a_service(session).id
        cycle_id = a_cycle(session, a_person(session, Role.MODERATOR), other)

        with pytest.raises(NotFound):
            cycles.find(session, cycle_id, by=lead)


class TestAddAuditor:
    def test_changes_who_is_there_already(self, session, service, lead):
        """Somebody who is added again is there once, with what was said last."""
        cycle_id, auditor = a_cycle(session, lead, service), a_person(session, Role.PRACTITIONER)
        joins(session, cycle_id, lead, auditor, team="Quality")
        joins(session, cycle_id, lead, auditor, team="Care North", leads=("B ", "A", ""), target=2)

        row = session.scalars(select(CycleAuditor)).one()

        assert ("Care North", ["A", "B"], 2) == (row.team, row.leads, row.target)

    def test_hides_their_staff_reference(self, session, service, lead):
        """Of a staff reference only a keyed hash is kept."""
        cycle_id, auditor = a_cycle(session, lead, service), a_person(session, Role.PRACTITIONER)
        joins(session, cycle_id, lead, auditor, practitioner_ref="SW-014")

        kept = session.scalars(select(CycleAuditor.practitioner_hash)).one()
        assert cycles.hash_of("sw014", cycles.WORKER) == kept
        assert "014" not in kept[:3]

    @pytest.mark.parametrize(
        ("changes", "field"), [({"team": " "}, "team"), ({"target": 0}, "target")]
    )
    def test_refuses_what_is_missing(self, session, service, lead, changes, field):
        """Without a team no conflict could be seen, and a target of none is no target."""
        cycle_id, auditor = a_cycle(session, lead, service), a_person(session, Role.PRACTITIONER)

        with pytest.raises(Invalid) as refused:
            joins(session, cycle_id, lead, auditor, **changes)

        assert [field] == list(refused.value.fields)

    def test_refuses_who_records_no_audits(self, session, service, lead):
        """Only somebody who may record audits in the service can audit."""
        with pytest.raises(Invalid):
            joins(session, a_cycle(session, lead, service), lead, lead)


class TestPossibleAuditors:
    def test_are_those_who_may_record_audits_there(self, session, service):
        """People of the service and of all services, and nobody who left."""
        here = builders.a_user(
            session, roles=(Role.PRACTITIONER,), service_id=service, name="Ana Quill"
        )
        builders.a_user(session, roles=(Role.PRACTITIONER,), name="Bo Fenn")
        builders.a_user(session, roles=(Role.PRACTITIONER,), disabled_at=clock.now())
        builders.a_user(session, roles=(Role.BOARD,))
        other = builders.a_service(session).id
        builders.a_user(session, roles=(Role.PRACTITIONER,), service_id=other)

        found = cycles.possible_auditors(session, service)

        assert ["Ana Quill", "Bo Fenn"] == [name for _, name in found]
        assert here.id == found[0][0]


class TestRemoveAuditor:
    def test_frees_what_they_have_not_begun(self, session, service, lead):
        """The waiting cases of an auditor who leaves need somebody else, with no day due."""
        cycle_id, auditor = a_cycle(session, lead, service), a_person(session, Role.PRACTITIONER)
        joins(session, cycle_id, lead, auditor)
        listed(session, cycle_id, lead, some_rows(4))
        case_draws.draw(session, cycle_id, DrawPlan(2), by=lead)
        case_allocation.give(session, cycle_id, clock.today(), by=lead)

        freed = cycles.remove_auditor(session, cycle_id, auditor.id, by=lead)

        session.expire_all()
        cases = case_allocation.drawn(session, cycle_id)
        assert (2, 2) == (freed, len(cases))
        assert {(CaseState.DRAWN, None, None)} == {
            (c.state, c.auditor_id, c.due_on) for c in cases
        }

    def test_knows_only_who_is_there(self, session, service, lead):
        """Nobody can be removed who was not added."""
        with pytest.raises(NotFound):
            cycles.remove_auditor(session, a_cycle(session, lead, service), lead.id, by=lead)


class TestRefuseUnlessRunning:
    def test_closes_a_cycle_after_its_last_day(self, session, service, lead):
        """Nothing is added to a cycle whose last day is over."""
        cycle_id = a_cycle(session, lead, service)
        later = clock.now() + timedelta(days=100)

        with clock.frozen(later), pytest.raises(Conflict):
            listed(session, cycle_id, lead, some_rows(1))

        assert 0 == len(session.scalars(select(AuditCase)).all())


class TestHashOf:
    def test_is_one_for_one_reference(self, session):
        """However a reference is written it has one hash, and another for another purpose."""
        ways = {cycles.hash_of(way, "case") for way in ("CH-1042", "ch 1042", "CH1042")}

        assert 1 == len(ways)
        assert ways.isdisjoint({cycles.hash_of("CH-1042", "practitioner")})
        assert "" == cycles.hash_of(" - ", "case")


class TestJoining:
    def test_leads_nobody_by_default(self, session, service):
        """Most auditors lead no team."""
        assert () == Joining(service, "Quality").leads
