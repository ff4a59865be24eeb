"""Which paper returns are checked, and how far two people read the same."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.paper import BLOCK, SHARES, differences, is_drawn
from surveys import Given


class TestIsDrawn:
    @settings(max_examples=30)
    @given(st.sampled_from(SHARES), st.integers(0, 10_000), st.integers(1, 4))
    def test_draws_exactly_the_share_of_each_block(self, share, seed, blocks):
        """However chance falls, of every twenty returns the share is drawn, neither more nor less."""
        chance, drawn = Random(seed), 0
        for block in range(1, blocks + 1):
            for entered in range((block - 1) * BLOCK, block * BLOCK):
                drawn += is_drawn(share, entered, drawn, chance.random())
            assert share * block * BLOCK // 100 == drawn

    def test_gives_each_place_the_same_chance(self):
        """Nobody can tell from its place in the pile whether a return will be checked."""
        chance, places = Random(4), [0] * BLOCK
        for _ in range(4_000):
            drawn = 0
            for entered in range(BLOCK):
                is_checked = is_drawn(10, entered, drawn, chance.random())
                drawn += is_checked
                places[entered] += is_checked
        assert 320 < min(places)
        assert max(places) < 480

    def test_follows_a_share_that_was_changed(self):
        """A share that falls asks for none until it holds again; one that rises catches up."""
        assert not is_drawn(5, 20, 4, 0.0)
        assert is_drawn(100, 20, 2, 0.999)


class TestDifferences:
    def test_compares_what_either_found(self):
        """A question that both found empty is not compared; one that one found is a difference."""
        first = {"a": Given(value=1), "b": Given(text="Too  loud"), "c": Given(value=[1, 2])}
        second = {
            "a": Given(value=2),
            "b": Given(text="too loud "),
            "d": Given(special="dont_know"),
        }

        assert (("a", "c", "d"), 4) == differences(first, second)

    @pytest.mark.parametrize(
        "other", [Given(value=2), Given(text="x"), Given(special="dont_know")]
    )
    def test_sees_every_part_of_an_answer(self, other):
        """A value, words and “not sure” are each a difference of their own."""
        assert (("a",), 1) == differences({"a": Given(value=1)}, {"a": other})

    @given(st.dictionaries(st.text(), st.builds(Given, value=st.integers()), max_size=5))
    def test_finds_none_between_a_reading_and_itself(self, read):
        """Whoever reads the same agrees on everything."""
        assert ((), len(read)) == differences(read, read)
