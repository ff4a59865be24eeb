"""What was given."""

import pytest

from surveys.given import is_number


class TestIsNumber:
    @pytest.mark.parametrize(
        ("value", "expected"),
        [(3, True), (2.5, True), (10**400, True), (True, False), ("3", False), (None, False)]
        + [(float("nan"), False), (float("inf"), False)],
    )
    def test_knows_numbers_that_can_be_counted_with(self, value, expected):
        """Whole and decimal numbers count; true, words and the endless do not."""
        assert expected is is_number(value)
