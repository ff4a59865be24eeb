"""What is understood, and what is left to a person."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.corpus import Span
from analysis.language import (
    NO_WORDS,
    OTHER_LANGUAGE,
    PARTLY,
    UNDERSTOOD,
    readable,
    understanding,
)

ROOT = Path(__file__).parents[3]
GOLD = ROOT / "bench" / "gold" / "languages.csv"
TRAINING = sorted((ROOT / "analysis" / "training").glob("*.csv"))


def rows(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


class TestUnderstanding:
    def test_counts_what_is_nearly_a_word_as_half_of_one(self):
        """A sentence in which every word is misspelt is English all the same."""
        assert UNDERSTOOD == understanding("propely sumtims evrybdy lisend")

    @pytest.mark.parametrize(
        ("text", "reason", "language"),
        [
            ("nikt mnie nie slucha", OTHER_LANGUAGE, "Polish"),
            ("Dw i ddim yn hoffi fy nghartref", OTHER_LANGUAGE, "Welsh"),
            ("mujhe apni ammi se milna hai", OTHER_LANGUAGE, "Urdu"),
            ("لا أحد يسمعني", OTHER_LANGUAGE, "Arabic, Farsi, Urdu, Pashto or Kurdish"),
            ("ߒ ߓߍ߫ ߕߊ߯", NO_WORDS, ""),
            ("🙃🙃", NO_WORDS, ""),
            ("asdkjh qwlekj zxmcn qpwoei", NO_WORDS, ""),
            ("a" * 5_000, NO_WORDS, ""),
            ("they dont lisen to me", "", ""),
            ("still finding out. hun.", "", ""),
            ("Zoë is nice", "", ""),
            ("Priya", "", ""),
            ("10/10", "", ""),
            ("...", "", ""),
            ("", "", ""),
        ],
    )
    def test_says_what_was_not_understood(self, text, reason, language):
        """Each kind of words that are no English has its reason; misspelt English has none."""
        found = understanding(text)

        assert (reason, language) == (found.reason, found.language)

    def test_understands_partly(self):
        """Of two languages the English sentences are understood and the others pointed at."""
        text = "I like it. Nie lubie tego domu bardzo. My room is cold."
        found = understanding(text)

        assert (PARTLY, "Polish", (Span(11, 38),)) == (found.reason, found.language, found.unread)

    def test_finds_other_languages(self):
        """Of short comments in other languages at least nine in ten are not understood."""
        other = [row["text"] for row in rows(GOLD) if row["language"] != "English"]
        missed = [text for text in other if not understanding(text).reason]

        assert 50 < len(other)
        assert len(missed) <= len(other) / 10

    def test_understands_misspelt_english(self):
        """Of what children write at most one in two hundred is not understood, emoji apart."""
        english = [row["text"] for row in rows(GOLD) if row["language"] == "English"]
        english += [row["text"] for path in TRAINING for row in rows(path)]
        wrong = [
            text
            for text in english
            if understanding(text).reason and any(sign.isalpha() for sign in text)
        ]

        assert 300 < len(english)
        assert len(wrong) <= len(english) / 200


class TestReadable:
    def test_keeps_every_other_word_in_its_place(self):
        """What was not understood is blank, and the rest stands where it stood."""
        text = "I like it. Nie lubie tego domu bardzo. Me too."
        found = readable(text)

        assert len(text) == len(found)
        assert "I like it." == found[:10]
        assert ["I", "like", "it.", "Me", "too."] == found.split()

    @given(st.text(max_size=60))
    def test_never_changes_a_length(self, text):
        """Whatever people write, no place is moved."""
        assert len(text) == len(readable(text))
