"""Second readings as services: drawn again from their seed, taken once, counted when they may be."""

from uuid import UUID

import pytest
from sqlalchemy import select, update

from app.db.models import ActivityEntry, Audit, AuditCase, Moderation, ModerationDraw
from app.domain.errors import Conflict, Invalid, NotFound
from app.domain.moderation import (
    DEFAULT_SHARE,
    ModerationState,
    Outcome,
    SelectedFor,
    drawn,
)
from app.domain.people import Role
from app.domain.programme import ConflictWith
from app.services import (
    accounts,
    audit_conflicts,
    comparing,
    cycle_evidence,
    moderating,
    moderation_draws,
    moderation_figures,
    moderation_views,
    reconciling,
)
from app.services.reconciling import Settling
from surveys.questions.grade import NOT_GRADED
from tests import audited, builders, programmed, queries

NOWHERE = UUID(int=9)


@pytest.fixture
def service(session):
    """Return a service with a form for audits."""
    found = builders.a_service(session)
    audited.publish_form(session, found.id)
    return found


@pytest.fixture
def someone(session, service):
    """Return a way to get a new person with a role in the service."""

    def make(role, *, where=None):
        user = builders.a_user(session, roles=[role], service_id=where or service.id)
        return accounts.actor_by_id(session, user.id)

    return make


@pytest.fixture
def auditor(someone):
    """Return somebody who audits."""
    return someone(Role.PRACTITIONER)


@pytest.fixture
def reader(someone):
    """Return somebody who reads audits again."""
    return someone(Role.MODERATOR)


def reading_of(session, audit):
    return session.scalars(select(Moderation).where(Moderation.audit_id == audit.id)).one()


def graded(session, moderation, by, **grades):
    """Take, grade and hand in one reading."""
    moderating.take(session, moderation.id, has_no_conflict=True, by=by)
    for key in ("plan", "impact", "overall_grade"):
        form = {key: [grades.get(key, "good")], f"{key}-evidence": ["Read."]}
        assert {} == moderating.save_grade(session, moderation.id, key, form, by=by)[0]
    moderating.submit(session, moderation.id, by=by)


def read_twice(session, auditor, reader, *overall):
    """Hand in audits with pairs of overall grades, and read all of them again."""
    audits = [audited.an_audit(session, auditor, overall=first) for first, _ in overall]
    moderation_draws.draw(session, share=100, by=reader)
    for audit, (_, second) in zip(audits, overall, strict=True):
        graded(session, reading_of(session, audit), reader, overall_grade=second)
    return audits


def graded_twice(session, auditor, reader, *plans, overall=None):
    """Hand in good audits, and read each again with a grade for its plan."""
    overall = overall or ["good"] * len(plans)
    audits = [audited.an_audit(session, auditor) for _ in plans]
    moderation_draws.draw(session, share=100, by=reader)
    for audit, plan, whole in zip(audits, plans, overall, strict=True):
        graded(session, reading_of(session, audit), reader, plan=plan, overall_grade=whole)


class TestOfferedShare:
    def test_is_what_the_cycles_of_the_audits_ask_for(self, session, service, auditor, reader):
        """The largest share of the cycles that the new audits came from is offered."""
        audited.an_audit(session, auditor)
        before = moderation_draws.offered_share(session, reader)
        for share in (35, 2):
            cycle_id = programmed.a_cycle(session, reader, service.id, share_moderated=share)
            programmed.listed(session, cycle_id, reader, programmed.some_rows(1))
            case = session.scalars(select(AuditCase).where(AuditCase.cycle_id == cycle_id)).one()
            case.audit_id = audited.an_audit(session, auditor).id
        session.flush()

        assert (DEFAULT_SHARE, 35) == (before, moderation_draws.offered_share(session, reader))

    def test_is_one_that_can_be_drawn(self, session, service, auditor, reader):
        """A cycle that asks for less than the least share is offered that."""
        cycle_id = programmed.a_cycle(session, reader, service.id, share_moderated=1)
        programmed.listed(session, cycle_id, reader, programmed.some_rows(1))
        case = session.scalars(select(AuditCase)).one()
        case.audit_id = audited.an_audit(session, auditor).id
        session.flush()

        assert 5 == moderation_draws.offered_share(session, reader)


