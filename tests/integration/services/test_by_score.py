"""Themes crossed with scores and with one another, and drawn: the right people, and none too few."""

from analysis.prevalence import DOWN, UP, difference, prevalence
from analysis.together import OFTEN
from app.domain.evidence import SentimentLabel
from app.services import by_score, pairs, pictures
from tests.crowd import ASKED, a_crowd

NOWHERE = "00000000-0000-0000-0000-000000000000"
UNSCORED = ASKED | {"scores": [], "indices": []}
BAD, GOOD = SentimentLabel.NEGATIVE, SentimentLabel.POSITIVE


def columns(table):
    return [(column.name, column.people) for column in table.columns]


class TestByScore:
    def ask(self, crowd, measure="heard"):
        chosen = crowd.scope(survey_id=crowd.survey_id)
        return by_score.by_score(crowd.session, chosen, measure=measure)

    def test_puts_what_the_worst_off_raise_first(self, crowd):
        """Those who are not heard speak of changes of worker, and the others of school."""
        crowd.say(30, "T05", heard=1)
        crowd.say(10, "T13", heard=2)
        crowd.say(10, "T05", heard=5)
        crowd.say(40, "T13", heard=4)
        crowd.say(5, "T05")
        crowd.say(5, "T13")
        found = self.ask(crowd)
        first, second = found.table.themes

        assert [("low", 40), ("high", 50), ("Not scored", 10)] == columns(found.table)
        assert (UP, DOWN) == (first.change.verdict, second.change.verdict)
        assert ("Changes of worker", "low") == (first.name, found.worst)

    def test_compares_nobody_with_those_who_have_no_score(self, crowd):
        """The worst-off are beside those who scored better, and not beside those not scored."""
        crowd.say(20, "T05", heard=1)
        crowd.say(20, "T13", heard=1)
        crowd.say(10, "T05", heard=5)
        crowd.say(30, "T13", heard=5)
        crowd.say(10, "T05")
        crowd.say(30, "T13")
        change = next(one.change for one in self.ask(crowd).table.themes if one.row.key == "T05")
        expected = difference(prevalence(10, 40), prevalence(20, 40))

        assert (expected.low, expected.high) == (change.low, change.high)

    def test_joins_a_worst_band_that_is_too_small(self, crowd):
        """Nine people cannot fill a cell, so they stand with the next band."""
        crowd.say(9, "T05", heard=1)
        crowd.say(20, "T05", heard=3)
        crowd.say(20, "T13", heard=5)
        found = self.ask(crowd)

        assert "low or middle" == found.worst
        assert [("low or middle", 29), ("high", 20)] == columns(found.table)

    def test_begins_with_the_highest_where_lower_is_better(self, crowd):
        """Many moves are worst; a score without bands is cut into thirds of its scale."""
        crowd.say(20, "T05", moves=9)
        crowd.say(20, "T05", moves=5)
        crowd.say(20, "T13", moves=0)
        found = self.ask(crowd, "moves")

        assert "highest third" == found.worst
        assert ["highest third", "middle third", "lowest third"] == [
            column.name for column in found.table.columns
        ]

    def test_takes_what_shows_most_where_none_is_asked_for(self, crowd):
        """Without a known score it is the one with the most cells that may be shown."""
        for moves in (0, 5, 9):
            crowd.say(10, "T05", moves=moves)
            crowd.say(10, "T13", moves=moves)

        assert "moves" == self.ask(crowd, "nothing").measure.key

    def test_lists_indices_like_scores(self, crowd):
        """Indices are chosen like scores, and come before them."""
        crowd.say(12, "T05", heard=1)
        crowd.say(12, "T13", heard=5)
        found = self.ask(crowd, "life")

        assert ["life", "heard", "moves"] == [one.key for one in found.measures]
        assert ("life", [("lower half", 12), ("upper half", 12)]) == (
            found.measure.key,
            columns(found.table),
        )

    def test_compares_nobody_while_the_worst_band_is_empty(self, crowd):
        """Where nobody is badly off there is nobody to set beside the others."""
        crowd.say(20, "T05", heard=5)
        crowd.say(20, "T13", heard=5)
        found = self.ask(crowd)

        assert [("high", 40)] == columns(found.table)
        assert [None, None] == [theme.change for theme in found.table.themes]

    def test_needs_a_survey_with_scores_and_somebody_in_it(self, crowd):
        """Without a survey, a score or anybody, there is no table."""
        nobody = self.ask(crowd)
        everywhere = by_score.by_score(crowd.session, crowd.scope())
        bare = a_crowd(crowd.session, crowd.reader, crowd.themes, asked=UNSCORED)
        unscored = self.ask(bare)

        assert ("heard", None) == (nobody.measure.key, nobody.table)
        assert 3 == len(nobody.measures)
        assert ((), None, None) == (unscored.measures, unscored.measure, unscored.table)
        assert ((), None) == (everywhere.measures, everywhere.measure)


