"""Waves that may be chosen alone: none from which, and all waves, a few others can be told."""

import pytest

from app.services import dashboards
from app.services.safe_waves import safe_waves
from tests.crowd import a_crowd

NO_WAVE = 9


@pytest.fixture
def crowd(session):
    """Return a survey that nobody has answered yet, with three waves."""
    return a_crowd(session)


def numbers(crowd):
    scope = crowd.scope(survey_id=crowd.survey_id)
    return [wave.number for wave in safe_waves(crowd.session, scope.whole, scope.waves)]


class TestSafeWaves:
    def test_are_all_where_nobody_can_be_told(self, crowd):
        """Waves of five people and more may be chosen, and so may one without anybody."""
        crowd.say(6, "T05")
        crowd.say(5, "T05", week=1)

        assert [3, 2, 1] == numbers(crowd)

    def test_leave_out_the_smallest_where_a_few_are_in_no_wave(self, crowd):
        """All people less those of both waves would be the three who are in none."""
        crowd.say(9, "T05")
        crowd.say(6, "T05", week=1)
        crowd.say(3, "T05", week=NO_WAVE)

        assert [3, 1] == numbers(crowd)

    def test_leave_out_the_other_where_a_wave_has_a_few(self, crowd):
        """A new wave of four people and the old one would tell of each other."""
        crowd.say(9, "T05")
        crowd.say(4, "T05", week=1)

        assert [3] == numbers(crowd)

    def test_ask_as_well_who_wrote(self, crowd):
        """Five people are in the second wave, and two of them wrote: so what they wrote is safe."""
        crowd.say(9, "T05")
        crowd.say(2, "T05", week=1)
        crowd.say(3, week=1)

        assert [3] == numbers(crowd)

    def test_count_no_survey_that_few_answered_in_a_wave(self, crowd):
        """Three of one survey are in no total of their wave, so its total could be told from all."""
        other = crowd.another("Another")
        crowd.say(9, "T05")
        crowd.say(3, "T05", week=1)
        other.say(12, "T05", week=1)
        scope = crowd.scope()

        assert [3, 2] == [
            wave.number for wave in safe_waves(crowd.session, scope.whole, scope.waves)
        ]

    def test_are_none_without_waves(self, crowd):
        """Where there are no waves there is nothing to choose."""
        assert () == safe_waves(crowd.session, crowd.scope().whole, ())


class TestPages:
    def test_stand_for_all_waves_where_one_may_not_be_chosen(self, crowd):
        """A wave that would tell of a few is not chosen, whoever types its number."""
        crowd.say(9, "T05")
        crowd.say(4, "T05", week=1)
        mine = crowd.scope(survey_id=crowd.survey_id, wave=1)
        page = dashboards.survey_evidence(crowd.session, crowd.reader, crowd.survey_id, wave=1)
        every = dashboards.overview(crowd.session, crowd.reader, wave=1)

        assert (None, mine.whole) == (mine.wave, mine.selection)
        assert (None, 13, 2) == (page.wave, page.respondents.people, page.withheld_waves)
        assert (None, 13, 2) == (every.wave, every.respondents.people, every.withheld_waves)

    def test_keep_a_wave_that_may_be_chosen(self, crowd):
        """A page of one wave is of its people."""
        crowd.say(9, "T05")
        crowd.say(6, "T05", week=1)
        page = dashboards.survey_evidence(crowd.session, crowd.reader, crowd.survey_id, wave=2)

        assert (2, 6, 0) == (page.wave.number, page.respondents.people, page.withheld_waves)
