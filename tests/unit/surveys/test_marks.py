"""YAML with its lines."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from surveys.marks import NotYaml, read

TEXT = """key: home
pages:
  - key: first
    title: One
    title: Two
"""


class TestRead:
    def test_gives_plain_data_with_lines(self):
        """Each part of a file knows its line, and a part that is missing knows its neighbour's."""
        marked = read(TEXT)

        assert {"key": "home", "pages": [{"key": "first", "title": "Two"}]} == marked.data
        assert 1 == marked.line(("key",))
        assert 3 == marked.line(("pages", 0, "key"))
        assert 3 == marked.line(("pages", 0, "label"))
        assert 0 == marked.line(("thanks",)) or 1 == marked.line(("thanks",))

    def test_notes_what_is_written_twice(self):
        """A name that is written twice is noted with the second line."""
        assert [(("pages", 0, "title"), 5)] == read(TEXT).repeated

    def test_keeps_days_as_they_were_written(self):
        """A day is words, and an impossible one is no error."""
        assert ["2026-03-27", "2026-13-45"] == read("[2026-03-27, 2026-13-45]").data

    @pytest.mark.parametrize("text", ["!!int abc", "!!bool perhaps"])
    def test_keeps_what_only_claims_to_be_a_number(self, text):
        """A tag that does not fit its words leaves the words."""
        assert text.split()[1] == read(text).data

    def test_gives_nothing_for_an_empty_file(self):
        """An empty file holds nothing."""
        assert read("").data is None

    @pytest.mark.parametrize(
        ("text", "what", "line"),
        [
            ("a: 1\nb: [1,", "expected", 2),
            ("a: &x 1\nb: *x", "reference", 2),
            ("[" * 200, "too deep", 1),
            ("a: \x07", "a sign", 0),
        ],
    )
    def test_says_why_it_cannot_be_read(self, text, what, line):
        """What is no YAML, or more than plain data, is refused with its line."""
        with pytest.raises(NotYaml, match=what) as caught:
            read(text)

        assert line == caught.value.line or what == "expected"

    @given(st.text(alphabet=":-[]{}#&*!|>'\"%@` \n\tab01.,?", max_size=60))
    def test_never_raises_anything_else(self, text):
        """Whatever a file holds, it is read or refused."""
        try:
            read(text)
        except NotYaml as error:
            assert error.what

    @given(
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(alphabet="abc yesno123"),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(st.text(alphabet="abc", min_size=1), inner, max_size=3)
            ),
            max_leaves=8,
        )
    )
    def test_reads_what_yaml_wrote(self, data):
        """Plain data written as YAML is read as the same data."""
        assert data == read(yaml.safe_dump(data)).data
