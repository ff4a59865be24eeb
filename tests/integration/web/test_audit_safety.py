"""Danger in an audit on its pages: shown first, told to those who act, and in the way of its end."""

from uuid import UUID

import pytest
from sqlalchemy import func, select

from app import db
from app.db.models import Audit, Concern
from app.demo import content
from app.domain.audits import AuditState
from app.services import help_places
from tests.help_places import HELP
from tests.integration.web.test_audits import first_page, open_audit, record
from tests.page import words_of
from tests.queries import scalar


@pytest.fixture
def draft(auditor):
    return open_audit(auditor).headers["Location"]


class TestSafety:
    def test_comes_before_the_next_page(self, auditor, draft):
        """Unsure leads to whom to ring, then to who was told, and never straight on."""
        answer = auditor.sends(first_page(auditor, draft, "auditor"), safe_now="unsure")
        page = auditor.opens(answer.headers["Location"])

        assert f"{draft}/safety" == answer.headers["Location"]
        assert page.select_one("main a[href='tel:999']")
        assert "A concern has been raised" in page.get_text()
        assert page.select_one(f"main a[href='{draft}/auditor/safety_told']")

    def test_says_that_the_numbers_are_missing(self, auditor, draft):
        """Where nobody has written the numbers down, the page says so and where they are."""
        assert (
            "Their numbers are not in Earshot yet" in auditor.opens(f"{draft}/safety").get_text()
        )

    def test_shows_the_front_door_then_out_of_hours_with_the_day(
        self, auditor, draft, tmp_path, monkeypatch
    ):
        """The numbers come from the help file, each with the day a person checked it."""
        file = tmp_path / "help.yaml"
        file.write_text(HELP, "utf-8")
        known = help_places.read(file)
        monkeypatch.setattr(help_places, "load", lambda _: known)
        text = auditor.opens(f"{draft}/safety").get_text(" ")

        assert text.index("01632 960001") < text.index("01632 960002")
        assert "Checked on 14 November 2026." in text
        assert "Nobody has checked this number yet." in text

    def test_hears_an_old_page_after_the_audit_was_handed_in(self, auditor, draft):
        """A no from an old tab is not kept with the audit, and raises its concern all the same."""
        page = first_page(auditor, draft, "auditor")
        token = auditor.opens(page).select_one("input[name=csrf_token]")["value"]
        with db.unit_of_work() as session:
            audit = session.get_one(Audit, UUID(draft.rsplit("/", 1)[1]))
            audit.state = AuditState.SUBMITTED
        answers = [
            auditor.client.post(page, data={"csrf_token": token, "safe_now": said})
            for said in ("yes", "no")
        ]
        text = auditor.opens(f"{draft}/safety").get_text()

        assert [409, 302] == [one.status_code for one in answers]
        assert "the safeguarding officer is told that this child may not be safe" in text.lower()
        assert "A concern has been raised" in text

    @pytest.mark.parametrize("where", ["", "/child"])
    def test_is_one_press_away(self, auditor, draft, where):
        """The audit and the page of a voice have the button, and it raises a concern."""
        before = scalar(select(func.count(Concern.id)))
        answer = auditor.sends(f"{draft}{where}", f"{draft}/safety")

        assert f"{draft}/safety" == answer.headers["Location"]
        assert before + 1 == scalar(select(func.count(Concern.id)))

    def test_keeps_the_page_on_which_it_was_pressed(self, auditor, draft):
        """On a page of a voice the button raises a concern and keeps what was written there."""
        page = first_page(auditor, draft, "child")
        answer = auditor.sends(page, child_asked="asked", stop="now")

        assert f"{draft}/safety" == answer.headers["Location"]
        assert "Yes" in auditor.opens(f"{draft}/child").get_text()

    def test_comes_before_what_else_was_said_of_safety(self, auditor, draft):
        """Pressed beside “yes, safe”, the button leads to whom to ring, and “not sure” stands."""
        answer = auditor.sends(first_page(auditor, draft, "auditor"), safe_now="yes", stop="now")
        said = " ".join(auditor.opens(f"{draft}/safety").get_text().split())

        assert f"{draft}/safety" == answer.headers["Location"]
        assert "Is this child safe now? I am not sure" in said

    def test_is_not_delayed_by_a_mistake_on_the_page(self, auditor, draft):
        """Pressed on a page with a mistake, the concern is raised and the mistake is shown."""
        before = scalar(select(func.count(Concern.id)))
        answer = auditor.sends(first_page(auditor, draft, "child"), stop="now")

        assert 422 == answer.status_code
        assert "A concern has been raised" in words_of(answer)
        assert before + 1 == scalar(select(func.count(Concern.id)))

    def test_cannot_be_taken_back(self, auditor, draft):
        """After a concern, "yes, safe" is not kept, and the page says who closes the concern."""
        page = first_page(auditor, draft, "auditor")
        auditor.sends(page, safe_now="no")
        auditor.sends(page, safe_now="yes")
        said = auditor.says()

        assert "your last answer was not kept" in said
        assert "Is this child safe now? No" in " ".join(said.split())

    def test_refuses_a_duty_that_it_does_not_know(self, tmp_path):
        """A duty that is written wrongly is told of, so that no number is lost in silence."""
        file = tmp_path / "help.yaml"
        file.write_text(HELP.replace("front_door", "reception"), "utf-8")
        with pytest.raises(help_places.HelpFileError, match="not reception"):
            help_places.read(file)


class TestClose:
    def submitted(self, auditor, draft):
        for voice, form in content.read().audits[0].voices.items():
            record(auditor, draft, voice, form)
        auditor.sends(draft, f"{draft}/submit")

    def test_closes_what_was_handed_in(self, auditor, draft):
        """An audit without a concern is closed by its auditor, once."""
        self.submitted(auditor, draft)
        auditor.sends(draft, f"{draft}/close")
        text = auditor.says()
        auditor.sends(draft, f"{draft}/close")

        assert "The audit is closed." in text
        assert "It is closed already." in auditor.says()
        assert AuditState.CLOSED is scalar(select(Audit.state).where(Audit.case_ref == "CH-4242"))

    def test_says_why_it_cannot_be_closed(self, auditor, draft):
        """While a concern is open the page says so, and a press changes nothing."""
        self.submitted(auditor, draft)
        auditor.sends(draft, f"{draft}/safety")
        page = auditor.opens(draft).get_text(" ")
        auditor.sends(draft, f"{draft}/close")

        assert "It can't be closed yet. A concern about this child is not closed yet." in page
        assert "The audit was not closed." in auditor.says()
