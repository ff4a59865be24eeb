"""What blind samples show: the pages for coders, and the error that was measured here."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from analysis.cards import card_of
from analysis.models import serving_model
from app import clock
from app.db.models import (
    ActivityEntry,
    Answer,
    BlindCoder,
    BlindSample,
    SampledSurvey,
)
from app.domain.errors import Conflict, NotFound
from app.services import (
    accounts,
    blind_coding,
    codebooks,
    reliability,
    reliability_results,
    reliability_views,
)
from app.services.reliability import Wanted
from app.services.reliability_results import MACHINE, measured_error
from tests import blind, builders

SIZE = 40


@pytest.fixture
def service(session):
    return builders.a_service(session)


def a_person(session, service, name):
    user = builders.a_user(session, service_id=service.id, name=name)
    return accounts.actor_by_id(session, user.id)


@pytest.fixture
def ada(session, service):
    return a_person(session, service, "Ada")


@pytest.fixture
def ben(session, service):
    return a_person(session, service, "Ben")


@pytest.fixture
def sample_id(session, service, keys, ada, ben):
    """Return a sample of all words: the machine gave one theme to half of them."""
    said = [[keys[0]]] * (SIZE // 2) + [[]] * (SIZE // 2)
    survey_id = blind.read_words(session, service.id, said)
    wanted = Wanted(SIZE, frozenset({survey_id}), frozenset({ada.id, ben.id}))
    return reliability.draw(session, wanted, by=ada, seed=5)


class TestCodingPage:
    def test_shows_words_and_codebook_only(self, session, sample_id, ada, keys):
        """The next passage is there with names replaced and every theme, none of them ticked."""
        page = blind_coding.coding_page(session, sample_id, by=ada)
        text = "".join(one.text for one in page.segments)

        assert blind.passages(session, sample_id)[0].id == page.passage_id
        assert "came to see me on day" in text
        assert "Sam Hill" not in text
        assert keys == [theme.key for theme in page.themes]
        assert not any(theme.is_ticked for theme in page.themes)
        assert not any(one.is_coded for one in page.segments)

    def test_is_recorded_as_reading(self, session, sample_id, ada):
        """That somebody read these words is in the activity record."""
        blind_coding.coding_page(session, sample_id, by=ada)
        entry = session.scalars(select(ActivityEntry).order_by(ActivityEntry.seq.desc())).first()

        assert ("words.read", str(sample_id)) == (entry.verb, entry.object_id)

    def test_comes_back_with_its_ticks(self, session, sample_id, ada, keys):
        """A passage that was undone is next, as it was left."""
        first = blind.passages(session, sample_id)[0]
        reliability.decide(session, first.id, "save", [keys[1]], by=ada)
        assert 1 == blind_coding.coding_page(session, sample_id, by=ada).read
        reliability.undo(session, sample_id, by=ada)
        page = blind_coding.coding_page(session, sample_id, by=ada)

        assert first.id == page.passage_id
        assert [keys[1]] == [theme.key for theme in page.themes if theme.is_ticked]
        assert (0, SIZE) == (page.read, page.total)

    def test_ends(self, session, sample_id, ada):
        """When all is read there is no passage, and what was skipped is counted."""
        for passage in blind.passages(session, sample_id):
            reliability.decide(session, passage.id, "skip", [], by=ada)
        page = blind_coding.coding_page(session, sample_id, by=ada)

        assert (None, SIZE, SIZE) == (page.passage_id, page.read, page.skipped)

    def test_shrinks_when_words_are_taken_back(self, session, sample_id, ada):
        """Words that their author took back are in no sample any more."""
        gone = blind.passages(session, sample_id)[0].response_id
        session.execute(delete(Answer).where(Answer.response_id == gone))
        page = blind_coding.coding_page(session, sample_id, by=ada)

        assert SIZE - 1 == page.total


class TestResults:
    def test_compares_machine_and_people(self, session, sample_id, ada, ben, keys):
        """Two people who finished give three comparisons, the machine's first."""
        blind.code(session, sample_id, ada, lambda one: one.machine_keys)
        blind.code(session, sample_id, ben, lambda _: [keys[0]])
        found = reliability_views.results(session, sample_id, by=ada).comparisons

        assert [(MACHINE, "Ada"), (MACHINE, "Ben"), ("Ada", "Ben")] == [
            (one.first, one.second) for one in found
        ]
        assert [1.0, 0.5] == [one.accuracy.recall.value for one in found[:2]]
        assert found[2].accuracy is None
        assert 0 == found[2].themes[0].agreement.kappa.value

    def test_is_closed_to_who_still_codes(self, session, sample_id, ada, ben, service):
        """A coder sees no figure before they have finished; a colleague does."""
        blind.code(session, sample_id, ada, lambda one: one.machine_keys)
        with pytest.raises(Conflict):
            reliability_views.results(session, sample_id, by=ben)
        colleague = a_person(session, service, "Cy")

        assert 1 == len(reliability_views.results(session, sample_id, by=colleague).comparisons)

    def test_is_none_of_the_business_of_another_service(self, session, sample_id):
        """Staff of another service find neither the sample nor its results."""
        other = a_person(session, builders.a_service(session), "Dee")
        with pytest.raises(NotFound):
            reliability_views.results(session, sample_id, by=other)

        assert () == reliability_views.samples(session, other)

    def test_notes_that_another_model_reads_now(self, session, sample_id, ada, ben):
        """After another model has read words the sample says that it measured the one before."""
        blind.code(session, sample_id, ada, lambda one: one.machine_keys)
        survey_id = reliability_views.draw_choices(session, ada)[0][0].id
        before = reliability_views.results(session, sample_id, by=ada).is_stale
        run_id, _ = blind.a_run(session, survey_id)
        run = session.get(blind.AnalysisRun, run_id)
        run.model_version, run.finished_at = "2", clock.now() + timedelta(hours=1)
        session.flush()

        assert not before
        assert reliability_views.results(session, sample_id, by=ada).is_stale


