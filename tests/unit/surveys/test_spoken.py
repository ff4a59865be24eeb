"""The words of a question that are read aloud, and the hash that names them."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from surveys import parse_yaml
from surveys.spoken import can_be_recorded, spoken_words, words_hash
from tests.respondent import SMALL

MOOD = parse_yaml(SMALL).question("mood")


class TestSpokenWords:
    def test_are_the_question_and_its_choices_in_order(self):
        """What is shown is what is said: the question first, then each choice."""
        assert ("How was this week?", "Bad", "Fine", "Good") == spoken_words(MOOD)


class TestWordsHash:
    @given(st.text(), st.text())
    def test_names_these_words_and_no_others(self, one, other):
        """Two wordings have one name only when they are the same words."""
        names = {words_hash(replace(MOOD, label=text), "en") for text in (one, other)}

        assert len({one, other}) == len(names)

    def test_differs_by_language(self):
        """The same letters in another language are other words."""
        assert words_hash(MOOD, "en") != words_hash(MOOD, "cy")


class TestCanBeRecorded:
    def test_is_false_of_a_question_that_says_an_answer(self):
        """Words that differ from person to person can be said by the device only."""
        assert can_be_recorded(MOOD)
        assert not can_be_recorded(replace(MOOD, hint="You said {{ pet | something }}."))
