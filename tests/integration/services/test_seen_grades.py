"""What audits show of grades: settled, counted by service and team, and nobody told apart."""

from datetime import date, timedelta

import pytest

from app.db.models import Audit, AuditCase, AuditCycle, Moderation, Wave
from app.domain.moderation import ModerationState, SelectedFor
from app.domain.people import Role
from app.domain.programme import CaseState
from app.services import seen_pages
from tests import builders, seen

EARLIEST, FIRST, SECOND = date(2026, 10, 1), date(2026, 10, 20), date(2026, 11, 5)


pytestmark = pytest.mark.usefixtures("late_in_2026")


@pytest.fixture
def auditor(session, service):
    return seen.person(session, Role.PRACTITIONER, service)


def line(page, key="overall_grade"):
    return next(one for one in page.lines if one.key == key)


def counts(profile):
    return [(band.ranks, band.interval.count) for band in profile.bands]


class TestGrades:
    def test_are_those_that_stand(self, session, service, auditor, officer):
        """A grade that was settled is counted in the place of the auditor's."""
        ids = seen.hold(session, service.id, auditor.id, seen.graded(7, 5))
        session.add(
            Moderation(
                audit_id=ids[0],
                selected_for=SelectedFor.RANDOM,
                state=ModerationState.SETTLED,
                final_grade="inadequate",
            )
        )
        session.flush()
        page = seen_pages.seen_page(session, officer)

        assert [((4, 3), 6), ((2, 1), 6)] == counts(line(page).profile)

    def test_never_take_not_graded_for_good(self, session, service, auditor, officer):
        """What was not graded is in no share, and is counted beside them."""
        domains = [{"plan": "not_graded"}] * 4 + [{"plan": "good"}] * 5
        domains += [{"plan": "requires_improvement"}] * 5
        held = [seen.Held(worker=f"W-{n}", domains=one) for n, one in enumerate(domains)]
        seen.hold(session, service.id, auditor.id, held)
        plan = line(seen_pages.seen_page(session, officer), "plan")

        assert (10, 4) == (plan.graded, plan.not_graded)
        assert (5, 10) == (plan.profile.upper.count, plan.profile.upper.base)

    def test_are_of_five_workers(self, session, service, auditor, officer):
        """Twenty audits of two workers would tell on the two, so nothing of them is shown."""
        seen.hold(session, service.id, auditor.id, seen.graded(10, 10, few=True))
        page = seen_pages.seen_page(session, officer)

        assert [] == counts(line(page).profile)
        assert page.profile is None

    def test_of_a_team_of_few_workers_are_not_told(self, session, service, auditor, officer):
        """A team of two workers is withheld, and another beside it, so that no sum tells it."""
        for team, few in (("North", False), ("South", True), ("West", False)):
            seen.hold(session, service.id, auditor.id, seen.graded(9, 9, few=few, team=team))
        page = seen_pages.seen_page(session, officer)
        shown = {one.name: one.upper is not None for one in page.groups}

        assert not shown["South"]
        assert 1 == sum(shown.values())
        assert [((4, 3), 27), ((2, 1), 27)] == counts(line(page).profile)

    def test_of_a_team_need_those_of_its_service(self, session, service, auditor, everywhere):
        """Where a service is withheld beside another, no team of it is shown to tell it."""
        small = builders.a_service(session)
        third = builders.a_service(session)
        seen.hold(session, service.id, auditor.id, seen.graded(7, 7))
        seen.hold(session, small.id, auditor.id, seen.graded(1, 3))
        seen.hold(session, third.id, auditor.id, seen.graded(20, 20))
        top = seen_pages.seen_page(session, everywhere)
        team = seen_pages.seen_page(session, everywhere, service_id=service.id, team="North")

        assert [False, False, True] == [
            one.upper is not None
            for key in (service, small, third)
            for one in top.groups
            if one.name == key.name
        ]
        assert [] == counts(line(team).profile)

    def test_of_a_large_service_are_shown_beside_a_tiny_one(
        self, session, service, auditor, everywhere
    ):
        """All services together give way, and the large one and its teams are shown."""
        tiny = builders.a_service(session)
        seen.hold(session, tiny.id, auditor.id, seen.graded(1, 1))
        for team in ("North", "South"):
            seen.hold(session, service.id, auditor.id, seen.graded(9, 9, team=team))
        top = seen_pages.seen_page(session, everywhere)
        page = seen_pages.seen_page(session, everywhere, service_id=service.id)

        assert (None, [18]) == (
            top.profile,
            [one.upper.count for one in top.groups if one.upper],
        )
        assert [9, 9] == [one.upper.count for one in page.groups]

    def test_leave_out_what_the_reader_may_read_again(self, session, service, auditor):
        """A moderator counts no audit that a draw may still choose, and is told how many."""
        seen.hold(session, service.id, auditor.id, seen.graded(6, 6))
        page = seen_pages.seen_page(session, seen.person(session, Role.MODERATOR, service))

        assert (0, 12, None) == (page.audits, page.kept_back, page.profile)
        assert not page.is_empty

    def test_say_which_stand_highest_and_lowest(self, session, service, auditor, officer):
        """The picture says in a sentence how many are good, and which domains lie furthest."""
        held = [
            seen.Held(
                overall="good" if number < 6 else "inadequate",
                worker=f"W-{number}",
                domains={
                    "plan": "good" if number < 7 else "inadequate",
                    "impact": "good" if number < 5 else "inadequate",
                },
            )
            for number in range(12)
        ]
        seen.hold(session, service.id, auditor.id, held)
        said = seen_pages.seen_page(session, officer).profile.finding

        assert "All in all, 6 of 12 audits were graded good or better: 50%" in said
        assert "“plan” stands highest at 58%, “impact” stands lowest at 42%." in said


