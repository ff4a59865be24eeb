"""A cycle's findings as a report: frozen, printed, and read by whoever may."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from app.db.models import ActivityEntry, AuditCase, Report
from app.domain.errors import Invalid, NotFound
from app.domain.people import Role
from app.services import accounts, cycle_reports, report_lines, reporting
from app.services.cycle_reports import FindingWords
from app.worker import reporting as printing
from tests import audited, builders, practice, programmed

WORDS = FindingWords("Visits are kept.", "Plans are old.", "We write them anew.")


def frozen(session, lead, cycle_id, words=WORDS, title="What we found"):
    return cycle_reports.freeze(session, cycle_id, title, words, organisation="Anytown", by=lead)


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
