"""What a cycle of audits leaves behind: its grades as a table, and its findings as a report."""

import csv
import io

import openpyxl
import pytest
from sqlalchemy import func, select

from app import db
from app.db.models import ActivityEntry, AuditCycle, Report
from app.worker import loop

WORDS = {
    "works": "Visits are kept.",
    "worries": "Chronologies stop early.",
    "next": "Managers look at one in each supervision.",
}


def cycle(begins="Summer"):
    """Return the address of one of Anytown's cycles."""
    with db.reading() as session:
        found = session.scalar(
            select(AuditCycle.id).where(AuditCycle.title.startswith(begins, autoescape=True))
        )
    return f"/audits/programme/{found}"


def write(browser, path, **changes):
    """Fill in the form of findings by its fields' ids."""
    fields = {one["id"]: one["name"] for one in browser.opens(path).select("form [id][name]")}
    said = {"title": "What the summer showed"} | WORDS | changes
    return browser.sends(path, **{fields.get(key, key): words for key, words in said.items()})


def taken_out():
    query = select(func.count()).where(ActivityEntry.verb == "grades.taken_out")
    with db.reading() as session:
        return session.scalar(query)


class TestGrades:
    def test_are_sent_as_two_kinds_of_table(self, staff):
        """The page of a cycle leads to the same table for Excel and as plain text."""
        browser = staff("moderator")
        path = cycle()
        links = [one["href"] for one in browser.opens(path).select("main a[href*='/grades/']")]
        sheet, text = (browser.client.get(link) for link in links)
        rows = list(csv.reader(io.StringIO(text.data.decode("utf-8-sig"))))
        cells = openpyxl.load_workbook(io.BytesIO(sheet.data)).active.values

        assert [f"{path}/grades/xlsx", f"{path}/grades/csv"] == links
        assert rows == [[cell or "" for cell in row] for row in cells]
        assert all("attachment" in one.headers["Content-Disposition"] for one in (sheet, text))
        assert 2 == taken_out()

    def test_are_sent_of_every_cycle_at_once(self, staff):
        """The page of the programme leads to the grades of all audits, in cycles or not."""
        browser = staff("moderator")
        link = browser.follows("/audits/programme", "main a[href$='/grades/csv']")
        answer = browser.client.get(link)
        rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))

        assert {"", "Summer and autumn 2026, children in our care", "Winter 2026, families"} == {
            row[1] for row in rows[1:]
        }

    @pytest.mark.parametrize("role", ["practitioner", "board", "participation"])
    def test_are_for_those_who_lead_audits(self, staff, role):
        """Nobody else takes grades out, and nothing is recorded as taken."""
        staff(role).opens(f"{cycle()}/grades/csv", status=404)

        assert 0 == taken_out()


class TestFindings:
    def test_are_frozen_with_the_words_of_who_leads(self, staff):
        """From the cycle to the report, on the screen at once, as a page, and in Word."""
        browser = staff("moderator")
        path = browser.follows(cycle(), "main a[href$='/findings']")
        report = write(browser, path).headers["Location"]
        page = browser.opens(report)
        as_page = browser.client.get(f"{report}/html")
        loop.run_all()
        as_word = browser.client.get(f"{report}/docx")

        assert "Chronologies stop early." in page.get_text()
        assert "9 audits are counted" in page.get_text()
        assert b"Chronologies stop early." in as_page.data
        assert "findings-of-audits" in as_word.headers["Content-Disposition"]

    def test_reach_the_board(self, staff):
        """Who reads reports finds them among the reports."""
        write(staff("moderator"), f"{cycle()}/findings")
        page = staff("board").opens(staff("board").follows("/reports", "th a")).get_text()

        assert "Visits are kept." in page

    def test_keep_what_was_typed_when_it_is_refused(self, staff):
        """A name in the findings is refused at its field, and nothing that was typed is lost."""
        browser = staff("moderator")
        answer = write(browser, f"{cycle()}/findings", works="Imran keeps every visit.")
        with db.reading() as session:
            reports = session.scalar(select(func.count()).where(Report.kind == "audit_cycle"))

        assert 422 == answer.status_code
        assert "“Imran” could tell whose work or which child this is." in answer.text
        assert "Imran keeps every visit.</textarea>" in answer.text
        assert "Chronologies stop early.</textarea>" in answer.text
        assert 0 == reports

    def test_show_beforehand_what_stands_under_them(self, staff):
        """Before anything is written the page shows the evidence as it is today."""
        browser = staff("moderator")
        full, small = (browser.opens(f"{cycle(one)}/findings") for one in ("Summer", "Winter"))

        assert "10 audits are handed in." in full.get_text()
        assert "Fewer than five audits are handed in." in small.get_text()

    def test_are_for_those_who_lead_audits(self, staff):
        """An auditor finds no such page."""
        staff("practitioner").opens(f"{cycle()}/findings", status=404)
        staff("moderator").opens("/audits/programme/grades/pdf", status=404)

        assert 0 == taken_out()
