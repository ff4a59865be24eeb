"""Piping."""

import pytest

from surveys.questions import DONT_KNOW, Given
from surveys.wording import is_broken, pipe, piped, unpiped
from tests.unit.surveys.samples import a_definition

ASK = "How much does {{ helper | someone }} help?"


class TestPipe:
    @pytest.mark.parametrize(
        ("answers", "expected"),
        [
            ({"helper": Given(value="carer")}, "How much does My carer help?"),
            ({}, "How much does someone help?"),
            ({"helper": Given(special=DONT_KNOW)}, "How much does someone help?"),
        ],
    )
    def test_says_an_earlier_answer_or_other_words(self, answers, expected):
        """An earlier answer is said in the question, or the words after the bar."""
        assert expected == pipe(ASK, a_definition(), answers)

    def test_leaves_a_gap_when_there_are_no_other_words(self):
        """Without an answer and other words there are three dots."""
        assert "You said …." == pipe("You said {{helper}}.", a_definition(), {})

    def test_says_nothing_of_a_question_it_does_not_know(self):
        """An answer to a question of another part is not said."""
        assert "…" == pipe("{{ gone }}", a_definition(), {"gone": Given(value=1)})

    def test_does_not_pipe_the_answer_again(self):
        """Braces that somebody types as an answer stay braces."""
        answers = {"why": Given(text="{{ helper }}"), "helper": Given(value="carer")}

        assert "{{ helper }}" == pipe("{{ why }}", a_definition(), answers)


class TestPiped:
    def test_names_the_questions(self):
        """A wording knows whose answers it says."""
        assert frozenset({"helper", "why"}) == piped(ASK + " {{why}}")


class TestIsBroken:
    @pytest.mark.parametrize("wording", ["{{ Helper }}", "{{ helper", "helper }}", "{{ a b }}"])
    def test_sees_braces_that_say_nothing(self, wording):
        """Double braces with anything but a key in them are a mistake."""
        assert is_broken(wording)
        assert not is_broken(ASK)


class TestUnpiped:
    def test_says_what_everybody_was_asked(self):
        """Where many people are counted, a question is said with the words after the bar."""
        assert "How much does someone help?" == unpiped(ASK)
        assert "And … helps?" == unpiped("And {{ helper }} helps?")
