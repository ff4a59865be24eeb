"""Where selections end: what the words of a whole file say, for and against."""

import pytest

from analysis.exchange.ends import Selection, place, reach

TEXT = "cold room here"
LAST, AFTER = Selection(0, 3, "cold", TEXT), Selection(0, 4, "cold", TEXT)
EMPTY, AT_THE_END, SILENT = (Selection(5, end, "", TEXT) for end in (5, 14, 9))


class TestReach:
    @pytest.mark.parametrize(
        ("selections", "more"),
        [
            ([LAST], 1),
            ([AFTER], 0),
            ([EMPTY], 1),
            ([AT_THE_END], 0),
            ([SILENT], 0),
            ([], 0),
            ([EMPTY, AFTER], 0),
            ([EMPTY, AT_THE_END], 0),
            ([LAST, LAST, AFTER], 1),
        ],
    )
    def test_goes_by_what_most_say(self, selections, more):
        """Names, empty selections and ends of texts are evidence, and as much speaks against."""
        assert more == reach(selections)


class TestPlace:
    def test_counts_as_the_file_does(self):
        """The same words are found whether the last character is named or the place after it."""
        assert (0, 4) == place(LAST, 1) == place(AFTER, 0)
