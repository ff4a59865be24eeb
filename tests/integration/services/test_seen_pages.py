"""What audits show: settled grades counted by service and team, and nobody told apart in them."""

from datetime import date, timedelta

import pytest

from app import clock
from app.db.models import Audit, AuditCase, AuditCycle, Moderation, Wave
from app.domain.actions import Priority
from app.domain.errors import NotFound
from app.domain.moderation import ModerationState, SelectedFor
from app.domain.people import Role
from app.domain.programme import CaseState
from app.services import accounts, following, improving, seen_pages
from tests import audited, builders, programmed, queries, seen

FIRST, SECOND = date(2026, 10, 20), date(2026, 11, 5)


@pytest.fixture(autouse=True)
def today():
    """Hold the clock, so that a year of audits is the same year in each test."""
    with clock.frozen(clock.now().replace(year=2026, month=11, day=26, hour=12)):
        yield


@pytest.fixture
def service(session):
    """Return a service with a form for audits."""
    found = builders.a_service(session)
    audited.publish_form(session, found.id)
    return found


@pytest.fixture
def auditor(session, service):
    return person(session, Role.PRACTITIONER, service)


@pytest.fixture
def officer(session, service):
    return person(session, Role.PARTICIPATION, service)


@pytest.fixture
def everywhere(session):
    return person(session, Role.PARTICIPATION)


def person(session, role, service=None):
    user = builders.a_user(session, roles=[role], service_id=service.id if service else None)
    return accounts.actor_by_id(session, user.id)


def line(page, key="overall_grade"):
    return next(one for one in page.lines if one.key == key)


def counts(profile):
    return [(band.ranks, band.interval.count) for band in profile.bands]


class TestPlace:
    def test_is_the_only_service_that_somebody_reaches(self, session, service, auditor, officer):
        """Whoever reaches one service sees it and its teams at once."""
        seen.hold(session, service.id, auditor.id, seen.graded(6, 6))
        page = seen_pages.seen_page(session, officer)

        assert (service.name, ("North",)) == (page.place.name, page.place.service.teams)

    def test_takes_names_of_one_team_together(self, session, service, auditor, officer):
        """“north” and “North ” are one team."""
        seen.hold(session, service.id, auditor.id, seen.graded(5, 0))
        seen.hold(session, service.id, auditor.id, seen.graded(0, 5, team="north "))
        page = seen_pages.seen_page(session, officer, team="NORTH")

        assert ("North", 10) == (page.place.team, page.audits)

    def test_is_not_there_for_others(self, session, service, auditor):
        """A service that somebody does not reach, and a team that nobody has, are not there."""
        seen.hold(session, service.id, auditor.id, seen.graded(5, 5))
        stranger = person(session, Role.PARTICIPATION, builders.a_service(session))
        officer = person(session, Role.PARTICIPATION, service)

        with pytest.raises(NotFound):
            seen_pages.seen_page(session, stranger, service_id=service.id)
        with pytest.raises(NotFound):
            seen_pages.seen_page(session, officer, team="Nowhere")

    def test_without_audits_is_empty(self, session, everywhere):
        """Before any audit there is nothing, and the page says so."""
        page = seen_pages.seen_page(session, everywhere)

        assert page.is_empty
        assert (None, None, None) == (page.profile, page.over_time, page.agreement)

    def test_counts_about_a_year(self, session, service, auditor, officer):
        """Audits held before the first of the last eight waves are not counted."""
        starts = clock.today() - timedelta(days=100)
        session.add(
            Wave(number=1, name="Wave 1", starts_on=starts, ends_on=starts + timedelta(days=41))
        )
        old = starts - timedelta(days=1)
        seen.hold(session, service.id, auditor.id, [seen.Held(held_on=old), seen.Held()])
        page = seen_pages.seen_page(session, officer)

        assert (starts, 1) == (page.place.since, page.audits)


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
        page = seen_pages.seen_page(session, person(session, Role.MODERATOR, service))

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

    def test_follows_waves_until_there_are_two_cycles(self, session, service, auditor, officer):
        """Without cycles the rounds are the waves; one with too few audits is withheld."""
        for number, starts in enumerate((FIRST, SECOND), 1):
            ends = starts + timedelta(days=13)
            session.add(Wave(number=number, name=f"Wave {number}", starts_on=starts, ends_on=ends))
        seen.hold(session, service.id, auditor.id, seen.graded(20, 20, held_on=FIRST))
        seen.hold(session, service.id, auditor.id, seen.graded(8, 8, held_on=SECOND))
        seen.hold(
            session, service.id, auditor.id, seen.graded(1, 1, held_on=SECOND + timedelta(20))
        )
        plot = seen_pages.seen_page(session, officer).over_time

        assert ("Wave 1", "Wave 2") == plot.columns
        assert [True, False] == [point is not None for point in plot.rows[0].points]
        assert "withheld" == plot.rows[0].note

    def test_is_not_drawn_for_a_team(self, session, service, auditor, officer):
        """A team has too few audits in one round."""
        seen.hold(session, service.id, auditor.id, seen.graded(20, 20))

        assert seen_pages.seen_page(session, officer, team="North").over_time is None