class TestDraw:
    def test_can_be_made_again_from_what_is_kept(self, session, auditor, reader):
        """The pool, the share and the seed that are kept give the draw that was made."""
        audits = [audited.an_audit(session, auditor) for _ in range(10)]
        audits.append(audited.an_audit(session, auditor, overall="inadequate"))
        picked = moderation_draws.draw(session, share=20, by=reader)
        kept = session.scalars(select(ModerationDraw)).one()
        rows = session.scalars(select(Moderation)).all()
        by_chance = {row.audit_id for row in rows if row.selected_for is SelectedFor.RANDOM}
        again = drawn([UUID(one) for one in kept.pool], share=kept.share, seed=kept.seed)

        assert again == by_chance
        assert picked == len(rows)
        assert audits[-1].id in {row.audit_id for row in rows}

    def test_tells_the_record_no_grade(self, session, auditor, reader):
        """The record of activity says how many were selected, and not for what."""
        audited.an_audit(session, auditor, overall="inadequate")
        moderation_draws.draw(session, share=5, by=reader)
        entry = session.scalars(
            select(ActivityEntry).where(ActivityEntry.verb == "moderation.drawn")
        ).one()

        assert {"pool": 1, "selected": 1} == entry.counts

    @pytest.mark.parametrize("share", [0, 101])
    def test_refuses_a_share_out_of_range(self, session, auditor, reader, share):
        """A share is from 5 to 100."""
        audited.an_audit(session, auditor)
        with pytest.raises(Invalid) as refused:
            moderation_draws.draw(session, share=share, by=reader)

        assert {"share": moderation_draws.SHARE} == refused.value.fields

    def test_refuses_when_nothing_is_new(self, session, auditor, reader):
        """An audit is considered once, and a draft never."""
        audited.an_audit(session, auditor)
        moderation_draws.draw(session, share=5, by=reader)
        with pytest.raises(Invalid) as refused:
            moderation_draws.draw(session, share=5, by=reader)

        assert {"share": moderation_draws.NOTHING_NEW} == refused.value.fields

    def test_keeps_to_the_persons_services(self, session, auditor, someone):
        """Audits of another service are neither drawn nor listed nor opened."""
        other = someone(Role.MODERATOR, where=builders.a_service(session).id)
        audit = audited.an_audit(session, auditor)
        moderation = Moderation(
            audit_id=audit.id, selected_for=SelectedFor.RANDOM, state=ModerationState.WAITING
        )
        session.add(moderation)
        session.flush()

        assert 0 == moderation_views.count_not_considered(session, other)
        assert () == moderation_views.lines(session, other)
        assert 0 == moderation_figures.figures(session, other).audits
        with pytest.raises(NotFound):
            moderating.take(session, moderation.id, has_no_conflict=True, by=other)


class TestTake:
    @pytest.mark.parametrize(
        ("part", "code"),
        [("auditor_id", "moderator_is_auditor"), ("practitioner_id", "moderator_is_practitioner")],
    )
    def test_refuses_who_was_part_of_it(self, session, auditor, reader, part, code):
        """The service itself refuses the auditor and the practitioner."""
        audit = audited.an_audit(session, auditor)
        moderation_draws.draw(session, share=100, by=reader)
        session.execute(update(Audit).where(Audit.id == audit.id).values({part: reader.id}))
        session.expire_all()
        with pytest.raises(Conflict, match=code):
            moderating.take(
                session, reading_of(session, audit).id, has_no_conflict=True, by=reader
            )

    @pytest.mark.parametrize(
        ("about", "of"),
        [
            (ConflictWith.CASE, "case_ref"),
            (ConflictWith.PRACTITIONER, "practitioner_ref"),
            (ConflictWith.TEAM, "team"),
        ],
    )
    def test_refuses_who_declared_a_conflict(self, session, auditor, reader, about, of):
        """What was declared for the programme of audits holds for second readings too."""
        audit = audited.an_audit(session, auditor)
        audit.practitioner_ref = "SW-77"
        moderation_draws.draw(session, share=100, by=reader)
        declaring = audit_conflicts.Declaring(reader.id, about, getattr(audit, of), "A neighbour.")
        audit_conflicts.declare(session, declaring, by=reader)
        with pytest.raises(Conflict, match="moderator_has_conflict"):
            moderating.take(
                session, reading_of(session, audit).id, has_no_conflict=True, by=reader
            )

    def test_refuses_a_second_reader(self, session, auditor, reader, someone):
        """What somebody took is neither taken nor given back by another."""
        audit = audited.an_audit(session, auditor)
        moderation_draws.draw(session, share=100, by=reader)
        moderation = reading_of(session, audit)
        moderating.take(session, moderation.id, has_no_conflict=True, by=reader)
        other = someone(Role.MODERATOR)
        for act in (
            lambda: moderating.take(session, moderation.id, has_no_conflict=True, by=other),
            lambda: moderating.stand_back(session, moderation.id, by=other),
        ):
            with pytest.raises(Conflict, match="moderation_taken"):
                act()
        with pytest.raises(NotFound):
            moderation_views.blind_page(session, moderation.id, by=other)

    def test_is_for_moderators(self, session, auditor, reader):
        """Who may not moderate finds no second reading, and nobody finds one that is not there."""
        audit = audited.an_audit(session, auditor)
        moderation_draws.draw(session, share=100, by=reader)
        for who, where in ((auditor, reading_of(session, audit).id), (reader, NOWHERE)):
            with pytest.raises(NotFound):
                moderating.take(session, where, has_no_conflict=True, by=who)


