"""Grades."""

import pytest

from surveys.errors import AnswerError
from surveys.questions import Given
from tests.unit.surveys.samples import a_question


class TestGrade:
    def test_keeps_the_grade_with_its_evidence(self):
        """A grade is kept together with what was seen."""
        question = a_question("grade")

        read = question.read({"": ["good"], "evidence": ["Visits are weekly."]})

        assert Given(value="good", text="Visits are weekly.") == read
        assert "Good. Visits are weekly." == question.as_text(read)
        assert {"": ["good"], "evidence": ["Visits are weekly."]} == question.raw(read)

    def test_needs_no_evidence_when_nothing_is_graded(self):
        """“Not graded” may go without evidence."""
        question = a_question("grade")

        assert Given(value="not_graded") == question.read({"": ["not_graded"]})
        assert "Not graded." == question.as_text(Given(value="not_graded"))

    @pytest.mark.parametrize(
        ("raw", "code"),
        [
            ({"": ["good"]}, "evidence_needed"),
            ({"evidence": ["Seen"]}, "choice_needed"),
            ({"": ["good"], "evidence": ["x" * 2001]}, "too_long"),
            ({"": ["splendid"], "evidence": ["Seen"]}, "choice_unknown"),
        ],
    )
    def test_asks_for_what_is_missing(self, raw, code):
        """A grade needs evidence, and evidence needs a grade."""
        with pytest.raises(AnswerError, match=code):
            a_question("grade").read(raw)
