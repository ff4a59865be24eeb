"""Grades as a table: the three grades of each domain, nothing blind, no words, and no formula."""

import csv
import io
from uuid import UUID

import openpyxl
import pytest
from sqlalchemy import select

from app.db.models import ActivityEntry, Answer, Audit, AuditCase, Moderation
from app.domain.errors import NotFound
from app.domain.moderation import ModerationState
from app.domain.people import Role
from app.domain.programme import CaseState
from app.services import grade_tables, moderation_draws
from tests import audited, builders, practice, programmed, queries

KEY = {title: number for number, title in enumerate(grade_tables.HEAD)}
WEAK = "Requires improvement to be good"


def passed_over(session, lead, *audits):
    """Let a draw have considered some audits and not have chosen them."""
    moderation_draws.draw(session, share=5, by=lead, seed=1)
    for one in session.scalars(select(Moderation)).all():
        session.delete(one)
    session.flush()
    return audits


def rows(session, lead, where=None):
    found = grade_tables.rows(session, Audit.id.is_not(None) if where is None else where, by=lead)
    return [dict(zip(KEY, row, strict=True)) for row in found[1:]]


def in_a_cycle(session, lead, service, audit, **plan):
    """Tie an audit to a case of a new cycle, and return the cycle's id."""
    cycle_id = programmed.a_cycle(session, lead, service.id, **plan)
    programmed.listed(session, cycle_id, lead, ["CH-1,Care North,cla,SW-001,"])
    case = session.scalars(select(AuditCase).where(AuditCase.cycle_id == cycle_id)).one()
    case.audit_id, case.state = audit.id, CaseState.BEGUN
    session.flush()
    return cycle_id


class TestRows:
    def test_have_one_for_each_audit_and_domain(self, session, imran, lead):
        """Each domain has a row, in the order of the form, and the overall grade the last."""
        audit = audited.an_audit(session, imran, plan="inadequate", overall="good")
        passed_over(session, lead)
        found = rows(session, lead)

        assert ["plan", "impact", "All in all"] == [one["Part of practice"] for one in found]
        assert ["Inadequate", "Good", "Good"] == [one["Grade that stands"] for one in found]
        assert {audit.audit_ref} == {one["Audit"] for one in found}
        assert {audit.held_on.isoformat()} == {one["Held on"] for one in found}

    def test_say_what_both_readers_gave_once_it_is_settled(self, session, imran, lead):
        """The first and the settled grade stand side by side."""
        audit = audited.an_audit(session, imran, plan="good")
        audited.settled(session, audit, plan="requires_improvement")
        plan = rows(session, lead)[0]

        assert ("Good", WEAK) == (plan["Auditor's grade"], plan["Grade that stands"])
        assert "" == plan["Note"]

    @pytest.mark.parametrize(
        "state",
        [one for one in ModerationState if one is not ModerationState.SETTLED],
        ids=lambda one: one.value,
    )
    def test_keep_back_what_is_being_read_again(self, session, imran, lead, state):
        """Until it is settled an audit that is read again has one row without any grade."""
        audit = audited.an_audit(session, imran, plan="inadequate")
        audited.settled(session, audit)
        moderation = session.scalars(select(Moderation)).one()
        moderation.state, moderation.final_grade = state, None
        session.flush()
        (only,) = rows(session, lead)

        assert grade_tables.KEPT_BACK == only["Note"]
        assert not any(only[name] for name in KEY if "grade" in name or "practice" in name)

    def test_keep_back_what_may_still_be_drawn(self, session, imran, lead):
        """What no draw has considered may be read by whoever takes the table out."""
        audited.an_audit(session, imran, plan="inadequate")

        assert [grade_tables.KEPT_BACK] == [one["Note"] for one in rows(session, lead)]

    def test_do_not_differ_with_first_grades_that_are_blind(self, session, imran, lead):
        """With every first grade that is blind changed, the table is the same letter by letter."""
        audit = audited.an_audit(session, imran, overall="good")
        before = rows(session, lead)
        audit.grade = "inadequate"
        session.flush()

        assert before == rows(session, lead)

    def test_say_that_a_form_asks_for_no_grades(self, session, imran, lead):
        """An audit without grades has one row that says so."""
        audit = audited.an_audit(session, imran)
        audit.grade = None
        for answer in session.scalars(select(Answer)).all():
            session.delete(answer)
        session.flush()

        assert [grade_tables.UNGRADED] == [one["Note"] for one in rows(session, lead)]

    def test_hold_no_word_and_no_name(self, session, imran, lead):
        """Neither evidence nor a name nor the case stands in any cell."""
        audit = audited.an_audit(session, imran)
        passed_over(session, lead)
        cells = " ".join(cell for row in rows(session, lead) for cell in row.values())

        assert not any(word in cells for word in ("Seen.", "Imran", "Sowter", audit.case_ref))

    def test_leave_out_drafts(self, session, imran, lead):
        """What is not handed in is in no table."""
        practice.an_audit(session, imran)

        assert [] == rows(session, lead)

    def test_ask_as_often_for_many_as_for_one(self, session, imran, lead):
        """However many audits there are, the database is asked the same questions."""
        audited.settled(session, audited.an_audit(session, imran))
        with queries.counted(session) as few:
            rows(session, lead)
        for _ in range(4):
            audited.settled(session, audited.an_audit(session, imran))
        with queries.counted(session) as many:
            rows(session, lead)

        assert len(few) == len(many)


