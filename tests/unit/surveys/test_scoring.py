"""Scores from answers."""

from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.questions import DONT_KNOW, PREFER_NOT, Given
from surveys.scoring import (
    INCOMPLETE,
    OUT_OF_RANGE,
    Band,
    Score,
    Scored,
    band_of,
    compute,
    ends_of,
)

ITEMS = ("a", "b", "c")


def a_score(**changes):
    return Score(
        **{
            "key": "s",
            "label": "Settled",
            "method": "sum",
            "items": ITEMS,
            "low": 1,
            "high": 5,
        }
        | changes
    )


def answers(*values):
    return {
        key: Given(special=value) if isinstance(value, str) else Given(value=value)
        for key, value in zip(ITEMS, values, strict=False)
    }


class TestCompute:
    @pytest.mark.parametrize(
        ("changes", "expected"),
        [
            ({"method": "sum"}, 9),
            ({"method": "mean"}, 3),
            ({"method": "sum", "factor": 4}, 36),
            ({"method": "sum", "reverse": frozenset({"a"})}, 13),
            ({"method": "weighted", "weights": MappingProxyType({"a": 2.0})}, 2.5),
            ({"method": "lookup", "table": MappingProxyType({9: 7.25})}, 7.25),
            ({"method": "single", "items": ("b",)}, 3),
        ],
    )
    def test_scores_by_its_method(self, changes, expected):
        """Each method gives the number its name says."""
        scored = compute(a_score(**changes), answers(1, 3, 5))

        assert expected == scored.value
        assert "" == scored.reason

    @pytest.mark.parametrize("missing", [DONT_KNOW, PREFER_NOT, None])
    def test_counts_not_sure_as_missing(self, missing):
        """“Not sure” is a missing answer, never the middle."""
        assert Scored(None, None, 2, INCOMPLETE) == compute(a_score(), answers(5, missing, 5))

    @pytest.mark.parametrize(("method", "expected"), [("sum", 13.5), ("mean", 4.5)])
    def test_makes_up_for_missing_items_where_that_is_allowed(self, method, expected):
        """With enough answers a sum is raised in proportion, and a mean is of those given."""
        score = a_score(method=method, min_answered=2)

        assert expected == compute(score, answers(5, DONT_KNOW, 4)).value
        assert INCOMPLETE == compute(score, answers(5)).reason

    def test_needs_at_least_one_answer(self):
        """Nothing is scored from nothing."""
        assert Scored(None, None, 0, INCOMPLETE) == compute(a_score(min_answered=0), {})

    @pytest.mark.parametrize("wrong", [0, 6, "x", True])
    def test_refuses_an_answer_outside_the_range(self, wrong):
        """One impossible answer and there is no score."""
        given_one = answers(1, 2) | {"c": Given(value=wrong)}

        assert Scored(None, None, 3, OUT_OF_RANGE) == compute(a_score(), given_one)

    @given(st.lists(st.integers(1, 5), min_size=3, max_size=3))
    def test_stays_between_the_ends(self, values):
        """A mean never leaves the scale of its items, whichever of them are reversed."""
        score = a_score(method="mean", reverse=frozenset({"b", "c"}))

        assert 1 <= compute(score, answers(*values)).value <= 5

    @given(st.lists(st.integers(1, 5), min_size=3, max_size=3))
    def test_turns_round_when_every_item_does(self, values):
        """Reversing every item turns the score round within its scale."""
        forward = compute(a_score(method="mean"), answers(*values)).value
        backward = compute(a_score(method="mean", reverse=frozenset(ITEMS)), answers(*values))

        assert pytest.approx(6 - forward) == backward.value


class TestBandOf:
    bands = (Band("low", 1, 2.4), Band("high", 2.5, 5))

    @pytest.mark.parametrize(
        ("value", "expected"),
        [(0.9, None), (1, "low"), (2.4, "low"), (2.45, "low"), (2.5, "high"), (5, "high")]
        + [(5.1, None)],
    )
    def test_finds_the_band(self, value, expected):
        """A value between two bands has not reached the next."""
        assert expected == band_of(a_score(bands=self.bands), value)

    def test_has_no_band_where_there_are_none(self):
        """A score without bands has no band."""
        assert band_of(a_score(), 3) is None


class TestEndsOf:
    @pytest.mark.parametrize(
        ("changes", "expected"),
        [
            ({"method": "sum", "factor": 4.0}, (12, 60)),
            ({"method": "mean"}, (1, 5)),
            ({"method": "lookup", "table": MappingProxyType({3: 2.5, 15: 35.0})}, (2.5, 35)),
        ],
    )
    def test_are_the_lowest_and_highest_that_can_be(self, changes, expected):
        """A sum of three items has ends three times as far, and a table has its own."""
        assert expected == ends_of(a_score(**changes))
