"""What a person decides on the workbench: each in one step, and nothing over another's head."""

from uuid import UUID

import pytest
from sqlalchemy import func, select

from analysis.corpus import Span
from app.db.models import ActivityEntry, Answer, Decision, DecisionChange
from app.domain.errors import Conflict, NotFound
from app.domain.evidence import CodingState
from app.domain.people import Role
from app.domain.workbench import DecisionKind
from app.services import coding, deciding, decisions
from tests import coded
from tests.decided import a_place, of

NONE = "00000000-0000-0000-0000-000000000000"


@pytest.fixture
def place(session):
    return a_place(session)


def verbs(session):
    return set(session.scalars(select(ActivityEntry.verb)))


class TestAccept:
    def test_is_kept_with_what_was_there_before(self, session, place):
        """An accepted coding is the person's, and the step holds the state it had."""
        found, where, ada, _ = place
        one = of(session, where, found.themes["T01"])
        step = deciding.accept(session, where, one.id, seen=coded.seen(session, where), by=ada)
        change = session.scalars(select(DecisionChange)).one()

        assert (CodingState.ACCEPTED, ada.id) == (one.state, one.decided_by_id)
        assert (DecisionKind.ACCEPTED, 1, ada.id) == (step.kind, step.number, step.user_id)
        assert (one.id, CodingState.PROPOSED, None) == (
            change.coding_id,
            change.state_before,
            change.decided_by_before_id,
        )

    def test_never_overwrites_what_somebody_decided_meanwhile(self, session, place):
        """Who saw the passage before a colleague decided is refused, and nothing is changed."""
        found, where, ada, ben = place
        one, before = of(session, where, found.themes["T01"]), coded.seen(session, where)
        deciding.reject(session, where, one.id, seen=before, by=ben)

        with pytest.raises(Conflict) as refused:
            deciding.accept(session, where, one.id, seen=before, by=ada)
        assert "decided_meanwhile" == refused.value.code
        assert (CodingState.REJECTED, ben.id) == (one.state, one.decided_by_id)

    def test_is_refused_when_the_machine_read_again(self, session, place):
        """A coding that the machine put in the place of the one that was seen is not decided."""
        found, where, ada, _ = place
        one, before = of(session, where, found.themes["T01"]), coded.seen(session, where)
        one.score, one.end = 0.8, one.end - 1
        session.flush()

        with pytest.raises(Conflict):
            deciding.accept(session, where, one.id, seen=before, by=ada)

    def test_needs_the_passage_to_be_ones_business(self, session, place):
        """A colleague of another service, and a coding of other words, find nothing."""
        found, where, ada, _ = place
        one, before = of(session, where, found.themes["T01"]), coded.seen(session, where)
        other = coded.read(session, [("Elsewhere.", {"T01": 0.9})])
        stranger = coded.somebody(session, other, "Cy")
        reader = coded.somebody(session, found, "Di", Role.MODERATOR)
        theirs = of(session, other.places[0], found.themes["T01"])

        for by, coding_id in ((stranger, one.id), (reader, one.id), (ada, theirs.id)):
            with pytest.raises(NotFound):
                deciding.accept(session, where, coding_id, seen=before, by=by)
        assert 0 == session.scalar(select(func.count(Decision.id)))


class TestReject:
    def test_takes_the_coding_out_of_the_count(self, session, place):
        """A rejected suggestion is rejected, and the record says by whom."""
        found, where, ada, _ = place
        one = of(session, where, found.themes["T02"])
        deciding.reject(session, where, one.id, seen=coded.seen(session, where), by=ada)

        assert CodingState.REJECTED == one.state
        assert "coding.rejected" in verbs(session)


class TestAdd:
    def test_is_for_those_whose_business_it_is(self, session, place):
        """The verb itself refuses a stranger, and a theme that is not there."""
        found, where, ada, _ = place
        other = coded.read(session, [("Elsewhere.", {})])
        stranger = coded.somebody(session, other, "Cy")
        theme_id = found.themes["T05"]

        with pytest.raises(NotFound):
            coding.add(session, where, theme_id, Span(0, 5), by=stranger)
        with pytest.raises(NotFound):
            coding.add(session, where, UUID(NONE), Span(0, 5), by=ada)


class TestCheck:
    def test_accepts_what_counts_and_sets_suggestions_aside(self, session, place):
        """Right as it is: the sure theme is accepted and the suggestion rejected, as one step."""
        found, where, ada, _ = place
        deciding.check(session, where, seen=coded.seen(session, where), by=ada)

        assert [CodingState.ACCEPTED, CodingState.REJECTED] == [
            of(session, where, found.themes[key]).state for key in ("T01", "T02")
        ]
        assert 1 == session.scalar(select(func.count(Decision.id)))
        assert "passage.checked" in verbs(session)

    def test_marks_words_without_a_theme(self, session, place):
        """A passage that carries nothing is marked as looked at."""
        found, _, ada, _ = place
        where = found.places[1]
        deciding.check(session, where, seen=coded.seen(session, where), by=ada)

        assert {where: 1} == dict(decisions.marks(session, [where[0]]))

    def test_changes_what_others_have_seen(self, session, place):
        """A colleague who saw the passage unmarked is told that it has changed."""
        found, _, ada, ben = place
        where = found.places[1]
        before = coded.seen(session, where)
        deciding.check(session, where, seen=before, by=ada)

        with pytest.raises(Conflict):
            deciding.check(session, where, seen=before, by=ben)


class TestDecision:
    def test_goes_with_the_answer_that_is_taken_back(self, session, place):
        """When somebody withdraws, what was decided about their words goes too."""
        found, where, ada, _ = place
        one = of(session, where, found.themes["T01"])
        deciding.accept(session, where, one.id, seen=coded.seen(session, where), by=ada)
        session.delete(session.get_one(Answer, where))
        session.flush()

        assert [0, 0] == [
            session.scalar(select(func.count()).select_from(table))
            for table in (Decision, DecisionChange)
        ]

    def test_holds_no_words(self):
        """A decision points at words; it holds none."""
        columns = {*Decision.__table__.columns.keys(), *DecisionChange.__table__.columns.keys()}

        assert not {name for name in columns if "text" in name or "words" in name}
