"""What every kind of question keeps to, whatever is sent to it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.errors import MESSAGES, AnswerError
from surveys.questions import DONT_KNOW, PREFER_NOT, Given, Option, Question
from tests.unit.surveys.samples import BOTH, KINDS, QUESTIONS, RAW, a_question, good_raw


class TestQuestion:
    def test_names_each_kind_once(self):
        """Two kinds of one name are refused when the program starts."""
        with pytest.raises(RuntimeError, match="two kinds of question are called 'faces'"):
            type("Again", (Question,), {}, kind="faces")

    def test_knows_the_kinds_that_ship(self):
        """Every kind of question that ships is tested here."""
        assert set(Question.kinds) == {kind for kind, _ in KINDS}

    def test_names_its_form_fields_after_its_key(self):
        """The main part of a form field has the key as its name, the others add theirs."""
        question = a_question(may_say=BOTH)

        assert {"": "q", "special": "q-special"} == question.field_names()

    def test_offers_the_answers_of_their_own_with_their_words(self):
        """“Not sure” has words that a child can read."""
        assert ((DONT_KNOW, "I’m not sure"),) == a_question(may_say=(DONT_KNOW,)).specials

    def test_has_equal_options_when_they_say_the_same(self):
        """Options are values: two that say the same are the same."""
        assert Option("a", "A") == Option("a", "A")


class TestRead:
    @settings(max_examples=400)
    @given(question=QUESTIONS, raw=RAW)
    def test_never_raises_anything_but_an_answer_error(self, question, raw):
        """Whatever is sent, a question gives an answer, none, or a sentence that says what to do."""
        try:
            read = question.read(raw)
        except AnswerError as error:
            assert error.code in MESSAGES
            assert error.message.endswith((".", "?"))
        else:
            assert read is not None or not question.required

    @settings(max_examples=400)
    @given(data=st.data())
    def test_reads_back_what_it_wrote(self, data):
        """An answer put back into the form is read as the same answer."""
        question = data.draw(QUESTIONS)
        raw = data.draw(good_raw(question) | RAW)
        try:
            first = question.read(raw)
        except AnswerError:
            return
        again = question.raw(first)

        assert set(again) <= set(question.parts())
        if first is not None:
            assert first == question.read(again)
            assert question.as_text(first)

    @pytest.mark.parametrize(("kind", "more"), KINDS)
    def test_gives_nothing_for_nothing(self, kind, more):
        """A question that may be left and was left has no answer."""
        assert a_question(kind, **more).read({"": ["", "  "]}) is None

    @pytest.mark.parametrize(("kind", "more"), KINDS)
    def test_asks_for_an_answer_that_is_needed(self, kind, more):
        """A question that must be answered says so when it was left."""
        with pytest.raises(AnswerError) as caught:
            a_question(kind, required=True, **more).read({})

        assert caught.value.code.endswith("_needed")

    @pytest.mark.parametrize(("kind", "more"), [one for one in KINDS if "may_say" in one[1]])
    def test_takes_not_sure_as_an_answer_of_its_own(self, kind, more):
        """“Not sure” answers even a question that must be answered."""
        question = a_question(kind, required=True, **more)
        part = "" if question.special_is_choice else "special"

        read = question.read({part: [DONT_KNOW]})

        assert Given(special=DONT_KNOW) == read
        assert {part: [DONT_KNOW]} == question.raw(read)
        assert "I’m not sure" == question.as_text(read)

    @pytest.mark.parametrize(
        ("kind", "raw"),
        [
            ("short_text", {"": ["I am fine"], "special": [DONT_KNOW]}),
            ("many_choices", {"": ["apple", DONT_KNOW]}),
            ("one_choice", {"": ["apple", DONT_KNOW]}),
        ],
    )
    def test_does_not_choose_between_an_answer_and_not_sure(self, kind, raw):
        """An answer together with “not sure” is asked about, and nothing is thrown away."""
        more = {"options": (Option("apple", "An apple"),)} if "choice" in kind else {}

        with pytest.raises(AnswerError, match="special_alone") as refused:
            a_question(kind, may_say=(DONT_KNOW,), **more).read(raw)

        assert "“I’m not sure” too" in refused.value.message
        assert "rather not" not in refused.value.message

    def test_does_not_choose_between_two_answers_of_their_own(self):
        """“Not sure” together with “rather not say” is asked about."""
        with pytest.raises(AnswerError, match="special_twice"):
            a_question(may_say=BOTH).read({"special": [DONT_KNOW, PREFER_NOT]})

    def test_takes_no_answer_of_its_own_that_is_not_offered(self):
        """“Not sure” where it is not offered counts for nothing."""
        assert a_question().read({"special": [DONT_KNOW]}) is None

    def test_gives_an_empty_form_for_no_answer(self):
        """A question that was not answered leaves its form empty."""
        assert {} == a_question().raw(None)