class TestOfCycle:
    def test_holds_the_audits_of_the_cycle_alone(self, session, service, imran, lead):
        """An audit of no cycle, or of another, is not in the file."""
        mine, other = (audited.an_audit(session, imran) for _ in range(2))
        audited.settled(session, mine)
        audited.settled(session, other)
        cycle_id = in_a_cycle(session, lead, service, mine)
        file = grade_tables.of_cycle(session, cycle_id, "csv", by=lead)
        found = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"))))

        assert {mine.audit_ref} == {row[0] for row in found[1:]}
        assert {"Autumn audits"} == {row[KEY["Cycle"]] for row in found[1:]}

    @pytest.mark.parametrize("kind", grade_tables.KINDS)
    def test_runs_no_formula(self, session, service, imran, lead, kind):
        """A title or a team that begins as a formula does is text in both kinds of file."""
        audit = audited.an_audit(session, imran)
        audit.team = "=HYPERLINK(1)"
        audited.settled(session, audit)
        cycle_id = in_a_cycle(session, lead, service, audit, title="+SUM(A1)")
        file = grade_tables.of_cycle(session, cycle_id, kind, by=lead)
        if kind == "csv":
            found = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"))))
        else:
            sheet = openpyxl.load_workbook(io.BytesIO(file.content)).active
            found = [[cell or "" for cell in row] for row in sheet.values]

        assert list(grade_tables.HEAD) == list(found[0])
        assert ("'+SUM(A1)", "'=HYPERLINK(1)") == (found[1][1], found[1][3])

    def test_is_recorded_with_how_much_it_holds(self, session, service, imran, lead):
        """Who took it out of which cycle, and how many rows, is in the activity."""
        audit = audited.an_audit(session, imran)
        audited.settled(session, audit)
        cycle_id = in_a_cycle(session, lead, service, audit)
        grade_tables.of_cycle(session, cycle_id, "xlsx", by=lead)
        entry = session.scalars(
            select(ActivityEntry).where(ActivityEntry.verb == "grades.taken_out")
        ).one()

        assert (lead.id, str(cycle_id), {"rows": 3}) == (
            entry.actor_id,
            entry.object_id,
            entry.counts,
        )

    def test_is_for_whoever_leads_it(self, session, service, lead):
        """Another service's lead finds nothing, nor is there another kind of file."""
        cycle_id = programmed.a_cycle(session, lead, service.id)
        elsewhere = builders.a_service(session, key="elsewhere", name="Elsewhere")
        stranger = programmed.a_person(session, Role.MODERATOR, elsewhere.id)
        for by, asked, kind in (
            (stranger, cycle_id, "csv"),
            (lead, UUID(int=1), "csv"),
            (lead, cycle_id, "ods"),
        ):
            with pytest.raises(NotFound):
                grade_tables.of_cycle(session, asked, kind, by=by)

        assert (
            []
            == session.scalars(
                select(ActivityEntry).where(ActivityEntry.verb == "grades.taken_out")
            ).all()
        )


class TestOfAll:
    def test_holds_the_audits_of_the_persons_services(self, session, imran, lead):
        """Every audit of the services that a person leads is in it, and none of others."""
        mine = audited.an_audit(session, imran)
        audited.settled(session, mine)
        elsewhere = builders.a_service(session, key="elsewhere", name="Elsewhere")
        stranger = programmed.a_person(session, Role.MODERATOR, elsewhere.id)
        files = [grade_tables.of_all(session, "csv", by=by) for by in (lead, stranger)]

        assert [True, False] == [mine.audit_ref.encode() in file.content for file in files]
        assert "grades.csv" == files[0].name
