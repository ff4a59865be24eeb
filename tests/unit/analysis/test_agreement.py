"""Agreement between two coders."""

from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.agreement import (
    agreement,
    cohens_kappa,
    kappa_estimate,
    krippendorffs_alpha,
    percent_agreement,
    pooled_kappa,
    table_of,
)

GRADES = [[1, 1, 0, 0], [0, 6, 3, 0], [0, 1, 5, 1], [0, 0, 0, 2]]
# Fleiss, Levin and Paik (2003), Statistical Methods for Rates and Proportions, table 18.1.
DIAGNOSES = [[75, 1, 4], [5, 4, 1], [0, 0, 10]]
# Krippendorff (2011), Computing Krippendorff's alpha-reliability: the worked examples.
MEG, OWEN = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
BEN, GERRY = "aabbdcccedda", "babbbccceddd"
FOUR = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
    [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
]

pairs = st.lists(st.tuples(st.integers(0, 1), st.integers(0, 1)), min_size=1, max_size=60)
tables = st.lists(st.integers(0, 40), min_size=4, max_size=4).map(lambda n: [n[:2], n[2:]])


def split(both):
    return [a for a, _ in both], [b for _, b in both]


def numeric_error(table):
    """Return the standard error of kappa by the delta method, with slopes taken by steps."""
    step, total = 1e-6, sum(map(sum, table))
    cells = [(i, j) for i in range(2) for j in range(2)]
    slopes = {}
    for i, j in cells:
        up, down = ([list(map(float, row)) for row in table] for _ in range(2))
        up[i][j] += step * total
        down[i][j] -= step * total
        slopes[i, j] = (cohens_kappa(up) - cohens_kappa(down)) / (2 * step)
    mean = sum(table[i][j] / total * slopes[i, j] for i, j in cells)
    square = sum(table[i][j] / total * slopes[i, j] ** 2 for i, j in cells)
    return sqrt(max(square - mean**2, 0) / total)


class TestAgreement:
    def test_counts_and_measures(self):
        """Ten passages read by two people give one table and three figures."""
        found = agreement(MEG, OWEN)

        assert (1, 1, 3, 5, 10) == (
            found.both,
            found.only_first,
            found.only_second,
            found.neither,
            found.n,
        )
        assert 0.6 == found.percent
        assert 0.0909 == round(found.kappa.value, 4)
        assert 0.0952 == round(found.alpha, 4)

    @given(pairs)
    def test_is_the_same_both_ways_round(self, both):
        """Which coder comes first changes none of the figures."""
        first, second = split(both)
        one, other = agreement(first, second), agreement(second, first)

        assert (one.percent, one.alpha, one.n) == (other.percent, other.alpha, other.n)
        assert (one.kappa is None) == (other.kappa is None)
        assert one.kappa is None or one.kappa.value == pytest.approx(other.kappa.value)

    @given(pairs)
    def test_keeps_figures_in_their_ranges(self, both):
        """No figure is over one, and an interval holds its figure."""
        found = agreement(*split(both))

        assert 0 <= found.percent <= 1
        assert found.alpha is None or -1 <= found.alpha <= 1
        assert found.kappa is None or (
            -1 <= found.kappa.low <= found.kappa.value <= found.kappa.high <= 1
        )

    @given(st.lists(st.integers(0, 1), min_size=1, max_size=40))
    def test_is_whole_with_oneself(self, one):
        """Who codes the same twice agrees wholly, or undefinably when all is alike."""
        found = agreement(one, one)

        assert 1 == found.percent
        assert (1 if len(set(one)) == 2 else None) == (found.kappa and found.kappa.value)
        assert (1 if len(set(one)) == 2 else None) == found.alpha

    def test_says_nothing_of_nothing(self):
        """Without passages nothing is measured."""
        found = agreement([], [])

        assert (0, None, None, None) == (found.n, found.kappa, found.alpha, found.percent)


class TestTableOf:
    @pytest.mark.parametrize(("first", "second"), [([1], [1, 0]), ([2], [1])])
    def test_refuses_what_is_no_pair_of_codings(self, first, second):
        """Codings are of the same passages, and say 1 or 0."""
        with pytest.raises(ValueError, match=r"1 or 0|shorter|longer"):
            table_of(first, second)


class TestCohensKappa:
    @pytest.mark.parametrize(
        ("weighting", "kappa"), [("none", 0.5455), ("linear", 0.6532), ("quadratic", 0.7719)]
    )
    def test_gives_the_worked_example(self, weighting, kappa):
        """Twenty audits graded twice have these three kappas."""
        assert kappa == round(cohens_kappa(GRADES, weighting=weighting), 4)

    @pytest.mark.parametrize("table", [[[0, 0], [0, 10]], [[10]], [[0, 0], [0, 0]], []])
    @pytest.mark.parametrize("weighting", ["none", "linear"])
    def test_is_undefined_when_all_is_one_grade(self, table, weighting):
        """Where chance alone explains everything there is no kappa: neither 0 nor 1."""
        assert cohens_kappa(table, weighting=weighting) is None

    def test_refuses_an_unknown_weighting(self):
        """The weighting must be one of three."""
        with pytest.raises(KeyError):
            cohens_kappa(GRADES, weighting="cubic")


