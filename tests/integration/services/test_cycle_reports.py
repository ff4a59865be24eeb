"""A cycle's findings: what is counted, what is withheld, and words that tell of nobody."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from app import clock
from app.db.models import ActivityEntry, AuditCase, Report
from app.domain.actions import ActionState
from app.domain.audits import Voice
from app.domain.errors import Invalid, NotFound
from app.domain.people import Role
from app.domain.programme import CaseState
from app.reports.cycle_findings import TOO_FEW
from app.services import (
    accounts,
    cycle_evidence,
    cycle_reports,
    cycles,
    improving,
    report_lines,
    reporting,
)
from app.services.cycle_reports import FindingWords
from app.worker import reporting as printing
from tests import audited, builders, practice, programmed

WORDS = FindingWords("Visits are kept.", "Plans are old.", "We write them anew.")


@pytest.fixture
def service(session):
    found = builders.a_service(session, name="Families")
    audited.publish_form(session, found.id)
    return found


@pytest.fixture
def auditor(session, service):
    return practice.an_actor(session, Role.PRACTITIONER, name="Imran Sowter")


@pytest.fixture
def lead(session, service):
    return programmed.a_person(session, Role.MODERATOR, service.id)


@pytest.fixture
def cycle_id(session, lead, service):
    return programmed.a_cycle(session, lead, service.id)


@pytest.fixture
def hold(session, lead, auditor, cycle_id):
    """Return a way to hold an audit for each overall grade, of so many workers in turn."""

    def make(grades, *, workers=5, team="North", settled=True, of=cycle_id):
        first = len(session.scalars(select(AuditCase)).all())
        rows = [f"CH-{first + n},{team},cla,SW-{n:03}," for n in range(len(grades))]
        programmed.listed(session, of, lead, rows)
        cases = session.scalars(select(AuditCase).where(AuditCase.audit_id.is_(None))).all()
        for number, (case, grade) in enumerate(zip(cases, grades, strict=True)):
            audit = audited.an_audit(session, auditor, overall=grade, plan=grade)
            audit.practitioner_ref, audit.team = f"P-{number % workers}", team
            case.audit_id, case.state = audit.id, CaseState.BEGUN
            if settled:
                audited.settled(session, audit)
        session.flush()

    return make


def evidence(session, lead, cycle_id):
    return cycle_evidence.gather(session, cycles.find(session, cycle_id, by=lead), by=lead)


def frozen(session, lead, cycle_id, words=WORDS, title="What we found"):
    return cycle_reports.freeze(session, cycle_id, title, words, organisation="Anytown", by=lead)


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

    def test_counts_actions_and_never_says_them(self, session, lead, auditor, cycle_id, hold):
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
                by=auditor,
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


class TestFreeze:
    def test_keeps_words_and_evidence_as_they_are(self, session, lead, cycle_id, hold):
        """What was frozen stays as it was, whatever is handed in afterwards."""
        hold(["good"] * 6 + ["requires_improvement"] * 6)
        report_id = reporting.prepare(session, frozen(session, lead, cycle_id), by=lead)
        before = reporting.document(session, report_id, by=lead)
        hold(["good"] * 6)

        assert before == reporting.document(session, report_id, by=lead)
        assert "12 audits are counted" in str(before)
        assert "Visits are kept." in str(before)
        assert "report.prepared" in session.scalars(select(ActivityEntry.verb)).all()

    @pytest.mark.parametrize("field", ["works", "worries", "next"])
    def test_asks_for_each_of_the_three(self, session, lead, cycle_id, field):
        """Without what works, what worries or what is next there is no report."""
        with pytest.raises(Invalid) as refused:
            frozen(session, lead, cycle_id, replace(WORDS, **{field: " "}))

        assert {field: cycle_reports.NO_WORDS} == refused.value.fields

    @pytest.mark.parametrize(
        "told", ["imran", "Sowter", "CH-12", "A-00FF9A", "north five", "Nerys"]
    )
    def test_refuses_what_tells_who_somebody_is(self, session, lead, cycle_id, told, hold):
        """Names of auditors and workers, references, and small teams stand in no findings."""
        hold(["good"] * 4, team="North Five")
        worker = practice.an_actor(session, Role.PRACTITIONER, name="Nerys Calloway")
        case = session.scalars(select(AuditCase)).first()
        session.get(audited.Audit, case.audit_id).practitioner_id = worker.id
        session.flush()
        with pytest.raises(Invalid) as refused:
            frozen(session, lead, cycle_id, replace(WORDS, works=f"See {told}, who did well."))

        assert told.lower() in refused.value.fields["works"].lower()
        assert {"works"} == set(refused.value.fields)

    def test_lets_a_team_be_named_that_is_large(self, session, lead, cycle_id, hold):
        """A team of five audits or more may be said, and so may a part of a word."""
        hold(["good"] * 5, team="North Five")
        words = replace(WORDS, works="North Five keeps visits. Imranesque is no name.")

        assert "North Five keeps visits." in frozen(session, lead, cycle_id, words).content

    def test_says_all_that_is_wrong_at_once(self, session, lead, cycle_id):
        """A missing title and words that are too long are told together."""
        words = replace(WORDS, next="a" * 2001)
        with pytest.raises(Invalid) as refused:
            frozen(session, lead, cycle_id, words, title=" ")

        assert {"title": cycle_reports.NO_TITLE, "next": cycle_reports.TOO_LONG} == (
            refused.value.fields
        )

    def test_is_for_whoever_leads_the_cycle(self, session, cycle_id):
        """Another service's lead finds no such cycle."""
        elsewhere = builders.a_service(session, name="Elsewhere")
        stranger = programmed.a_person(session, Role.MODERATOR, elsewhere.id)
        with pytest.raises(NotFound):
            frozen(session, stranger, cycle_id)
        with pytest.raises(NotFound):
            cycle_reports.preview(session, cycle_id, organisation="Anytown", by=stranger)


class TestReading:
    def test_is_for_those_who_read_reports_there(self, session, lead, service, cycle_id):
        """The board of the service reads it, and that of another does not."""
        report_id = reporting.prepare(session, frozen(session, lead, cycle_id), by=lead)
        elsewhere = builders.a_service(session, name="Elsewhere")
        there, away = (
            accounts.actor_by_id(
                session, builders.a_user(session, roles=[Role.BOARD], service_id=where.id).id
            )
            for where in (service, elsewhere)
        )

        assert [report_id] == [line.id for line in report_lines.reports_for(session, there)]
        assert () == report_lines.reports_for(session, away)
        with pytest.raises(NotFound):
            reporting.file(session, report_id, "html", by=away)

    def test_is_a_page_at_once_and_word_after_its_job(self, session, lead, cycle_id):
        """The page to print is there when the report is; Word comes with the job that prints it."""
        report_id = reporting.prepare(session, frozen(session, lead, cycle_id), by=lead)
        page = reporting.file(session, report_id, "html", by=lead)

        assert page.name.startswith("findings-of-audits-")
        assert b"Visits are kept." in page.content
        with pytest.raises(NotFound):
            reporting.file(session, report_id, "docx", by=lead)
        assert "audit_cycle" == session.get_one(Report, report_id).kind
        assert callable(printing.render)
