"""The lists that redaction goes by."""

import pytest

from analysis.wordlists import folded, is_like_a_name, lists_of, place_names, words_listed


class TestFolded:
    @pytest.mark.parametrize(
        ("word", "expected"), [("Zoë", "zoe"), ("MAŁGORZATA", "malgorzata"), ("Jo’s", "jo's")]
    )
    def test_drops_accents_and_capitals(self, word, expected):
        """A name is the same name however it is written."""
        assert expected == folded(word)


class TestListsOf:
    @pytest.mark.parametrize(
        ("word", "name"),
        [
            ("priya", "first"),
            ("jaydens", "first"),
            ("rose", "also_words"),
            ("cleckheaton", "places"),
            ("soooo", "plain"),
            ("stopping", "plain"),
            ("wifes", "plain"),
            ("becuase", "plain"),
            ("evreything", "near"),
            ("caer", "near"),
            ("hospitall", "near"),
            ("callback", "near"),
        ],
    )
    def test_knows_a_word(self, word, name):
        """Names, places, plain words in any form, and near misses of them are known."""
        assert name in lists_of(word)

    @pytest.mark.parametrize("word", ["zorvan", "oakfield", "xqz", "zq" * 20])
    def test_finds_others_strange(self, word):
        """A word that may be a name, a school or nothing at all is in no list."""
        assert frozenset() == lists_of(word)


class TestIsLikeAName:
    @pytest.mark.parametrize(
        ("word", "expected"), [("michaal", True), ("table", False), ("jox", False)]
    )
    def test_forgives_one_letter(self, word, expected):
        """One letter may be wrong in a name that is long enough."""
        assert expected is is_like_a_name(word)


class TestWordsListed:
    def test_refuses_a_list_that_is_not_there(self):
        """Asking for another list is an error."""
        with pytest.raises(KeyError):
            words_listed("nonsense")


class TestPlaceNames:
    def test_holds_places_of_many_words(self):
        """They are found by their first word."""
        assert ("milton", "keynes") in place_names()["milton"]
