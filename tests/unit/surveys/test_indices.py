"""Indices: several questions and scores as one number of 0 to 100."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.indices import Index, IndexPart, compute_index
from surveys.questions import DONT_KNOW, Given
from surveys.scoring import INCOMPLETE, OUT_OF_RANGE, Band, Score, Scored

HEARD = Score("heard", "Heard", "mean", ("a", "b"), 1, 5)
SETTLED = IndexPart("settled", is_score=False, low=1, high=5)
MOVES = IndexPart("moves", is_score=False, low=0, high=4, reverse=True)
SAFE = IndexPart("safe", is_score=False, good=(3, 4))
BEING_HEARD = IndexPart("heard", is_score=True, low=1, high=5, weight=2)


def an_index(*parts, **changes):
    return Index(**{"key": "life", "label": "Life", "parts": parts} | changes)


def answers(**values):
    return {
        key: Given(special=value) if value == DONT_KNOW else Given(value=value)
        for key, value in values.items()
    }


def computed(index, **values):
    return compute_index(index, (HEARD,), answers(**values))


class TestComputeIndex:
    @pytest.mark.parametrize(
        ("part", "values", "expected"),
        [
            (SETTLED, {"settled": 1}, 0),
            (SETTLED, {"settled": 4}, 75),
            (MOVES, {"moves": 1}, 75),
            (SAFE, {"safe": 3}, 100),
            (SAFE, {"safe": 2}, 0),
            (BEING_HEARD, {"a": 5, "b": 3}, 75),
        ],
    )
    def test_stretches_each_part_from_its_worst_to_its_best(self, part, values, expected):
        """Whatever its scale, a part counts from 0 to 100, and a good answer counts 100."""
        assert expected == computed(an_index(part), **values).value

    def test_weighs_its_parts(self):
        """Being heard counts twice beside being settled: 2 times 75 and 0, over 3."""
        found = computed(an_index(BEING_HEARD, SETTLED), a=4, b=4, settled=1)

        assert Scored(50, None, 2) == found

    def test_has_bands(self):
        """An index falls in a band, as a score does."""
        index = an_index(SETTLED, bands=(Band("low", 0, 49), Band("high", 50, 100)))

        assert ["low", "high"] == [computed(index, settled=n).band for n in (2, 3)]

    @pytest.mark.parametrize("values", [{}, {"safe": DONT_KNOW}, {"safe": None}])
    def test_needs_all_its_parts_unless_it_says_so(self, values):
        """Without a rule one missing part leaves no index; with one the others make it."""
        strict = an_index(SETTLED, SAFE)
        kind = an_index(SETTLED, SAFE, min_answered=1)

        assert Scored(None, None, 1, INCOMPLETE) == computed(strict, settled=4, **values)
        assert Scored(75, None, 1) == computed(kind, settled=4, **values)

    def test_misses_a_score_that_is_missing(self):
        """A score that could not be made is a part that is not known."""
        index = an_index(BEING_HEARD, SETTLED, min_answered=1)

        assert Scored(75, None, 1) == computed(index, settled=4, a=3)

    @pytest.mark.parametrize("values", [{"settled": 9}, {"settled": "x"}, {"a": 9, "b": 1}])
    def test_guesses_nothing_from_an_impossible_answer(self, values):
        """One answer outside its range and there is no index."""
        index = an_index(SETTLED, BEING_HEARD, SAFE, min_answered=1)

        assert OUT_OF_RANGE == computed(index, safe=3, **values).reason

    @given(st.integers(1, 5), st.integers(0, 4), st.integers(1, 4), st.integers(1, 5))
    def test_stays_between_its_ends(self, settled, moves, safe, heard):
        """No answers take an index below 0 or above 100."""
        index = an_index(SETTLED, MOVES, SAFE, BEING_HEARD)
        found = computed(index, settled=settled, moves=moves, safe=safe, a=heard, b=heard)

        assert 0 <= found.value <= 100

    @given(st.integers(1, 4), st.integers(0, 4))
    def test_never_falls_when_an_answer_gets_better(self, settled, moves):
        """A better answer to one part, and the index is no lower."""
        index = an_index(SETTLED, MOVES)
        before = computed(index, settled=settled, moves=moves).value

        assert before < computed(index, settled=settled + 1, moves=moves).value


class TestAsData:
    def test_leaves_out_what_goes_without_saying(self):
        """Plain data names a part, and its weight and turn only where they are not usual."""
        index = an_index(BEING_HEARD, MOVES, SAFE, min_answered=2)

        assert {
            "key": "life",
            "label": "Life",
            "parts": [
                {"score": "heard", "weight": 2},
                {"question": "moves", "reverse": True},
                {"question": "safe", "good": [3, 4]},
            ],
            "missing": {"prorate": 2},
        } == index.as_data()
