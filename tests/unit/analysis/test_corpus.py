"""Passages, sentences, words and non-answers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.corpus import (
    Corpus,
    Passage,
    Span,
    encodable,
    is_non_answer,
    sentences,
    stem,
    stems,
    words,
)
from tests.unit.analysis.samples import a_corpus


def cut(text):
    return [text[span.start : span.end] for span in sentences(text)]


class TestCorpus:
    def test_knows_its_size(self):
        """A corpus is as long as it has passages."""
        assert 2 == len(a_corpus("one", "two"))

    def test_refuses_one_id_twice(self):
        """Two passages with one id would be counted as one, so they are refused."""
        with pytest.raises(ValueError, match="one id"):
            Corpus((Passage("a", "x"), Passage("a", "y")))


class TestSentences:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("I am safe. I am bored!", ["I am safe.", "I am bored!"]),
            ("She said “go.” So I went", ["She said “go.”", "So I went"]),
            ("first line\nsecond line", ["first line", "second line"]),
            ("Mr. Bell is kind. He came at 2.30 today", ["Mr. Bell is kind.", "He came at 2.30 today"]),
            ("I like my carers but contact gets cancelled", ["I like my carers", "but contact gets cancelled"]),
            ("Good, but no", ["Good, but no"]),
            ("What?! Why...", ["What?!", "Why..."]),
            ("   ", []),
        ],
    )  # fmt: skip
    def test_cuts_where_a_thought_ends(self, text, expected):
        """Stops, line breaks and “but” end a sentence; titles and decimals do not."""
        assert expected == cut(text)

    @given(st.text(alphabet=st.sampled_from("ab .!?\n,;–but'”e.g 1\t\u2003é😀")))
    def test_leaves_out_nothing_but_white_space(self, text):
        """Spans are in order, do not overlap, are trimmed, and cover all that is not a space."""
        spans = sentences(text)
        edges = [0, *(edge for span in spans for edge in (span.start, span.end)), len(text)]
        gaps = [text[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True)]

        assert edges == sorted(edges)
        assert all(span.start < span.end for span in spans)
        assert all(text[s.start : s.end] == text[s.start : s.end].strip() for s in spans)
        assert all(not gap.strip() for gap in gaps)

    @given(st.text())
    def test_reads_any_text(self, text):
        """Whatever is typed, every span lies inside the text."""
        assert all(0 <= s.start < s.end <= len(text) for s in sentences(text))

    def test_gives_spans(self):
        """A sentence is a span of characters."""
        assert (Span(1, 4),) == sentences(" hi! ")


class TestWords:
    def test_makes_small_letters_and_straight_apostrophes(self):
        """Words are compared in one form."""
        assert ["don't", "know", "2"] == words("Don’t KNOW, 2_")


class TestStems:
    @pytest.mark.parametrize(
        "family",
        [
            ("listen", "listens", "listened", "listening"),
            ("worry", "worries", "worried"),
            ("stop", "stopped", "stopping"),
            ("late", "later"),
        ],
    )
    def test_joins_a_family(self, family):
        """The forms of one word share a stem."""
        assert 1 == len({stem(word) for word in family})

    def test_keeps_short_words(self):
        """A short word is left alone."""
        assert ["is", "bed", "mum"] == stems("Is bed mum's")


class TestIsNonAnswer:
    @pytest.mark.parametrize(
        "text", ["", "  ", ".", "N/A", "idk", "Nothing really!", "—", "don’t know"]
    )
    def test_knows_what_says_nothing(self, text):
        """A shrug is no answer."""
        assert is_non_answer(text)

    @pytest.mark.parametrize(
        "text", ["Nothing changes", "No one listens", "Idk why she left", "Yes"]
    )
    def test_keeps_what_says_something(self, text):
        """Words that begin like a shrug can still say something."""
        assert not is_non_answer(text)


class TestEncodable:
    def test_keeps_every_place(self):
        """Half of a pair becomes one mark, and whole pairs stay."""
        assert "a\ufffdb🙃" == encodable("a\ud800b🙃")
