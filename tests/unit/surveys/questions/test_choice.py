"""One choice, many choices, and an order."""

import pytest

from surveys.errors import AnswerError
from surveys.questions import Given
from tests.unit.surveys.samples import FRUIT, NONE_OF_THEM, a_question


class TestOneChoice:
    def test_gives_the_value_of_the_option(self):
        """A choice is kept as its value and said as its label."""
        question = a_question("one_choice", options=FRUIT)

        read = question.read({"": ["pear"]})

        assert Given(value="pear") == read
        assert "A pear" == question.as_text(read)

    @pytest.mark.parametrize(
        ("chosen", "code"),
        [(["melon"], "choice_unknown"), (["apple", "pear"], "one_choice_only")],
    )
    def test_refuses_what_is_not_one_of_the_choices(self, chosen, code):
        """Only one of the choices that are shown can be chosen."""
        with pytest.raises(AnswerError, match=code):
            a_question("one_choice", options=FRUIT).read({"": chosen})

    @pytest.mark.parametrize("chosen", [["other"], []])
    def test_takes_something_else_with_its_words(self, chosen):
        """“Something else” comes with words, and the words alone will do."""
        question = a_question("one_choice", options=FRUIT, other=True)

        read = question.read({"": chosen, "other": ["A fig"]})

        assert Given(value="other", text="A fig") == read
        assert "Something else: A fig" == question.as_text(read)
        assert "Something else" == question.as_text(Given(value="other"))

    def test_keeps_words_beside_another_choice(self):
        """Words beside a choice are kept with it: nothing that was said is lost."""
        question = a_question("one_choice", options=FRUIT, other=True)

        read = question.read({"": ["apple"], "other": ["but only green ones"]})

        assert Given(value="apple", text="but only green ones") == read
        assert "An apple: but only green ones" == question.as_text(read)

    @pytest.mark.parametrize(("words", "code"), [([], "other_needed"), (["x" * 201], "too_long")])
    def test_asks_what_the_something_else_is(self, words, code):
        """“Something else” needs a few words, and not too many."""
        with pytest.raises(AnswerError, match=code):
            a_question("one_choice", options=FRUIT, other=True).read(
                {"": ["other"], "other": words}
            )

    def test_says_a_value_that_is_gone_as_it_is(self):
        """An answer to an older wording still has something to show."""
        assert "melon" == a_question("one_choice", options=FRUIT).as_text(Given(value="melon"))


class TestManyChoices:
    def test_gives_the_values_in_the_order_of_the_options(self):
        """Several choices are kept in the order in which they are shown."""
        question = a_question("many_choices", options=FRUIT, other=True)

        read = question.read({"": ["plum", "apple"], "other": ["A fig"]})

        assert Given(value=["apple", "plum", "other"], text="A fig") == read
        assert "An apple; A plum; Something else: A fig" == question.as_text(read)
        assert "Something else" == question.as_text(Given(value=["other"]))

    def test_lets_a_choice_stand_alone(self):
        """“None of these” cannot be chosen together with others."""
        question = a_question("many_choices", options=(*FRUIT, NONE_OF_THEM))

        assert Given(value=["none"]) == question.read({"": ["none"]})
        with pytest.raises(AnswerError) as caught:
            question.read({"": ["none", "apple"]})

        assert "You chose “None of these”" in caught.value.message

    def test_counts_the_choices_where_there_is_a_limit(self):
        """More choices than the limit are refused, with the limit."""
        with pytest.raises(AnswerError, match="too_many_choices") as caught:
            a_question("many_choices", options=FRUIT, most=1).read({"": ["apple", "pear"]})

        assert "no more than 1" in caught.value.message

    def test_asks_what_the_something_else_is(self):
        """“Something else” needs a few words."""
        with pytest.raises(AnswerError, match="other_needed"):
            a_question("many_choices", options=FRUIT, other=True).read({"": ["other"]})

    def test_says_nothing_for_a_value_that_is_no_list(self):
        """A value from elsewhere that is no list is shown as nothing, not as an error."""
        assert "" == a_question("many_choices", options=FRUIT).as_text(Given(value="apple"))


class TestRankedChoice:
    def test_gives_the_values_in_their_places(self):
        """An order is kept as the values from first to last; some may be left out."""
        question = a_question("ranked_choice", options=FRUIT)

        read = question.read({"apple": ["2"], "plum": ["1"], "pear": [""]})

        assert Given(value=["plum", "apple"]) == read
        assert "1. A plum; 2. An apple" == question.as_text(read)
        assert {"plum": ["1"], "apple": ["2"]} == question.raw(read)

    @pytest.mark.parametrize(
        ("places", "code"),
        [
            (("1", "1"), "rank_twice"),
            (("1", "3"), "rank_first"),
            (("1", "first"), "rank_unknown"),
            (("1", "4"), "rank_unknown"),
            (("1", "²"), "rank_unknown"),
        ],
    )
    def test_says_what_is_wrong_with_an_order(self, places, code):
        """Places are numbers from 1, each used once, none left out."""
        with pytest.raises(AnswerError, match=code):
            a_question("ranked_choice", options=FRUIT).read(
                {"apple": [places[0]], "pear": [places[1]]}
            )
