"""Cases that wait for their auditor on pages: begun, handed back, or kept from who is too near."""

import pytest

from app.db.models import Audit, AuditConflict
from tests.programme_pages import day, rows_of, upload, waiting_case
from tests.programmed import a_file


class TestConflicts:
    def test_are_declared_and_taken_back(self, lead, drawn, auditor_id):
        """Whoever leads can declare a conflict for an auditor, read why, and take it back."""
        said = {"auditor_id": str(auditor_id), "about": "team", "subject": "Care North"}
        lead.sends(drawn, f"{drawn}/conflicts", **said, reason="Used to work there.")
        kept = lead.says()
        (row,) = [one for one in rows_of(AuditConflict) if one.auditor_id == auditor_id]
        lead.sends(drawn, f"{drawn}/conflicts/{row.id}/take-back")

        assert "Used to work there." in kept
        assert "The conflict is taken back." in lead.says()

    def test_need_a_reason(self, lead, drawn, auditor_id):
        """Without a reason the conflict is refused, and what was typed is kept."""
        said = {"auditor_id": str(auditor_id), "about": "team", "subject": "Care North"}
        answer = lead.sends(drawn, f"{drawn}/conflicts", **said, reason="")

        assert 422 == answer.status_code
        assert "Say why in a few words." in lead.says()
        assert 'value="Care North"' in answer.text


class TestWaiting:
    @pytest.fixture
    def waits(self, lead, drawn):
        """Return the address of an audit that waits for Anytown's auditor."""
        lead.sends(drawn, f"{drawn}/give", due_on=day(60))
        return f"/audits/waiting/{waiting_case()}"

    def test_begins_from_the_list_of_audits(self, staff, waits):
        """The auditor sees what waits, begins it, and has a draft with what is known."""
        auditor = staff("practitioner")
        assert auditor.opens("/audits").select_one(f"a[href='{waits}']")
        page = auditor.opens(waits)
        chosen = page.select_one("#cohort option[selected]")["value"]

        auditor.sends(
            waits,
            f"{waits}/begin",
            cohort=chosen,
            held_on=day(0),
            has_no_conflict="y",
            age_years="",
        )

        assert "looked_after" == chosen
        assert page.select_one("h1").get_text().split()[1] in auditor.says()
        assert 27 == len(rows_of(Audit))
        assert not auditor.opens("/audits").select_one(f"a[href='{waits}']")

    def test_tells_what_keeps_it_from_beginning(self, staff, waits):
        """Without the word on conflicts, and on a day to come, nothing begins."""
        auditor = staff("practitioner")
        answer = auditor.sends(waits, f"{waits}/begin", cohort="looked_after", held_on=day(2))

        assert 422 == answer.status_code
        assert "You can't audit your own case or your own line." in auditor.says()
        assert "can't be in the future" in auditor.says()

    def test_is_handed_back_with_a_reason(self, staff, lead, drawn, waits):
        """Whoever is too near says why, and the case needs somebody else."""
        auditor = staff("practitioner")
        refused = auditor.sends(waits, f"{waits}/cannot", about="case", reason="")
        auditor.sends(waits, f"{waits}/cannot", about="case", reason="We are neighbours.")

        assert 422 == refused.status_code
        assert "Somebody else will be asked." in auditor.says()
        assert "We are neighbours." in lead.opens(drawn).get_text()
        auditor.opens(waits, 404)

    def test_says_when_the_worker_is_not_known(self, lead, staff, place, auditor_id):
        """A conflict with a worker whom the list does not name is refused at its field."""
        lead.sends(place, f"{place}/auditors", user_id=str(auditor_id), team="Quality")
        address = upload(lead, place, a_file(["CH-77,Care North,cin,,"])).headers["Location"]
        lead.sends(address, f"{address}/keep")
        lead.sends(place, f"{place}/draw", size="1", strata="none")
        lead.sends(place, f"{place}/give", due_on=day(9))
        waits, auditor = f"/audits/waiting/{waiting_case()}", staff("practitioner")
        auditor.sends(waits, f"{waits}/cannot", about="practitioner", reason="My friend.")

        assert "Choose another." in auditor.says()
