"""Short and long text."""

import pytest

from surveys.errors import AnswerError
from surveys.questions import Given
from tests.unit.surveys.samples import a_question


class TestLongText:
    def test_keeps_lines_and_drops_what_cannot_be_seen(self):
        """Lines end in one way, and control characters are gone."""
        read = a_question("long_text").read({"": [" It is\r\nfine\x00 \u202ehere\r! "]})

        assert Given(text="It is\nfine here\n!") == read

    def test_keeps_flags_families_and_other_alphabets(self):
        """Emoji made of several signs, and words of any language, stay whole."""
        words = "👩‍👩‍👧 мой дом خانه‌ام"

        assert Given(text=words) == a_question("long_text").read({"": [words]})

    def test_keeps_words_apart_that_an_odd_space_parted(self):
        """A space that a phone made unbreakable is still a space."""
        assert Given(text="so good") == a_question("long_text").read({"": ["so\u00a0good"]})

    @pytest.mark.parametrize(("kind", "most"), [("short_text", 200), ("long_text", 2000)])
    def test_says_how_many_letters_to_take_out(self, kind, most):
        """Words that are too long are counted, and nothing is cut off."""
        question = a_question(kind)

        assert Given(text="x" * most) == question.read({"": ["x" * most]})
        with pytest.raises(AnswerError) as caught:
            question.read({"": ["x" * (most + 12)]})

        assert "Please take out 12 letters" in caught.value.message

    def test_says_one_letter_when_it_is_one(self):
        """One letter too many is one letter."""
        with pytest.raises(AnswerError) as caught:
            a_question(max_length=3).read({"": ["home"]})

        assert "take out 1 letter." in caught.value.message

    def test_counts_every_letter_of_a_very_long_text(self):
        """The count is right however long the text is."""
        with pytest.raises(AnswerError) as caught:
            a_question("long_text").read({"": ["x" * 100_000]})

        assert 98_000 == caught.value.params["over"]

    def test_says_the_words_as_they_are(self):
        """Words are shown as they were given."""
        assert "Fine" == a_question("long_text").as_text(Given(text="Fine"))
        assert "" == a_question("long_text").as_text(Given())


class TestShortText:
    def test_is_one_line(self):
        """A short text has no line ends."""
        assert Given(text="a b c") == a_question("short_text").read({"": ["a\n b\t c"]})