class TestOverTime:
    def cycle(self, session, service, by, starts, title):
        cycle = AuditCycle(
            service_id=service.id,
            title=title,
            kind="conversational",
            starts_on=starts,
            ends_on=starts + timedelta(days=13),
            target_per_auditor=3,
            target_per_team=2,
            opened_by_id=by.id,
        )
        session.add(cycle)
        session.flush()
        return cycle

    def tie(self, session, cycle, audit_ids):
        for audit_id in audit_ids:
            audit = session.get_one(Audit, audit_id)
            session.add(
                AuditCase(
                    cycle_id=cycle.id,
                    case_hash=audit.case_ref,
                    case_sealed=b"sealed",
                    team=audit.team,
                    state=CaseState.BEGUN,
                    audit_id=audit_id,
                )
            )
        session.flush()

    def test_follows_the_cycles_of_a_service(self, session, service, auditor, officer):
        """With two cycles, the share of good work is drawn for each, and the change judged."""
        for starts, title, good in ((FIRST, "Autumn", 10), (SECOND, "Winter", 30)):
            cycle = self.cycle(session, service, auditor, starts, title)
            held = seen.graded(good, 40 - good, held_on=starts)
            self.tie(session, cycle, seen.hold(session, service.id, auditor.id, held))
        plot = seen_pages.seen_page(session, officer).over_time

        assert ("Autumn", "Winter") == plot.columns
        assert [0.25, 0.75] == [point.at for point in plot.rows[0].points]
        assert "more than before" == plot.rows[0].note
        assert "Good work is more common than in the round before in “All in all”." == plot.finding

    def waves(self, session, *starts):
        for number, first in enumerate(starts, 1):
            ends = first + timedelta(days=13)
            session.add(Wave(number=number, name=f"Wave {number}", starts_on=first, ends_on=ends))

    def hold(self, session, service, auditor, starts, good, weak):
        held = seen.graded(good, weak, held_on=starts)
        seen.hold(session, service.id, auditor.id, held)

    def test_follows_waves_until_there_are_two_cycles(self, session, service, auditor, officer):
        """Without cycles the rounds are the waves; one with few on a side is withheld."""
        self.waves(session, EARLIEST, FIRST, SECOND)
        for starts, good, weak in ((EARLIEST, 20, 20), (FIRST, 15, 15), (SECOND, 8, 2)):
            self.hold(session, service, auditor, starts, good, weak)
        plot = seen_pages.seen_page(session, officer).over_time

        assert ("Wave 1", "Wave 2", "Wave 3") == plot.columns
        assert [True, False, False] == [point is not None for point in plot.rows[0].points]
        assert "withheld" == plot.rows[0].note

    def test_leaves_out_rounds_of_few_audits(self, session, service, auditor, officer):
        """A round of fewer than ten audits is no round to follow."""
        self.waves(session, EARLIEST, FIRST, SECOND)
        for starts, good in ((EARLIEST, 20), (FIRST, 4), (SECOND, 20)):
            self.hold(session, service, auditor, starts, good, good)
        plot = seen_pages.seen_page(session, officer).over_time

        assert ("Wave 1", "Wave 3") == plot.columns

    def test_needs_two_rounds(self, session, service, auditor, officer):
        """One round is no line."""
        self.waves(session, FIRST)
        self.hold(session, service, auditor, FIRST, 20, 20)

        assert seen_pages.seen_page(session, officer).over_time is None

    def test_is_not_drawn_for_a_team(self, session, service, auditor, officer):
        """A team has too few audits in one round."""
        seen.hold(session, service.id, auditor.id, seen.graded(20, 20))

        assert seen_pages.seen_page(session, officer, team="North").over_time is None
