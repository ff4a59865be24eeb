"""An answer read back in the language of the page, whatever its kind."""

from __future__ import annotations

import pytest

from app.services.responding_views import CheckedAnswer
from app.web.saying import said
from surveys.questions import Given, Question


def checked(kind, given, **more):
    question = Question.kinds[kind](key="q", label="Q", **more)
    return CheckedAnswer("p", "q", "Q", question.as_text(given), asked=question, given=given)


class TestSaid:
    @pytest.mark.parametrize(
        ("kind", "given", "words"),
        [
            ("date", Given(value="2026-03-27"), "27 Mawrth 2026"),
            ("date", Given(value="2026-03"), "2026-03"),
            ("scale_0_10", Given(value=7), "7 allan o 10"),
            ("number", Given(value=3), "3"),
            ("long_text", Given(text="Yes"), "Yes"),
            ("number", Given(special="dont_know"), "Dydw i ddim yn siŵr"),
        ],
    )
    def test_speaks_the_language_of_the_page(self, app, kind, given, words):
        """Days, scales and special answers are said in Welsh; a person's own words stay."""
        with app.test_request_context("/?in=cy"):
            assert words == said(checked(kind, given))

    def test_says_words_of_ones_own_beside_a_choice(self, app):
        """“Something else” is said in Welsh, with the words that were written."""
        one = checked("one_choice", Given(value="other", text="Nain"), other=True)
        with app.test_request_context("/?in=cy"):
            assert "Rhywbeth arall: Nain" == said(one)

    def test_says_that_there_is_no_answer(self, app):
        """A question that was left is said to have been left, in each language."""
        left = CheckedAnswer("p", "q", "Q", "You did not answer this")
        with app.test_request_context("/?in=cy"):
            assert "Wnest ti ddim ateb hwn" == said(left)
        with app.test_request_context("/"):
            assert "You did not answer this" == said(left)
