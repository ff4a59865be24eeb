"""The words and days of a programme of audits."""

from datetime import date

import pytest

from app.domain.programme import (
    ConflictWith,
    LeftOut,
    Strata,
    is_resting,
    months_before,
    stands,
)


class TestMonthsBefore:
    def test_goes_back_over_a_year(self):
        """Six months before February is August of the year before."""
        assert date(2025, 8, 14) == months_before(date(2026, 2, 14), 6)

    def test_ends_with_a_shorter_month(self):
        """Six months before the last of August is the last of February."""
        assert date(2024, 2, 29) == months_before(date(2024, 8, 31), 6)


class TestIsResting:
    def test_rests_for_six_months(self):
        """A case audited six months ago to the day rests still, and one day more is enough."""
        today = date(2026, 11, 26)

        found = [is_resting(day, today) for day in (date(2026, 5, 26), date(2026, 5, 25), None)]

        assert [True, False, False] == found


class TestLabels:
    def test_say_every_word(self):
        """Each reason, conflict and way of drawing has its words."""
        words = [one.label for kind in (LeftOut, ConflictWith, Strata) for one in kind]

        assert 9 == len(set(filter(None, words)))


class TestStands:
    @pytest.mark.parametrize(
        ("today", "expected"),
        [(9, "to come"), (10, "running"), (20, "running"), (21, "over")],
    )
    def test_is_from_the_first_day_to_the_last(self, today, expected):
        """A cycle runs on its first day and on its last, and not before or after."""
        days = (date(2026, 11, day) for day in (10, 20, today))

        assert expected == stands(*days)
