"""The job that reminds somebody of an action: one mail, with an address and nothing else."""

from app import db
from app.domain.people import Role
from app.services import action_reminders, following
from app.services.following import Care
from app.worker import loop
from tests import practice


class TestSend:
    def test_writes_to_the_owner_once(self, database, tmp_path, monkeypatch):
        """However often the sweep looks, one mail leaves, and it says only that something waits."""
        monkeypatch.setenv("EARSHOT_MAIL_URL", f"file:{tmp_path / 'mail'}")
        with db.unit_of_work() as session:
            practice.a_form(session)
            auditor = practice.an_actor(session, Role.PRACTITIONER)
            owner = practice.an_actor(session, Role.BOARD)
            audit = practice.an_audit(session, auditor)
            action_id = practice.an_action(
                session,
                audit,
                by=auditor,
            )
            following.see_to(session, action_id, Care(owner_id=owner.id))
        for _ in range(2):
            with db.unit_of_work() as session:
                action_reminders.sweep(session)
            loop.run_all()
        mails = [one.read_text("utf-8") for one in (tmp_path / "mail").glob("*.eml")]

        assert 1 == len(mails)
        assert owner.email in mails[0]
        assert str(action_id) in mails[0]
        assert "See the child" not in mails[0]
