"""The programme: a list of cases is kept, drawn from, allocated and begun."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app import clock, tabular
from app.db.models import (
    ActivityEntry,
    Audit,
    AuditCase,
    AuditConflict,
    AuditCycle,
    CaseDraw,
    CaseList,
    User,
)
from app.domain.audits import AuditState
from app.domain.errors import Conflict, Invalid, NotFound
from app.domain.people import Role
from app.domain.programme import CaseState, ConflictWith, LeftOut, Strata
from app.domain.surveys import SurveyKind
from app.services import (
    audit_conflicts,
    case_allocation,
    case_draws,
    case_lists,
    case_views,
    cycles,
    programme_views,
    publishing,
    studio,
    waiting_audits,
)
from app.services.audit_conflicts import Declaring
from app.services.case_draws import DrawPlan
from app.services.case_rows import Columns
from app.services.waiting_audits import Beginning
from tests import builders
from tests.programmed import TEAMS, a_cycle, a_file, a_list, a_person, joins, listed, some_rows

SOON = timedelta(days=30)


@pytest.fixture
def service(session):
    """Return a service."""
    return builders.a_service(session).id


@pytest.fixture
def lead(session, service):
    """Return who leads its audits."""
    return a_person(session, Role.MODERATOR, service)


@pytest.fixture
def auditor(session):
    """Return somebody who audits."""
    return a_person(session, Role.PRACTITIONER)


@pytest.fixture
def cycle(session, service, lead):
    """Return a running cycle."""
    return a_cycle(session, lead, service)


def refs(session, cycle_id, *states):
    row = session.get_one(AuditCycle, cycle_id)
    cases = session.scalars(select(AuditCase).where(AuditCase.cycle_id == cycle_id))
    return sorted(case_lists.case_ref(row, c) for c in cases if not states or c.state in states)


def allocated(session, cycle, lead, auditor, *, count=1, **known):
    """Give an auditor some cases."""
    joins(session, cycle, lead, auditor, **known)
    listed(session, cycle, lead, some_rows(6))
    case_draws.draw(session, cycle, DrawPlan(count, seed=1), by=lead)
    case_allocation.give(session, cycle, clock.today() + SOON, by=lead)


class TestUpload:
    def test_seals_what_the_file_holds(self, session, cycle, lead):
        """Nothing of an uploaded list is in the database in clear, and its columns are guessed."""
        found = session.get_one(CaseList, a_list(session, cycle, lead, some_rows(3)))

        assert b"CH-1000" not in found.content_sealed
        assert ("case_ref", "worker") == (
            found.mapping["case_ref"],
            found.mapping["practitioner_ref"],
        )

    def test_is_for_those_who_lead(self, session, cycle, auditor):
        """An auditor uploads no list."""
        with pytest.raises(NotFound):
            a_list(session, cycle, auditor, some_rows(1))


class TestMapColumns:
    def test_takes_what_was_chosen(self, session, cycle, lead):
        """Where the names of columns say nothing, a person says what they hold."""
        table = tabular.parse(a_file(["CH-1,Care North"], header="a,b"))
        list_id = case_lists.upload(session, cycle, table, file_name="x", by=lead)
        before = case_lists.page(session, list_id, by=lead)
        case_lists.map_columns(session, list_id, Columns("a", "b"), by=lead)

        after = case_lists.page(session, list_id, by=lead)

        assert (False, 0) == (before.is_mapped, len(before.good))
        assert (True, 1) == (after.is_mapped, len(after.good))

    def test_refuses_a_missing_column(self, session, cycle, lead):
        """Without a column of cases there is nothing to read."""
        list_id = a_list(session, cycle, lead, some_rows(1))

        with pytest.raises(Invalid) as refused:
            case_lists.map_columns(session, list_id, Columns("", "team"), by=lead)

        assert ["case_ref"] == list(refused.value.fields)


class TestKeep:
    def test_keeps_the_good_rows_and_says_what_was_refused(self, session, cycle, lead):
        """Of a list with a name in it the good rows are kept, and each refused row has a reason."""
        rows = ["CH-1,Care North,,,", "Jordan Smith,Care North,,,", "CH-1,Care South,,,"]
        list_id = a_list(session, cycle, lead, rows)

        kept = case_lists.keep(session, list_id, by=lead)

        page = case_lists.page(session, list_id, by=lead)
        assert (1, 1, False) == (kept, page.kept, page.is_open)
        assert ["CH-1"] == refs(session, cycle)
        assert [3, 4] == [row.number for row in page.refused]
        assert "Jordan" not in str(session.get_one(CaseList, list_id).refused)

    def test_seals_case_and_worker(self, session, cycle, lead):
        """A case's reference and its worker are sealed, and found again by a keyed hash."""
        listed(session, cycle, lead, ["CH-1042,Care North,cla,SW-014,"])

        case = session.scalars(select(AuditCase)).one()
        row = session.get_one(AuditCycle, cycle)
        assert b"1042" not in case.case_sealed + case.practitioner_sealed
        assert cycles.hash_of("CH1042", "case") == case.case_hash
        assert ("CH-1042", "SW-014") == (
            case_lists.case_ref(row, case),
            case_lists.practitioner_ref(row, case),
        )

    def test_adds_nothing_twice(self, session, cycle, lead):
        """A corrected list brings only what was not there, and says how many were."""
        listed(session, cycle, lead, some_rows(3))
        list_id = a_list(session, cycle, lead, some_rows(5))

        assert (3, 2) == (
            case_lists.page(session, list_id, by=lead).known,
            case_lists.keep(session, list_id, by=lead),
        )
        assert 5 == len(refs(session, cycle))

    def test_refuses_a_list_without_a_good_row(self, session, cycle, lead):
        """Where every row is refused nothing is kept, and the list stays to be looked at."""
        list_id = a_list(session, cycle, lead, ["Jordan Smith,Care North,,,"])

        with pytest.raises(Invalid):
            case_lists.keep(session, list_id, by=lead)

        assert case_lists.page(session, list_id, by=lead).is_open

    def test_is_done_once(self, session, cycle, lead):
        """A list that was kept can be neither kept again, changed nor thrown away."""
        list_id = a_list(session, cycle, lead, some_rows(1))
        case_lists.keep(session, list_id, by=lead)

        with pytest.raises(Conflict):
            case_lists.keep(session, list_id, by=lead)
        with pytest.raises(Conflict):
            case_lists.discard(session, list_id, by=lead)
        with pytest.raises(Conflict):
            case_lists.map_columns(session, list_id, Columns("case_ref", "team"), by=lead)


