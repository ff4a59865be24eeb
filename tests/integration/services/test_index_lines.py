"""Indices of a survey: mean, bands and change, and nothing of too few."""

import pytest

from analysis.prevalence import DOWN, TOO_FEW
from app.services import closed_answers, index_lines
from tests.crowd import ASKED, a_crowd


def lines(crowd, wave=None):
    found = crowd.scope(survey_id=crowd.survey_id, wave=wave)
    return index_lines.index_lines(
        crowd.session,
        found.whole,
        closed_answers.newest_definition(crowd.session, crowd.survey_id),
        closed_answers.values(crowd.session, found.whole),
        found.waves,
        found.wave,
    )


def fill(crowd, week, people, heard):
    """Let people answer in a week, half of them one step worse than the others."""
    crowd.say(people // 2, week=week, heard=heard, moves=3)
    crowd.say(people - people // 2, week=week, heard=heard - 1, moves=3)


class TestIndexLines:
    def test_compare_two_waves(self, crowd):
        """Where people are less heard than in the wave before, the index fell, and by how much."""
        fill(crowd, 0, 30, 5)
        fill(crowd, 1, 30, 3)
        (line,) = lines(crowd)

        assert (60, DOWN) == (line.mean.n, line.verdict)
        assert line.change.low < line.change.amount < line.change.high < 0
        assert ["Wave 1", "Wave 2"] == [wave.name for wave in line.waves]
        assert line.waves[0].mean.mean > line.waves[1].mean.mean

    def test_count_people_in_bands(self, crowd):
        """Bands have their people, as those of a score have."""
        fill(crowd, 0, 20, 5)
        fill(crowd, 0, 20, 2)
        (line,) = lines(crowd)

        assert [("lower half", 20), ("upper half", 20)] == [
            (band.label, band.count) for band in line.bands
        ]

    def test_can_be_of_one_wave(self, crowd):
        """A chosen wave is compared with the one before it, though a later one is there."""
        for week, heard in ((0, 5), (1, 3), (2, 5)):
            fill(crowd, week, 30, heard)
        first, second = (lines(crowd, wave=wave)[0] for wave in (1, 2))

        assert ("", DOWN) == (first.verdict, second.verdict)
        assert second.waves[1].mean == second.mean

    def test_withhold_a_wave_of_few_with_the_next_smallest(self, crowd):
        """Nine people could be worked out from the others, so another wave goes with them."""
        for week, people in enumerate((9, 20, 30)):
            fill(crowd, week, people, 5)
        (line,) = lines(crowd)

        assert [None, None, 30] == [wave.mean and wave.mean.n for wave in line.waves]
        assert (None, TOO_FEW) == (line.change, line.verdict)

    @pytest.mark.parametrize("people", [8, 9])
    def test_show_nothing_of_too_few(self, crowd, people):
        """Of fewer than ten people neither a mean nor a band is shown."""
        fill(crowd, 0, people, 5)
        (line,) = lines(crowd)

        assert (None, ()) == (line.mean, line.bands)

    def test_show_no_mean_that_tells_of_everybody(self, crowd):
        """Where all have the same value, the mean would be each person's own."""
        crowd.say(20, heard=5, moves=0)
        (line,) = lines(crowd)

        assert line.mean is None

    def test_say_what_they_are_made_of(self, crowd):
        """Each part is said in the words of the question, with what it does."""
        (line,) = lines(crowd)

        assert (
            "“They listen to me.” (counts 2 times)",
            "“Moves”, turned round",
            "“How old are you?”: a good answer is “8 or 9”",
        ) == line.parts

    def test_name_a_score_they_are_made_of(self, session):
        """A part that is a score is said by its label."""
        parts = [{"score": "heard"}, {"score": "moves"}]
        asked = ASKED | {"indices": [{"key": "life", "label": "Life", "parts": parts}]}
        (line,) = lines(a_crowd(session, asked=asked))

        assert "the score “Being heard”" == line.parts[0]

    def test_are_none_where_a_survey_has_none(self, session):
        """A survey without an index has no such lines."""
        assert () == lines(a_crowd(session, asked=ASKED | {"indices": []}))
