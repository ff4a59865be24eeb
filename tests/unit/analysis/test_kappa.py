"""Agreement beyond chance, against figures that others published."""

from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from analysis.agreement import (
    cohens_kappa,
    kappa_estimate,
    kappa_with,
    percent_agreement,
    pooled_kappa,
    variance_of,
)

GRADES = [[1, 1, 0, 0], [0, 6, 3, 0], [0, 1, 5, 1], [0, 0, 0, 2]]
# Fleiss, Levin and Paik (2003), Statistical Methods for Rates and Proportions, table 18.1.
DIAGNOSES = [[75, 1, 4], [5, 4, 1], [0, 0, 10]]
# Fleiss, Cohen and Everitt (1969), Psychological Bulletin 72, 323-327: the worked example of
# pages 325 and 326, 200 diagnoses made twice, with the weights of agreement printed there.
TWICE = [[106, 10, 4], [22, 28, 10], [2, 12, 6]]
TWICE_WEIGHTS = np.array([[1, 0, 0.4444], [0, 1, 0.6667], [0.4444, 0.6667, 1]])
# Cohen (1960), page 38, and (1968), Psychological Bulletin 70, table 1 on page 215: the same 200
# diagnoses, and what each disagreement weighs.
JUDGES = [[88, 14, 18], [10, 40, 10], [2, 6, 12]]
DISAGREEMENT = np.array([[0, 1, 3], [1, 0, 6], [3, 6, 0]])
squares = st.lists(st.integers(0, 9), min_size=16, max_size=16).map(
    lambda n: [n[:4], n[4:8], n[8:12], n[12:]]
)
weightings = st.sampled_from(["none", "linear", "quadratic"])
tables = st.lists(st.integers(0, 40), min_size=4, max_size=4).map(lambda n: [n[:2], n[2:]])


def unrolled(table):
    """Return two lists of grades that make a table."""
    cells = [(i, j) for i, row in enumerate(table) for j, n in enumerate(row) for _ in range(n)]
    return [i for i, _ in cells], [j for _, j in cells]


def numeric_error(table, weighting="none"):
    """Return the standard error of kappa by the delta method, with slopes taken by steps."""
    step, total, size = 1e-6, sum(map(sum, table)), range(len(table))
    cells = [(i, j) for i in size for j in size]
    slopes = {}
    for i, j in cells:
        up, down = ([list(map(float, row)) for row in table] for _ in range(2))
        up[i][j] += step * total
        down[i][j] -= step * total
        ends = [cohens_kappa(one, weighting=weighting) for one in (up, down)]
        slopes[i, j] = (ends[0] - ends[1]) / (2 * step)
    mean = sum(table[i][j] / total * slopes[i, j] for i, j in cells)
    square = sum(table[i][j] / total * slopes[i, j] ** 2 for i, j in cells)
    return sqrt(max(square - mean**2, 0) / total)


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

    def test_gives_the_published_agreement_of_two_judges(self):
        """Two judges of 200 people have a kappa of .492 and a weighted one of .348."""
        weights = 1 - DISAGREEMENT / 6

        assert 0.492 == round(cohens_kappa(JUDGES), 3)
        assert 0.348 == round(kappa_with(JUDGES, weights), 3)

    @given(squares, weightings)
    def test_is_what_a_maintained_library_gives(self, table, weighting):
        """Kappa and its weighted forms are those of scikit-learn, wherever they are defined."""
        found = cohens_kappa(table, weighting=weighting)
        first, second = unrolled(table)

        assert found is None or found == pytest.approx(
            cohen_kappa_score(
                first,
                second,
                labels=[0, 1, 2, 3],
                weights=None if weighting == "none" else weighting,
            )
        )

    @given(squares, weightings)
    def test_is_the_same_both_ways_round(self, table, weighting):
        """Who comes first, and which end of the scale, change nothing."""
        found = cohens_kappa(table, weighting=weighting)
        turned = [list(row) for row in zip(*table, strict=True)]
        upside_down = [row[::-1] for row in table[::-1]]

        for other in (turned, upside_down):
            assert found == pytest.approx(cohens_kappa(other, weighting=weighting))

    @given(squares, weightings)
    def test_is_whole_only_of_two_grades_that_all_agree(self, table, weighting):
        """Kappa is 1 exactly where nobody differs and at least two grades were given."""
        found = cohens_kappa(table, weighting=weighting)
        agreed = sum(table[i][i] for i in range(4)) == sum(map(sum, table))
        used = sum(table[i][i] > 0 for i in range(4))

        assert found is None or found <= 1
        assert (agreed and used > 1) == (found == 1)
        assert (found is None) == (agreed and used < 2)

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

    def test_gives_the_published_errors(self):
        """The variances of kappa and weighted kappa are the printed .002885 and .003248."""
        shares = np.array(TWICE) / 200
        found = [
            variance_of(shares, weights, kappa_with(TWICE, weights), chance) / 200
            for weights, chance in ((np.eye(3), 0.475), (TWICE_WEIGHTS, 0.5672185))
        ]

        assert [0.002885, 0.003248] == [round(one, 6) for one in found]

    @given(squares.filter(lambda t: all(n > 0 for row in t for n in row)), weightings)
    def test_is_the_delta_method_with_weights(self, table, weighting):
        """With weights too, the formula of the error is what the slopes of kappa give."""
        found = kappa_estimate(table, weighting=weighting, confidence=0.6826895)
        half = numeric_error(table, weighting)

        assert found.low == pytest.approx(max(-1, found.value - half), abs=1e-3)
        assert found.high == pytest.approx(min(1, found.value + half), abs=1e-3)

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


class TestPercentAgreement:
    def test_counts_the_same(self):
        """Fourteen of twenty pairs agree."""
        assert 0.7 == percent_agreement(GRADES)

    def test_is_nothing_without_pairs(self):
        """Without pairs there is no share."""
        assert percent_agreement([[0, 0], [0, 0]]) is None