class TestDiscard:
    def test_forgets_the_list(self, session, cycle, lead):
        """A list that is thrown away leaves nothing, and its cycle is told."""
        list_id = a_list(session, cycle, lead, some_rows(1))

        assert cycle == case_lists.discard(session, list_id, by=lead)
        with pytest.raises(NotFound):
            case_lists.page(session, list_id, by=lead)


class TestSweep:
    def test_throws_away_what_nobody_kept(self, session, cycle, lead):
        """A list that waits for more than a week goes; one that was kept stays."""
        listed(session, cycle, lead, some_rows(1))
        list_id = a_list(session, cycle, lead, ["Jordan Smith,Care North,,,"])

        swept = []
        for days in (6, 8, 9):
            with clock.frozen(clock.now() + timedelta(days=days)):
                swept.append(case_lists.sweep(session))

        assert [0, 1, 0] == swept
        assert [1] == list(session.scalars(select(CaseList.rows_kept)))
        assert list_id not in set(session.scalars(select(CaseList.id)))


class TestDraw:
    def test_spreads_over_the_teams(self, session, cycle, lead):
        """Six of twelve cases in three teams are two of each."""
        listed(session, cycle, lead, some_rows(12))
        case_draws.draw(session, cycle, DrawPlan(6), by=lead)

        drawn = case_allocation.drawn(session, cycle)

        assert sorted([*TEAMS, *TEAMS]) == sorted(case.team for case in drawn)

    @pytest.mark.parametrize("strata", list(Strata))
    def test_is_the_same_from_its_seed_whatever_the_order(self, session, service, lead, strata):
        """The recorded seed draws the same cases from the same list in another order."""
        first, second = (a_cycle(session, lead, service, title=t) for t in ("One", "Two"))
        rows = some_rows(12)
        listed(session, first, lead, rows)
        case_draws.draw(session, first, DrawPlan(5, strata), by=lead)
        drawn = refs(session, first, CaseState.DRAWN)
        seed = session.scalars(select(CaseDraw.seed)).one()
        for case in session.scalars(select(AuditCase)):
            case.state = CaseState.LISTED  # so that the second cycle may draw them too
        listed(session, second, lead, rows[::-1])
        case_draws.draw(session, second, DrawPlan(5, strata, seed), by=lead)

        assert drawn == refs(session, second, CaseState.DRAWN)

    @pytest.mark.parametrize("strata", list(Strata))
    def test_can_be_made_again_whatever_came_since(self, session, cycle, lead, strata):
        """Each draw of a cycle is confirmed from its own pool, after other lists and draws."""
        listed(session, cycle, lead, some_rows(12))
        case_draws.draw(session, cycle, DrawPlan(5, strata), by=lead)
        listed(session, cycle, lead, ["CH-9001,Care North,cla,SW-001,"])
        case_draws.draw(session, cycle, DrawPlan(4, strata), by=lead)
        page = programme_views.cycle_page(session, cycle, by=lead)

        assert [True, True] == [draw.is_confirmed for draw in page.draws]

    def test_tells_when_something_else_was_drawn(self, session, cycle, lead):
        """A seed, or a case, that was changed afterwards is found out."""
        listed(session, cycle, lead, some_rows(12))
        case_draws.draw(session, cycle, DrawPlan(5, Strata.NONE, 7), by=lead)
        row = session.scalars(select(CaseDraw)).one()
        found = []
        for seed, pool in ((8, row.pool), (7, row.pool[1:]), (7, []), (7, row.pool)):
            row.seed, row.pool = seed, pool
            session.flush()
            found.append(case_draws.is_confirmed(session, row))

        assert [False, False, None, True] == found

    def test_leaves_out_what_was_audited_lately(self, session, service, cycle, lead, auditor):
        """What was audited in the last six months, or waits elsewhere, is left out with why."""
        lately = clock.today() - timedelta(days=60)
        other = a_cycle(session, lead, service, title="Other")
        listed(session, other, lead, ["CH-3,Care North,,,"])
        case_draws.draw(session, other, DrawPlan(1), by=lead)
        rows = [
            f"CH-1,Care North,,,{lately}",
            "CH-2,Care North,,,2020-01-01",
            "CH-3,Care North,,,",
        ]
        listed(session, cycle, lead, rows)

        case_draws.draw(session, cycle, DrawPlan(1), by=lead)

        assert ["CH-2"] == refs(session, cycle, CaseState.DRAWN)
        lines = {line.case_ref: line for line in case_views.case_lines(session, cycle, by=lead)}
        assert LeftOut.AUDITED_LATELY.label == lines["CH-1"].left_out
        assert LeftOut.IN_ANOTHER_CYCLE.label == lines["CH-3"].left_out
        assert "left out" == lines["CH-1"].state

    @pytest.mark.parametrize(
        ("size", "said"),
        [(0, "at least one"), (13, "Only 12 can be drawn now. Write 12 or fewer.")],
    )
    def test_refuses_a_size_that_cannot_be(self, session, cycle, lead, size, said):
        """None, or more than there are, is refused with what is possible."""
        listed(session, cycle, lead, some_rows(12))

        with pytest.raises(Invalid) as refused:
            case_draws.draw(session, cycle, DrawPlan(size), by=lead)

        assert said in refused.value.fields["size"]
        assert [] == refs(session, cycle, CaseState.DRAWN)

    @pytest.mark.parametrize("seed", [-1, 1_000_000_000])
    def test_refuses_a_seed_that_is_none(self, session, cycle, lead, seed):
        """A seed is a number that an earlier draw can have had."""
        listed(session, cycle, lead, some_rows(2))

        with pytest.raises(Invalid) as refused:
            case_draws.draw(session, cycle, DrawPlan(1, seed=seed), by=lead)

        assert {"seed": "Write a whole number from 0 to 999,999,999."} == refused.value.fields

    def test_needs_a_list(self, session, cycle, lead):
        """Without a case there is nothing to draw, and what to do is said."""
        with pytest.raises(Invalid) as refused:
            case_draws.draw(session, cycle, DrawPlan(1), by=lead)

        assert "Upload a list" in refused.value.fields["size"]

    def test_draws_no_case_twice(self, session, cycle, lead):
        """A second draw goes on with what is left, and has a number and a seed of its own."""
        listed(session, cycle, lead, some_rows(6))
        for size in (4, 2):
            case_draws.draw(session, cycle, DrawPlan(size), by=lead)

        draws = session.execute(select(CaseDraw.number, CaseDraw.candidates, CaseDraw.size))
        assert [(1, 6, 4), (2, 2, 2)] == sorted(tuple(row) for row in draws)
        assert 6 == len(refs(session, cycle, CaseState.DRAWN))


