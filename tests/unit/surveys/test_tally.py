"""Counts of answers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.questions import DONT_KNOW, PREFER_NOT, Given
from surveys.tally import TallyRow, tally
from tests.unit.surveys.samples import BOTH, FRUIT, STEPS, a_question


def given_values(*values):
    return [Given(value=value) for value in values]


class TestTally:
    def test_counts_each_choice(self):
        """Every choice has its count, and a choice nobody made has nought."""
        counted = tally(
            a_question("one_choice", options=FRUIT, other=True),
            given_values("apple", "apple", "other"),
        )

        assert [("apple", 2), ("pear", 0), ("plum", 0), ("other", 1)] == [
            (row.value, row.count) for row in counted.rows
        ]
        assert 3 == counted.base
        assert counted.mean is None

    def test_counts_several_choices_of_one_person(self):
        """Somebody who chose two is counted once for each."""
        counted = tally(
            a_question("many_choices", options=FRUIT),
            given_values(["apple", "plum"], ["apple"]),
        )

        assert [2, 0, 1] == [row.count for row in counted.rows]
        assert 2 == counted.base

    def test_counts_the_first_place_of_an_order(self):
        """Of an order, what came first is counted."""
        counted = tally(
            a_question("ranked_choice", options=FRUIT), given_values(["plum", "apple"], ["plum"])
        )

        assert [0, 0, 2] == [row.count for row in counted.rows]

    def test_keeps_not_sure_out_of_base_and_mean(self):
        """“Not sure” is counted on its own and is never the middle of a scale."""
        givens = [
            *given_values(1, 3, 3),
            Given(special=DONT_KNOW),
            Given(special=PREFER_NOT),
            Given(special=DONT_KNOW),
        ]

        counted = tally(a_question("faces", options=STEPS, may_say=BOTH), givens)

        assert 3 == counted.base
        assert {"I’m not sure": 2, "I’d rather not say": 1} == counted.specials
        assert 7 / 3 == pytest.approx(counted.mean)
        assert 3 == counted.median

    def test_counts_a_choice_that_is_gone(self):
        """An answer to an older wording is counted under its own value."""
        counted = tally(a_question("one_choice", options=FRUIT), given_values("melon"))

        assert TallyRow("melon", "melon", 1) == counted.rows[-1]

    def test_gives_numbers_a_mean_and_no_rows(self):
        """Numbers are summed up by their mean and median."""
        counted = tally(a_question("number"), given_values(1, 2, 9))

        assert ((), 4, 2) == (counted.rows, counted.mean, counted.median)

    def test_has_nothing_to_say_of_no_answers(self):
        """Nobody's answers have a base of nought and no mean."""
        counted = tally(a_question("number"), [])

        assert (0, None, None) == (counted.base, counted.mean, counted.median)

    @given(st.lists(st.sampled_from(["apple", "pear", "plum"])))
    def test_adds_up_to_its_base(self, values):
        """The counts of a question with one answer add up to those who answered."""
        counted = tally(a_question("one_choice", options=FRUIT), given_values(*values))

        assert len(values) == counted.base == sum(row.count for row in counted.rows)