class TestStandBack:
    def test_can_be_said_before_it_is_taken_and_twice(self, session, auditor, reader):
        """Whoever knows the family stands back at once, and is offered the audit no more."""
        audit = audited.an_audit(session, auditor)
        moderation_draws.draw(session, share=100, by=reader)
        moderation = reading_of(session, audit)
        for _ in range(2):
            moderating.stand_back(session, moderation.id, by=reader)

        assert [False] == [one.can_take for one in moderation_views.lines(session, reader)]
        with pytest.raises(Conflict, match="moderator_has_conflict"):
            moderating.take(session, moderation.id, has_no_conflict=True, by=reader)

    def test_leaves_the_audit_for_another(self, session, auditor, reader, someone):
        """The next reader begins with nothing of what the first had given."""
        audit = audited.an_audit(session, auditor)
        moderation_draws.draw(session, share=100, by=reader)
        moderation = reading_of(session, audit)
        moderating.take(session, moderation.id, has_no_conflict=True, by=reader)
        form = {"plan": ["inadequate"], "plan-evidence": ["Read."]}
        moderating.save_grade(session, moderation.id, "plan", form, by=reader)
        moderating.stand_back(session, moderation.id, by=reader)
        other = someone(Role.MODERATOR)
        moderating.take(session, moderation.id, has_no_conflict=True, by=other)
        page = moderation_views.blind_page(session, moderation.id, by=other)

        assert ["", "", ""] == [step.grade for step in page.steps]
        assert not page.can_submit


class TestSubmit:
    def test_changes_nothing_afterwards(self, session, auditor, reader):
        """Grades that were handed in are neither changed nor handed in again."""
        audit = read_twice(session, auditor, reader, ("good", "good"))[0]
        moderation = reading_of(session, audit)
        with pytest.raises(Conflict, match="moderation_submitted"):
            moderating.save_grade(session, moderation.id, "plan", {}, by=reader)
        with pytest.raises(Conflict, match="moderation_submitted"):
            moderating.submit(session, moderation.id, by=reader)


