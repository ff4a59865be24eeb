"""A cycle's findings: what is counted, what is withheld, and words that tell of nobody."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from app import clock
from app.db.models import AuditCase
from app.domain.actions import ActionState
from app.domain.audits import Voice
from app.domain.people import Role
from app.reports.cycle_findings import TOO_FEW
from app.services import cycle_evidence, cycle_reports, cycles, improving
from tests import practice, programmed


def evidence(session, lead, cycle_id):
    return cycle_evidence.gather(session, cycles.find(session, cycle_id, by=lead), by=lead)


class TestGather:
    def test_shows_no_grade_of_few_audits(self, session, lead, cycle_id, hold):
        """With four audits nothing is said of grades, nor of who was heard."""
        hold(["good"] * 4)
        found = evidence(session, lead, cycle_id)

        assert not found["grades"]["is_shown"]
        assert "" == found["voices"]
        assert found["completion"]["done"] is None
        assert TOO_FEW in str(
            cycle_reports.preview(session, cycle_id, organisation="Anytown", by=lead)
        )

    def test_isolates_no_worker(self, session, lead, cycle_id, hold):
        """Many audits of four workers show no grade: they would tell of each one's work."""
        hold(["good", "inadequate"] * 8, workers=4)

        assert not evidence(session, lead, cycle_id)["grades"]["is_shown"]

    def test_counts_the_grades_that_stand(self, session, lead, cycle_id, hold):
        """All in all and each domain are counted, with the share of good and better."""
        hold(["good"] * 9 + ["requires_improvement"] * 7)
        grades = evidence(session, lead, cycle_id)["grades"]
        overall, (plan, impact) = grades["overall"], grades["domains"]

        assert (16, False) == (grades["audits"], grades["is_waiting"])
        assert (9, 16) == (overall["upper"]["count"], overall["upper"]["base"])
        assert [
            ("Outstanding or good", 9),
            ("Requires improvement to be good or inadequate", 7),
        ] == [(band["grade"], band["count"]) for band in plan["bands"]]
        assert ("impact", None) == (impact["label"], impact["upper"])

    def test_counts_nothing_that_a_reader_must_be_blind_to(self, session, lead, cycle_id, hold):
        """What no draw has considered is in no figure, and the report says that some wait."""
        hold(["good"] * 6 + ["requires_improvement"] * 6)
        before = evidence(session, lead, cycle_id)["grades"]
        hold(["inadequate"] * 6, settled=False)
        after = evidence(session, lead, cycle_id)["grades"]

        assert after["is_waiting"]
        assert before | {"is_waiting": True} == after

    def test_counts_actions_and_never_says_them(self, session, lead, imran, cycle_id, hold):
        """How many actions were agreed and done is told, and nothing of what they are."""
        hold(["good"] * 11)
        audits = session.scalars(select(AuditCase.audit_id)).all()
        for number, audit_id in enumerate(audits):
            action_id = improving.add_action(
                session,
                service_id=cycles.find(session, cycle_id, by=lead).service_id,
                audit_id=audit_id,
                what="Ring her mother",
                why="To be heard",
                owner_role="Manager",
                due_on=clock.today() + timedelta(days=9),
                by=imran,
            )
            if number < 6:
                session.get(improving.Action, action_id).state = ActionState.DONE
        session.flush()
        found = evidence(session, lead, cycle_id)

        assert {"agreed": 11, "done": 6, "open": 5} == found["actions"]
        assert "Ring her mother" not in json.dumps(found)

    def test_names_nobody(self, session, lead, cycle_id, hold):
        """No name, no reference and no team is in what is frozen."""
        hold(["good", "inadequate"] * 6, team="North Five")
        said = json.dumps(evidence(session, lead, cycle_id))

        assert not any(word in said for word in ("Imran", "CH-", "A-", "P-0", "North Five"))

    def test_says_how_far_teams_have_come_when_that_tells_of_none(
        self, session, lead, service, hold
    ):
        """The number of teams that reached their target stands there from five on either side."""
        cycle_id = programmed.a_cycle(session, lead, service.id, target_per_team=1)
        for number in range(5):
            hold(["good"], team=f"Team {number}", of=cycle_id)
        before = evidence(session, lead, cycle_id)["completion"]["teams"]
        rows = [f"CH-9{n}00,Waiting {n},cla,SW-001," for n in range(5)]
        programmed.listed(session, cycle_id, lead, rows)

        assert before is None
        assert [5, 10] == evidence(session, lead, cycle_id)["completion"]["teams"]

    @pytest.mark.parametrize(("workers", "shown"), [(5, True), (4, False)])
    def test_says_where_voices_differ(self, session, workers, shown):
        """How often a child sees it worse than the worker is told, of five workers or more."""
        service_id = practice.a_form(session)
        auditor, lead = (
            programmed.a_person(session, role, service_id)
            for role in (Role.PRACTITIONER, Role.MODERATOR)
        )
        cycle_id = programmed.a_cycle(session, lead, service_id)
        programmed.listed(session, cycle_id, lead, programmed.some_rows(12))
        cases = session.scalars(select(AuditCase).where(AuditCase.cycle_id == cycle_id)).all()
        for number, case in enumerate(cases):
            audit = practice.a_submitted_audit(session, auditor)
            audit.practitioner_ref, case.audit_id = f"P-{number % workers}", audit.id
            child = 2 if number < 7 else 5
            practice.say(session, audit, Voice.CHILD, child_feels_listened_to=child)
            practice.say(session, audit, Voice.PRACTITIONER, practitioner_feels_listened_to=4)
        session.flush()
        gaps = evidence(session, lead, cycle_id)["gaps"]
        said = [(one["about"], one["pair"], one["share"]["count"]) for one in gaps]
        expected = [("Feeling listened to", "Child or young person beside practitioner", 7)]

        assert (expected if shown else []) == said

    def test_keeps_the_seed_of_each_draw(self, session, lead, service):
        """Whoever reads it can have the same cases drawn again."""
        from app.domain.programme import Strata
        from app.services import case_draws

        cycle_id = programmed.a_cycle(session, lead, service.id)
        programmed.listed(session, cycle_id, lead, programmed.some_rows())
        case_draws.draw(session, cycle_id, case_draws.DrawPlan(6, Strata.NONE, 7), by=lead)
        draws = evidence(session, lead, cycle_id)["method"]["draws"]

        assert [{"number": 1, "size": 6, "candidates": 12, "seed": 7}] == draws