class TestKappaEstimate:
    def test_gives_the_published_example(self):
        """A hundred diagnoses made twice have a kappa of .68 with a standard error of .088."""
        found = kappa_estimate(DIAGNOSES)

        assert (0.68, 0.50, 0.85, 100) == (
            round(found.value, 2),
            round(found.low, 2),
            round(found.high, 2),
            found.n,
        )
        assert 0.088 == round((found.high - found.low) / 2 / 1.959964, 3)

    @given(tables.filter(lambda t: all(n > 0 for row in t for n in row)))
    def test_is_the_delta_method(self, table):
        """The written formula of the error is what the slopes of kappa give."""
        found = kappa_estimate(table, confidence=0.6826895)
        half = numeric_error(table)

        assert found.low == pytest.approx(max(-1, found.value - half), abs=1e-4)
        assert found.high == pytest.approx(min(1, found.value + half), abs=1e-4)

    @pytest.mark.parametrize(
        ("table", "low", "high"),
        [([[20, 0], [0, 80]], 0.88, 1), ([[1, 0], [0, 1]], -0.32, 1), ([[0, 1], [0, 0]], 0, 0.79)],
    )
    def test_is_never_of_no_width(self, table, low, high):
        """Where the asymptotic error is nothing, the range still narrows with the passages."""
        found = kappa_estimate(table)

        assert (low, high) == (round(found.low, 2), round(found.high, 2))

    def test_is_undefined_with_kappa(self):
        """Where kappa is undefined so is its interval."""
        assert kappa_estimate([[10, 0], [0, 0]]) is None


class TestPooledKappa:
    def test_holds_the_kappa_of_all_decisions(self):
        """The figure is that of the whole table, and the interval is round it."""
        passages = [[1, 0, 0, 3], [0, 1, 0, 3], [1, 1, 0, 2], [0, 0, 1, 3]] * 10
        found = pooled_kappa(passages)

        assert cohens_kappa([[20, 20], [10, 110]]) == pytest.approx(found.value)
        assert found.low < found.value < found.high
        assert 40 == found.n

    def test_is_as_wide_as_the_formula_where_each_passage_has_one_theme(self):
        """Of two hundred passages and one theme, draws and the asymptotic error say the same."""
        counts = [(1, 0, 0, 0)] * 30 + [(0, 1, 0, 0)] * 10 + [(0, 0, 1, 0)] * 15
        formula = kappa_estimate([[30, 10], [15, 145]])
        found = pooled_kappa([*counts, *[(0, 0, 0, 1)] * 145])

        assert formula.value == pytest.approx(found.value)
        assert (formula.low, formula.high) == pytest.approx((found.low, found.high), abs=0.02)

    def test_is_the_same_each_time(self):
        """The same seed gives the same interval."""
        passages = [[1, 0, 0, 3], [0, 1, 0, 3]] * 5

        assert pooled_kappa(passages, seed=7) == pooled_kappa(passages, seed=7)

    def test_is_never_of_no_width(self):
        """Where all draws are alike, the range is as wide as so few passages deserve."""
        found = pooled_kappa([[1, 0, 0, 3]] * 4)

        assert 1 == found.value
        assert found.low < 0.2

    @pytest.mark.parametrize("passages", [[], [[0, 0, 0, 4]] * 3])
    def test_is_undefined_when_all_is_alike(self, passages):
        """Without a difference to explain there is no kappa."""
        assert pooled_kappa(passages) is None

    @given(st.lists(st.lists(st.integers(0, 5), min_size=4, max_size=4), max_size=12))
    def test_keeps_its_range(self, passages):
        """The interval holds the figure and stays from -1 to 1."""
        found = pooled_kappa(passages)

        assert found is None or -1 <= found.low <= found.value <= found.high <= 1


class TestKrippendorffsAlpha:
    @pytest.mark.parametrize(
        ("coders", "alpha"), [((MEG, OWEN), 0.095), ((BEN, GERRY), 0.692), (FOUR, 0.743)]
    )
    def test_gives_the_published_examples(self, coders, alpha):
        """Two values, many values, and four coders with gaps give what was published."""
        assert alpha == round(krippendorffs_alpha(list(zip(*coders, strict=True))), 3)

    @pytest.mark.parametrize("units", [[], [(1, 1), (1, 1)], [(1, None), (0, None)]])
    def test_is_undefined_without_difference(self, units):
        """Where all is alike, or nothing can be compared, there is no alpha."""
        assert krippendorffs_alpha(units) is None

    @given(pairs)
    def test_leaves_out_what_one_coder_read(self, both):
        """A passage that only one person read changes nothing."""
        assert krippendorffs_alpha(both) == krippendorffs_alpha([*both, (1, None), (None, 0)])


class TestPercentAgreement:
    def test_counts_the_same(self):
        """Fourteen of twenty pairs agree."""
        assert 0.7 == percent_agreement(GRADES)

    def test_is_nothing_without_pairs(self):
        """Without pairs there is no share."""
        assert percent_agreement([[0, 0], [0, 0]]) is None