class TestGive:
    def test_gives_nobody_a_case_of_their_own(self, session, cycle, lead):
        """Own cases, own teams, own lines and declared conflicts are all kept away from."""
        worker, manager, near, free = (a_person(session, Role.PRACTITIONER) for _ in range(4))
        joins(session, cycle, lead, worker, practitioner_ref="SW-001", target=9)
        joins(session, cycle, lead, manager, team="Q", leads=("care north",), target=9)
        joins(session, cycle, lead, near, target=9)
        joins(session, cycle, lead, free, team="CARE SOUTH", target=9)
        listed(session, cycle, lead, some_rows(12))
        declaring = Declaring(near.id, ConflictWith.TEAM, "Protection 1", "I led it last year.")
        audit_conflicts.declare_in_cycle(session, cycle, declaring, by=lead)
        case_draws.draw(session, cycle, DrawPlan(12), by=lead)

        outcome = case_allocation.give(session, cycle, clock.today() + SOON, by=lead)

        assert (12, 0) == (outcome.given, outcome.left)
        own = cycles.hash_of("SW-001", cycles.WORKER)
        cases = session.scalars(select(AuditCase)).all()
        assert own not in {c.practitioner_hash for c in cases if c.auditor_id == worker.id}
        assert "Care North" not in {c.team for c in cases if c.auditor_id == manager.id}
        assert "Protection 1" not in {c.team for c in cases if c.auditor_id == near.id}
        assert "Care South" not in {c.team for c in cases if c.auditor_id == free.id}

    def test_says_why_a_case_is_left_and_what_to_do(self, session, cycle, lead, auditor):
        """A case that nobody can be given stays, with the reason and the way out."""
        joins(session, cycle, lead, auditor, team="Care North", target=1)
        listed(session, cycle, lead, some_rows(3))
        case_draws.draw(session, cycle, DrawPlan(3), by=lead)

        outcome = case_allocation.give(session, cycle, clock.today() + SOON, by=lead)

        assert (1, 2) == (outcome.given, outcome.left)
        said = {
            line.reason for line in programme_views.cycle_page(session, cycle, by=lead).needing
        }
        assert {
            "1 auditor works in its team. Add an auditor from elsewhere.",
            "1 auditor has reached their target. Raise a target, or add an auditor.",
        } == said

    @pytest.mark.parametrize(
        ("days", "said"), [(-1, "This day is over already."), (400, "The cycle ends on")]
    )
    def test_refuses_a_day_that_cannot_be(self, session, cycle, lead, auditor, days, said):
        """A due day in the past or after the cycle is refused, and nothing is given."""
        joins(session, cycle, lead, auditor)
        listed(session, cycle, lead, some_rows(3))
        case_draws.draw(session, cycle, DrawPlan(3), by=lead)

        with pytest.raises(Invalid) as refused:
            case_allocation.give(session, cycle, clock.today() + timedelta(days=days), by=lead)

        assert said in refused.value.fields["due_on"]
        assert 3 == len(case_allocation.drawn(session, cycle))

    def test_gives_nothing_to_who_has_left(self, session, cycle, lead, auditor):
        """Whoever has no account any more gets no case, and counts as nobody who audits."""
        joins(session, cycle, lead, auditor)
        listed(session, cycle, lead, some_rows(3))
        case_draws.draw(session, cycle, DrawPlan(3), by=lead)
        session.get_one(User, auditor.id).disabled_at = clock.now()
        session.flush()
        with pytest.raises(Invalid) as nobody:
            case_allocation.give(session, cycle, clock.today() + SOON, by=lead)
        stays = a_person(session, Role.PRACTITIONER)
        joins(session, cycle, lead, stays)
        case_allocation.give(session, cycle, clock.today() + SOON, by=lead)

        assert "Nobody audits in this cycle" in nobody.value.fields["due_on"]
        assert {stays.id} == set(session.scalars(select(AuditCase.auditor_id)))

    def test_needs_auditors_and_cases(self, session, cycle, lead, auditor):
        """Without an auditor, and then without a drawn case, it says what comes first."""
        with pytest.raises(Invalid) as nobody:
            case_allocation.give(session, cycle, clock.today(), by=lead)
        joins(session, cycle, lead, auditor)
        with pytest.raises(Invalid) as nothing:
            case_allocation.give(session, cycle, clock.today(), by=lead)

        assert "Add an auditor first." in nobody.value.fields["due_on"]
        assert "Draw cases first." in nothing.value.fields["due_on"]

    def test_says_when_a_case_only_waits(self, session, cycle, lead, auditor):
        """A case that can be given says that it waits, and without auditors what to do."""
        listed(session, cycle, lead, some_rows(1))
        case_draws.draw(session, cycle, DrawPlan(1), by=lead)
        before = programme_views.cycle_page(session, cycle, by=lead).needing[0].reason
        joins(session, cycle, lead, auditor)

        after = programme_views.cycle_page(session, cycle, by=lead).needing[0].reason

        assert "Nobody audits in this cycle yet. Add an auditor." == before
        assert "It waits to be allocated." == after


