"""Representative words."""

from analysis.summary import Candidate, representative

LATE = "My worker is always late and never says why"
LATER = "My worker is always late and never tells me why"
FOOD = "The food at the house is cold when we get back from school"


class TestRepresentative:
    def test_prefers_the_typical_and_avoids_repeats(self):
        """The first is like the others; the second is unlike the first."""
        chosen = representative(
            [Candidate("a", LATE, 0.9), Candidate("b", LATER, 0.9), Candidate("c", FOOD, 0.9)],
            most=2,
        )

        assert ["a", "c"] == [one.id for one in chosen]

    def test_leaves_the_too_short_and_too_long_to_last(self):
        """A word or a whole page is a poor quote."""
        chosen = representative(
            [
                Candidate("long", "word " * 80, 1.0),
                Candidate("short", "late", 1.0),
                Candidate("right", LATE, 0.6),
            ],
            most=1,
        )

        assert ["right"] == [one.id for one in chosen]

    def test_gives_what_there_is(self):
        """Fewer candidates than wanted are all given, those without words too."""
        assert () == representative([])
        assert ["x", "y"] == [
            c.id for c in representative([Candidate("y", "", 0.1), Candidate("x", "", 0.1)])
        ]
