"""Numbers."""

import pytest

from surveys.errors import AnswerError
from surveys.questions import Given
from tests.unit.surveys.samples import a_question


class TestNumber:
    @pytest.mark.parametrize(
        ("typed", "number"),
        [
            ("12", 12),
            ("-3", -3),
            ("1,200", 1200),
            ("1 200 000", 1_200_000),
            ("٣", 3),
            ("-۱۲", -12),
        ],
    )
    def test_gives_a_whole_number(self, typed, number):
        """A whole number is taken as people write it."""
        assert Given(value=number) == a_question("number").read({"": [typed]})

    @pytest.mark.parametrize(
        ("typed", "code"),
        [
            ("ten", "number_needed"),
            ("3,5", "number_needed"),
            ("²", "number_needed"),
            ("2.5", "number_whole"),
            ("1", "number_low"),
            ("91", "number_high"),
        ],
    )
    def test_says_which_number_to_write(self, typed, code):
        """What is not a number, not whole or beyond the limits is refused with what to write."""
        with pytest.raises(AnswerError, match=code):
            a_question("number", low=2, high=90).read({"": [typed]})

    def test_takes_parts_of_a_number_where_that_is_asked_for(self):
        """A number with a decimal point is said as it was written, with its unit."""
        question = a_question("number", decimals=True, unit="hours")

        read = question.read({"": ["2.50"]})

        assert Given(value=2.5) == read
        assert "2.5 hours" == question.as_text(read)
        assert {"": ["2"]} == question.raw(Given(value=2))
