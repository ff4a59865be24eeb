"""Agreement on grades between two readers of the same audits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.disclosure import THRESHOLD
from analysis.grading import (
    NO_PAIRS,
    ONE_GRADE,
    drift,
    generous,
    grade_agreement,
    pooled_agreement,
    shown_halves,
    table_of_grades,
    with_direction,
)

# The worked table of grades: rows the auditor, columns the moderator, outstanding to inadequate.
TABLE = [[1, 1, 0, 0], [0, 6, 3, 0], [0, 1, 5, 1], [0, 0, 0, 2]]
ranks = st.one_of(st.none(), st.integers(1, 4))
pairs = st.lists(st.tuples(ranks, ranks), max_size=30)


def unrolled(table):
    """Return pairs of ranks, 4 the best, that make a table."""
    size = range(4)
    return [(4 - i, 4 - j) for i in size for j in size for _ in range(table[i][j])]


def kappas(found):
    return {one.weighting: one.estimate and one.estimate.value for one in found.kappas}


class TestGradeAgreement:
    def test_gives_the_worked_example(self):
        """Twenty audits graded twice agree in fourteen, and nearly in all."""
        found = grade_agreement(unrolled(TABLE))

        assert (20, 0, 0.7, 1.0) == (
            found.n,
            found.left_out,
            found.exact.value,
            found.within_one.value,
        )
        assert {"none": 0.5455, "linear": 0.6532, "quadratic": 0.7719} == {
            name: round(kappa, 4) for name, kappa in kappas(found).items()
        }
        assert not found.is_enough

    @pytest.mark.parametrize(
        ("given_pairs", "why_not"),
        [([(3, 3)] * 10, ONE_GRADE), ([], NO_PAIRS), ([(None, 3)], NO_PAIRS)],
    )
    def test_says_why_there_is_no_kappa(self, given_pairs, why_not):
        """Ten times good and good has no kappa, neither 0 nor 1, and says why."""
        found = grade_agreement(given_pairs)

        assert [(None, why_not)] * 3 == [(one.estimate, one.why_not) for one in found.kappas]

    def test_leaves_out_what_was_not_graded(self):
        """Not graded never counts as a grade: such a pair is left out, and counted as that."""
        found = grade_agreement([*unrolled(TABLE), (None, 4), (3, None), (None, None)])

        assert (20, 3) == (found.n, found.left_out)
        assert kappas(grade_agreement(unrolled(TABLE))) == kappas(found)

    @pytest.mark.parametrize(
        ("harsher", "kinder", "shown"),
        [
            (5, 7, (5, 7)),
            (5, 4, (None, None)),
            (0, 12, (None, None)),
        ],
    )
    def test_withholds_both_directions_where_one_is_small(self, harsher, kinder, shown):
        """Harsher and kinder come together: with the share of the same, one would tell the other."""
        found = grade_agreement([(3, 2)] * harsher + [(2, 3)] * kinder + [(3, 3)] * 9)

        assert shown == (found.harsher, found.kinder)
        assert (None, None) == (
            found.without_direction().harsher,
            found.without_direction().kinder,
        )

    @pytest.mark.parametrize("pair", [(0, 3), (3, 5)])
    def test_refuses_what_is_no_grade(self, pair):
        """A rank is from 1 to 4."""
        with pytest.raises(ValueError, match="one of the grades"):
            grade_agreement([pair])

    def test_is_enough_from_thirty_pairs(self):
        """Thirty pairs are enough to read the figures, twenty-nine are not."""
        assert [True, False] == [grade_agreement([(3, 2)] * n).is_enough for n in (30, 29)]

    @given(pairs)
    def test_swaps_harsher_and_kinder_with_the_readers(self, both):
        """Which reader comes first turns the direction round, and nothing else."""
        found = grade_agreement(both)
        turned = grade_agreement([(second, first) for first, second in both])

        assert (found.harsher, found.kinder) == (turned.kinder, turned.harsher)
        assert (found.exact, found.within_one) == (turned.exact, turned.within_one)
        assert kappas(found) == pytest.approx(kappas(turned))

    @given(pairs, st.randoms())
    def test_takes_audits_in_any_order(self, both, chance):
        """The order of the audits changes nothing."""
        shuffled = list(both)
        chance.shuffle(shuffled)

        assert grade_agreement(both) == grade_agreement(shuffled)

    @given(pairs)
    def test_keeps_figures_in_their_ranges(self, both):
        """Every figure lies in its interval, and every pair is counted once."""
        found = grade_agreement(both)
        estimates = [found.exact, found.within_one, *(one.estimate for one in found.kappas)]

        assert len(both) == found.n + found.left_out == sum(map(sum, found.table)) + found.left_out
        assert all(
            -1 <= one.low <= one.value <= one.high <= 1 for one in estimates if one is not None
        )
        assert found.exact is None or found.exact.value <= found.within_one.value


class TestPooledAgreement:
    AUDITS = (((4, 4), (3, 3), (2, 2)), ((3, 2), (2, 2), (2, 1)), ((3, 3), (4, 3), (None, 3))) * 4

    def test_measures_all_domains_of_all_audits(self):
        """Figures are those of all the pairs, and only the interval knows of audits."""
        found = pooled_agreement(self.AUDITS)
        alone = grade_agreement([pair for audit in self.AUDITS for pair in audit])

        assert kappas(alone) == pytest.approx(kappas(found))
        assert (alone.n, alone.left_out, alone.harsher) == (found.n, found.left_out, found.harsher)

    def test_is_less_sure_than_if_every_domain_were_an_audit(self):
        """Domains of one audit hang together, so the interval is wider than of as many audits."""
        audits = [[(4, 4)] * 8, [(1, 1)] * 8, [(4, 1)] * 8, [(1, 4)] * 8, [(4, 4)] * 8] * 3
        alone = grade_agreement([pair for audit in audits for pair in audit]).kappas[0].estimate
        found = pooled_agreement(audits).kappas[0].estimate

        assert alone.high - alone.low < found.high - found.low

    def test_says_nothing_of_nothing(self):
        """Without audits nothing is measured, and without grades neither."""
        for nothing in ([], [[]], [[(None, 3)]]):
            found = pooled_agreement(nothing)

            assert (0, None, NO_PAIRS) == (found.n, found.exact, found.kappas[2].why_not)


def both_ways(harsher, kinder):
    return [(3, 2)] * harsher + [(2, 3)] * kinder


class TestWithDirection:
    def test_gives_up_one_that_would_tell_of_another(self):
        """One small group takes the next smallest with it, or the whole would tell its number."""
        groups = {
            "east": both_ways(6, 7),
            "north": both_ways(20, 30),
            "west": [*both_ways(2, 9), (None, 3)],
        }

        assert {"north"} == with_direction(groups)

    def test_is_not_bothered_by_a_group_without_pairs(self):
        """Where nobody graded nothing can be told, and one group alone is the whole."""
        assert {"all"} == with_direction({"all": both_ways(5, 5), "none": [(None, 3)], "no": []})

    @given(
        st.dictionaries(
            st.sampled_from("abcdef"), st.tuples(st.integers(0, 12), st.integers(0, 12))
        )
    )
    def test_leaves_at_least_five_of_each_in_what_is_hidden(self, counts):
        """Whoever takes what is shown from the whole learns of two groups and five audits at least."""
        counts = {name: both for name, both in counts.items() if any(both)}
        shown = with_direction({name: both_ways(*both) for name, both in counts.items()})
        hidden = counts.keys() - shown

        assert all(min(counts[name]) >= THRESHOLD for name in shown)
        if shown and hidden:
            assert len(hidden) > 1
            assert all(sum(counts[name][way] for name in hidden) >= THRESHOLD for way in (0, 1))


class TestShownHalves:
    def test_are_shown_when_neither_tells_of_few(self):
        """Five higher and five not, in either half, are the least."""
        half = both_ways(5, 5)
        earlier, later = shown_halves(half, half)

        assert (5, 10, 5, 10) == (earlier.count, earlier.base, later.count, later.base)

    @pytest.mark.parametrize("later", [(4, 6), (6, 4), (0, 0)])
    def test_are_withheld_together(self, later):
        """One half would be told by the other and the whole, so both are withheld."""
        assert shown_halves(both_ways(5, 5), both_ways(*later)) is None


class TestTableOfGrades:
    def test_puts_the_auditor_in_rows_and_the_best_grade_first(self):
        """An outstanding that the moderator finds good stands in the first row, second column."""
        assert [[0, 1, 0, 0], *[[0] * 4] * 3] == table_of_grades([(4, 3)])
        assert TABLE == table_of_grades(unrolled(TABLE))


class TestDrift:
    def test_measures_how_generosity_changes(self):
        """An auditor who graded 3 of 30 too high and then 18 of 30 has drifted upwards."""
        earlier = [(3, 2)] * 3 + [(3, 3)] * 27
        later = [(3, 2)] * 18 + [(3, 3)] * 12
        found = drift(earlier, later)

        assert (0.5, "changed up") == (found.amount, found.verdict)
        assert 0 < found.low < found.amount < found.high

    def test_needs_both_times(self):
        """Without an earlier or a later time there is no drift."""
        assert drift([], [(3, 3)]) is None
        assert drift([(3, 3)], [(None, 3)]) is None


class TestGenerous:
    def test_is_the_share_graded_higher_than_by_the_moderator(self):
        """One of four audits was graded higher than the moderator did."""
        found = generous([(4, 3), (3, 3), (2, 3), (1, 1), (None, 2)])

        assert (1, 4) == (found.count, found.base)

    def test_is_nothing_of_nothing(self):
        """Without a pair there is no share."""
        assert generous([]) is None