class TestDeclare:
    def test_seals_what_and_why(self, session, cycle, lead, auditor):
        """What a conflict is with and its reason are sealed; whoever leads can read them."""
        joins(session, cycle, lead, auditor)
        declaring = Declaring(auditor.id, ConflictWith.CASE, "CH-7", "We are neighbours.")
        for _ in range(2):
            audit_conflicts.declare_in_cycle(session, cycle, declaring, by=lead)

        row = session.scalars(select(AuditConflict)).one()
        line = programme_views.cycle_page(session, cycle, by=lead).conflicts[0]
        assert b"neighbours" not in row.reason_sealed
        assert ("CH-7", "We are neighbours.", False) == (
            line.subject,
            line.reason,
            line.is_their_own,
        )
        read = select(ActivityEntry.verb).where(ActivityEntry.verb == "conflicts.read")
        assert ["conflicts.read"] == list(session.scalars(read))

    @pytest.mark.parametrize("missing", ["subject", "reason"])
    def test_wants_what_and_why(self, session, auditor, missing):
        """A conflict with nothing, or without a reason, is refused."""
        said = {"subject": "CH-7", "reason": "We are neighbours."} | {missing: " "}

        with pytest.raises(Invalid) as refused:
            audit_conflicts.declare(
                session, Declaring(auditor.id, ConflictWith.CASE, **said), by=auditor
            )

        assert [missing] == list(refused.value.fields)

    def test_is_only_about_auditors_of_the_cycle(self, session, cycle, lead, auditor):
        """Whoever leads a cycle declares nothing about people who are not in it."""
        declaring = Declaring(auditor.id, ConflictWith.CASE, "CH-7", "We are neighbours.")

        with pytest.raises(NotFound):
            audit_conflicts.declare_in_cycle(session, cycle, declaring, by=lead)

    @pytest.mark.parametrize("about", list(ConflictWith))
    def test_frees_a_case_that_waits(self, session, cycle, lead, auditor, about):
        """A conflict with the case, the worker or the team takes the waiting case away."""
        allocated(session, cycle, lead, auditor)
        case_id = waiting_audits.waiting_of(session, auditor)[0].case_id

        waiting_audits.cannot(session, case_id, about, "I know them.", by=auditor)

        session.expire_all()
        assert () == waiting_audits.waiting_of(session, auditor)
        assert [case_id] == [case.id for case in case_allocation.drawn(session, cycle)]
        case_allocation.give(session, cycle, clock.today(), by=lead)
        assert () == waiting_audits.waiting_of(session, auditor)

    def test_can_be_taken_back(self, session, cycle, lead, auditor):
        """What no longer holds is taken back, and only from the auditors of the cycle."""
        joins(session, cycle, lead, auditor)
        declaring = Declaring(auditor.id, ConflictWith.CASE, "CH-7", "We were neighbours.")
        audit_conflicts.declare_in_cycle(session, cycle, declaring, by=lead)
        conflict_id = session.scalars(select(AuditConflict.id)).one()

        audit_conflicts.take_back(session, cycle, conflict_id, by=lead)

        assert [] == session.scalars(select(AuditConflict)).all()
        with pytest.raises(NotFound):
            audit_conflicts.take_back(session, cycle, conflict_id, by=lead)


