"""What a person is asked to look at, and what is left in peace."""

import time

import pytest

from analysis.redaction import find, suspicious


def marked(text):
    return [text[span.start : span.end] for span in suspicious(text)]


class TestDoubts:
    @pytest.mark.parametrize(
        ("text", "word"),
        [
            ("summer and me have one dad", "summer"),
            ("hunter punched the door", "hunter"),
            ("i went with will", "will"),
            ("my sister hope said no", "hope"),
            ("my key worker is moss", "moss"),
            ("will's room", "will"),
            ("i hate liam w so much", "w"),
            ("blessing is my sister", "blessing"),
            ("mouse is my brother", "mouse"),
            ("she is called star", "star"),
            ("auntie sunshine came", "sunshine"),
            ("my mate bear said so", "bear"),
            ("i told my mate z", "z"),
            ("i go to sunshine academy", "sunshine academy"),
            ("they live at the willows", "willows"),
            ("we live in sunshine now", "sunshine"),
            ("at Hexby works", "Hexby works"),
            ("at st marys", "marys"),
            ("go to st plain", "plain"),
            ("im fourteen years old", "fourteen years old"),
            ("he is a week old", "a week old"),
            ("on the third of may", "third"),
            ("moved in june", "june"),
            ("my birthday is new years eve", "new years eve"),
            ("my snap name is star boy", "star boy"),
            ("star at gmail please", "star at gmail please"),
            ("luv from bear xx", "bear"),
            ("Auntie Jean came", "Auntie Jean"),
            ("Big Steve came", "Big Steve"),
            ("Trace is nice", "Trace"),
            ("i saw zorvan", "zorvan"),
            ("ring me on 3", "3"),
            ("Зоя is nice", "Зоя"),
        ],
    )
    def test_marks(self, text, word):
        """Whatever might be a name, a place, an age, a date or an account is marked."""
        assert set(word.split()) <= set(" ".join(marked(text)).split())

    @pytest.mark.parametrize(
        "text",
        [
            "i really miss football",
            "the staff are nice but they never listen",
            "it may be that they will listen",
            "My room is cold. The food is bad.",
            "they put me in a home and i hate school",
        ],
    )
    def test_leaves_plain_words(self, text):
        """Words that tell of nobody are not marked, so that marks are read."""
        assert [] == marked(text)

    def test_does_not_mark_what_is_replaced(self):
        """The word in brackets that stands for a name is nothing to look at."""
        assert [] == marked("he is called [name] and i like it")


class TestTime:
    @pytest.mark.parametrize(
        "text",
        [
            "a" * 20_000,
            "mr. " * 5_000,
            "a.b.c." * 3_300,
            "the willows " * 1_600,
            "zorvan and " * 1_800,
            "[[" * 10_000,
            "twenty " * 2_800,
            "my snap is " * 1_800,
            "x@" * 10_000,
        ],
        ids=lambda text: text[:8],
    )
    def test_is_short_for_long_and_hostile_words(self, text):
        """Twenty thousand letters take seconds at the very most, whatever they are."""
        started = time.process_time()
        find(text)
        suspicious(text)

        assert time.process_time() - started < 10