class TestSettle:
    def test_refuses_a_reason_that_is_too_long(self, session, auditor, reader):
        """A reason has room for two thousand letters, and settles nothing beyond them."""
        audit = read_twice(session, auditor, reader, ("good", "inadequate"))[0]
        moderation = reading_of(session, audit)
        long = Settling({"overall_grade": "good"}, {"overall_grade": "x" * 2001})
        with pytest.raises(Invalid) as refused:
            reconciling.settle(session, moderation.id, long, by=reader)
        with pytest.raises(Invalid) as unsaid:
            reconciling.refer(session, moderation.id, note="x" * 2001, by=reader)

        assert {"overall_grade": reconciling.TOO_LONG} == refused.value.fields
        assert {"note": reconciling.TOO_LONG} == unsaid.value.fields

    def test_asks_for_a_reason_to_leave_what_both_gave(self, session, auditor, reader):
        """A final grade that neither reader gave needs a reason, though they agreed."""
        audit = read_twice(session, auditor, reader, ("good", "good"))[0]
        both = reconciling.readings(session, audit)

        assert ("overall_grade",) == both.to_settle
        assert {} == reconciling.problems_with(both, Settling({"overall_grade": "good"}))
        assert {"overall_grade": reconciling.SAY_WHY} == reconciling.problems_with(
            both, Settling({"overall_grade": "inadequate"})
        )
        assert {"overall_grade": reconciling.CHOOSE} == reconciling.problems_with(
            both, Settling({"overall_grade": "splendid"})
        )

    def test_is_decided_for_good_after_it_was_referred(self, session, auditor, reader, someone):
        """A decider can't refer further, and what they settled is disputed by nobody."""
        audit = read_twice(session, auditor, reader, ("good", "inadequate"))[0]
        moderation = reading_of(session, audit)
        reconciling.refer(session, moderation.id, note="We differ.", by=reader)
        decider = someone(Role.MODERATOR)
        with pytest.raises(Conflict, match="moderation_final"):
            reconciling.refer(session, moderation.id, note="Nor can I.", by=decider)
        final = Settling({"overall_grade": "requires_improvement"}, {"overall_grade": "Between."})
        reconciling.settle(session, moderation.id, final, by=decider)
        with pytest.raises(Conflict, match="moderation_final"):
            reconciling.dispute(session, audit.id, why="No.", by=auditor)
        page = comparing.outcome_page(session, audit.id, by=auditor)

        assert Outcome.CHANGED_DOWN is moderation.outcome
        assert not page.can_dispute
        assert ["good", "inadequate"] == [
            reconciling.readings(session, audit).first["overall_grade"],
            reconciling.readings(session, audit).second["overall_grade"],
        ]

    def test_is_not_for_who_only_waits(self, session, auditor, reader, someone):
        """Nobody settles what another reader compares, or looks at it."""
        audit = read_twice(session, auditor, reader, ("good", "inadequate"))[0]
        other, moderation = someone(Role.MODERATOR), reading_of(session, audit)
        with pytest.raises(Conflict, match="not_yours_to_decide"):
            reconciling.settle(session, moderation.id, Settling({}), by=other)
        with pytest.raises(NotFound):
            comparing.compared_page(session, moderation.id, by=other)


class TestDispute:
    def test_is_kept_with_a_reading_that_goes_on(self, session, auditor, reader):
        """A dispute while somebody reads changes nothing of that, and is made once."""
        audit = audited.an_audit(session, auditor)
        moderation_draws.draw(session, share=100, by=reader)
        moderation = reading_of(session, audit)
        moderating.take(session, moderation.id, has_no_conflict=True, by=reader)
        reconciling.dispute(session, audit.id, why="I see it otherwise.", by=auditor)

        assert ModerationState.GRADING is moderation.state
        with pytest.raises(Conflict, match="disputed_already"):
            reconciling.dispute(session, audit.id, why="Again.", by=auditor)

    def test_needs_a_grade(self, session, auditor):
        """What has no grade cannot be disputed."""
        audit = audited.an_audit(session, auditor)
        audit.grade = None
        session.flush()
        with pytest.raises(Conflict, match="not_graded_yet"):
            reconciling.dispute(session, audit.id, why="No.", by=auditor)


class TestLines:
    def test_ask_no_more_of_many_readings(self, session, auditor, reader, someone):
        """Two readings and twelve take as many questions, with conflicts, disputes and deciders."""
        other, asked = someone(Role.MODERATOR), []
        audit_conflicts.declare(
            session,
            audit_conflicts.Declaring(reader.id, ConflictWith.TEAM, "South", "My sister's."),
            by=reader,
        )
        for many in (1, 5):
            for audit in read_twice(session, auditor, other, *[("good", "inadequate")] * many):
                reconciling.refer(session, reading_of(session, audit).id, note="No.", by=other)
            for _ in range(many):
                disputed = audited.an_audit(session, auditor)
                reconciling.dispute(session, disputed.id, why="No.", by=auditor)
            session.expire_all()
            with queries.counted(session) as seen:
                found = moderation_views.lines(session, reader)
            asked.append(len(seen))

        assert asked[0] == asked[1] <= 4
        assert (12, 6, 6) == (
            len(found),
            sum(line.can_take for line in found),
            sum(line.can_decide for line in found),
        )
        assert {other.name, ""} == {line.moderator for line in found}


