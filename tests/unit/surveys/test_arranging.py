"""Putting things in order by buttons."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.arranging import arrange
from surveys.questions import Given
from tests.unit.surveys.samples import FRUIT, RAW, a_question

ASKED = a_question("ranked_choice", options=FRUIT)
VALUES = [str(option.value) for option in FRUIT]
MOVES = ("add", "up", "down", "out", "sideways")
PRESSES = st.lists(st.tuples(st.sampled_from([*VALUES, "kiwi"]), st.sampled_from(MOVES)))


def placed(*values):
    """Return the form strings of an order."""
    places = {value: str(place) for place, value in enumerate(values, 1)}
    return {value: [places.get(value, "")] for value in VALUES}


class TestArrange:
    @pytest.mark.parametrize(
        ("before", "value", "move", "after"),
        [
            ((), "pear", "add", ("pear",)),
            (("pear",), "apple", "add", ("pear", "apple")),
            (("pear", "apple"), "apple", "up", ("apple", "pear")),
            (("pear", "apple"), "pear", "down", ("apple", "pear")),
            (("pear", "apple", "plum"), "apple", "out", ("pear", "plum")),
            (("pear", "apple"), "pear", "up", ("pear", "apple")),
            (("pear", "apple"), "apple", "down", ("pear", "apple")),
            (("pear",), "pear", "add", ("pear",)),
            (("pear",), "apple", "up", ("pear",)),
            (("pear",), "kiwi", "add", ("pear",)),
        ],
    )
    def test_moves_one_thing(self, before, value, move, after):
        """A press moves what it names by one place, or nothing when that makes no sense."""
        assert placed(*after) == arrange(ASKED, placed(*before), value, move)

    @given(raw=RAW, presses=PRESSES)
    def test_always_leaves_an_order_that_can_be_read(self, raw, presses):
        """Whatever was sent and pressed, what is left is an order or nothing."""
        for value, move in presses or [("", "")]:
            raw = arrange(ASKED, raw, value, move)
        order = [str(option.value) for option in ASKED.order(raw)[0]]

        assert (Given(value=order) if order else None) == ASKED.read(raw)

    @given(order=st.permutations(VALUES))
    def test_makes_every_order_by_adding(self, order):
        """Pressing in the order of what matters gives that order."""
        raw = placed()
        for value in order:
            raw = arrange(ASKED, raw, value, "add")

        assert Given(value=order) == ASKED.read(raw)
