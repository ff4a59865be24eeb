"""When something is shown."""

import pytest
from hypothesis import given

from surveys.conditions import Combined, Test
from surveys.questions import DONT_KNOW, Given
from tests.unit.surveys.samples import ANSWERS


class TestTest:
    @pytest.mark.parametrize(
        ("test", "value", "answer", "expected"),
        [
            ("is", 1, 1, True),
            ("is", 1, 2, False),
            ("is", 1, True, False),
            ("is_not", "carer", "nobody", True),
            ("is_not", "carer", "carer", False),
            ("any_of", ("a", "b"), "b", True),
            ("any_of", ("a", "b"), "c", False),
            ("includes", "a", ["a", "b"], True),
            ("includes", "c", ["a", "b"], False),
            ("includes", "a", "a", False),
            ("at_least", 2, 2, True),
            ("at_least", 2, 1, False),
            ("at_most", 2, 2, True),
            ("at_most", 2, 3, False),
            ("at_most", 2, "1", False),
            ("answered", True, "a", True),
            ("answered", False, "a", False),
        ],
    )
    def test_holds_as_its_name_says(self, test, value, answer, expected):
        """Each test of an answer means what its name says."""
        assert expected is Test("q", test, value).holds({"q": Given(value=answer)})

    @pytest.mark.parametrize(
        ("test", "value", "expected"),
        [("is", 1, False), ("is_not", 1, True), ("any_of", (1,), False), ("includes", 1, False)]
        + [("at_least", 0, False), ("at_most", 9, False), ("answered", False, True)],
    )
    def test_treats_no_answer_as_nothing(self, test, value, expected):
        """A question that was not answered has no value to compare."""
        assert expected is Test("q", test, value).holds({})

    def test_never_takes_not_sure_for_a_number(self):
        """“Not sure” is an answer, is itself, and is no number."""
        answers = {"q": Given(special=DONT_KNOW)}

        assert Test("q", "answered", value=True).holds(answers)
        assert Test("q", "is", DONT_KNOW).holds(answers)
        assert not Test("q", "at_most", 10).holds(answers)
        assert not Test("q", "at_least", 0).holds(answers)

    def test_is_plain_data_again(self):
        """A test is written as it is in a file."""
        assert {"question": "q", "any_of": [1, 2]} == Test("q", "any_of", (1, 2)).as_data()
        assert {"question": "q", "is": 1} == Test("q", "is", 1).as_data()


class TestCombined:
    one, two = Test("a", "is", 1), Test("b", "is", 2)

    @pytest.mark.parametrize(
        ("how", "first", "expected"),
        [("all", 1, False), ("any", 1, True), ("any", 3, False), ("not", 3, True)],
    )
    def test_joins_conditions(self, how, first, expected):
        """All, any and not mean what they say."""
        parts = (self.one,) if how == "not" else (self.one, self.two)
        answers = {"a": Given(value=first), "b": Given(value=9)}

        assert expected is Combined(how, parts).holds(answers)

    def test_knows_the_questions_it_looks_at(self):
        """A joined condition looks at the questions of all its parts."""
        both = Combined("all", (self.one, Combined("not", (self.two,))))

        assert frozenset({"a", "b"}) == both.questions()
        assert {
            "all": [{"question": "a", "is": 1}, {"not": {"question": "b", "is": 2}}]
        } == both.as_data()

    @given(ANSWERS)
    def test_turns_round_with_not(self, answers):
        """A condition and its opposite never hold together."""
        one = Test("helper", "is", "carer")

        assert one.holds(answers) is not Combined("not", (one,)).holds(answers)
