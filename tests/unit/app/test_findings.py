"""What pictures and tables say in a sentence: no more than is shown, and in plain words."""

from types import SimpleNamespace

import pytest

from analysis.crossing import ALIKE, DIFFERS, Cell, Column, Row
from analysis.prevalence import (
    DOWN,
    TOO_FEW,
    UNCLEAR,
    UP,
    Change,
    MeanInterval,
    prevalence,
)
from analysis.together import NO_LINK, OFTEN
from app.services import findings
from app.services.crossings import CrossedTheme, CrossingTable
from app.services.index_lines import WaveMean
from app.services.theme_counts import FeelingLine


def a_theme(name, verdict=ALIKE, change=None):
    cells = (Cell(prevalence(30, 60)), Cell(None), Cell(prevalence(6, 60)))
    return CrossedTheme(None, name, Row(name, prevalence(36, 120), cells, verdict), change)


def a_table(*themes):
    columns = (Column("East", 60), Column("North", None), Column("West", 60))
    return CrossingTable(120, columns, themes, (), ())


def scored(*themes):
    return SimpleNamespace(worst="low", table=a_table(*themes) if themes else None)


def changed(verdict):
    return Change(0.2, 0.1, 0.3, verdict)


def an_index(verdict, *means):
    waves = tuple(WaveMean(f"Wave {n}", mean) for n, mean in enumerate(means, 1))
    return SimpleNamespace(verdict=verdict, waves=waves)


MORE_AND_FEWER = (
    "More of those who wrote raised “A” and “C” than in the wave before."
    " Fewer of those who wrote raised “B” than in the wave before."
)
TOO_FEW_WROTE = "Too few people wrote to say whether anything changed since the wave before."
MEAN = MeanInterval(62.4, 55.6, 70.2, 41)


class TestOfShares:
    def test_names_the_most_raised_with_its_interval(self):
        """The first theme comes with its interval, and the next two with their shares."""
        themes = [
            (name, prevalence(count, 200))
            for name, count in zip("ABCD", (60, 40, 20, 10), strict=True)
        ]

        assert (
            "“A” was raised most: by 30% of the 200 people who wrote, likely between 24% and 37%."
            " Next come “B” (20%) and “C” (10%)."
        ) == findings.of_shares(themes)
        assert findings.of_shares(themes[:2]).endswith("Next comes “B” (20%).")
        assert findings.of_shares(themes[:1]).endswith("and 37%.")


class TestOfChanges:
    @pytest.mark.parametrize(
        ("verdicts", "said"),
        [
            ((UP, DOWN, UP), MORE_AND_FEWER),
            ((UNCLEAR, TOO_FEW), "No theme clearly changed since the wave before."),
            ((TOO_FEW, "withheld"), TOO_FEW_WROTE),
        ],
    )
    def test_names_what_changed(self, verdicts, said):
        """Themes that changed are named, and otherwise it says how much is known."""
        assert said == findings.of_changes([*zip("ABC", verdicts, strict=False)])


class TestSaidOfChange:
    @pytest.mark.parametrize(
        ("verdict", "said"),
        [(UP, "more than before"), ("withheld", "withheld"), ("", "nothing to compare with")],
    )
    def test_says_it_in_plain_words(self, verdict, said):
        """A verdict is said as people would say it."""
        assert said == findings.said_of_change(verdict)


class TestOfIndex:
    @pytest.mark.parametrize(
        ("verdict", "end"),
        [
            (UP, "It rose since the wave before."),
            (DOWN, "It fell since the wave before."),
            (UNCLEAR, "There is no clear change since the wave before."),
            (TOO_FEW, "Too few people answered to say whether it changed."),
            ("", "for 41 people."),
        ],
    )
    def test_says_where_it_stands(self, verdict, end):
        """The newest wave that is shown comes with its interval, and what became of it."""
        said = findings.of_index(an_index(verdict, MEAN, None))

        assert said.startswith("In Wave 1 it stands at 62 of 100, likely between 56 and 70")
        assert said.endswith(end)


