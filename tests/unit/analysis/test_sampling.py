"""Samples in which rare themes appear."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.sampling import Unit, allocate, draw, rarest

sizes = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(1, 200), min_size=1)
pools = st.lists(
    st.tuples(st.sampled_from(["", "bullying", "food", "money"]), st.sampled_from("xyz")),
    min_size=1,
    max_size=80,
)


def units_of(pool):
    return [Unit(f"{i:03}", stratum, (origin,)) for i, (stratum, origin) in enumerate(pool)]


class TestRarest:
    def test_puts_each_passage_with_its_rarest_theme(self):
        """A passage of two themes counts with the rarer, and one of none by itself."""
        themes = {"1": ["food"], "2": ["food", "money"], "3": [], "4": ["food"]}

        assert {"1": "food", "2": "money", "3": "", "4": "food"} == rarest(themes)

    def test_settles_ties_by_key(self):
        """Two themes as rare as each other come in the order of their keys."""
        assert {"1": "food"} == rarest({"1": ["money", "food"]})


class TestAllocate:
    def test_follows_the_square_root(self):
        """A stratum a hundred times as large gets ten times as many."""
        assert {"large": 100, "small": 10} == allocate({"large": 10_000, "small": 100}, 110)

    def test_reaches_every_stratum_first(self):
        """The rarest theme has its passage even in a small sample."""
        assert {"large": 4, "one": 1, "two": 1} == allocate(
            {"large": 10_000, "one": 1, "two": 2}, 6
        )

    @given(sizes, st.integers(1, 400))
    def test_gives_all_it_can_and_no_more(self, held, size):
        """The parts add up to the size, or to all there is, and none holds more than it has."""
        given_out = allocate(held, size)

        assert min(size, sum(held.values())) == sum(given_out.values())
        assert all(given_out[name] <= held[name] for name in held)
        assert size < len(held) or min(given_out.values()) >= 1

    def test_refuses_an_empty_sample(self):
        """A sample of none is no sample."""
        with pytest.raises(ValueError, match="at least one"):
            allocate({"a": 1}, 0)


class TestDraw:
    @given(pools, st.integers(1, 60), st.integers(0, 2**31))
    def test_draws_each_once_and_stands_for_all(self, pool, size, seed):
        """No passage comes twice, and the weights of a reached stratum add up to its size."""
        drawn = draw(units_of(pool), size, seed=seed)
        held = Counter(stratum for stratum, _ in pool)

        assert min(size, len(pool)) == len(drawn) == len({one.id for one in drawn})
        for stratum in {one.stratum for one in drawn}:
            stands_for = sum(one.weight for one in drawn if one.stratum == stratum)
            assert held[stratum] == pytest.approx(stands_for)

    @given(pools, st.integers(1, 60), st.integers(0, 2**31), st.randoms())
    def test_depends_on_the_seed_alone(self, pool, size, seed, chance):
        """The order in which passages are given changes nothing."""
        units = units_of(pool)
        mixed = chance.sample(units, len(units))

        assert draw(units, size, seed=seed) == draw(mixed, size, seed=seed)

    def test_takes_every_origin_in_proportion(self):
        """Half from one survey and half from another give halves of the sample."""
        units = [Unit(f"{i:03}", "food", ("first" if i < 50 else "second",)) for i in range(100)]
        drawn = draw(units, 20, seed=3)

        assert 10 == sum(int(one.id) < 50 for one in drawn)

    def test_gives_each_the_same_chance(self):
        """Over many seeds each passage of a stratum is drawn about as often as another."""
        units = units_of([("food", "x")] * 5 + [("food", "y")] * 3)
        times = Counter(one.id for seed in range(2_000) for one in draw(units, 3, seed=seed))

        assert all(650 < times[unit.id] < 850 for unit in units)

    def test_tells_nothing_by_its_order(self):
        """The strata come mixed, so that the order does not show what the machine thought."""
        units = units_of([("food", "x")] * 20 + [("money", "x")] * 20)
        order = [one.stratum for one in draw(units, 20, seed=1)]

        assert order not in (sorted(order), sorted(order, reverse=True))

    def test_draws_nothing_from_nothing(self):
        """Without passages the sample is empty."""
        assert () == draw([], 10, seed=0)
