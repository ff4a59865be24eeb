"""From a form to answers that can be kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.questions import DONT_KNOW, Given
from surveys.submission import Incomplete, check, raw_of, read_page
from tests.unit.surveys.samples import ANSWERS, BOTH, RAW, a_definition, a_question

HOME = a_definition().page("home")


class TestReadPage:
    def test_reads_each_question_of_the_page(self):
        """A page gives an answer a question, None where it was left."""
        reading = read_page(HOME, {"feels_safe": ["1"]}, {})

        assert {"feels_safe": Given(value=1), "why": None} == reading.answers
        assert {} == reading.errors

    def test_gives_every_error_at_once(self):
        """Each question that cannot be kept has its own error; the others are kept."""
        reading = read_page(HOME, {"feels_safe": ["1"], "why": ["x" * 501]}, {})

        assert {"feels_safe": Given(value=1)} == reading.answers
        assert {"why": "too_long"} == {key: one.code for key, one in reading.errors.items()}

    def test_takes_away_an_answer_whose_question_is_hidden_now(self):
        """Words about not feeling safe go when somebody says they feel safe after all."""
        known = {"feels_safe": Given(value=1), "why": Given(text="The stairs")}

        reading = read_page(HOME, {"feels_safe": ["3"], "why": ["The stairs"]}, known)

        assert {"feels_safe": Given(value=3), "why": None} == reading.answers

    @given(
        st.dictionaries(
            st.sampled_from(["feels_safe", "why", "why-special"]),
            st.lists(st.text(max_size=9) | st.sampled_from(["1", "2", "3", *BOTH]), max_size=2),
        )
    )
    def test_gives_each_question_an_answer_or_an_error(self, form):
        """Whatever a form sends, each question of a page ends in one of the two."""
        reading = read_page(HOME, form, {})

        assert {"feels_safe", "why"} == set(reading.answers) | set(reading.errors)
        assert not set(reading.answers) & set(reading.errors)


class TestRawOf:
    def test_finds_the_parts_of_a_question(self):
        """The parts of a question are found by their names, and nothing else is."""
        question = a_question(may_say=BOTH)
        form = {"q": ["Fine"], "q-special": [DONT_KNOW], "q-other": ["?"], "other": ["?"]}

        assert {"": ["Fine"], "special": [DONT_KNOW]} == raw_of(question, form)

    @given(RAW)
    def test_takes_nothing_from_a_form_about_something_else(self, form):
        """A form that does not name the question says nothing about it."""
        assert {} == raw_of(a_question(key="not_there"), form)


class TestCheck:
    def test_keeps_the_answers_in_the_order_of_the_survey(self):
        """A whole response is its answers, in the order in which they were asked."""
        answers = {"helper": Given(value="carer"), "feels_safe": Given(special=DONT_KNOW)}

        submission = check(a_definition(), answers)

        assert ["feels_safe", "helper"] == list(submission.answers)
        assert answers == submission.answers
        assert () == submission.dropped

    def test_drops_and_names_answers_to_hidden_questions(self):
        """Answers to questions that turned out hidden do not count, and are named."""
        answers = {
            "feels_safe": Given(value=3),
            "why": Given(text="The stairs"),
            "helper": Given(value="nobody"),
            "enough": Given(value=4),
        }

        submission = check(a_definition(), answers)

        assert ["feels_safe", "helper"] == list(submission.answers)
        assert ("why", "enough") == submission.dropped

    def test_says_what_is_missing_and_where(self):
        """A question that must be answered and was not is named, with its page."""
        with pytest.raises(Incomplete) as caught:
            check(a_definition(), {"feels_safe": Given(value=3)})

        assert ["helper"] == list(caught.value.missing)
        assert "choice_needed" == caught.value.missing["helper"].code
        assert "people" == caught.value.first_page

    def test_asks_again_for_an_answer_that_its_question_cannot_have(self):
        """An answer from elsewhere is held to the question too."""
        with pytest.raises(Incomplete) as caught:
            check(a_definition(), {"feels_safe": Given(value=7), "helper": Given(value="carer")})

        assert "choice_unknown" == caught.value.missing["feels_safe"].code
        assert "home" == caught.value.first_page

    @given(ANSWERS)
    def test_loses_nothing_in_silence(self, answers):
        """Each answer is kept, named as dropped, or asked for again."""
        try:
            submission = check(a_definition(), answers)
        except Incomplete as incomplete:
            assert incomplete.missing
        else:
            assert set(answers) == set(submission.answers) | set(submission.dropped)
