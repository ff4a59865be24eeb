"""Blind samples: drawn by chance, coded by people who see no machine, and finished."""

from collections import Counter
from uuid import uuid4

import pytest
from sqlalchemy import select

from app.db.models import BlindReading, BlindSample, Coding, Theme
from app.domain.errors import Conflict, Invalid, NotFound
from app.domain.evidence import CodingState, ReadingState
from app.services import accounts, codebooks, deciding, decisions, reliability
from app.services.blind_coders import who_may_code
from app.services.reliability import Wanted
from tests import blind, builders, written

COMMON, RARE = 25, 2


@pytest.fixture
def service(session):
    return builders.a_service(session)


@pytest.fixture
def by(session, service):
    user = builders.a_user(session, service_id=service.id)
    return accounts.actor_by_id(session, user.id)


@pytest.fixture
def stranger(session):
    user = builders.a_user(session, service_id=builders.a_service(session).id)
    return accounts.actor_by_id(session, user.id)


@pytest.fixture
def survey_id(session, service, keys):
    """Return a survey with a common theme, a rare one, and words of none."""
    said = [[keys[0]]] * COMMON + [[keys[0], keys[1]]] * RARE + [[]] * 10
    return blind.read_words(session, service.id, said)


def wanted(survey_id, *coders, size=12):
    return Wanted(size, frozenset({survey_id}), frozenset(coder.id for coder in coders))


@pytest.fixture
def sample_id(session, survey_id, by):
    return reliability.draw(session, wanted(survey_id, by), by=by, seed=1)


def decided(session, coding, state, by):
    """Let a person decide about a coding, as the workbench does, with a record of it."""
    act = deciding.accept if state is CodingState.ACCEPTED else deciding.reject
    place = (coding.response_id, coding.question_id)
    there = select(Coding).where(Coding.response_id == place[0], Coding.question_id == place[1])
    seen = decisions.stamp_of(
        session.scalars(there.order_by(Coding.id)).all(),
        decisions.marks(session, [place[0]])[place],
    )
    act(session, place, coding.id, seen=seen, by=by)


class TestDraw:
    def test_reaches_rare_themes_and_says_what_each_stands_for(self, session, sample_id, keys):
        """The rare theme has its passages, and the weights add up to all the words."""
        drawn = blind.passages(session, sample_id)
        strata = Counter(one.stratum for one in drawn)

        assert list(range(1, 13)) == [one.position for one in drawn]
        assert {keys[0], keys[1], ""} == set(strata)
        assert COMMON + RARE + 10 == pytest.approx(sum(one.weight for one in drawn))

    def test_keeps_what_the_machine_said(self, session, sample_id, keys):
        """Each passage carries the machine's themes of that day, and the sample its model."""
        by_stratum = {one.stratum: one.machine_keys for one in blind.passages(session, sample_id)}
        sample = session.get(BlindSample, sample_id)

        assert {"": [], keys[0]: [keys[0]], keys[1]: sorted(keys[:2])} == by_stratum
        assert ("tested", "1", 1) == (sample.model, sample.model_version, sample.seed)

    def test_leaves_out_what_the_machine_did_not_give(self, session, survey_id, by, keys):
        """What it only suggested, also where a person decided since, and what a person gave."""
        rejected, suggested, accepted, *_ = session.scalars(
            select(Coding).join(Theme).where(Theme.key == keys[0]).order_by(Coding.id)
        )
        suggested.state = accepted.state = CodingState.SUGGESTED
        place = (accepted.response_id, accepted.question_id)
        written.give(session, place, codebooks.codebook_in_use(session).theme_ids[keys[3]], by)
        decided(session, rejected, CodingState.REJECTED, by)
        decided(session, accepted, CodingState.ACCEPTED, by)
        every = reliability.draw(session, wanted(survey_id, by, size=37), by=by, seed=1)
        said = {one.response_id: one.machine_keys for one in blind.passages(session, every)}

        assert keys[0] in said[rejected.response_id]
        assert keys[0] not in said[suggested.response_id] + said[accepted.response_id]
        assert keys[3] not in said[accepted.response_id]

    def test_is_the_same_for_the_same_seed(self, session, survey_id, by, sample_id):
        """The recorded seed draws the same passages in the same order again."""
        again = reliability.draw(session, wanted(survey_id, by), by=by, seed=1)

        assert [one.response_id for one in blind.passages(session, sample_id)] == [
            one.response_id for one in blind.passages(session, again)
        ]

    def test_takes_all_when_there_are_fewer(self, session, survey_id, by):
        """A sample larger than the words there are is all of them."""
        sample_id = reliability.draw(session, wanted(survey_id, by, size=500), by=by)

        assert COMMON + RARE + 10 == session.get(BlindSample, sample_id).size

    def test_names_what_is_wrong_with_a_wish(self, session, survey_id, by, stranger):
        """A size out of range, and people who may not code these words, are refused."""
        with pytest.raises(Invalid) as small:
            reliability.draw(session, wanted(survey_id, size=1), by=by)
        with pytest.raises(Invalid) as strange:
            reliability.draw(session, wanted(survey_id, stranger), by=by)
        with pytest.raises(Invalid) as none:
            reliability.draw(session, Wanted(20, frozenset(), frozenset({by.id})), by=by)

        assert {"size", "coders"} == set(small.value.fields)
        assert {"coders"} == set(strange.value.fields)
        assert {"surveys"} == set(none.value.fields)

    def test_needs_words_that_were_read(self, session, service, by):
        """A survey whose words no machine has read has no sample."""
        survey_id = blind.read_words(session, service.id, [])
        with pytest.raises(Invalid) as unread:
            reliability.draw(session, wanted(survey_id, by), by=by)

        assert {"surveys"} == set(unread.value.fields)

    def test_is_none_of_the_business_of_another_service(self, session, survey_id, stranger):
        """Staff of another service cannot draw from these words."""
        with pytest.raises(NotFound):
            reliability.draw(session, wanted(survey_id, stranger), by=stranger)


