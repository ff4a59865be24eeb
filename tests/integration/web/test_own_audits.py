"""A worker's own audits on their pages: what was said of their work, and their reply."""

from sqlalchemy import select

from app.db.models import User
from tests.integration.web.test_audits import open_audit
from tests.page import words_of
from tests.queries import scalar


class TestOwnAudits:
    def test_are_read_and_answered(self, staff):
        """A worker reads an audit of theirs, disputes it, and its auditor sees the reasons."""
        worker, auditor = staff("worker"), staff("practitioner")
        path = worker.follows("/my-audits", "main th a")
        unsaid = worker.sends(path, f"{path}/reply", reasons="", reflection="")
        bare = worker.sends(path, f"{path}/reply", stance="disputes", reasons=" ", reflection="")
        worker.sends(
            path, f"{path}/reply", stance="disputes", reasons="It was <late>.", reflection=""
        )
        assert "stays with the audit" in worker.says()
        text = auditor.opens(path.replace("/my-audits", "/audits")).get_text(" ")

        assert (422, 422) == (unsaid.status_code, bare.status_code)
        assert "Say what you see differently" in bare.text
        assert "It was <late>." in text
        assert "disputed" in text

    def test_are_closed_to_the_pages_that_record(self, staff):
        """The worker can't open their audit where it is recorded, nor a stranger where it is read."""
        worker, other = staff("worker"), staff("practitioner")
        path = worker.follows("/my-audits", "main th a")
        worker.opens(path.replace("/my-audits", "/audits"), status=404)
        other.opens(path, status=404)

        assert "No audit of your practice yet" in other.opens("/my-audits").get_text()

    def test_are_named_by_account_when_an_audit_is_opened(self, auditor, staff):
        """An auditor names the worker, who then sees that the audit is being written."""
        worker_id = scalar(select(User.id).where(User.email == "worker@anytown.example"))
        choices = [
            option["value"]
            for option in auditor.opens("/audits/new").select("#practitioner option")
        ]
        open_audit(auditor, practitioner=str(worker_id))
        page = staff("worker").opens("/my-audits").get_text(" ")

        assert "" == choices[0]
        assert str(worker_id) in choices
        assert "not handed in yet" in page

    def test_take_a_reply_after_the_close_and_keep_what_was_written_of_a_second(
        self, staff, auditor
    ):
        """The first reply is always taken; a second after the close is refused, to copy from."""
        worker = staff("worker")
        path = worker.follows("/my-audits", "main th a")
        audit = path.replace("/my-audits", "/audits")
        token = worker.opens(path).select_one("input[name=csrf_token]")["value"]
        auditor.sends(audit, f"{audit}/close")
        first, second = (
            worker.client.post(
                f"{path}/reply",
                data={"csrf_token": token, "stance": "agrees", "reflection": words},
            )
            for words in ("I rush.", "I rush less.")
        )

        assert (302, 422) == (first.status_code, second.status_code)
        assert "The audit is closed" in words_of(second)
        assert "I rush less." in words_of(second)
        assert "your reply can't be changed" in worker.opens(path).get_text()
