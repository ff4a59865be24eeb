"""The life of a concern."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.concerns import MOVES, ConcernState, Severity, check_move, deadline, worst
from app.domain.errors import Conflict

FRIDAY = datetime(2026, 11, 20, 16, 30, tzinfo=UTC)


class TestDeadline:
    def test_gives_a_critical_concern_fifteen_minutes(self):
        """A critical concern is due in a quarter of an hour, at any time of day."""
        assert FRIDAY + timedelta(minutes=15) == deadline(Severity.S0, FRIDAY)

    def test_gives_a_high_concern_an_hour(self):
        """A high concern is due in an hour."""
        assert FRIDAY + timedelta(hours=1) == deadline(Severity.S1, FRIDAY)

    def test_passes_over_the_weekend(self):
        """One working day after a Friday is Monday at five."""
        assert datetime(2026, 11, 23, 17, tzinfo=UTC) == deadline(Severity.S2, FRIDAY)

    def test_counts_three_working_days_for_a_low_concern(self):
        """Three working days after a Friday is Wednesday at five."""
        assert datetime(2026, 11, 25, 17, tzinfo=UTC) == deadline(Severity.S3, FRIDAY)

    @given(st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)))
    def test_never_lets_a_graver_concern_wait_longer(self, raised):
        """A graver concern is never due later than a lighter one."""
        due = [deadline(severity, raised) for severity in Severity]

        assert sorted(due) == due
        assert min(due) > raised


class TestCheckMove:
    @pytest.mark.parametrize("current", ConcernState)
    @pytest.mark.parametrize("to", ConcernState)
    def test_lets_only_the_moves_of_the_table_through(self, current, to):
        """A move is allowed exactly when the table has it."""
        if to in MOVES[current]:
            check_move(current, to)
        else:
            with pytest.raises(Conflict) as refused:
                check_move(current, to)
            assert "concern_moved" == refused.value.code

    def test_never_closes_what_nobody_has_looked_at(self):
        """An open concern cannot be closed in one step."""
        assert ConcernState.CLOSED not in MOVES[ConcernState.OPEN]


class TestSeverity:
    def test_says_each_severity_in_words(self):
        """Every severity has a word and a target."""
        assert ["Critical", "High", "Medium", "Low"] == [s.label for s in Severity]
        assert all(s.target.startswith("within") for s in Severity)

    def test_picks_the_worst(self):
        """The worst of several severities is the most urgent one."""
        assert Severity.S0 == worst([Severity.S2, Severity.S0, Severity.S1])