class TestBegin:
    @pytest.fixture
    def form(self, session, service):
        """Publish an audit form."""
        publishing.publish(
            session,
            studio.shipped_one("conversational_audit"),
            service_id=service,
            slug="audit",
            decision_maker="The Head of Quality",
            told_by=date(2099, 1, 31),
            identity=None,
            by=None,
            kind=SurveyKind.AUDIT,
        )

    def test_opens_a_draft_that_is_filled_in(self, session, cycle, service, lead, auditor, form):
        """What is known of the case is in the draft, and it waits no more."""
        allocated(session, cycle, lead, auditor)
        line = waiting_audits.waiting_of(session, auditor)[0]

        audit_id = waiting_audits.begin(
            session,
            line.case_id,
            Beginning(clock.today(), "looked_after", has_no_conflict=True, age_years=9),
            by=auditor,
        )

        audit = session.get_one(Audit, audit_id)
        assert (line.case_ref, line.team, line.practitioner_ref, "looked_after", 9, service) == (
            audit.case_ref,
            audit.team,
            audit.practitioner_ref,
            audit.cohort,
            audit.age_years,
            audit.service_id,
        )
        assert () == waiting_audits.waiting_of(session, auditor)
        with pytest.raises(Conflict):
            waiting_audits.waiting(session, line.case_id, by=auditor)

    @pytest.mark.parametrize("became", [{"team": TEAMS[0]}, {"leads": TEAMS}])
    def test_refuses_who_became_too_near(self, session, cycle, lead, auditor, form, became):
        """A case stays with nobody whose team or line it turned out to be, and waits on."""
        allocated(session, cycle, lead, auditor, count=6, target=9)
        joins(session, cycle, lead, auditor, target=9, **became)
        begun = Beginning(clock.today(), "looked_after", has_no_conflict=True)
        found = []
        for line in waiting_audits.waiting_of(session, auditor):
            try:
                waiting_audits.begin(session, line.case_id, begun, by=auditor)
            except Invalid as refused:
                found.append((line.team, refused.fields))

        teams = became.get("leads", TEAMS[:1])
        assert {team: {"has_no_conflict": waiting_audits.TOO_NEAR} for team in teams} == dict(
            found
        )

    def test_refuses_ones_own_case(self, session, service, cycle, lead, auditor, form):
        """A worker whose reference another cycle knows begins no audit of themselves."""
        allocated(session, cycle, lead, auditor)
        line = waiting_audits.waiting_of(session, auditor)[0]
        other = a_cycle(session, lead, service)
        joins(session, other, lead, auditor, practitioner_ref=line.practitioner_ref)
        begun = Beginning(clock.today(), "looked_after", has_no_conflict=True)
        with pytest.raises(Invalid) as refused:
            waiting_audits.begin(session, line.case_id, begun, by=auditor)

        assert {"has_no_conflict": waiting_audits.TOO_NEAR} == refused.value.fields

    def test_is_only_for_the_auditor(self, session, cycle, lead, auditor):
        """Nobody else sees or begins an audit that waits."""
        allocated(session, cycle, lead, auditor)
        case_id = waiting_audits.waiting_of(session, auditor)[0].case_id

        with pytest.raises(NotFound):
            waiting_audits.waiting(session, case_id, by=a_person(session, Role.PRACTITIONER))

    def test_tells_every_problem(self, session):
        """A conflict, a plan that is none and a day to come are told together."""
        tomorrow = clock.today() + timedelta(days=1)

        found = waiting_audits.begin_problems(Beginning(tomorrow, "x", has_no_conflict=False))

        assert ["cohort", "has_no_conflict", "held_on"] == sorted(found)
        fine = Beginning(clock.today(), "looked_after", has_no_conflict=True)
        assert {} == waiting_audits.begin_problems(fine)

    def test_counts_towards_the_target(self, session, cycle, lead, auditor, form):
        """An audit is waiting, in draft and done by turns, and overdue until it is handed in."""
        allocated(session, cycle, lead, auditor, count=2)
        line = waiting_audits.waiting_of(session, auditor)[0]
        begun = Beginning(clock.today(), "looked_after", has_no_conflict=True)
        audit_id = waiting_audits.begin(session, line.case_id, begun, by=auditor)

        page = programme_views.cycle_page(session, cycle, by=lead)
        with clock.frozen(clock.now() + SOON + timedelta(days=1)):
            late = programme_views.cycle_page(session, cycle, by=lead).auditors[0].completion
        session.get_one(Audit, audit_id).state = AuditState.SUBMITTED
        session.flush()
        done = programme_views.cycle_page(session, cycle, by=lead)

        mine = page.auditors[0].completion
        assert (3, 0, 1, 1, 0) == (mine.target, mine.done, mine.draft, mine.waiting, mine.overdue)
        assert 2 == late.overdue
        assert (1, 0, False) == (
            done.line.completion.done,
            done.line.completion.draft,
            done.line.completion.is_reached,
        )
        assert {2} == {team.target for team in done.teams}
        states = {line.state for line in case_views.case_lines(session, cycle, by=lead)}
        assert {"done", "waiting", "not drawn"} == states


