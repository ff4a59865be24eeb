"""Published instruments: the test vectors that anybody can work out from their rules."""

from statistics import fmean

import pytest

from surveys.instruments import (
    INSTRUMENTS,
    SWEMWBS_METRIC,
    Experience,
    certainly_share,
    experience,
    ladder,
    life_satisfaction,
    ons4,
    overall_experience,
    recommend,
    swemwbs,
    who5,
)
from surveys.questions import Given
from surveys.scoring import INCOMPLETE, OUT_OF_RANGE, compute

ITEMS = tuple("abcdefg")


def scored(make, *values):
    items = ITEMS[: len(values)]
    given = {
        key: Given(special="dont_know") if value is None else Given(value=value)
        for key, value in zip(items, values, strict=True)
    }
    return compute(make(items), given)


class TestOns4:
    @pytest.mark.parametrize(
        ("answers", "expected"),
        [
            ((7, 8, 9, 3), ("high", "high", "very high", "low")),
            ((4, 5, 6, 6), ("low", "medium", "medium", "high")),
            ((10, 0, None, 0), ("very high", "low", None, "very low")),
        ],
    )
    def test_bands_each_item_by_itself(self, answers, expected):
        """The four items are banded one by one and never added up; anxiety runs the other way."""
        bands = [
            compute(ons4("i", is_anxiety=number == 3), {"i": Given(value=answer)}).band
            for number, answer in enumerate(answers)
        ]

        assert expected == tuple(bands)
        assert "lower_is_better" == ons4("i", is_anxiety=True).direction


class TestSwemwbs:
    @pytest.mark.parametrize(
        ("answers", "expected"),
        [
            ((3,) * 7, 19.25),
            ((3, 4, 3, 4, 3, 4, 4), 22.35),
            ((1,) * 7, 7.0),
            ((5,) * 7, 35.0),
        ],
    )
    def test_turns_the_raw_sum_into_metric(self, answers, expected):
        """The raw sum of seven items is looked up in the published table."""
        assert expected == scored(swemwbs, *answers).value

    def test_averages_metric_scores(self):
        """The mean of two people is the mean of their metric scores."""
        two = [scored(swemwbs, *(3,) * 7), scored(swemwbs, 3, 4, 3, 4, 3, 4, 4)]

        assert 20.80 == pytest.approx(fmean(one.value for one in two))

    def test_has_no_score_with_a_blank(self):
        """Any blank and there is no score."""
        assert INCOMPLETE == scored(swemwbs, 3, 3, 3, None, 3, 3, 3).reason

    def test_has_the_published_table(self):
        """The table has 29 rising values, and 26.02 for 29."""
        values = list(SWEMWBS_METRIC.values())

        assert list(range(7, 36)) == list(SWEMWBS_METRIC)
        assert sorted(values) == values
        assert (20.73, 26.02, 29.31) == tuple(SWEMWBS_METRIC[raw] for raw in (23, 29, 32))


class TestWho5:
    @pytest.mark.parametrize(
        ("answers", "value", "band"),
        [
            ((3, 3, 2, 3, 2), 52, "not reduced"),
            ((2, 3, 2, 3, 2), 48, "reduced"),
            ((1, 1, 2, 1, 2), 28, "lowest"),
            ((5,) * 5, 100, "not reduced"),
        ],
    )
    def test_multiplies_by_four(self, answers, value, band):
        """Five items make 0 to 100, and 50 or less is reduced."""
        result = scored(who5, *answers)

        assert (value, band) == (result.value, result.band)

    def test_refuses_what_is_out_of_range(self):
        """A six on a scale to five is refused."""
        assert OUT_OF_RANGE == scored(who5, 6, 0, 0, 0, 0).reason


class TestLifeSatisfaction:
    @pytest.mark.parametrize(
        ("answers", "value", "band"),
        [
            ((3, 3, 1, 3, 3), 15, "not low"),
            ((1, 1, 3, 1, 1), 5, "low"),
            ((2,) * 5, 10, "not low"),
        ],
    )
    def test_reverses_the_third(self, answers, value, band):
        """The third item wishes for another life, so it is turned round."""
        result = scored(life_satisfaction, *answers)

        assert (value, band) == (result.value, result.band)


class TestExperience:
    def test_leaves_dont_know_out(self):
        """“Don't know” is not scored: five over four answered."""
        result = scored(experience, 2, 2, 1, None, 0)

        assert (1.25, 4) == (result.value, result.answered)


class TestCertainlyShare:
    def test_is_of_those_answered(self):
        """Two of four answered items are certain."""
        assert 0.5 == certainly_share([2, 2, 1, None, 0])
        assert certainly_share([None]) is None

    def test_refuses_what_is_out_of_range(self):
        """A three on a scale to two is refused."""
        with pytest.raises(ValueError, match="outside 0 to 2"):
            certainly_share([3])


class TestLadder:
    @pytest.mark.parametrize(
        ("now", "later", "expected"),
        [
            (7, 8, "doing well"),
            (7, 7, "getting by"),
            (4, 4, "finding it hard"),
            (4, 5, "getting by"),
        ],
    )
    def test_says_it_in_plain_words(self, now, later, expected):
        """Now and later together decide, in words that judge nobody."""
        assert expected == ladder(now, later)

    def test_refuses_what_is_out_of_range(self):
        """There is no eleventh rung."""
        with pytest.raises(ValueError, match="outside 0 to 10"):
            ladder(11, 3)


class TestRecommend:
    @pytest.mark.parametrize(
        ("answers", "expected"),
        [
            ((10, 9, 8, 7, 6, 0), 0),
            ((9,) * 3 + (0,) * 2 + (7,) * 5, 10),
            ((), None),
        ],
    )
    def test_takes_those_against_from_those_for(self, answers, expected):
        """Sevens and eights stay in the base and count for neither side."""
        assert expected == recommend(answers)

    def test_refuses_what_is_out_of_range(self):
        """An eleven is refused."""
        with pytest.raises(ValueError, match="outside 0 to 10"):
            recommend([11])


class TestOverallExperience:
    def test_keeps_dont_know_in_the_base(self):
        """Seventy of a hundred were good although five did not know."""
        counts = {
            "very_good": 40,
            "good": 30,
            "neither": 10,
            "poor": 8,
            "very_poor": 7,
            "dont_know": 5,
        }

        assert Experience(0.7, 0.15) == overall_experience(counts)
        assert overall_experience({}) is None


class TestInstruments:
    @pytest.mark.parametrize("name", sorted(INSTRUMENTS))
    def test_score_the_items_they_say(self, name):
        """Each instrument that a definition may name gives a score for its items."""
        instrument = INSTRUMENTS[name]
        score = instrument.make(ITEMS[: instrument.items or 3])

        lowest = {item: Given(value=int(score.low)) for item in score.items}

        assert compute(score, lowest).value is not None