class TestOfFeelings:
    def test_names_both_ends(self):
        """The most negative theme and the least so come with the shares of their parts."""
        bad = (FeelingLine("negative", "negative", 9), FeelingLine("positive", "positive", 3))
        good = (FeelingLine("negative", "negative", 5), FeelingLine("positive", "positive", 15))

        assert (
            "“A” sounded most negative: 75% negative, 25% positive."
            " “B” sounded least so: 25% negative, 75% positive."
        ) == findings.of_feelings([("A", bad), ("B", good)])
        assert findings.of_feelings([("A", bad)]).endswith("25% positive.")


class TestOfGroups:
    def test_says_where_groups_differ(self):
        """A theme that differs comes with its highest and lowest group that are shown."""
        found = SimpleNamespace(table=a_table(a_theme("A", DIFFERS), a_theme("B")))

        assert ("“A” differs: 50% of “East” raised it, and 10% of “West”.") == findings.of_groups(
            found
        )

    @pytest.mark.parametrize(
        ("table", "said"),
        [
            (None, "Too few people raised anything to show it by group."),
            (a_table(), "Too few people raised anything to show it by group."),
            (a_table(a_theme("A", TOO_FEW)),
             "The groups are too small to say whether they differ."),
            (a_table(a_theme("A"), a_theme("B", TOO_FEW)),
             "No theme differs clearly between these groups."),
        ],
    )  # fmt: skip
    def test_claims_nothing_else(self, table, said):
        """Where no theme differs clearly it says so, or that too few are there."""
        assert said == findings.of_groups(SimpleNamespace(table=table))


class TestOfScores:
    def test_names_what_the_worst_off_raise(self):
        """What they raise more and what they raise less are named apart."""
        more, less = (a_theme(n, change=changed(v)) for n, v in (("A", UP), ("B", DOWN)))

        assert (
            "Those in the band “low” raised “A” more often than the others."
            " Those in the band “low” raised “B” less often than the others."
        ) == findings.of_scores(scored(more, less, a_theme("C")))

    @pytest.mark.parametrize(
        ("found", "said"),
        [
            (scored(), "Too few people in the band “low” wrote to compare them with the others."),
            (scored(a_theme("A")),
             "Too few people in the band “low” wrote to compare them with the others."),
            (scored(a_theme("A", change=changed(UNCLEAR)), a_theme("B", change=changed(TOO_FEW))),
             "Those in the band “low” raised nothing clearly more or less often."),
            (scored(a_theme("A", change=changed(TOO_FEW))),
             "Too few people are in the band “low” to say whether they differ."),
        ],
    )  # fmt: skip
    def test_claims_nothing_else(self, found, said):
        """Where nothing is clear it says so, or that too few are there."""
        assert said == findings.of_scores(found)


class TestOfPairs:
    def pair(self, verdict, expected=9.2):
        pair = SimpleNamespace(both=20, expected=expected, verdict=verdict)
        return SimpleNamespace(first="A", second="B", pair=pair)

    @pytest.mark.parametrize(("expected", "about"), [(9.2, "about 9"), (0.4, "fewer than 1")])
    def test_says_what_chance_would_give(self, expected, about):
        """A pair that comes together comes with its people, and with how many by chance."""
        found = SimpleNamespace(lines=(self.pair(OFTEN, expected), self.pair(NO_LINK)))

        assert (
            f"20 people raised both “A” and “B”, where chance would give {about}."
        ) == findings.of_pairs(found)

    def test_claims_nothing_else(self):
        """Without a clear link it says so, and without a pair that too few are there."""
        unclear = SimpleNamespace(lines=(self.pair(NO_LINK),))

        assert findings.of_pairs(unclear).startswith("No two themes clearly come together")
        assert findings.of_pairs(SimpleNamespace(lines=())).startswith("Too few people")