class TestCannot:
    def test_needs_a_known_worker(self, session, cycle, lead, auditor):
        """Where the list says nothing of the worker, the conflict is with something else."""
        joins(session, cycle, lead, auditor)
        listed(session, cycle, lead, ["CH-1,Care North,,,"])
        case_draws.draw(session, cycle, DrawPlan(1), by=lead)
        case_allocation.give(session, cycle, clock.today(), by=lead)
        line = waiting_audits.waiting_of(session, auditor)[0]

        with pytest.raises(Invalid) as refused:
            waiting_audits.cannot(
                session, line.case_id, ConflictWith.PRACTITIONER, "I know them.", by=auditor
            )

        assert ["about"] == list(refused.value.fields)


class TestCycleLines:
    def test_say_where_a_cycle_stands(self, session, service, lead):
        """A cycle is to come, running or over, and those of other services are not shown."""
        today = clock.today()
        a_cycle(session, lead, service, title="Running")
        a_cycle(session, lead, service, title="Later", starts_on=today + SOON)
        other = builders.a_service(session).id
        a_cycle(session, a_person(session, Role.MODERATOR), other, title="Elsewhere")

        now = [(line.title, line.state) for line in programme_views.cycle_lines(session, by=lead)]
        with clock.frozen(clock.now() + timedelta(days=200)):
            later = {line.state for line in programme_views.cycle_lines(session, by=lead)}

        assert [("Later", "to come"), ("Running", "running")] == now
        assert {"over"} == later
