"""How words feel."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.sentiment import (
    LABELS,
    MIXED,
    NEGATIVE,
    POSITIVE,
    feel,
    feel_all,
    measures,
    own_lists,
)


class TestFeel:
    @pytest.mark.parametrize(
        ("text", "label"),
        [
            ("My foster mum is the best", POSITIVE),
            ("I feel safe here", POSITIVE),
            ("He always turns up and he makes me laugh", POSITIVE),
            ("Things are calmer at home now", POSITIVE),
            ("My social worker never texts back", NEGATIVE),
            ("Nobody listens to me", NEGATIVE),
            ("The flat is damp and no one comes", NEGATIVE),
            ("They judged me as a mum", NEGATIVE),
        ],
    )
    def test_hears_children_and_families(self, text, label):
        """Plain words of praise and of complaint are heard as such."""
        assert label == feel(text).label

    def test_hears_contentment_where_better_was_asked(self):
        """Nothing could be better is praise; nothing by itself says nothing."""
        assert POSITIVE == feel("Nothing.", "negative").label
        assert MIXED == feel("Nothing.", "neutral").label
        assert 0 == feel("Nothing.", "neutral").strength

    def test_hears_what_was_asked(self):
        """The same words weigh more as praise where something good was asked for."""
        text = "The visits on Sundays"

        assert feel(text, "negative").strength < feel(text, "positive").strength

    @given(st.text(), st.sampled_from(["neutral", "positive", "negative"]))
    def test_reads_any_text(self, text, stance):
        """Whatever is typed has one of three labels and a strength from -1 to 1."""
        found = feel(text, stance)

        assert found.label in LABELS
        assert -1 <= found.strength <= 1


class TestFeelAll:
    def test_reads_many_as_it_reads_one(self):
        """Texts that are read together feel as they do alone."""
        texts, stances = ["So kind", "Never on time", ""], ["neutral", "positive", "negative"]

        assert feel_all(texts, stances) == [
            feel(text, stance) for text, stance in zip(texts, stances, strict=True)
        ]

    def test_has_nothing_to_say_of_nothing(self):
        """No texts give no feelings."""
        assert [] == feel_all([], [])


class TestMeasures:
    def test_turns_praise_after_a_negation(self):
        """“Not kind” grumbles; “kind” praises."""
        assert 0.5 == measures("kind", "neutral")["own words"]
        assert -0.5 == measures("not very kind", "neutral")["own words"]
        assert 0.5 == measures("never late", "neutral")["own words"]

    def test_knows_contrast_and_wish(self):
        """A but and a wish are noticed."""
        found = measures("Good but could be more", "positive")

        assert (1.0, 1.0, 1.0, 0.0) == (
            found["contrast"],
            found["wish"],
            found["asked positive"],
            found["asked negative"],
        )


class TestOwnLists:
    def test_keeps_praise_and_grumbles_apart(self):
        """No word is on both lists."""
        assert own_lists().praise.isdisjoint(own_lists().grumbles)