class TestFigures:
    def test_give_the_worked_example(self, session, auditor, reader):
        """Twenty audits read twice give the worked table's figures, and keep one kinder to itself."""
        order = ("outstanding", "good", "requires_improvement", "inadequate")
        table = [[1, 1, 0, 0], [0, 6, 3, 0], [0, 1, 5, 1], [0, 0, 0, 2]]
        pairs = [
            (order[i], order[j]) for i in range(4) for j in range(4) for _ in range(table[i][j])
        ]
        read_twice(session, auditor, reader, *pairs)
        found = moderation_figures.figures(session, reader)

        assert (20, None, None) == (
            found.overall.n,
            found.overall.harsher,
            found.overall.kinder,
        )
        assert [0.5455, 0.6532, 0.7719] == [
            round(one.estimate.value, 4) for one in found.overall.kappas
        ]
        assert table == [list(row) for row in found.overall.table]
        assert found.overall == found.by_chance
        assert [20, 20] == [line.agreement.n for line in found.domains]
        assert 40 == found.all_domains.n
        assert [(auditor.name, 20)] == [
            (line.auditor, line.agreement.n) for line in found.auditors
        ]

    def test_hide_an_auditor_with_few_and_who_would_tell_of_them(
        self, session, auditor, reader, someone
    ):
        """With four audits an auditor is not shown, nor the one whose number would tell theirs."""
        other = someone(Role.PRACTITIONER)
        for who, many in ((auditor, 6), (other, 4)):
            read_twice(session, who, reader, *[("good", "good")] * many)
        found = moderation_figures.figures(session, reader)

        assert ((), 2) == (found.auditors, found.auditors_withheld)
        assert 10 == found.overall.n

    def test_say_who_was_harsher_exactly_where_the_report_does(self, session, auditor, reader):
        """The page of agreement and the findings of a cycle withhold the same directions."""
        audits = read_twice(
            session, auditor, reader, *[("good", "inadequate")] * 5, *[("inadequate", "good")] * 5
        )
        several = [[audit.id for audit in audits][:many] for many in (9, 10)]
        reports = [cycle_evidence.agreement(session, reader, ids) for ids in several]
        found = moderation_figures.figures(session, reader)

        assert [(None, None), (5, 5)] == [(one["harsher"], one["kinder"]) for one in reports]
        assert (5, 5) == (found.overall.harsher, found.overall.kinder)
        assert [(5, 5, None)] == [
            (line.agreement.harsher, line.agreement.kinder, line.halves) for line in found.auditors
        ]
        # The domain that all graded alike would be told by all domains less the other.
        assert [None, None] == [line.agreement.harsher for line in found.domains]

    def test_hide_a_domain_of_few_and_one_that_would_tell_of_it(self, session, auditor, reader):
        """Three pairs of one domain are not shown, nor the other, from whose number they follow."""
        graded_twice(session, auditor, reader, *["good"] * 3, *[NOT_GRADED] * 4)
        found = moderation_figures.figures(session, reader)

        assert [(3, False), (7, False)] == [
            (line.agreement.n, line.is_shown) for line in found.domains
        ]
        assert 10 == found.all_domains.n

    def test_count_only_where_both_gave_a_grade(self, session, auditor, reader):
        """Six audits of which the second reader graded two are two pairs, which are too few."""
        graded_twice(
            session, auditor, reader, *["good"] * 6, overall=["good"] * 2 + [NOT_GRADED] * 4
        )
        found = moderation_figures.figures(session, reader)

        assert (6, None, None) == (found.audits, found.overall, found.by_chance)
        assert ((), (), 1) == (found.domains, found.auditors, found.auditors_withheld)

    def test_keep_to_some_audits(self, session, auditor, reader, service):
        """The findings of a cycle measure its own audits, and only from five on."""
        audits = read_twice(
            session, auditor, reader, *[("good", "good")] * 5, *[("good", "inadequate")] * 2
        )
        ids = [audit.id for audit in audits]
        of_it = cycle_evidence.agreement(session, reader, ids[:5])

        assert (5, [1.0, 0.566, 1.0]) == (of_it["n"], [round(one, 3) for one in of_it["exact"]])
        assert cycle_evidence.agreement(session, reader, ids[:4]) is None
        assert 7 == cycle_evidence.agreement(session, reader, ids)["n"]

    def test_leave_out_who_is_still_read_blind(self, session, auditor, reader):
        """An audit counts when its second grades are in, and not before."""
        read_twice(session, auditor, reader, *[("good", "inadequate")] * 5)
        audit = audited.an_audit(session, auditor)
        moderation_draws.draw(session, share=100, by=reader)
        before = moderation_figures.figures(session, reader)
        moderation = reading_of(session, audit)
        moderating.take(session, moderation.id, has_no_conflict=True, by=reader)

        assert 5 == before.audits
        assert before == moderation_figures.figures(session, reader)
