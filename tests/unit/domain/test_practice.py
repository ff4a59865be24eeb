"""The rules of what audits lead to."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.practice import (
    FEWEST_BEHIND,
    Reminder,
    SessionKind,
    are_of_enough_workers,
    may_be_shown,
    reminder,
)

TODAY = date(2026, 11, 20)


class TestReminder:
    @pytest.mark.parametrize(
        ("days", "expected"),
        [(8, None), (7, Reminder.SOON), (0, Reminder.SOON), (-1, Reminder.OVERDUE)],
    )
    def test_is_soon_for_a_week_and_then_overdue(self, days, expected):
        """There is time until a week before the day; the day itself still counts."""
        assert expected == reminder(TODAY + timedelta(days=days), TODAY)


class TestMayBeShown:
    @given(st.lists(st.sampled_from(["", "a", "b", "c", "d", "e", "f"])))
    def test_needs_five_audits_of_five_workers(self, workers):
        """Whatever the audits, fewer than five of them or of their workers show nothing."""
        people = len(set(workers))

        assert (people >= FEWEST_BEHIND) == may_be_shown(workers)

    def test_takes_unknown_workers_as_one(self):
        """Ten audits whose workers nobody knows may all be one person's."""
        assert not may_be_shown([""] * 10)


class TestSessionKind:
    def test_says_each_kind(self):
        """Each kind of session has words of its own."""
        assert len(SessionKind) == len({kind.label for kind in SessionKind})


class TestAreOfEnoughWorkers:
    def test_needs_five_by_one_way_of_knowing_them(self):
        """Three known by account and three by reference may be three people."""
        mixed = [(f"account {number}", "") for number in range(3)]
        mixed += [("", f"reference {number}") for number in range(3)]
        by_reference = [("", f"reference {number}") for number in range(5)]

        assert (False, True) == (are_of_enough_workers(mixed), are_of_enough_workers(by_reference))