class TestSamples:
    def test_tell_how_far_everybody_is(self, session, sample_id, ada, ben):
        """The list says who codes, how far they are, and what waits for the person who looks."""
        blind.code(session, sample_id, ada, lambda one: one.machine_keys)
        (line,) = reliability_views.samples(session, ben)

        assert [("Ada", SIZE, False), ("Ben", 0, True)] == [
            (one.name, one.read, one.is_me) for one in line.coders
        ]
        assert line.waits_for_me
        assert line.has_results
        assert "tested 1" == line.model


class TestDrawChoices:
    def test_are_surveys_and_people_within_reach(self, session, sample_id, ada, ben):
        """A sample can be drawn from one's own surveys, and coded by those who may."""
        surveys, people = reliability_views.draw_choices(session, ada)

        assert ["A small survey"] == [one.title for one in surveys]
        assert ["Ada", "Ben"] == [one.name for one in people]


class TestMeasuredError:
    def test_comes_from_the_first_to_finish(self, session, sample_id, ada, ben, keys):
        """The newest sample that somebody finished says how right the machine is here."""
        blind.code(session, sample_id, ben, lambda _: [keys[0]])
        blind.code(session, sample_id, ada, lambda one: one.machine_keys)
        when = {one.user_id: one for one in session.scalars(select(BlindCoder))}
        when[ben.id].finished_at = when[ada.id].finished_at - timedelta(minutes=1)
        session.flush()
        found = measured_error(session, codebooks.codebook_in_use(session).id)

        assert (SIZE, True, True) == (found.n, found.is_own, found.is_enough)
        assert 0.5 == found.themes[keys[0]].recall.value
        assert 1.0 == found.themes[keys[0]].precision.value
        assert found.themes[keys[0]].recall.low < 0.5 < found.themes[keys[0]].recall.high

    def test_leaves_out_what_was_skipped(self, session, sample_id, ada, keys):
        """A passage that a person skipped is not one in which they saw no theme."""
        for passage in blind.passages(session, sample_id):
            what = "skip" if keys[0] in passage.machine_keys else "none"
            reliability.decide(session, passage.id, what, [], by=ada)
        reliability.finish(session, sample_id, by=ada)
        sample = session.get_one(BlindSample, sample_id)
        (found,) = reliability_results.comparisons(session, sample)

        assert (SIZE // 2, 1.0) == (found.n, found.percent)

    def test_comes_from_the_newest_sample(self, session, sample_id, ada, service, keys):
        """What was measured last is what counts, whichever sample came first."""
        blind.code(session, sample_id, ada, lambda one: one.machine_keys)
        old = session.get_one(BlindSample, sample_id)
        survey_id = session.scalars(select(SampledSurvey.survey_id)).first()
        wanted = Wanted(SIZE, frozenset({survey_id}), frozenset({ada.id}))
        newer = reliability.draw(session, wanted, by=ada, seed=6)
        session.get_one(BlindSample, newer).drawn_at = old.drawn_at + timedelta(days=1)
        blind.code(session, newer, ada, lambda one: [] if one.machine_keys else [keys[0]])

        assert 0 == measured_error(session, old.codebook_id).overall.precision.value

    def test_is_the_card_without_a_finished_sample(self, session, sample_id):
        """Until somebody has finished a sample the shipped model's card speaks, or nothing."""
        in_use = codebooks.codebook_in_use(session).id
        card = object()

        assert card is measured_error(session, in_use, card=card)
        assert measured_error(session, in_use) is None

    def test_is_the_card_when_all_words_were_taken_back(self, session, sample_id, ada):
        """A sample of which nothing is left measures nothing."""
        blind.code(session, sample_id, ada, lambda one: one.machine_keys)
        session.execute(delete(Answer))

        assert measured_error(session, session.get(BlindSample, sample_id).codebook_id) is None


class TestErrorElsewhere:
    def test_is_what_the_card_says_of_this_codebook(self, tmp_path, monkeypatch):
        """The shipped card speaks for the codebook it was measured with, and for no other."""
        counts = {"both": 40, "machine_only": 10, "person_only": 40}
        held = {"codebook": "ours", "measured_on": "2026-11-20", "passages": 800}
        text = json.dumps(held | {"themes": {"food": counts}})
        (tmp_path / f"{serving_model().key}.json").write_text(text, "utf-8")
        monkeypatch.setattr(
            reliability_results, "card_of", lambda key: card_of(key, folder=tmp_path)
        )
        found = reliability_results.error_elsewhere("ours")

        assert (False, 800, 0.8) == (found.is_own, found.n, found.overall.precision.value)
        assert reliability_results.error_elsewhere("theirs") is None
