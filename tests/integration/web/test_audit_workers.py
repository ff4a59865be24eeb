"""Naming the worker of an audit, and what is refused on the way, as the auditor sees it."""

from sqlalchemy import select

from app import db
from app.db.models import AuditCycle, CycleAuditor, User
from app.domain.programme import ConflictWith
from app.services import accounts, audit_conflicts, cycles
from app.services.audit_conflicts import Declaring
from tests.integration.web.test_audits import open_audit


def user_id(email):
    with db.reading() as session:
        return session.scalar(select(User.id).where(User.email == email))


class TestName:
    def test_gives_the_worker_the_audit(self, staff):
        """An audit without a worker asks for one; named, it stands on their page."""
        auditor = staff("practitioner")
        path = open_audit(auditor, case_ref="CH-7001").headers["Location"]
        before = staff("worker").opens("/my-audits").get_text()
        worker = str(user_id("worker@anytown.example"))
        answer = auditor.sends(path, f"{path}/worker", worker=worker)

        assert 303 == answer.status_code
        assert "The worker is named" in auditor.says()
        assert not auditor.opens(path).select("#worker")
        assert "CH-7001" not in before
        assert "CH-7001" in staff("worker").opens("/my-audits").get_text()

    def test_asks_for_a_name(self, staff):
        """Nobody chosen, and nothing that is a name, says what to do and changes nothing."""
        auditor = staff("practitioner")
        path = open_audit(auditor, case_ref="CH-7002").headers["Location"]
        said = []
        for sent in ("", "everybody"):
            auditor.sends(path, f"{path}/worker", worker=sent)
            said.append(auditor.says())

        assert all("Choose whose work this audit is about." in one for one in said)
        assert auditor.opens(path).select("#worker")

    def test_leaves_a_worker_who_replied(self, staff):
        """After a reply the name stays, and the page says why."""
        auditor, worker = staff("practitioner"), staff("worker")
        own = worker.follows("/my-audits", "main th a")
        worker.sends(own, f"{own}/reply", stance="agrees", reflection="I rush.", reasons="")
        path = own.replace("/my-audits", "/audits")
        auditor.sends(path, f"{path}/worker", worker=str(user_id("worker@anytown.example")))

        assert "has replied" in auditor.says()


class TestNew:
    def test_refuses_ones_own_reference(self, staff):
        """Who writes their own staff reference is told at that field, and keeps what they wrote."""
        auditor = staff("practitioner")
        with db.unit_of_work() as session:
            cycle_id = session.scalar(select(AuditCycle.id).limit(1))
            me = session.scalar(
                select(User.id).where(User.email == "practitioner@anytown.example")
            )
            known = select(CycleAuditor).where(
                CycleAuditor.cycle_id == cycle_id, CycleAuditor.user_id == me
            )
            row = session.scalar(known) or CycleAuditor(cycle_id=cycle_id, user_id=me, team="Q")
            row.practitioner_hash = cycles.hash_of("SW-7003", cycles.WORKER)
            session.add(row)
        answer = open_audit(auditor, case_ref="CH-7003", practitioner_ref="sw7003")

        assert 422 == answer.status_code
        assert "own practice" in answer.text
        assert "sw7003" in answer.text

    def test_refuses_who_declared_a_conflict(self, staff):
        """Whoever declared a conflict with a case opens no audit of it, and is told why."""
        auditor = staff("practitioner")
        with db.unit_of_work() as session:
            by = accounts.actor_by_id(session, user_id("practitioner@anytown.example"))
            declaring = Declaring(by.id, ConflictWith.CASE, "ch-7004", "I know them.")
            audit_conflicts.declare(session, declaring, by=by)
        answer = open_audit(auditor, case_ref="CH-7004")

        assert 422 == answer.status_code
        assert "You declared a conflict" in answer.text
        assert "CH-7004" not in auditor.opens("/audits").get_text()
