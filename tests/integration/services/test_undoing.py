"""Undo on the workbench: step by step back to exactly what was there."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from app import clock
from app.db.models import ActivityEntry, Coding, Decision
from app.domain.errors import Conflict, NotFound
from app.domain.evidence import CodingState
from app.domain.workbench import DecisionKind, DecisionState
from app.services import coding, deciding, undoing
from app.services.deciding import Wish
from tests import builders, coded

WORDS = "She came late again, and nobody rang me back about the visit."
MORNING = datetime(2026, 11, 20, 9, tzinfo=UTC)
THEMES = ("T01", "T02", "T03", "T04", "T05")


@pytest.fixture
def found(session):
    """Return two passages with themes of the machine."""
    chances = {"T01": 0.9, "T02": 0.8, "T03": 0.4}
    return coded.read(session, [(WORDS, chances), (WORDS, {})])


@pytest.fixture
def ben(session, found):
    """Return her colleague."""
    return coded.somebody(session, found, "Ben")


def decide(session, place, verb, by, theme_id=None):
    seen = coded.seen(session, place)
    if verb is deciding.check:
        return deciding.check(session, place, seen=seen, by=by)
    one = session.scalars(
        select(Coding).where(Coding.response_id == place[0], Coding.theme_id == theme_id)
    ).first()
    return verb(session, place, one.id, seen=seen, by=by)


def at_random(session, found, place, by, rng):
    """Take some decision about a passage, whichever comes up."""
    codings = sorted(
        session.scalars(select(Coding).where(Coding.response_id == place[0])),
        key=lambda one: (one.score, one.theme_id.hex),
    )
    words = rng.choice(["", "came late", "nobody rang me"])
    wish = Wish(rng.choice(THEMES), words=words)
    verb = rng.choice(["accept", "reject", "add", "replace", "check"])
    seen = coded.seen(session, place)
    if verb == "check" or not codings:
        return deciding.check(session, place, seen=seen, by=by)
    one = rng.choice(codings)
    if verb in {"accept", "reject"}:
        return getattr(deciding, verb)(session, place, one.id, seen=seen, by=by)
    if verb == "replace":
        wish = Wish(wish.theme_key, wish.words, instead_of=one.id)
    return deciding.give(session, place, wish, seen=seen, by=by)


class TestUndo:
    @pytest.mark.parametrize("seed", range(6))
    def test_goes_back_step_by_step(self, session, found, ada, seed):
        """However many decisions were taken, each undo restores exactly what was before it."""
        rng = random.Random(seed)
        before = []
        for number in range(12):
            place = rng.choice(found.places)
            now = [coded.states(session, one) for one in found.places]
            marked = [coded.seen(session, one) for one in found.places]
            try:
                with session.begin_nested(), clock.frozen(MORNING + timedelta(minutes=number)):
                    at_random(session, found, place, ada, rng)
            except Conflict:
                continue
            before.append((now, marked))
        for now, marked in reversed(before):
            assert undoing.undo(session, by=ada).is_done
            assert now == [coded.states(session, one) for one in found.places]
            assert marked == [coded.seen(session, one) for one in found.places]

        assert len(before) > 5
        with pytest.raises(NotFound):
            undoing.undo(session, by=ada)

    def test_is_itself_recorded(self, session, found, ada):
        """The record says who took a decision back, and how many codings it was about."""
        decide(session, found.places[0], deciding.check, ada)
        undoing.undo(session, by=ada)
        entry = session.scalars(
            select(ActivityEntry).where(ActivityEntry.verb == "decision.undone")
        ).one()

        assert (ada.id, {"codings": 3}) == (entry.actor_id, entry.counts)
        assert str(session.scalar(select(Decision.id))) == entry.object_id

    def test_takes_a_mark_back(self, session, found, ada):
        """A passage that was marked as looked at is so no more."""
        place = found.places[1]
        before = coded.seen(session, place)
        decide(session, place, deciding.check, ada)
        undone = undoing.undo(session, by=ada)

        assert (True, DecisionKind.CHECKED) == (undone.is_done, undone.decision.kind)
        assert before == coded.seen(session, place)

    def test_leaves_what_somebody_decided_since(self, session, found, ada, ben):
        """A coding that a colleague has decided again stays, and the next undo goes further back."""
        place, first, second = found.places[0], *(found.themes[key] for key in ("T01", "T02"))
        decide(session, place, deciding.accept, ada, first)
        decide(session, place, deciding.accept, ada, second)
        decide(session, place, deciding.reject, ben, second)
        now = coded.states(session, place)
        refused = undoing.undo(session, by=ada)

        assert not refused.is_done
        assert now == coded.states(session, place)
        assert undoing.undo(session, by=ada).is_done
        states = {one.theme_id: one.state for one in session.scalars(select(Coding))}
        assert (CodingState.PROPOSED, CodingState.REJECTED) == (states[first], states[second])
        assert [DecisionState.UNDONE, DecisionState.OVERTAKEN] == [
            *session.scalars(
                select(Decision.state).where(Decision.user_id == ada.id).order_by(Decision.number)
            )
        ]

    def test_notices_what_was_decided_on_another_page(self, session, found, ada, ben):
        """A decision on the page of a theme counts as much as one on the workbench."""
        place, theme_id = found.places[0], found.themes["T01"]
        decide(session, place, deciding.accept, ada, theme_id)
        one = session.scalars(select(Coding).where(Coding.theme_id == theme_id)).one()
        coding.reject(session, one.id, by=ben)

        assert not undoing.undo(session, by=ada).is_done

    def test_never_gives_words_a_theme_twice(self, session, found, ada, ben):
        """What a colleague has given anew since does not come back a second time."""
        place, theme_id = found.places[0], found.themes["T01"]
        decide(session, place, deciding.reject, ada, theme_id)
        seen = coded.seen(session, place)
        deciding.give(session, place, Wish("T01"), seen=seen, by=ben)

        assert not undoing.undo(session, by=ada).is_done

    def test_notices_that_what_was_added_is_gone(self, session, found, ada):
        """A coding that is no longer there cannot be taken back, and that is said."""
        place = found.places[1]
        deciding.give(session, place, Wish("T05"), seen=coded.seen(session, place), by=ada)
        session.delete(session.scalars(select(Coding).where(Coding.coder_id == ada.id)).one())
        session.flush()

        assert not undoing.undo(session, by=ada).is_done

    def test_is_each_persons_own(self, session, found, ada, ben):
        """Nobody can take back what a colleague decided."""
        decide(session, found.places[0], deciding.check, ada)

        with pytest.raises(NotFound):
            undoing.undo(session, by=ben)
        assert 1 == len(undoing.latest(session, by=ada))

    def test_ends_with_the_permission(self, session, found, ada):
        """Who has left the service undoes nothing there any more."""
        decide(session, found.places[0], deciding.check, ada)
        moved = coded.Coded(builders.a_service(session).id, found.survey_id, (), {})
        gone = coded.somebody(session, moved, "Ada")
        for decision in session.scalars(select(Decision)):
            decision.user_id = gone.id
        session.flush()

        with pytest.raises(NotFound):
            undoing.undo(session, by=gone)


class TestLatest:
    def test_names_the_themes_that_came_and_went(self, session, found, ada):
        """The last decisions are listed, the newest first, with what each did."""
        place = found.places[0]
        decide(session, place, deciding.accept, ada, found.themes["T01"])
        decide(session, place, deciding.reject, ada, found.themes["T03"])
        lines = undoing.latest(session, by=ada)

        assert [(DecisionKind.REJECTED, 0, 1), (DecisionKind.ACCEPTED, 1, 0)] == [
            (line.kind, len(line.came), len(line.went)) for line in lines
        ]
        assert {place} == {line.place for line in lines}

    def test_is_not_endless(self, session, found, ada):
        """Ten are listed; further back, undo finds its way without a list."""
        for _ in range(undoing.MOST + 2):
            decide(session, found.places[1], deciding.check, ada)

        assert undoing.MOST == len(undoing.latest(session, by=ada))
        assert undoing.MOST + 2 == session.scalar(select(func.count(Decision.id)))
