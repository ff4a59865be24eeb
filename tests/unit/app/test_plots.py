"""Pictures: every number within the axis, withheld ones absent, and words beside each."""

from types import SimpleNamespace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.crossing import ALIKE, Cell, Column, Row
from analysis.prevalence import MeanInterval, prevalence
from app.services import plots
from app.services.crossings import CrossedTheme, CrossingTable
from app.services.divisions import NO_WAVE
from app.services.index_lines import WaveMean
from app.services.theme_counts import FeelingLine

ID = UUID(int=1)
INTERVALS = st.lists(
    st.none() | st.integers(5, 400).map(lambda n: prevalence(n, 405)), min_size=1, max_size=20
)


def a_line(interval, feelings=()):
    return SimpleNamespace(name="A", theme_id=ID, interval=interval, feelings=feelings)


def a_table(*rows, columns=("Wave 1", "Wave 2")):
    themes = tuple(
        CrossedTheme(
            ID,
            "A",
            Row("A", None, tuple(Cell(one) for one in intervals), ALIKE),
        )
        for intervals in rows
    )
    return CrossingTable(400, tuple(Column(name, 200) for name in columns), themes, (), ())


def an_index(*means):
    waves = tuple(WaveMean(f"Wave {n}", mean) for n, mean in enumerate(means, 1))
    return SimpleNamespace(label="Life", verdict="", waves=waves)


class TestShares:
    @given(INTERVALS)
    def test_keep_within_their_axis(self, intervals):
        """Every point and interval lies on the axis, in its order, with its words."""
        drawn = plots.shares([a_line(one) for one in intervals])
        points = [point for row in drawn.rows for point in row.points] if drawn else []

        assert min(plots.MOST, sum(one is not None for one in intervals)) == len(points)
        assert all(0 <= one.low <= one.at <= one.high <= 1 for one in points)
        assert all("405" in one.words for one in points)

    @pytest.mark.parametrize(
        ("count", "ticks"),
        [
            (10, ("0%", "5%", "10%", "15%", "20%")),
            (60, ("0%", "10%", "20%", "30%", "40%")),
            (190, ("0%", "25%", "50%", "75%", "100%")),
        ],
    )
    def test_have_an_axis_that_fits(self, count, ticks):
        """The axis ends at the first round share that holds the longest interval."""
        assert ticks == plots.shares([a_line(prevalence(count, 200))]).ticks


class TestWaves:
    def test_say_only_what_is_shown(self):
        """A change is said of two waves that are shown, which come first; else it is withheld."""
        low, high = prevalence(20, 200), prevalence(60, 200)
        drawn = plots.waves(a_table((high, None), (low, high)))

        assert ["more than before", "withheld"] == [row.note for row in drawn.rows]
        assert [True, False] == [*map(bool, drawn.rows[1].points)]

    def test_leave_out_days_in_no_wave(self):
        """Who answered between waves has no place in a picture of waves."""
        one = prevalence(50, 200)
        drawn = plots.waves(a_table((one, one, one), columns=("Wave 1", "Wave 2", NO_WAVE)))

        assert (("Wave 1", "Wave 2"), 2) == (drawn.columns, len(drawn.rows[0].points))

    def test_are_none_where_nothing_is_shown(self):
        """Without a shown wave there is no picture."""
        assert plots.waves(a_table((None, None))) is None
        assert (
            "withheld" == plots.waves(a_table((prevalence(9, 40),), columns=("W",))).rows[0].note
        )


class TestIndexPlots:
    def test_stand_on_an_axis_of_a_hundred(self):
        """A mean of 60 stands at six tenths of the picture."""
        (drawn,) = plots.index_plots([an_index(None, MeanInterval(60, 50, 72, 31))])

        assert (0.6, 0.5, 0.72, "60 (50 to 72)") == tuple(vars(drawn.rows[0].points[1]).values())
        assert drawn.rows[0].points[0] is None

    def test_need_two_waves_and_one_that_is_shown(self):
        """One wave alone changes nothing, and two that are withheld show nothing."""
        mean = MeanInterval(60, 50, 72, 31)

        assert () == plots.index_plots([an_index(mean), an_index(None, None)])


class TestFeelings:
    def test_come_most_negative_first(self):
        """Themes whose feelings may be shown are in the order of how negative they sounded."""
        parts = {
            name: (FeelingLine("negative", "negative", bad), FeelingLine("positive", "good", 9))
            for name, bad in (("few", 6), ("many", 30))
        }
        lines = [
            SimpleNamespace(name=name, feelings=felt) for name, felt in (parts | {"x": ()}).items()
        ]

        assert ["many", "few"] == [name for name, _ in plots.feelings(lines).rows]
        assert plots.feelings(lines[2:]) is None
