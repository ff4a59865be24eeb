"""Numbers of themes and audits: five or more, or withheld, and nothing to work them out from."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from analysis.disclosure import THRESHOLD
from app.domain.evidence import SentimentLabel
from app.services import report_audits, theme_counts

COUNTS = st.integers(0, 30)


class TestInterval:
    @given(COUNTS, COUNTS)
    def test_shows_no_handful_nor_what_leaves_one(self, raised, others):
        """A theme is shown where five raised it and five did not."""
        shown = theme_counts._interval(raised, raised + others)

        assert (min(raised, others) >= THRESHOLD) == (shown is not None)


class TestFeelings:
    @given(COUNTS, COUNTS, COUNTS)
    def test_show_all_the_people_in_parts_of_five_or_more(self, negative, mixed, positive):
        """Feelings add up to the people who raised a theme, so none of them may be small."""
        labels = (SentimentLabel.NEGATIVE, SentimentLabel.MIXED, SentimentLabel.POSITIVE)
        felt = Counter(dict(zip(labels, (negative, mixed, positive), strict=True)))
        shown = [line.count for line in theme_counts._feelings(felt)]

        assert all(count >= THRESHOLD for count in shown)
        assert sum(shown) in {0, negative + mixed + positive}

    @given(COUNTS, COUNTS, COUNTS)
    def test_call_nobody_mixed_whose_feeling_is_not_known(self, negative, positive, not_known):
        """What no machine understood stands with the mixed, and the words beside it say so."""
        felt = Counter({SentimentLabel.NEGATIVE: negative, SentimentLabel.POSITIVE: positive})
        shown = theme_counts._feelings(felt, not_known)

        assert all(line.count >= THRESHOLD for line in shown)
        assert bool(shown and not_known) == any("not known" in line.label for line in shown)


class TestGrades:
    @given(COUNTS, COUNTS)
    def test_show_both_or_neither(self, good, bad):
        """Whoever knows how many audits there were cannot work out a handful."""
        shown = report_audits._grades(["good"] * good + ["inadequate"] * bad)

        assert shown == ((good, bad) if min(good, bad) >= THRESHOLD else (None, None))


class TestHowMany:
    @given(COUNTS, COUNTS)
    def test_says_no_number_that_tells_of_a_few(self, heard, silent):
        """A number of children is said only where it leaves out enough of them, too."""
        said = report_audits._how_many(heard, heard + silent)

        assert said.isdigit() == (min(heard, silent) >= THRESHOLD)
