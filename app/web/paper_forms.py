"""What stands on the outside of a paper return: its number, and the day it arrived."""

from __future__ import annotations

from wtforms import IntegerField
from wtforms.validators import InputRequired, NumberRange

from app import clock
from app.web.forms import DayField, StaffForm

# The largest number that every database keeps.
HIGHEST = 2_000_000


class ReturnForm(StaffForm):
    """The number and the day of one return; its answers are read as a survey's are."""

    number = IntegerField(
        "The number written on the paper",
        validators=[
            InputRequired("Write a number on the paper, and here."),
            NumberRange(1, HIGHEST, message="Use a number from 1 to 2,000,000."),
        ],
    )
    received_on = DayField(
        "The day it arrived",
        validators=[InputRequired("Give the day that the paper arrived.")],
    )

    @classmethod
    def about(cls, next_number: int) -> ReturnForm:
        """Return the form, with the next number and today filled in."""
        form = cls()
        if not form.is_submitted():
            form.number.data, form.received_on.data = next_number, clock.today()
        return form
