"""Recordings of questions: kept with exactly the words that they say."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select

from app.db.models import ActivityEntry, SpokenWording, Survey, SurveyVersion
from app.domain.errors import Invalid, NotFound
from app.domain.people import Role
from app.services import accounts, publishing, spoken_views, spoken_wordings
from surveys import parse_yaml
from surveys.renderings import Voice
from surveys.voices import asked_in
from tests import builders, media
from tests.respondent import SMALL, TOLD_BY, a_published_survey

PIPED = SMALL.replace("label: What is it called?", "label: 'Is {{ pet | your pet }} well?'")


@pytest.fixture
def staff(session):
    user = builders.a_user(session, roles=[Role.PARTICIPATION])
    return accounts.actor_by_id(session, user.id)


@pytest.fixture
def survey(session):
    version = session.get_one(SurveyVersion, a_published_survey(session))
    return session.get_one(Survey, version.survey_id)


def asked(session, survey):
    version = publishing.current_version(session, survey.id)
    return asked_in(publishing.definition_of(version), Voice())


def heard(session, survey, page="mood"):
    return spoken_wordings.heard_on(session, survey, asked(session, survey), page)


def keep(session, survey, content, by, key="mood"):
    sound = spoken_wordings.cleaned(content)
    spoken_wordings.keep(session, survey.id, "en", key, sound, by=by)


def republish(session, survey, text):
    publishing.publish(
        session,
        parse_yaml(text),
        service_id=survey.service_id,
        slug=survey.slug,
        decision_maker="The head of service",
        told_by=TOLD_BY,
        identity=None,
        by=None,
    )


class TestCleaned:
    @pytest.mark.parametrize(
        ("content", "code"),
        [
            (b"<html>", "recording_unreadable"),
            (media.a_photo(), "recording_unreadable"),
            (bytes(6_000_001), "recording_large"),
            (media.a_wav(181), "recording_long"),
        ],
    )
    def test_refuses_what_is_no_recording_or_too_much(self, content, code):
        """What is not sound, is too large or too long is refused in words of its own."""
        with pytest.raises(Invalid, match=code):
            spoken_wordings.cleaned(content)


class TestKeep:
    def test_is_heard_with_its_words(self, session, survey, staff):
        """A recording is found by the question it was made for, and plays what was kept."""
        keep(session, survey, media.an_mp3(), staff)
        found = heard(session, survey)
        played = spoken_wordings.spoken(session, survey.slug, found["mood"])

        assert ["mood"] == list(found)
        assert "audio/mpeg" == played.media_type
        assert media.SECRET not in played.content
        assert {} == heard(session, survey, "pets")

    def test_takes_the_place_of_the_one_before(self, session, survey, staff):
        """The same words have one recording, the latest."""
        for recording in (media.an_mp3(), media.a_wav(2)):
            keep(session, survey, recording, staff)
        kinds = session.scalars(select(SpokenWording.media_type)).all()

        assert ["audio/wav"] == kinds

    def test_takes_one_after_another_of_two_at_once(self, database):
        """Two people who record one question at the same moment leave one recording, not a crash."""
        with database.unit_of_work() as session:
            version = session.get_one(SurveyVersion, a_published_survey(session))
            survey = session.get_one(Survey, version.survey_id)
            user = builders.a_user(session, roles=[Role.PARTICIPATION])
            staff = accounts.actor_by_id(session, user.id)
        together = Barrier(4)

        def record(seconds):
            together.wait()
            with database.unit_of_work() as own:
                keep(own, survey, media.a_wav(seconds), staff)

        with ThreadPoolExecutor(4) as pool:
            assert [None] * 4 == list(pool.map(record, range(1, 5)))

        with database.reading() as session:
            assert ["mood"] == session.scalars(select(SpokenWording.question_key)).all()

    def test_is_recorded(self, session, survey, staff):
        """Who kept a recording is in the activity record."""
        keep(session, survey, media.a_wav(), staff)

        assert "recording.kept" in session.scalars(select(ActivityEntry.verb)).all()

    def test_refuses_a_question_that_says_an_answer(self, session, survey, staff):
        """A question that differs from person to person cannot be recorded."""
        republish(session, survey, PIPED)
        with pytest.raises(Invalid, match="recording_changes"):
            keep(session, survey, media.a_wav(), staff, "pet_name")

    def test_knows_no_other_question(self, session, survey, staff):
        """A question that is not asked has no recording."""
        with pytest.raises(NotFound):
            keep(session, survey, media.a_wav(), staff, "nothing")


class TestHeardOn:
    def test_is_silent_once_the_words_change(self, session, survey, staff):
        """Other words are not heard in a recording of the old ones; a draft of the old still is."""
        keep(session, survey, media.a_wav(), staff)
        before = asked(session, survey)
        republish(session, survey, SMALL.replace("How was this week?", "How was your week?"))

        assert {} == heard(session, survey)
        assert ["mood"] == list(spoken_wordings.heard_on(session, survey, before, "mood"))

    def test_outlives_a_version_with_the_same_words(self, session, survey, staff):
        """A new version that words the question as before keeps its recording."""
        keep(session, survey, media.a_wav(), staff)
        republish(session, survey, SMALL.replace("What is it called?", "What is its name?"))

        assert ["mood"] == list(heard(session, survey))


class TestRemove:
    def test_takes_it_away(self, session, survey, staff):
        """After removing, nothing is heard, and the survey knows that it has none."""
        keep(session, survey, media.a_wav(), staff)
        content = heard(session, survey)["mood"]
        which = session.scalars(select(SpokenWording.id)).one()
        spoken_wordings.remove(session, survey.id, which, by=staff)

        assert {} == heard(session, survey)
        assert not survey.is_spoken
        with pytest.raises(NotFound):
            spoken_wordings.spoken(session, survey.slug, content)

    def test_leaves_the_others(self, session, survey, staff):
        """Another question keeps its recording."""
        for key in ("mood", "why"):
            keep(session, survey, media.a_wav(), staff, key)
        which = session.scalars(
            select(SpokenWording.id).where(SpokenWording.question_key == "why")
        ).one()
        spoken_wordings.remove(session, survey.id, which, by=staff)

        assert ["mood"] == list(heard(session, survey))
        assert survey.is_spoken


class TestFind:
    def test_reaches_no_survey_of_another_service(self, session, survey):
        """Staff of another service find no survey to record."""
        elsewhere = builders.a_service(session).id
        user = builders.a_user(session, roles=[Role.PARTICIPATION], service_id=elsewhere)
        with pytest.raises(NotFound):
            spoken_wordings.find(session, survey.id, by=accounts.actor_by_id(session, user.id))


class TestPage:
    def test_counts_what_is_recorded(self, session, survey, staff):
        """Each wording says how many of its questions have a recording, of those that can."""
        republish(session, survey, PIPED)
        keep(session, survey, media.a_wav(3), staff)
        page = spoken_views.page(session, survey.id, "nothing", by=staff)

        assert [("en", 1, 4)] == [(one.code, one.recorded, one.questions) for one in page.voices]
        assert 3 == page.lines[0].kept.seconds
        assert ("Bad", "Fine", "Good") == page.lines[0].words
        assert [False] == [one.can_be_recorded for one in page.lines if one.key == "pet_name"]

    def test_sets_apart_what_was_made_for_earlier_words(self, session, survey, staff):
        """A recording of words that are not asked any more is shown apart, to be taken away."""
        keep(session, survey, media.a_wav(), staff)
        republish(session, survey, SMALL.replace("How was this week?", "How was your week?"))
        page = spoken_views.page(session, survey.id, "en", by=staff)

        assert [("mood", spoken_views.FIRST)] == [(one.key, one.voice) for one in page.earlier]
        assert page.lines[0].kept is None