class TestDecide:
    def test_keeps_themes_and_takes_a_second_thought(self, session, sample_id, by, keys):
        """A passage keeps the themes it was last given."""
        passage = blind.passages(session, sample_id)[0]
        reliability.decide(session, passage.id, "save", [keys[2]], by=by)
        reliability.decide(session, passage.id, "save", [keys[1], keys[0]], by=by)
        kept = session.scalars(select(BlindReading)).one()

        assert (ReadingState.DONE, sorted(keys[:2]), 2) == (
            kept.state,
            kept.theme_keys,
            kept.number,
        )

    @pytest.mark.parametrize(
        ("what", "state"), [("none", ReadingState.DONE), ("skip", ReadingState.SKIPPED)]
    )
    def test_tells_no_theme_from_no_answer(self, session, sample_id, by, what, state):
        """That no theme fits is a coding; a passage that was skipped has none."""
        reliability.decide(session, blind.passages(session, sample_id)[0].id, what, [], by=by)
        kept = session.scalars(select(BlindReading)).one()

        assert (state, []) == (kept.state, kept.theme_keys)

    @pytest.mark.parametrize(
        ("what", "chosen"),
        [("save", []), ("none", ["first"]), ("save", ["unheard-of"]), ("guess", [])],
    )
    def test_refuses_what_is_unclear(self, session, sample_id, by, keys, what, chosen):
        """Nothing is stored of a decision that says nothing, or two things at once."""
        chosen = [keys[0] if one == "first" else one for one in chosen]
        with pytest.raises(Invalid):
            reliability.decide(
                session, blind.passages(session, sample_id)[0].id, what, chosen, by=by
            )

        assert session.scalars(select(BlindReading)).all() == []

    def test_is_for_those_who_were_asked(self, session, sample_id, service, stranger):
        """Neither a colleague who was not asked nor another service can code a sample."""
        colleague = builders.a_user(session, service_id=service.id)
        passage = blind.passages(session, sample_id)[0]
        for who in (accounts.actor_by_id(session, colleague.id), stranger):
            with pytest.raises(NotFound):
                reliability.decide(session, passage.id, "skip", [], by=who)
        with pytest.raises(NotFound):
            reliability.decide(session, uuid4(), "skip", [], by=stranger)


class TestUndo:
    def test_opens_the_last_one_with_its_ticks(self, session, sample_id, by, keys):
        """Undoing steps back one passage at a time, and loses nothing."""
        first, second, *_ = blind.passages(session, sample_id)
        reliability.decide(session, first.id, "save", [keys[0]], by=by)
        reliability.decide(session, second.id, "save", [keys[1]], by=by)
        steps = [reliability.undo(session, sample_id, by=by) for _ in range(3)]
        kept = session.scalars(select(BlindReading).order_by(BlindReading.number)).all()

        assert [True, True, False] == steps
        assert [ReadingState.OPEN] * 2 == [one.state for one in kept]
        assert [[keys[0]], [keys[1]]] == [one.theme_keys for one in kept]


class TestFinish:
    def test_closes_the_coding(self, session, sample_id, by):
        """Who has finished can change nothing any more."""
        passage = blind.passages(session, sample_id)[0]
        reliability.decide(session, passage.id, "none", [], by=by)
        reliability.finish(session, sample_id, by=by)

        with pytest.raises(Conflict):
            reliability.undo(session, sample_id, by=by)
        with pytest.raises(Conflict):
            reliability.decide(session, passage.id, "skip", [], by=by)

    def test_needs_something_coded(self, session, sample_id, by):
        """A sample of which all was skipped measures nothing, and stays open."""
        reliability.decide(session, blind.passages(session, sample_id)[0].id, "skip", [], by=by)
        with pytest.raises(Conflict):
            reliability.finish(session, sample_id, by=by)

        assert reliability.coder_in(session, sample_id, by).finished_at is None


class TestWhoMayCode:
    def test_is_staff_who_decide_in_every_one(self, session, service, survey_id, by):
        """Staff of every service may code, and staff of this one; others may not."""
        everywhere = builders.a_user(session)
        builders.a_user(session, service_id=builders.a_service(session).id)
        found = {person.id for person in who_may_code(session, [survey_id])}

        assert {by.id, everywhere.id} == found