class TestCompletion:
    def test_is_beside_the_target_by_cycle_and_team(self, session, service, auditor, officer):
        """A service sees its cycles team by team, and a team its own line of each."""
        lead = person(session, Role.MODERATOR, service)
        cycle_id = programmed.a_cycle(session, lead, service.id)
        programmed.joins(session, cycle_id, lead, auditor)
        programmed.listed(session, cycle_id, lead, programmed.some_rows(6))
        page = seen_pages.seen_page(session, officer)
        team = seen_pages.seen_page(session, officer, team="Care North")

        assert [("Autumn audits", "running", 3)] == [
            (one.title, one.state, one.whole.target) for one in page.cycles
        ]
        assert {"Care North", "Care South", "Protection 1"} == {
            one.name for one in page.cycles[0].teams
        }
        assert [("Care North", 2)] == [(one.whole.name, one.whole.target) for one in team.cycles]


class TestActions:
    def test_that_are_late_are_counted_by_team(self, session, service, auditor, officer):
        """An action past its day is late, unless it is done and waits for its check."""
        ids = seen.hold(session, service.id, auditor.id, [seen.Held(), seen.Held(team="South")])
        made = [
            improving.add_action(
                session,
                service_id=service.id,
                audit_id=audit_id,
                what="Ring the school",
                why="So that he is not alone at lunch.",
                owner_role="Social worker",
                due_on=clock.today() + timedelta(days=1),
                priority=Priority.STANDARD,
                by=auditor,
            )
            for audit_id in (ids[0], ids[0], ids[1])
        ]
        for action_id in made:
            following.see_to(session, action_id, following.Care())
        following.mark_done(session, made[1], "It was done.", by=auditor)
        with clock.frozen(clock.now() + timedelta(days=3)):
            found = seen_pages.seen_page(session, officer).actions

        assert (3, 2, 1) == (found.open, found.overdue, found.waits)
        assert (("North", 1), ("South", 1)) == found.by_group


class TestAgreement:
    def twice(self, session, service, auditor, team, number):
        ids = seen.hold(session, service.id, auditor.id, seen.graded(number, 0, team=team))
        for audit_id in ids:
            session.add(
                Moderation(
                    audit_id=audit_id,
                    selected_for=SelectedFor.RANDOM,
                    state=ModerationState.COMPARING,
                )
            )
            seen.second(session, audit_id, "good")
        session.flush()

    def test_is_of_five_pairs(self, session, service, auditor, officer):
        """Four pairs are withheld; of five the page says how many agree."""
        self.twice(session, service, auditor, "North", 4)
        before = seen_pages.seen_page(session, officer).agreement
        self.twice(session, service, auditor, "North", 1)
        after = seen_pages.seen_page(session, officer).agreement

        assert (None, 5, 1.0) == (before, after.n, after.exact.value)

    def test_of_a_team_tells_nothing_of_another(self, session, service, auditor, officer):
        """Beside a team with few pairs, another is withheld, and the service is shown."""
        self.twice(session, service, auditor, "North", 8)
        self.twice(session, service, auditor, "South", 2)
        whole = seen_pages.seen_page(session, officer).agreement
        north = seen_pages.seen_page(session, officer, team="North").agreement

        assert (10, None) == (whole.n, north)

    def test_of_all_services_is_of_all_pairs(self, session, service, auditor, everywhere):
        """Whoever reaches several services sees the pairs of all of them together."""
        other = builders.a_service(session)
        self.twice(session, service, auditor, "North", 3)
        self.twice(session, other, auditor, "South", 3)
        top = seen_pages.seen_page(session, everywhere).agreement
        one = seen_pages.seen_page(session, everywhere, service_id=other.id).agreement

        assert (6, None) == (top.n, one)


class TestQueries:
    def test_do_not_grow_with_audits(self, session, service, auditor, officer):
        """Forty audits in ten teams take as many queries as ten in two."""
        numbers = []
        for teams in (2, 10):
            for team in range(teams):
                held = seen.graded(2, 2, team=f"Team {team}", domains={"plan": "good"})
                seen.hold(session, service.id, auditor.id, held)
            session.expire_all()
            with queries.counted(session) as asked:
                seen_pages.seen_page(session, officer)
            numbers.append(len(asked))

        assert numbers[0] == numbers[1]
        assert 30 > numbers[1]
