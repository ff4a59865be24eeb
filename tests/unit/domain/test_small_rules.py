"""The short rules: passwords, actions, audits and errors."""

from datetime import date

import pytest

from app.domain.actions import ActionState, is_overdue
from app.domain.audits import FIRST_VOICES, AuditState, Voice
from app.domain.errors import Invalid, NotFound
from app.domain.passwords import LONGEST, common, problem_with


class TestProblemWith:
    def test_takes_three_unusual_words(self):
        """A long, uncommon password is good."""
        assert problem_with("walnut ferry thursday") == ""

    @pytest.mark.parametrize("password", ["short", "Password2026!", "x" * (LONGEST + 1)])
    def test_says_what_to_do_about_a_weak_one(self, password):
        """A weak password is refused with what to do instead."""
        assert "Use" in problem_with(password) or "Choose" in problem_with(password)

    def test_refuses_every_password_of_the_list(self):
        """Nothing on the list of common passwords is let through (R-2)."""
        assert len(common()) >= 10_000
        assert all(problem_with(password) for password in common())


class TestIsOverdue:
    @pytest.mark.parametrize(
        ("state", "due", "expected"),
        [
            (ActionState.OPEN, date(2026, 1, 1), True),
            (ActionState.OPEN, date(2026, 1, 2), False),
            (ActionState.DONE, date(2025, 1, 1), False),
        ],
    )
    def test_is_late_only_while_open_and_past_its_day(self, state, due, expected):
        """An action is overdue from the day after it was due, until it is settled."""
        assert expected == is_overdue(state, due, date(2026, 1, 2))


class TestAuditState:
    def test_is_finished_once_handed_in(self):
        """An audit is finished from the moment it is submitted."""
        finished = [state.value for state in AuditState if state.is_finished]

        assert ["submitted", "moderating", "agreed", "closed"] == finished

    def test_starts_with_four_voices(self):
        """Every audit hears the child first."""
        assert Voice.CHILD == FIRST_VOICES[0]
        assert "Child or young person" == FIRST_VOICES[0].label
        assert 5 == len(FIRST_VOICES)


class TestErrors:
    def test_carry_a_code_and_parameters(self):
        """An error has its own code unless it is given a closer one."""
        assert "not_found" == NotFound().code
        assert "survey_unknown" == NotFound("survey_unknown").code
        assert {"wait": 3} == NotFound(wait=3).params

    def test_name_the_fields_that_are_wrong(self):
        """An invalid form says what to do field by field."""
        assert {"title": "Write a title."} == Invalid(fields={"title": "Write a title."}).fields
        assert {} == Invalid().fields
