"""Themes that come together: the right link, its interval, and nothing small."""

import random
from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog
from scipy.stats import fisher_exact, nchypergeom_fisher
from scipy.stats.contingency import odds_ratio

from analysis.disclosure import THRESHOLD
from analysis.prevalence import TOO_FEW
from analysis.together import NO_LINK, OFTEN, SELDOM, together

PEOPLE = frozenset(range(100))
FIRST = set(range(40))
PARTS = st.lists(st.integers(5, 40), min_size=4, max_size=4)


def a_pair(both, only_first, only_second, neither):
    """Return the one pair of two themes raised by so many people."""
    cuts = np.cumsum([0, both, only_first, only_second, neither]).tolist()
    sets = [set(range(start, end)) for start, end in zip(cuts, cuts[1:], strict=False)]
    found = together({"a": sets[0] | sets[1], "b": sets[0] | sets[2]}, frozenset(range(cuts[-1])))
    (pair,) = found.pairs
    return pair


class TestTogether:
    def test_counts_people_and_what_chance_would_give(self):
        """Of 100 people 40 and 50 raised each theme: by chance 20 would raise both, and 30 did."""
        found = together({"a": FIRST, "b": set(range(10, 60))}, PEOPLE)
        (pair,) = found.pairs

        assert (100, 0, ("a", "b")) == (found.people, found.withheld, (pair.first, pair.second))
        assert (30, 20, 1.5, OFTEN) == (pair.both, pair.expected, pair.lift, pair.verdict)
        assert 1 < pair.low < 1.5 < pair.high

    @pytest.mark.parametrize(
        ("parts", "verdict"),
        [((8, 32, 42, 18), SELDOM), ((20, 20, 30, 30), NO_LINK), ((9, 5, 5, 9), TOO_FEW)],
    )
    def test_says_it_in_words(self, parts, verdict):
        """Two themes may shun one another, have no link, or be raised by too few to say."""
        assert verdict == a_pair(*parts).verdict

    def test_withholds_a_pair_with_a_small_part(self):
        """Four who raised only one of two themes would be told by the rest of the pair."""
        found = together({"a": FIRST, "b": set(range(4, 60)), "few": {1, 2}}, PEOPLE)

        assert ((), 1) == (found.pairs, found.withheld)

    def test_withholds_a_pair_that_few_raised_neither_of(self):
        """Of a hundred all but three raised one theme or both; those three would be told."""
        found = together({"a": {*range(60)}, "b": {*range(37, 97)}}, PEOPLE)

        assert ((), 1) == (found.pairs, found.withheld)

    def test_shows_nothing_of_very_few_people(self):
        """Of four people not even their number is shown."""
        assert together({"a": {1, 2}}, frozenset(range(4))).people is None

    def test_puts_clear_links_first(self):
        """Clear links come before doubtful ones, and the surest comes first."""
        raised = {
            "a": FIRST,
            "b": set(range(8, 48)),
            "c": {*range(20), *range(60, 80)},
            "d": {*range(6), *range(50, 90)},
        }
        pairs = together(raised, PEOPLE).pairs
        verdicts = [pair.verdict for pair in pairs]
        sure = [pair.chance for pair in pairs if pair.verdict == OFTEN]

        assert sure == sorted(sure)
        assert verdicts == sorted(verdicts, key=(OFTEN, SELDOM, NO_LINK).index)
        assert {OFTEN, SELDOM, NO_LINK} == set(verdicts)

    def test_counts_withheld_pairs_in_its_strictness(self):
        """A link that is clear alone is doubted among many pairs, seen or not."""
        raised = {"a": FIRST, "b": {*range(15, 55)}}
        many = raised | {f"t{n}": {*range(5 + n, 10 + n)} for n in range(20)}
        alone = together(raised, PEOPLE).pairs[0]
        (among,) = (p for p in together(many, PEOPLE).pairs if (p.first, p.second) == ("a", "b"))

        assert (OFTEN, NO_LINK) == (alone.verdict, among.verdict)
        assert alone.chance < among.chance

    @given(PARTS)
    @settings(max_examples=40, deadline=None)
    def test_agrees_with_another_programs_limits(self, parts):
        """The interval and the chance are those of Fisher's exact test in another program."""
        pair, table = a_pair(*parts), np.reshape(parts, (2, 2))
        first, second, people = parts[0] + parts[1], parts[0] + parts[2], sum(parts)
        limits = odds_ratio(table, kind="conditional").confidence_interval(0.95)
        by_odds = [
            nchypergeom_fisher(people, first, second, odds).mean() / pair.expected
            for odds in (limits.low, limits.high)
        ]
        sides = [fisher_exact(table, alternative=side).pvalue for side in ("less", "greater")]

        assert by_odds == pytest.approx([pair.low, pair.high], rel=1e-3)
        assert pair.chance == pytest.approx(min(1, 2 * min(sides)), rel=1e-6)

    @given(PARTS)
    def test_holds_the_lift_in_its_interval(self, parts):
        """The lift lies in its interval, and a clear link leaves 1 out of it."""
        pair = a_pair(*parts)

        assert pair.low <= pair.lift <= pair.high
        assert pair.verdict not in {OFTEN, SELDOM} or not pair.low < 1 < pair.high

    def test_finds_links_as_seldom_as_it_says(self):
        """Of a hundred pages of themes without a link, few mark one."""
        rng = random.Random(4)
        marked = 0
        for _ in range(100):
            raised = {key: {n for n in PEOPLE if rng.random() < 0.4} for key in "abcdef"}
            marked += any(p.verdict in {OFTEN, SELDOM} for p in together(raised, PEOPLE).pairs)

        assert marked <= 9

    @given(st.integers(3, 5), st.randoms(use_true_random=False))
    @settings(max_examples=60, deadline=None)
    def test_leaves_withheld_pairs_wide_bounds(self, number, rng):
        """By linear programming over who raised what, a withheld pair is never known closely."""
        people = frozenset(range(rng.randrange(12, 60)))
        shares = [rng.random() for _ in range(number)]
        raised = {
            key: {one for one in people if rng.random() < share}
            for key, share in zip("abcde", shares, strict=False)
        }
        found = together(raised, people)
        shown = {(pair.first, pair.second): pair.both for pair in found.pairs}
        known = {
            key: len(who)
            for key, who in raised.items()
            if THRESHOLD <= len(who) <= len(people) - THRESHOLD
        }
        for couple in combinations(sorted(known), 2):
            if couple not in shown:
                low, high = _bounds(couple, sorted(raised), len(people), known, shown)
                assert high - low >= THRESHOLD - 1e-6


def _bounds(couple, themes, people, known, shown):
    # One variable for each set of themes that a person may have raised.
    sets = [
        {theme for theme, is_in in zip(themes, bits, strict=True) if is_in}
        for bits in product((False, True), repeat=len(themes))
    ]
    facts = {frozenset(): people} | {frozenset({key}): count for key, count in known.items()}
    facts |= {frozenset(pair): count for pair, count in shown.items()}
    aim = np.array([float(set(couple) <= one) for one in sets])
    rows = [[float(fact <= one) for one in sets] for fact in facts]
    found = [
        linprog(sign * aim, A_eq=rows, b_eq=list(facts.values()), bounds=[(0, None)] * len(sets))
        for sign in (1, -1)
    ]
    return found[0].fun, -found[1].fun
