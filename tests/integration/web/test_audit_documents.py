"""Audits as documents in the site: read, taken out as files, and out of reach of others."""

from io import BytesIO
from uuid import UUID

import docx
import pytest
from bs4 import BeautifulSoup
from sqlalchemy import func, select

from app import db
from app.db.models import ActivityEntry, Audit

NOWHERE = UUID(int=0)


def finished():
    """Return the address of an audit of Anytown's auditor that was handed in."""
    with db.reading() as session:
        found = session.scalar(
            select(Audit.id).where(Audit.submitted_at.is_not(None)).order_by(Audit.case_ref)
        )
    return f"/audits/{found}"


def taken_out():
    query = select(func.count(ActivityEntry.seq)).where(ActivityEntry.verb == "audit.taken_out")
    with db.reading() as session:
        return session.scalar(query)


class TestDocument:
    def test_leads_from_the_audit_to_its_files(self, staff):
        """The page of an audit leads to the copy to share, and that to both files and the whole."""
        browser = staff("practitioner")
        page = browser.opens(browser.follows(finished(), "main a[href$='/document']"))
        links = [one["href"].split("/document/")[1] for one in page.select("main a")
                 if "/document/" in one["href"]]  # fmt: skip

        assert ["docx", "html", "whole/docx", "whole/html"] == links
        assert "In confidence" in page.get_text()

    def test_is_not_offered_of_a_draft(self, staff):
        """An audit that is not handed in leads to no document."""
        browser = staff("practitioner")
        page = browser.opens("/audits/new")
        fields = {"case_ref": "CH-7001", "team": "North", "cohort": "child_in_need",
                  "kind": "conversational", "held_on": "2026-01-05",
                  "has_no_conflict": "y"}  # fmt: skip
        names = {one["id"]: one["name"] for one in page.select("[id][name]")}
        sent = {names.get(key, key): value for key, value in fields.items()}
        path = browser.sends("/audits/new", **sent).headers["Location"]

        assert [] == browser.opens(path).select("main a[href$='/document']")
        browser.opens(f"{path}/document", status=404)

    @pytest.mark.parametrize("part", ["", "/whole"])
    def test_is_sent_as_a_word_file(self, staff, part):
        """The Word file is saved under the audit's reference, and opens."""
        browser = staff("practitioner")
        answer = browser.client.get(f"{finished()}/document{part}/docx")
        read = docx.Document(BytesIO(answer.data))

        assert answer.headers["Content-Disposition"].startswith('attachment; filename="audit-a-')
        assert read.core_properties.title.startswith("Audit A-")
        assert 1 == taken_out()

    @pytest.mark.parametrize("part", ["", "/whole"])
    def test_is_sent_as_a_page(self, staff, part):
        """The page is saved and never shown within the site, and has the same chapters."""
        browser = staff("practitioner")
        answer = browser.client.get(f"{finished()}/document{part}/html")
        page = BeautifulSoup(answer.data, "html.parser")

        assert "attachment" in answer.headers["Content-Disposition"]
        assert "The grades that stand" in [one.get_text() for one in page.select("h2")]
        assert 1 == taken_out()

    def test_is_nobody_elses(self, staff):
        """Another worker, a moderator and whoever asks for another format find nothing."""
        path = finished()

        staff("worker").opens(f"{path}/document", status=404)
        staff("moderator").opens(f"{path}/document/docx", status=404)
        staff("practitioner").opens(f"{path}/document/pdf", status=404)
        staff("practitioner").opens(f"/audits/{NOWHERE}/document", status=404)

        assert 0 == taken_out()


class TestOwnDocument:
    def test_leads_from_my_practice_to_its_files(self, staff):
        """A worker reads an audit of their own practice as a document, and takes it out."""
        browser = staff("worker")
        audit = browser.follows("/my-audits", "th a")
        path = browser.follows(audit, "main a[href$='/document']")
        page = browser.opens(path).get_text()
        answers = [browser.client.get(f"{path}/{name}") for name in ("docx", "html")]

        assert "All of this audit but what is kept for the child." in page
        assert [200, 200] == [answer.status_code for answer in answers]
        assert 2 == taken_out()

    def test_is_nobody_elses(self, staff):
        """An auditor does not reach it by the worker's way, nor the worker the whole."""
        path = staff("worker").follows("/my-audits", "th a")
        whole = path.replace("/my-audits/", "/audits/") + "/document/whole/docx"

        staff("practitioner").opens(f"{path}/document", status=404)
        staff("worker").opens(whole, status=404)

        assert 0 == taken_out()
