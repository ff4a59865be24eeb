"""Words that leave: redacted, each place traced there and back, compared without fuss."""

from hypothesis import given
from hypothesis import strategies as st

from analysis import redaction
from analysis.exchange import wording

TEXT = "my carer Jo lives in Leeds"
PIECES = st.sampled_from(
    ["Jo ", "Leeds", " my ", "07700 900123 ", "room", ". ", "é", "\U0001f600", "a@b.example "]
)
TEXTS = st.lists(PIECES, max_size=12).map("".join)


class TestRedact:
    @given(TEXTS)
    def test_hides_what_the_redactor_hides(self, text):
        """The words are those of the redactor, and every letter has an origin."""
        found = wording.redact(text)

        assert redaction.redact(text) == found.text
        assert len(found.text) == len(found.origins)

    @given(TEXTS.filter(bool), st.data())
    def test_traces_places_there_and_back(self, text, data):
        """A stretch that goes there and back covers at least itself, and never leaves the text."""
        start = data.draw(st.integers(0, len(text) - 1))
        end = data.draw(st.integers(start + 1, len(text)))
        found = wording.redact(text)
        first, last = found.back(*found.there(start, end))

        assert 0 <= first <= start
        assert end <= last <= len(text)

    def test_moves_a_stretch_behind_a_name(self):
        """What stands behind a hidden name is found where it went."""
        found = wording.redact(TEXT)
        start, end = found.there(TEXT.index("lives"), TEXT.index("lives") + 5)

        assert "lives" == found.text[start:end]
        assert (12, 17) == found.back(start, end)

    def test_never_cuts_what_is_hidden(self):
        """Half of a name is all of what stands for it."""
        found = wording.redact(TEXT)
        start, end = found.there(9, 10)

        assert "[name]" == found.text[start:end]

    def test_gives_nothing_for_nothing(self):
        """Places outside the text are an empty stretch."""
        found = wording.redact("room")

        assert (0, 0) == found.there(9, 12)
        assert (0, 0) == found.back(9, 12)


class TestNormal:
    def test_forgets_spaces_capitals_and_forms(self):
        """Line ends, capitals and full-width letters make no difference."""
        assert "my room is ok" == wording.normal("  My\r\nroom\u00a0is ＯＫ ")
