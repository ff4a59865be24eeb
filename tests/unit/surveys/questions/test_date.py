"""Dates."""

import pytest

from surveys.errors import AnswerError
from surveys.questions import Given
from tests.unit.surveys.samples import a_question


def parts(day="", month="", year=""):
    return {"day": [day], "month": [month], "year": [year]}


class TestDate:
    @pytest.mark.parametrize(
        ("precision", "stored", "said"),
        [
            ("day", "2026-03-07", "7 March 2026"),
            ("month", "2026-03", "March 2026"),
            ("year", "2026", "2026"),
        ],
    )
    def test_is_as_precise_as_was_asked(self, precision, stored, said):
        """No day is made up where none was asked for."""
        question = a_question("date", precision=precision)

        read = question.read(parts("7", "3", "2026"))

        assert Given(value=stored) == read
        assert said == question.as_text(read)

    @pytest.mark.parametrize("numbers", [("٧", "٣", "٢٠٢٦"), ("۷", "۳", "۲۰۲۶")])
    def test_is_read_in_the_digits_of_every_script(self, numbers):
        """Who writes with the keyboard of Arabic or Urdu writes a date like anybody."""
        assert Given(value="2026-03-07") == a_question("date").read(parts(*numbers))

    @pytest.mark.parametrize(
        ("numbers", "code"),
        [
            (("7", "", "2026"), "date_needed"),
            (("7", "March", "2026"), "date_needed"),
            (("31", "2", "2026"), "date_unreal"),
            (("1", "13", "2026"), "date_unreal"),
            (("1", "1", "26"), "date_unreal"),
            (("1", "1", "0"), "date_unreal"),
            (("1", "1", "20261"), "date_needed"),
        ],
    )
    def test_says_what_to_write(self, numbers, code):
        """A day that is not in the calendar is refused, and so is half a date."""
        with pytest.raises(AnswerError, match=code):
            a_question("date").read(parts(*numbers))

    def test_speaks_of_no_day_where_a_month_was_asked_for(self):
        """Month 13 is no date; nobody was asked for a day."""
        with pytest.raises(AnswerError) as refused:
            a_question("date", precision="month").read(parts("", "13", "2026"))

        assert "That is not a date in the calendar. Please check the numbers." == (
            refused.value.message
        )

    @pytest.mark.parametrize(
        ("numbers", "stored"),
        [(("", "", "2019"), "2019"), (("", "6", "2019"), "2019-06")],
    )
    def test_takes_what_somebody_knows_where_that_is_allowed(self, numbers, stored):
        """Somebody who knows only the year can say only the year."""
        assert Given(value=stored) == a_question("date", partial="year").read(parts(*numbers))

    def test_does_not_take_a_day_without_its_month(self):
        """A day and a year without the month between them are no date."""
        with pytest.raises(AnswerError, match="date_year_needed"):
            a_question("date", partial="year").read(parts("3", "", "2019"))
