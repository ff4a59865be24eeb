"""What is done to typed words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.errors import AnswerError
from surveys.words import first, limited, tidy_words


class TestFirst:
    def test_passes_over_blanks(self):
        """The first string with something in it is taken."""
        assert "a" == first({"": ["", "\x00", " a ", "b"]})
        assert "" == first({}, "day")


class TestTidyWords:
    @given(st.text())
    def test_changes_nothing_twice(self, text):
        """Tidy words stay as they are."""
        tidy = tidy_words(text)

        assert tidy == tidy_words(tidy)

    @given(st.text())
    def test_leaves_only_what_can_be_stored(self, text):
        """Tidy words can be written to a database and a file."""
        tidy = tidy_words(text)

        assert "\x00" not in tidy
        assert "\r" not in tidy
        assert tidy.encode("utf-8").decode("utf-8") == tidy

    @pytest.mark.parametrize("nothing", ["", " \u3000", "\u200d", "\x00\ud800"])
    def test_sees_when_there_is_nothing(self, nothing):
        """Signs that cannot be seen are no words."""
        assert "" == tidy_words(nothing)


class TestLimited:
    def test_counts_what_is_too_much(self):
        """Words that are too long are refused with the number to take out."""
        assert "abc" == limited("abc", 3)
        with pytest.raises(AnswerError) as caught:
            limited("abcde", 3)

        assert {"most": 3, "over": 2, "letters": "letters"} == caught.value.params
