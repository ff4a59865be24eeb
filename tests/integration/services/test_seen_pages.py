"""What audits show of a service: which one, how far it has come, and what was done since."""

from datetime import timedelta

import pytest

from app import clock
from app.db.models import Moderation, Wave
from app.domain.actions import Priority
from app.domain.errors import NotFound
from app.domain.moderation import ModerationState, SelectedFor
from app.domain.people import Role
from app.services import following, improving, seen_pages
from tests import builders, programmed, queries, seen

pytestmark = pytest.mark.usefixtures("late_in_2026")


@pytest.fixture
def auditor(session, service):
    return seen.person(session, Role.PRACTITIONER, service)


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
        stranger = seen.person(session, Role.PARTICIPATION, builders.a_service(session))
        officer = seen.person(session, Role.PARTICIPATION, service)

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


class TestCompletion:
    def test_is_beside_the_target_by_cycle_and_team(self, session, service, auditor, officer):
        """A service sees its cycles team by team, and a team its own line of each."""
        lead = seen.person(session, Role.MODERATOR, service)
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
