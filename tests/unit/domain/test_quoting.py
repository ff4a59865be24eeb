"""Words that must not be passed on, found again where somebody quotes them."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.audits import Voice
from app.domain.quoting import HIDDEN, without_quotes, without_quotes_in

CHILD = "I like my room. I wish that mum would stop shouting at me."
words = st.lists(
    st.sampled_from(
        ["a", "mum", "would", "stop", "shouting", "I", "don’t", "at", "me", "she", "said"]
    )
)


class TestWithoutQuotes:
    @pytest.mark.parametrize(
        ("text", "shown"),
        [
            (CHILD, f"{HIDDEN}."),
            ("She said: “i wish, that MUM would stop”.", f"She said: “{HIDDEN}”."),
            ("She wishes that mum would stop.", "She wishes that mum would stop."),
            ("", ""),
        ],
    )
    def test_hides_what_is_quoted(self, text, shown):
        """Six words in a row are hidden, whatever stands between them; other words are not."""
        assert shown == without_quotes(text, [CHILD])

    @pytest.mark.parametrize(
        ("kept", "shown"),
        [
            ("I don't know.", f"{HIDDEN}, she said. Yes."),
            ("Yes.", "I don’t know, she said. Yes."),
            ("He hits", "I don’t know, she said. Yes."),
        ],
    )
    def test_finds_a_short_text_whole_but_no_common_word(self, kept, shown):
        """Three words are found, with either apostrophe; one or two are anybody's."""
        assert shown == without_quotes("I don’t know, she said. Yes.", [kept])

    def test_hides_each_quotation_and_leaves_what_is_between(self):
        """Two quotations in one text are hidden apart."""
        text = "First “I wish that mum would stop”, then “I like my room. I wish”."

        assert f"First “{HIDDEN}”, then “{HIDDEN}”." == without_quotes(text, [CHILD])

    @given(words, words)
    def test_leaves_no_run_of_kept_words(self, said, kept):
        """Whatever is said, no six kept words in a row are left, and hiding twice hides no more."""
        text, secret = " ".join(said), " ".join(kept)
        found = without_quotes(text, [secret])

        left = [found.split()[at : at + 6] for at in range(len(found.split()) - 5)]
        runs = [kept[at : at + 6] for at in range(len(kept) - 5)]
        assert [] == [run for run in left if run in runs]

    @given(st.text())
    def test_changes_nothing_where_nothing_is_kept(self, text):
        """Without kept words a text stays as it is."""
        assert text == without_quotes(text, [])


@dataclass(frozen=True)
class Line:
    """A line with everything that a page may hold."""

    voice: Voice
    said: str
    more: tuple[object, ...] = ()


class TestWithoutQuotesIn:
    def test_looks_into_every_text(self):
        """Texts in tuples and in lines within lines are looked at; all else stays as it is."""
        quoted = f"So: {CHILD}"
        line = Line(Voice.CHILD, quoted, (3, None, Line(Voice.AUDITOR, quoted), (quoted, "Calm.")))
        hidden = f"So: {HIDDEN}."

        assert Line(
            Voice.CHILD, hidden, (3, None, Line(Voice.AUDITOR, hidden), (hidden, "Calm."))
        ) == without_quotes_in(line, (CHILD,))
        assert Line is without_quotes_in(Line, (CHILD,))
