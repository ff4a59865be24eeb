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


ACCOUNTS = ["", *"abcdefg"]


class TestAreOfEnoughWorkers:
    @pytest.mark.parametrize(
        "refs",
        [
            ["SW-014", "sw 014", "SW014", "sw-014", "Sw 014"],
            ["SW-1", "SW-2", "SW-3", "SW-4", "SW-5"],
            ["", "SW-1", "SW-1", "SW-2", ""],
        ],
    )
    def test_takes_an_account_for_one_person(self, refs):
        """One account on five audits is one worker, whatever reference was typed on each."""
        assert not are_of_enough_workers([("dana", ref) for ref in refs])

    def test_takes_a_reference_for_one_person_however_it_is_written(self):
        """Small letters, spaces and dashes make no other worker of a reference."""
        written = ["SW-014", "sw 014", "SW014", "sw-014", "Sw 014"]

        assert not are_of_enough_workers([("", ref) for ref in written])
        assert are_of_enough_workers([("", f"SW-{number}") for number in range(5)])

    def test_joins_what_meets_later(self):
        """Two references that turn out to be of one account are one person's from the first on."""
        apart = [("", "1"), ("", "2"), ("", "3"), ("", "4"), ("", "5")]

        assert are_of_enough_workers(apart)
        assert not are_of_enough_workers([*apart, ("dana", "1"), ("dana", "2")])

    @given(st.lists(st.sampled_from(ACCOUNTS)))
    def test_counts_accounts_alone(self, accounts):
        """With accounts only it is the rule of five audits of five workers."""
        assert may_be_shown(accounts) == are_of_enough_workers([(one, "") for one in accounts])

    @given(
        st.lists(st.tuples(st.sampled_from(ACCOUNTS), st.sampled_from(["", "1", "2", "3"]))),
        st.randoms(),
    )
    def test_does_not_depend_on_the_order(self, known, chance):
        """The order of the audits changes nothing."""
        shuffled = list(known)
        chance.shuffle(shuffled)

        assert are_of_enough_workers(known) == are_of_enough_workers(shuffled)

    def test_needs_five_by_one_way_of_knowing_them(self):
        """Three known by account and three by reference may be three people."""
        mixed = [(f"account {number}", "") for number in range(3)]
        mixed += [("", f"reference {number}") for number in range(3)]
        by_reference = [("", f"reference {number}") for number in range(5)]

        assert (False, True) == (are_of_enough_workers(mixed), are_of_enough_workers(by_reference))


class TestSessionKind:
    def test_says_each_kind(self):
        """Each kind of session has words of its own."""
        assert len(SessionKind) == len({kind.label for kind in SessionKind})
