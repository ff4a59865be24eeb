"""Agreement between two coders."""

import pytest

from analysis.agreement import cohens_kappa, percent_agreement

GRADES = [[1, 1, 0, 0], [0, 6, 3, 0], [0, 1, 5, 1], [0, 0, 0, 2]]


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


class TestPercentAgreement:
    def test_counts_the_same(self):
        """Fourteen of twenty pairs agree."""
        assert 0.7 == percent_agreement(GRADES)

    def test_is_nothing_without_pairs(self):
        """Without pairs there is no share."""
        assert percent_agreement([[0, 0], [0, 0]]) is None
