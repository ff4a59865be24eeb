"""A text as it is shown, and the way from the words that stand there to the true ones."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.corpus import Span
from analysis.redaction import redact
from analysis.shown import Run, Shown, runs

NAMED = "My worker Priya Shah came late. She came late again."
SHOWN = "My worker [name] came late. She came late again."
# Pieces that a text may be made of: names, numbers, lines, letters outside the first plane.
PIECES = ["Priya Shah", "07700 900123", "came late", "\r\n", "\r", "\n", " ", "😀", "\0", "é", "."]
TEXTS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=12).map("".join)


def in_a_page(text, start=0, end=None):
    """Return the words of a stretch of a text as an HTML parser holds them."""
    end = len(text) if end is None else end
    pieces = [
        run.text if run.is_redacted else text[max(run.start, start) : min(run.end, end)]
        for run in runs(text)
        if run.start < end and start < run.end
    ]
    return re.sub("\r\n?", "\n", "".join(pieces)).replace("\0", "")


class TestRunsHideAll:
    @pytest.mark.parametrize(
        "text",
        [
            "Ring Priya Kaur Jones Smith Bramble tomorrow",
            "Ms Priya Hope Kaur Bramble Willow",
            "a call from Hexham E.C.U today, and Priya came",
        ],
    )
    def test_show_no_more_than_may_leave(self, text):
        """What staff read hides all that the redactor hides, also what it finds on looking again."""
        assert redact(text) == "".join(run.text for run in runs(text))


class TestRuns:
    def test_hide_a_name_whole(self):
        """A span that ends inside a name marks the whole name, and nothing of it is shown."""
        found = runs("Priya came", [(2, 10)])

        assert (
            Run("[name]", 0, 5, (0,), is_redacted=True),
            Run(" came", 5, 10, (0,)),
        ) == found

    def test_say_which_spans_hold_them(self):
        """Spans that overlap are told apart in each run."""
        found = runs("it was kind and slow", [(0, 11), (7, 20)])

        assert [("it was ", (0,)), ("kind", (0, 1)), (" and slow", (1,))] == [
            (run.text, run.marks) for run in found
        ]

    @given(TEXTS, st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=3))
    def test_leave_nothing_out(self, text, spans):
        """Runs follow one another from the first letter to the last."""
        found = runs(text, spans)

        assert [0, *(run.end for run in found)] == [*(run.start for run in found), len(text)]
        assert all(run.is_redacted or run.text == text[run.start : run.end] for run in found)


class TestShown:
    @given(TEXTS)
    def test_is_what_a_page_holds(self, text):
        """Positions count the letters of a page: one for each line end, none for what is dropped."""
        assert in_a_page(text) == Shown(text).text

    @given(TEXTS, st.data())
    def test_leads_back_to_the_true_words(self, text, data):
        """Words chosen in the page are found in the true text, and no name is cut."""
        shown = Shown(text)
        start = data.draw(st.integers(0, len(shown.text)))
        words = shown.text[start : data.draw(st.integers(start, len(shown.text)))]
        start += len(words) - len(words.lstrip())
        found = shown.span(words, start)

        if not words.strip():
            assert found is None
            return
        assert words.strip() in in_a_page(text, found.start, found.end)
        assert not any(
            run.is_redacted and run.start < edge < run.end
            for run in runs(text)
            for edge in (found.start, found.end)
        )

    def test_takes_whole_words(self):
        """Half of a word and a bit of a redaction give all of both."""
        found = Shown(NAMED).span("orker [na", 4)

        assert "worker Priya Shah" == NAMED[found.start : found.end]

    def test_goes_by_where_the_words_begin(self):
        """Words that stand there twice are told apart by where they begin."""
        shown = Shown(NAMED)
        first, second = shown.places("came  LATE")

        assert (SHOWN.index("came"), SHOWN.rindex("came")) == (first, second)
        assert Span(NAMED.rindex("came"), NAMED.rindex("came") + 9) == shown.span(
            "came late", second
        )
        assert shown.span("came late", first + 1) is None

    def test_finds_words_that_overlap_themselves(self):
        """Words that begin inside an earlier finding of them are found by their place."""
        assert Span(3, 8) == Shown("no no no").span("no no", 3)

    def test_minds_no_quotation_marks(self):
        """Straight and curly marks are the same."""
        assert [3] == Shown("He “isn’t here”").places('"isn\'t here"')

    def test_finds_nothing_in_no_words(self):
        """White space is nowhere."""
        shown = Shown(NAMED)

        assert [] == shown.places("  ")
        assert shown.span(" ", 0) is None

    def test_never_tells_what_is_hidden(self):
        """Whether a name stands behind a redaction cannot be asked."""
        assert [] == Shown(NAMED).places("Priya")
