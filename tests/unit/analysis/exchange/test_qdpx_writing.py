"""Projects written for other programs: as their schema says, and read again as they were."""

import io
import zipfile
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree

from analysis.exchange import Case, Code, Coder, ExchangeError, Mark, Project, Source, qdpx
from tests.exchange.projects import SMALL, A, B, C, document
from tests.unit.analysis.exchange.test_qdc import WORDS, trees

SCHEMA = etree.XMLSchema(etree.parse(str(Path(__file__).parent / "schemas" / "project.xsd")))


@st.composite
def projects(draw):
    """Draw whole projects, with marks that lie inside their texts."""
    codes = draw(trees())
    coders = tuple(Coder(guid, draw(WORDS)) for guid in draw(guids(2)))
    sources = []
    for guid in draw(guids(3)):
        text = draw(st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
        text = text.removeprefix("\ufeff")
        marks = []
        for _ in range(draw(st.integers(0, 2)) if text else 0):
            start = draw(st.integers(0, len(text) - 1))
            end = draw(st.integers(start + 1, len(text)))
            by = draw(st.sampled_from([None, *(one.guid for one in coders)]))
            marks.append(Mark(draw(st.sampled_from(codes)).guid, start, end, by))
        sources.append(Source(guid, draw(WORDS), text, tuple(marks)))
    cases = []
    for guid in draw(guids(2)):
        values = draw(st.dictionaries(st.sampled_from(["Age", "Area"]), WORDS, max_size=2))
        held = tuple(one.guid for one in sources[:1])
        cases.append(Case(guid, draw(WORDS), held, tuple(values.items())))
    return Project(draw(WORDS), codes, tuple(sources), coders, tuple(cases), draw(WORDS))


def guids(most):
    return st.lists(st.uuids(), max_size=most, unique=True)


class TestWrite:
    @given(projects())
    @example(
        replace(SMALL, sources=(Source(B, "one", "cold \U00010000\x1f", (Mark(A, 0, 7, C),)),))
    )
    def test_is_valid_and_reads_back(self, made):
        """Any project makes a document that the schema allows, and gives the same project."""
        content = qdpx.write(made)

        assert SCHEMA.validate(etree.fromstring(document(content))), SCHEMA.error_log
        assert made == qdpx.read(content)

    def test_puts_the_words_where_the_standard_wants_them(self):
        """The archive holds project.qde and one text a source, named by its GUID."""
        found = zipfile.ZipFile(io.BytesIO(qdpx.write(SMALL)))

        assert ["project.qde", f"sources/{B}.txt"] == found.namelist()
        assert b"My room is cold" == found.read(f"sources/{B}.txt")

    def test_names_a_selection_by_its_words(self):
        """Other programs tell by the name how we count; very long words are cut."""
        assert b'name="room"' in document(qdpx.write(SMALL))
        long = Project("x", SMALL.codes, (Source(B, "one", "a" * 300, (Mark(A, 0, 300),)),))
        assert b'a\xe2\x80\xa6"' in document(qdpx.write(long))
        assert long == qdpx.read(qdpx.write(long))

    def test_keeps_a_mark_of_byte_order_that_a_text_begins_with(self):
        """A text that begins with one keeps it, and its marks stay on their words."""
        code = Code(UUID(int=1), "A")
        source = Source(UUID(int=2), "n", "\ufeffcold room", (Mark(code.guid, 1, 5),))

        assert (source,) == qdpx.read(qdpx.write(Project("P", (code,), (source,)))).sources

    def test_gives_the_same_bytes_again(self):
        """Nothing in a file depends on the hour."""
        assert qdpx.write(SMALL) == qdpx.write(SMALL)

    def test_survives_as_plain_data(self):
        """A project goes through JSON-ready data and comes back."""
        import json

        data = json.loads(json.dumps(SMALL.as_data(), default=str))
        assert SMALL == Project.from_data(data)

    def test_refuses_a_project_without_codes(self):
        """The schema wants one code."""
        with pytest.raises(ExchangeError, match="no_themes"):
            qdpx.write(Project("x"))
