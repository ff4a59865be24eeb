"""What became of an audit's grades, as its worker reads it."""

import pytest

from app.domain.moderation import ModerationState, Outcome
from app.domain.people import Role
from app.domain.practice import Stance
from app.services import audit_said, own_audits, reconciling
from tests import audited, builders, practice


@pytest.fixture
def auditor(session):
    audited.publish_form(session, builders.a_service(session).id)
    return practice.an_actor(session, Role.PRACTITIONER)


@pytest.fixture
def worker(session):
    return practice.an_actor(session, Role.PRACTITIONER)


@pytest.fixture
def reader(session):
    return practice.an_actor(session, Role.MODERATOR)


@pytest.fixture
def audit(session, auditor, worker):
    audit = audited.an_audit(session, auditor)
    audit.practitioner_id = worker.id
    session.flush()
    return audit


def grades(session, audit, worker):
    return own_audits.own_audit(session, audit.id, by=worker).grades


class TestOwnGrades:
    def test_say_that_nobody_read_it_again(self, session, audit, worker):
        """Without a second reading the auditor's grades stand, and the page says so."""
        found = grades(session, audit, worker)

        assert ((audit_said.NONE_SETTLED,), (), False) == (
            found.said,
            found.lines,
            found.is_read_again,
        )

    def test_say_that_a_dispute_is_looked_at(self, session, audit, worker):
        """After a dispute somebody looks at the grades, and none of theirs is shown meanwhile."""
        own_audits.reply(
            session, audit.id, stance=Stance.DISPUTES, reflection="", reasons="It was.", by=worker
        )
        found = grades(session, audit, worker)

        assert ((), True) == (found.lines, found.is_read_again)

    def test_show_both_readings_once_they_are_settled(self, session, audit, worker, reader):
        """What was changed about a worker's grades, and why, is no secret from them."""
        audited.read_again(session, audit, reader, overall_grade="requires_improvement")
        found = grades(session, audit, worker)
        overall = next(one for one in found.lines if one.key == "overall_grade")

        assert "We looked together." == overall.reason
        assert ("Good", "Requires improvement to be good") == (overall.first, overall.final)
        assert Outcome.CHANGED_DOWN.label in " ".join(found.said)
        assert not found.is_read_again

    def test_show_nothing_before(self, session, audit, worker, reader):
        """A second reading that goes on shows nothing of itself."""
        audited.read_again(session, audit, reader, overall_grade="requires_improvement")
        moderation = reconciling.of_audit(session, audit.id)
        moderation.state, moderation.final_grade = ModerationState.COMPARING, None
        session.flush()
        found = grades(session, audit, worker)

        assert ((audit_said.NONE_SETTLED,), ()) == (found.said, found.lines)
