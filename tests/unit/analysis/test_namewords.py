"""The words of a text, and what is known of each."""

import pytest

from analysis.namewords import lists_of_whole, words_of


class TestWordsOf:
    def test_knows_where_words_stand(self):
        """A word ends before its 's, and knows whether it opens a sentence and what is beside it."""
        priya, dog, he = words_of("Priya’s dog. He")

        assert ("priya", 0, 5, True, True) == (
            priya.plain,
            priya.start,
            priya.end,
            priya.opens,
            priya.is_possessed,
        )
        assert (True, False) == (dog.touches, he.touches)
        assert he.opens

    def test_takes_a_title_with_a_stop_for_part_of_a_name(self):
        """After “Mr.” the next word is beside it; after another word a stop ends the sentence."""
        assert [False, True, False] == [word.touches for word in words_of("Mr. Odum. He")]

    def test_trusts_no_capital_where_all_words_have_one(self):
        """Whoever writes each word with a capital says nothing by it."""
        title = words_of("I Like To Play With My Big Brother At The Park")

        assert not any(word.has_capital for word in title)
        assert words_of("I like Grace")[2].has_capital


class TestListsOfWhole:
    @pytest.mark.parametrize(
        ("word", "expected"),
        [("lilly-mae", {"first"}), ("well-known", {"plain"}), ("xqz-wvq", set())],
    )
    def test_reads_the_parts_of_a_word(self, word, expected):
        """A word with a hyphen is a name when a part is, and plain when all parts are."""
        assert expected == lists_of_whole(word)
