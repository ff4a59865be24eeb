"""One case over time in words: without what must be kept, and with what is disputed."""

import pytest
from sqlalchemy import select

from app.db.models import Concern, Moderation
from app.domain.audits import Voice
from app.domain.errors import Conflict
from app.domain.moderation import ModerationState, SelectedFor
from app.domain.people import Role
from app.services import moderating, reconciling
from tests import practice
from tests.case_history import events, held, passed_over


@pytest.fixture
def reader(session, service_id):
    return practice.an_actor(session, Role.MODERATOR, name="Wendeline Marsh")


def text(event):
    return "".join(one.text for one in event.said)


class TestWords:
    def said(self, session, auditor, use):
        audit = held(session, auditor)
        practice.say(
            session,
            audit,
            Voice.CHILD,
            child_words="Tell nobody that Aisha shouts.",
            **({"child_quote_use": use} if use else {}),
        )
        return audit

    @pytest.mark.parametrize("use", ["internal", "not_at_all", ""])
    def test_of_a_child_are_kept(self, session, auditor, reader, use):
        """Without the child's leave for reports the words are not shown, and it says so."""
        audit = self.said(session, auditor, use)
        (event,) = events(session, audit, reader, "words")

        assert "Kept: who said this did not let it into reports." == text(event)

    def test_of_a_child_are_redacted(self, session, auditor, reader):
        """With the child's leave they are shown, and names in them are not."""
        audit = self.said(session, auditor, "reports")
        (event,) = events(session, audit, reader, "words")

        assert "shouts" in text(event)
        assert "Aisha" not in text(event)

    def test_of_a_child_are_read_by_the_second_reader(self, session, auditor, reader):
        """Whoever reads that audit a second time reads its words anyway."""
        audit = self.said(session, auditor, "not_at_all")
        session.add(
            Moderation(
                audit_id=audit.id,
                selected_for=SelectedFor.RANDOM,
                state=ModerationState.GRADING,
                moderator_id=reader.id,
            )
        )
        session.flush()
        (event,) = events(session, audit, reader, "words")

        assert "shouts" in text(event)

    def test_that_raised_a_concern_are_left_to_safeguarding(self, session, auditor, reader):
        """Words that the screen heard are shown to nobody here."""
        audit = held(session, auditor)
        practice.say(
            session,
            audit,
            Voice.CHILD,
            child_words="He hits me with a belt.",
            child_quote_use="reports",
        )
        (event,) = events(session, audit, reader, "words")

        assert session.scalars(select(Concern)).all()
        assert "belt" not in text(event)
        assert "safeguarding officer" in text(event)


class TestDispute:
    def test_goes_to_who_has_not_read_the_grades(self, session, auditor, reader):
        """Who read a case over time can't be the blind reader of its audit that is disputed."""
        audit = held(session, auditor)
        passed_over(session, reader, audit)
        events(session, audit, reader)
        reconciling.dispute(session, audit.id, why="The plan was rewritten.", by=auditor)
        moderation = session.scalars(select(Moderation)).one()
        other = practice.an_actor(session, Role.MODERATOR)

        with pytest.raises(Conflict, match="moderator_knows_grades"):
            moderating.take(session, moderation.id, has_no_conflict=True, by=reader)
        moderating.take(session, moderation.id, has_no_conflict=True, by=other)
        assert other.id == moderation.moderator_id
