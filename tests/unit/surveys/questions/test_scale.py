"""Faces, agreement, nought to ten."""

import pytest

from surveys.errors import AnswerError
from surveys.questions import Given
from tests.unit.surveys.samples import STEPS, a_question


class TestFaces:
    def test_gives_the_number_of_the_step(self):
        """A face is kept as the number of its step and said as its word."""
        question = a_question("faces", options=STEPS)

        read = question.read({"": ["3"]})

        assert Given(value=3) == read
        assert "Yes" == question.as_text(read)


class TestAgreement:
    def test_has_five_worded_steps(self):
        """Agreement has five steps, worded both ways, unless the definition gives its own."""
        question = a_question("agreement")

        assert [5, 4, 3, 2, 1] == [option.value for option in question.options]
        assert "Agree a lot" == question.as_text(Given(value=5))


class TestScale0To10:
    def test_gives_a_number_out_of_ten(self):
        """Each number from 0 to 10 can be chosen."""
        question = a_question("scale_0_10")

        assert [Given(value=n) for n in range(11)] == [
            question.read({"": [str(n)]}) for n in range(11)
        ]
        assert "7 out of 10" == question.as_text(Given(value=7))

    def test_refuses_eleven(self):
        """Nothing beyond the scale is taken."""
        with pytest.raises(AnswerError, match="choice_unknown"):
            a_question("scale_0_10").read({"": ["11"]})
