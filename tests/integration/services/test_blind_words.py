"""What staff write of an audit beside its grades, for those who may still read it again blind."""

import pytest
from sqlalchemy import select

from app.db.models import Audit, Moderation
from app.domain.moderation import ModerationState, SelectedFor
from app.domain.people import Role
from app.services import case_chronology, following, following_views
from app.services.blind_words import blind_words
from tests import practice

WORDS = "Look again in May, because it was graded inadequate."
HIDDEN = "Look again in May, because it was graded [grade]."


@pytest.fixture
def moderator(session):
    return practice.an_actor(session, Role.MODERATOR)


@pytest.fixture
def action_id(session, auditor):
    audit = practice.a_submitted_audit(session, auditor)
    found = practice.an_action(
        session,
        audit,
        what=WORDS,
        why=WORDS,
        owner_role="Team manager",
        by=auditor,
    )
    following.mark_done(session, found, WORDS, by=auditor)
    return found


def read_by(session, action_id, actor):
    """Return every text of an action as somebody reads it, on its page and in the list."""
    page = following_views.care_page(session, action_id, by=actor)
    lines = following_views.care_lines(session, actor)
    return {page.line.what, page.why, page.evidence, *(line.what for line in lines)}


class TestBlindWords:
    def test_hides_the_scale_from_who_may_read_it_again(self, session, action_id, moderator):
        """A moderator who plans learning reads actions, and not the grade that is written there."""
        assert {HIDDEN} == read_by(session, action_id, moderator)

    def test_hides_it_in_a_case_over_time_too(self, session, action_id, moderator):
        """Where the audits of a case stand in order, an action gives away no grade either."""
        audit_id = session.scalars(select(Audit.id)).one()
        found = case_chronology.chronology(session, audit_id, by=moderator)

        assert [f"Agreed: {HIDDEN}"] == [one.title for one in found.events if one.kind == "action"]

    @pytest.mark.parametrize("role", [Role.PARTICIPATION, None])
    def test_hides_nothing_from_others(self, session, action_id, auditor, role):
        """Whoever reads no audits again, and the auditor, read what was written."""
        reader = practice.an_actor(session, role) if role else auditor

        assert {WORDS} == read_by(session, action_id, reader)

    @pytest.mark.parametrize(
        ("state", "expected"),
        [
            (ModerationState.WAITING, HIDDEN),
            (ModerationState.GRADING, HIDDEN),
            (ModerationState.COMPARING, WORDS),
            (ModerationState.SETTLED, WORDS),
        ],
    )
    def test_opens_when_both_readings_are_in(self, session, action_id, moderator, state, expected):
        """As soon as the second grades are in, there is nothing to be blind to."""
        audit_id = session.scalars(select(Audit.id)).one()
        session.add(Moderation(audit_id=audit_id, selected_for=SelectedFor.RANDOM, state=state))
        session.flush()

        assert {expected} == read_by(session, action_id, moderator)

    def test_leaves_an_auditor_their_own(self, session, auditor):
        """A moderator who audited it themselves knows what they gave."""
        both = practice.an_actor(session, Role.MODERATOR, Role.PRACTITIONER)
        own = practice.a_submitted_audit(session, both)
        others = practice.a_submitted_audit(session, auditor)
        found = blind_words(session, both)

        assert (WORDS, HIDDEN) == (found.said(own, WORDS), found.said(others, WORDS))