class TestPairs:
    def test_counts_who_raised_both(self, crowd):
        """Twenty people raised both of two themes, where chance would give nine."""
        crowd.say(20, "T05", "T13")
        crowd.say(10, "T05")
        crowd.say(10, "T13")
        crowd.say(60, "T10")
        found = pairs.pairs(crowd.session, crowd.scope())
        line = found.lines[0]

        assert ("Changes of worker", "School and learning") == (line.first, line.second)
        assert (20, 9, OFTEN, True) == (
            line.pair.both,
            line.pair.expected,
            line.pair.verdict,
            line.is_clear,
        )
        assert (100, 2) == (found.people, found.withheld)


class TestPictures:
    def test_draw_what_may_be_shown(self, crowd):
        """Shares, waves, feelings and the index are drawn once there is enough."""
        for week in (0, 1):
            crowd.say(10, "T05", week=week, heard=2, moves=week, feeling=BAD)
            crowd.say(5, "T13", week=week, heard=5, moves=week, feeling=BAD)
            crowd.say(5, "T13", week=week, heard=4, moves=week, feeling=GOOD)
        drawn = pictures.pictures(crowd.session, crowd.scope(survey_id=crowd.survey_id))

        assert ["Changes of worker", "School and learning"] == [
            row.name for row in drawn.shares.rows
        ]
        assert ("Wave 1", "Wave 2") == drawn.waves.columns
        assert ["School and learning"] == [name for name, _ in drawn.feelings.rows]
        assert ["Life, wave by wave"] == [plot.title for plot in drawn.indices]

    def test_draw_nothing_of_nobody(self, crowd):
        """Without anybody no picture is drawn, and no wave where one is chosen."""
        nothing = pictures.pictures(crowd.session, crowd.scope())
        crowd.say(10, "T05")
        crowd.say(10, "T13", week=1)
        first = pictures.pictures(crowd.session, crowd.scope(wave=1, survey_id=crowd.survey_id))

        assert (None, None, None, ()) == tuple(vars(nothing).values())
        assert (None, ()) == (first.waves, first.indices)

    def test_draw_one_theme_over_waves(self, crowd):
        """A theme's picture has all waves, whichever of them the page is about."""
        crowd.say(20, "T05")
        crowd.say(20, "T13")
        crowd.say(10, "T05", week=1)
        crowd.say(30, "T13", week=1)
        theme_id = crowd.themes["T05"]
        drawn = pictures.of_theme(crowd.session, crowd.scope(wave=2), theme_id)

        assert ["Changes of worker"] == [row.name for row in drawn.rows]
        assert "less than before" == drawn.rows[0].note
        assert pictures.of_theme(crowd.session, crowd.scope(), NOWHERE) is None

    def test_claim_no_change_that_is_withheld(self, crowd):
        """Where the newest wave is withheld, the picture says so and no more."""
        for week, people in enumerate((20, 9, 2)):
            crowd.say(people, "T05", week=week)
            crowd.say(40 - people, "T13", week=week)
        drawn = pictures.pictures(crowd.session, crowd.scope()).waves
        row = next(row for row in drawn.rows if row.name == "Changes of worker")

        assert ([True, False, False], "withheld") == ([*map(bool, row.points)], row.note)
