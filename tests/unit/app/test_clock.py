"""The one clock."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from app import clock


class TestFrozen:
    def test_holds_the_clock_still(self):
        """A frozen clock shows one moment in UTC, and runs again afterwards."""
        east = timezone(timedelta(hours=2))

        with clock.frozen(datetime(2026, 1, 1, 1, 30, tzinfo=east)):
            assert datetime(2025, 12, 31, 23, 30, tzinfo=UTC) == clock.now()
            assert clock.today().isoformat() == "2025-12-31"
        assert clock.now().year > 2025

    def test_refuses_a_moment_without_a_zone(self):
        """A time without a zone is no moment."""
        with pytest.raises(ValueError, match="time zone"), clock.frozen(datetime(2026, 1, 1)):
            pass
