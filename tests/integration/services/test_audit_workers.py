"""The worker whose practice an audit is about: named, so that they can read it."""

import pytest
from sqlalchemy import select

from app.db.models import ActivityEntry, CycleAuditor, Moderation
from app.domain.errors import Conflict, Invalid, NotFound
from app.domain.moderation import ModerationState, SelectedFor
from app.domain.people import Role
from app.domain.practice import Stance
from app.services import audit_after, audit_workers, auditing, own_audits
from tests import practice, programmed


@pytest.fixture
def audit(session, auditor):
    return practice.a_submitted_audit(session, auditor)


class TestNameWorker:
    def test_lets_them_read_it(self, session, auditor, worker, audit):
        """Named after it was handed in, they read it and reply, and that they were is recorded."""
        before = own_audits.own_audits(session, worker)
        offered = audit_after.after(session, audit.id, by=auditor).workers
        audit_workers.name_worker(session, audit.id, worker.id, by=auditor)
        after = audit_after.after(session, audit.id, by=auditor)
        verbs = session.scalars(select(ActivityEntry.verb)).all()

        assert () == before
        assert (worker.id, "Nerys Calloway") in offered
        assert audit.id == own_audits.own_audit(session, audit.id, by=worker).line.id
        assert ("Nerys Calloway", ()) == (after.practitioner, after.workers)
        assert "audit.worker_named" in verbs

    def test_takes_nobody_who_cannot_be(self, session, auditor, audit):
        """The auditor, somebody who works with no children here, and nobody are refused."""
        board = practice.an_actor(session, Role.BOARD)
        for one in (auditor.id, board.id, None):
            with pytest.raises(Invalid) as refused:
                audit_workers.name_worker(session, audit.id, one, by=auditor)
            assert {"worker": audit_workers.CHOOSE} == refused.value.fields

        assert audit.practitioner_id is None

    def test_takes_no_second_reader(self, session, auditor, worker, audit):
        """Whoever read it the second time did not read of their own work."""
        session.add(
            Moderation(
                audit_id=audit.id,
                selected_for=SelectedFor.RANDOM,
                state=ModerationState.GRADING,
                moderator_id=worker.id,
            )
        )
        session.flush()
        with pytest.raises(Invalid) as refused:
            audit_workers.name_worker(session, audit.id, worker.id, by=auditor)

        assert {"worker": audit_workers.READ_AGAIN} == refused.value.fields

    def test_changes_no_name_after_a_reply(self, session, auditor, worker, audit):
        """Once the worker has replied, the audit is theirs for good."""
        audit_workers.name_worker(session, audit.id, worker.id, by=auditor)
        own_audits.reply(
            session, audit.id, stance=Stance.AGREES, reflection="I rush.", reasons="", by=worker
        )
        other = practice.an_actor(session, Role.PRACTITIONER)
        with pytest.raises(Conflict, match="worker_replied"):
            audit_workers.name_worker(session, audit.id, other.id, by=auditor)

    def test_is_only_for_the_auditor(self, session, worker, audit):
        """Nobody names themselves into somebody else's audit."""
        with pytest.raises(NotFound):
            audit_workers.name_worker(session, audit.id, worker.id, by=worker)


class TestOpenAudit:
    @pytest.fixture
    def known(self, session, service_id, worker):
        """Let a cycle know the worker's staff reference, as it does of whoever audits in it."""
        lead = practice.an_actor(session, Role.MODERATOR)
        cycle_id = programmed.a_cycle(session, lead, service_id)
        programmed.joins(session, cycle_id, lead, worker, practitioner_ref="SW-014")

    def test_finds_the_worker_by_their_reference(self, session, auditor, worker, known):
        """A device and a list of cases know a reference only; it leads to the worker's account."""
        audit = practice.an_audit(session, auditor, practitioner_ref="sw 014")

        assert worker.id == audit.practitioner_id

    def test_refuses_ones_own_reference(self, session, worker, known):
        """Nobody audits themselves, by whichever name."""
        with pytest.raises(Invalid) as refused:
            practice.an_audit(session, worker, practitioner_ref="SW-014")

        assert {"practitioner_ref": auditing.OWN_PRACTICE} == refused.value.fields

    @pytest.mark.parametrize("ref", ["Priya Hollins", "priya@anytown.example"])
    def test_refuses_a_name_as_a_reference(self, session, auditor, ref):
        """A worker's name is not kept where everybody who reads the audit would meet it."""
        with pytest.raises(Invalid) as refused:
            practice.an_audit(session, auditor, practitioner_ref=ref)

        assert ["practitioner_ref"] == list(refused.value.fields)

    @pytest.mark.parametrize("ref", ["", "SW-015"])
    def test_leaves_others_unknown(self, session, auditor, known, ref):
        """No reference, or one that no cycle knows, names nobody."""
        assert practice.an_audit(session, auditor, practitioner_ref=ref).practitioner_id is None

    def test_does_not_choose_between_two(self, session, auditor, known):
        """A reference that two people were given leads to neither."""
        row = session.scalars(select(CycleAuditor)).one()
        session.add(
            CycleAuditor(
                cycle_id=row.cycle_id,
                user_id=practice.an_actor(session, Role.PRACTITIONER).id,
                team="Q",
                practitioner_hash=row.practitioner_hash,
            )
        )
        session.flush()

        audit = practice.an_audit(session, auditor, practitioner_ref="SW-014")
        assert audit.practitioner_id is None
