"""Plain words: texts as the screen reads them, misspellings and disguises put right."""

import pytest

from analysis.plainwords import Grammar
from analysis.safeguarding import screen

DATA = {
    "classes": {"me": "me us"},
    "irregular": {"hit": "hit hits hitting"},
    "spellings": {"dont": "do not", "u": "you"},
}
GRAMMAR = Grammar.of(DATA, "suicidal threatened", "threaten")


def plain(text):
    return " ".join(GRAMMAR.plain(text).words).strip(" .")


class TestPlain:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("Don't u go!", "do not you go"),
            ("soooo sad", "so sad"),
            ("su1cidal", "suicidal"),
            ("suicidl", "suicidal"),
            ("suicodal", "suicidal"),
            ("threatend", "threatened"),
            ("threaten", "threaten"),
            ("walked to the park", "walked to the park"),
            ("yes, me", "yes , me"),
        ],
    )
    def test_puts_words_right(self, text, expected):
        """Short forms, stretched letters, disguises and misspellings are read as what they mean."""
        assert expected == plain(text)

    def test_remembers_where_each_word_stood(self):
        """Every plain word keeps its place in the text."""
        found = GRAMMAR.plain("Don't go")

        assert (0, 5) == found.spans[1] == found.spans[2]
        assert "go" == "Don't go"[slice(*found.spans[3])]


class TestAlternatives:
    def test_stand_for_forms_and_classes(self):
        """A written alternative stands for its forms, a class for its words."""
        assert ["hit", "hits", "hitting", "me", "us"] == GRAMMAR.alternatives("hit+|<me>")

    @pytest.mark.parametrize("wrong", ["<nobody>", "Hit!"])
    def test_refuse_what_is_no_word(self, wrong):
        """An unknown class and a sign that is no word are refused."""
        with pytest.raises(ValueError, match=r"no class|no word"):
            GRAMMAR.alternatives(wrong)


class TestScreen:
    @pytest.mark.parametrize("words", ["my dad, hits me", "k1ll myself", "abusd me"])
    def test_hears_through_commas_and_misspellings(self, words):
        """A comma or a slip of the finger does not hide what is said."""
        assert screen(words)

    @pytest.mark.parametrize(
        "words",
        [
            "dad never hits me",
            "nobody touches me",
            "I am not suicidal",
            "she asked if I am suicidal",
        ],
    )
    def test_takes_a_denial_for_a_denial(self, words):
        """What is said not to happen raises nothing."""
        assert () == screen(words)
