"""Reports: asked for, read on the screen, and downloaded from the same frozen copy."""

from io import BytesIO
from uuid import UUID

import docx
import pytest
from sqlalchemy import select

from app import db
from app.db.models import Job, Survey
from app.domain.errors import NotFound
from app.domain.evidence import JobState
from app.services import accounts, jobs, quotes, reporting
from app.worker import loop
from app.worker import reporting as printing


def surveys():
    with db.reading() as session:
        return [str(one) for one in session.scalars(select(Survey.id))]


def prepare(browser, **changes):
    fields = {
        "title": "What Anytown heard",
        "starts_on": "2020-01-01",
        "ends_on": "2040-01-01",
        "survey_ids": surveys(),
    }
    return browser.sends("/reports/new", **(fields | changes))


class TestNew:
    def test_freezes_the_evidence_and_prints_the_file(self, staff):
        """A report is on the screen at once, and its Word file after its job."""
        browser = staff("participation")
        path = prepare(browser).headers["Location"]
        waiting = browser.opens(path).get_text()
        state = browser.client.get(f"{path}/progress").get_json()
        loop.run_all()
        page = browser.opens(path)
        file = browser.client.get(f"{path}/docx")
        words = "\n".join(one.text for one in docx.Document(BytesIO(file.data)).paragraphs)

        assert "Printing the Word file" in waiting
        assert not state["finished"]
        assert browser.client.get(f"{path}/progress").get_json()["finished"]
        assert "Waiting and delay" in page.get_text()
        assert "Waiting and delay" in words
        assert "attachment" in file.headers["Content-Disposition"]

    @pytest.mark.parametrize(
        ("change", "said"),
        [
            ({"title": " "}, "Give the report a title."),
            ({"ends_on": "2019-01-01"}, "must not be before"),
            ({"survey_ids": []}, "Choose at least one survey."),
        ],
    )
    def test_says_what_is_wrong_and_keeps_what_was_typed(self, staff, change, said):
        """A form that cannot be used comes back with what to do."""
        answer = prepare(staff("participation"), **change)

        assert 422 == answer.status_code
        assert said in answer.text

    def test_needs_a_survey(self, sign_in):
        """Without a survey the page says what to do first."""
        from app.domain.people import Role

        assert "No survey to report on" in sign_in(Role.PARTICIPATION).get("/reports/new").text


class TestReport:
    def test_shows_no_small_number(self, staff):
        """No table of a report holds a count under five."""
        browser = staff("participation")
        path = prepare(browser).headers["Location"]
        for table in browser.opens(path).select("table"):
            heads = [cell.get_text() for cell in table.select("thead th")]
            for row in table.select("tbody tr"):
                for head, cell in zip(heads, row.select("th, td"), strict=False):
                    text = cell.get_text(strip=True)
                    if head in {"People", "Audits"} and text.isdigit():
                        assert int(text) >= 5

    def test_reaches_the_board_and_nobody_without_the_right(self, staff):
        """The board reads reports; an administrator does not."""
        path = staff("board").follows("/reports", "th a")
        staff("board").opens(path)
        staff("administrator").opens(path, status=404)
        staff("board").opens(f"{path}/pdf", status=404)

        assert staff("board").client.get("/reports/new").status_code == 404

    def test_says_when_its_file_could_not_be_printed(self, staff):
        """A report whose printing failed is whole on the screen, and can be printed again."""
        browser = staff("participation")
        path = prepare(browser).headers["Location"]
        with db.unit_of_work() as session:
            job = jobs.latest(session, "report", path.rsplit("/", 1)[1])
            jobs.fail(session, jobs.claim(session, "w", job_id=job.id), "Boom", is_final=True)
        page = browser.opens(path).get_text()
        is_over = browser.client.get(f"{path}/progress").get_json()["finished"]
        read_only = staff("board").opens(path)
        browser.sends(path, f"{path}/print")
        again = browser.says()
        loop.run_all()

        assert is_over
        assert "could not be printed" in page
        assert "Waiting and delay" in page
        assert not read_only.select(f"form[action='{path}/print']")
        assert "printed again now" in again
        assert 200 == browser.client.get(f"{path}/docx").status_code
        assert 409 == browser.sends(path, f"{path}/print").status_code

    def test_loses_a_quote_that_was_taken_back(self, staff):
        """A withdrawn quote is in no later report."""
        browser = staff("participation")
        from app.domain.people import Permission
        from app.services.selection import select_surveys

        with db.unit_of_work() as session:
            by = accounts.actor_of(session, browser.client.get_cookie("earshot_staff").value)
            chosen = select_surveys(session, by, Permission.APPROVE_QUOTES)
            released = quotes.released(session, chosen)
            quotes.withdraw(session, released[0].id, by=by)
            left = quotes.released(session, chosen)
            with pytest.raises(NotFound):
                quotes.withdraw(session, UUID(int=0), by=by)

        assert len(released) - 1 == len(left)


class TestRender:
    def test_fails_for_a_report_that_is_not_there(self, anytown):
        """A job about an unknown report ends in a failure that says so."""
        with db.unit_of_work() as session:
            jobs.enqueue(session, "report", UUID(int=0))
        loop.run_all()
        with db.reading() as session:
            job = session.scalars(select(Job).where(Job.subject == str(UUID(int=0)))).one()
            with pytest.raises(NotFound):
                reporting.document_to_print(session, UUID(int=0))

        assert (JobState.FAILED, "not_found") == (job.state, job.error_code)
        assert callable(printing.render)
