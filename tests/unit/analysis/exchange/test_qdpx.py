"""Project files: valid, read back equal, and nothing hostile gets further than its own error."""

import io
import struct
import zipfile
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree

from analysis.exchange import (
    Case,
    Code,
    Coder,
    ExchangeError,
    Mark,
    Project,
    Source,
    archive,
    qdpx,
)
from tests.exchange import samples
from tests.unit.analysis.exchange.test_qdc import WORDS, trees

SCHEMA = etree.XMLSchema(etree.parse(str(Path(__file__).parent / "schemas" / "project.xsd")))
A, B, C, D = (UUID(int=number) for number in (1, 2, 3, 4))
SMALL = Project(
    "Voices",
    codes=(Code(A, "Home"),),
    sources=(Source(B, "one", "My room is cold", (Mark(A, 3, 7, C),)),),
    coders=(Coder(C, "a person"),),
    cases=(Case(D, "P1", (B,), (("Area", "North"),)),),
    origin="Earshot",
)


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


def document(content):
    return zipfile.ZipFile(io.BytesIO(content)).read("project.qde")


def project(inner, **members):
    qde = f'<Project xmlns="urn:QDA-XML:project:1.0" name="x">{inner}</Project>'
    return samples.packed({"project.qde": qde} | members)


def words(found):
    names = {code.guid: code.name for code in found.codes}
    return [
        (names[mark.code], source.text[mark.start : mark.end])
        for source in found.sources
        for mark in source.marks
    ]


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


class TestRead:
    def test_reads_atlas(self):
        """Codes, words and coders of an ATLAS.ti file are there; a PDF is left out."""
        found = qdpx.read(samples.atlas())

        assert [
            ("Home and space", "My bedroom is cold."),
            ("Being listened to", "Sam listens to me."),
        ] == words(found)
        assert ["Robin"] == [coder.name for coder in found.coders]
        assert "ATLAS.ti Desktop" == found.origin

    def test_reads_nvivo(self):
        """A code of the whole file marks all of it; folders, cases and values are read."""
        found = qdpx.read(samples.nvivo())

        assert [
            ("Being listened to", "Sam listens to me."),
            ("Home and space", samples.TEXT),
        ] == words(found)
        assert [False, True, True] == [code.is_codable for code in found.codes]
        assert (("Area", "North"),) == found.cases[0].values

    def test_reads_qualcoder(self):
        """Categories are folders, and the names of selections are their words."""
        found = qdpx.read(samples.qualcoder())

        assert ("Home and space", "My bedroom is cold.") == words(found)[0]
        assert "Where they live" == found.codes[1].description

    @pytest.mark.parametrize(
        ("end", "name", "expected"),
        [
            (2, "My", "My"),  # after the last character, as its name shows
            (1, "My", "My"),  # the last character itself
            (2, "", "My"),  # nothing tells
            (0, "", "M"),  # an empty selection would be no selection
        ],
    )
    def test_reads_both_ways_to_count_ends(self, end, name, expected):
        """The words of the file itself say where its selections end."""
        inner = samples.selection(0, end, A, name)
        text = "<PlainTextContent>My room</PlainTextContent>"
        found = qdpx.read(
            project(f"<Sources><TextSource name='s'>{text}{inner}</TextSource></Sources>")
        )
        source = found.sources[0]

        assert expected == source.text[source.marks[0].start : source.marks[0].end]

    @pytest.mark.parametrize(("start", "end"), [(5, 9), (3, 7)])
    def test_reads_both_ways_to_count_emoji(self, start, end):
        """A program that counts an emoji as two characters is understood by its names."""
        inner = samples.selection(start, end, A, "room")
        text = "<PlainTextContent>\U0001f600\U0001f600 room</PlainTextContent>"
        found = qdpx.read(
            project(f"<Sources><TextSource name='s'>{text}{inner}</TextSource></Sources>")
        )

        assert Mark(A, 3, 7) == found.sources[0].marks[0]

    def test_skips_what_points_nowhere(self):
        """A selection without places, and one past the end, mark nothing; the rest is kept."""
        inner = samples.selection(90, 95, A) + samples.selection(0, 2, A).replace('"0"', '"x"')
        inner += samples.selection(3, 4, A)
        text = "<PlainTextContent>My room</PlainTextContent>"
        found = qdpx.read(
            project(f"<Sources><TextSource name='s'>{text}{inner}</TextSource></Sources>")
        )

        assert (Mark(A, 3, 4),) == found.sources[0].marks

    def test_reads_texts_of_either_unicode_and_none(self):
        """UTF-16 with its mark is read, a path that is nowhere gives no words, and no codebook no codes."""
        sources = "".join(
            f"<TextSource guid='{guid}' plainTextPath='{path}'/>"
            for guid, path in ((A, "internal://A.TXT"), (B, "nowhere.txt"))
        )
        content = project(f"<Sources>{sources}</Sources>", **{"a.txt": "Hi".encode("utf-16")})
        found = qdpx.read(content)

        assert ["Hi", ""] == [source.text for source in found.sources]
        assert () == found.codes

    def test_keeps_only_values_of_variables_it_knows(self):
        """A value of no variable is left out, and a number is read as its digits."""
        inner = (
            f"<Variables><Variable guid='{A}' name='Age'/></Variables><Cases><Case guid='{B}'>"
            f"<VariableValue><VariableRef targetGUID='{A}'/><IntegerValue>9</IntegerValue>"
            f"</VariableValue><VariableValue><VariableRef targetGUID='{C}'/></VariableValue>"
            f"<VariableValue/></Case></Cases>"
        )

        assert (("Age", "9"),) == qdpx.read(project(inner)).cases[0].values

    @pytest.mark.parametrize(
        ("content", "code"),
        [
            (b"", "wrong_kind"),
            (b"%PDF-1.7", "wrong_kind"),
            (b"PK\x03\x04 and then nothing", "broken"),
            (qdpx.write(SMALL)[:-40], "broken"),
            (samples.packed({"readme.txt": "x"}), "wrong_kind"),
            (samples.packed({"project.qde": "<x"}), "broken"),
            (samples.packed({"project.qde": "<html/>"}), "wrong_kind"),
            (
                samples.packed({"project.qde": "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}),
                "unsafe",
            ),
            (samples.packed({"../../etc/x": "", "project.qde": "<x/>"}), "unsafe"),
            (samples.packed({"/etc/x": "", "project.qde": "<x/>"}), "unsafe"),
            (samples.packed({"C:x": "", "project.qde": "<x/>"}), "unsafe"),
            (samples.packed({"project.qde": "<x>" + " " * 40_000_000}), "unsafe"),
        ],
    )
    def test_refuses_what_it_cannot_use(self, content, code):
        """Each bad file has its own code."""
        with pytest.raises(ExchangeError) as raised:
            qdpx.read(content)
        assert code == raised.value.code

    def test_refuses_other_packings_and_locks(self):
        """A member packed in a way that is not asked for, or locked, is a broken file."""
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_BZIP2) as made:
            made.writestr("project.qde", "<Project name='x'/>")
        with pytest.raises(ExchangeError, match="broken"):
            qdpx.read(stream.getvalue())
        locked = bytearray(samples.packed({"project.qde": "<Project name='x'/>"}))
        for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            struct.pack_into("<H", locked, locked.index(mark) + place, 1)
        with pytest.raises(ExchangeError, match="broken"):
            qdpx.read(bytes(locked))

    @pytest.mark.parametrize(
        ("limit", "value"),
        [
            ("archive.MOST_MEMBERS", 0),
            ("archive.MOST_UNPACKED", 10),
            ("project_sources.MOST_SOURCES", 0),
            ("project_sources.MOST_MARKS", 0),
            ("project_sources.LONGEST_TEXT", 3),
            ("project_cases.MOST_CASES", 0),
            ("qdpx.MOST_USERS", 0),
        ],
    )
    def test_refuses_too_much_of_anything(self, monkeypatch, limit, value):
        """Members, bytes, sources, marks, letters, cases and users are all counted."""
        content = qdpx.write(SMALL)
        monkeypatch.setattr(f"analysis.exchange.{limit}", value)
        with pytest.raises(ExchangeError, match="too_large"):
            qdpx.read(content)

    @given(st.binary(max_size=200))
    def test_meets_any_bytes_with_its_own_error(self, content):
        """Hostile bytes never give another exception, with the mark of a zip in front or not."""
        for one in (content, b"PK\x03\x04" + content):
            with pytest.raises(ExchangeError):
                qdpx.read(one)

    @given(st.integers(0, 900), st.binary(min_size=1, max_size=6))
    def test_meets_a_damaged_file_with_its_own_error(self, place, wrong):
        """A good file with some bytes replaced is read or refused, and nothing else."""
        content = qdpx.write(SMALL)
        damaged = content[:place] + wrong + content[place + len(wrong) :]
        try:
            assert qdpx.read(damaged)
        except ExchangeError as error:
            assert error.code

    @given(st.integers(0, 900), st.text(max_size=6))
    def test_meets_a_damaged_document_with_its_own_error(self, place, wrong):
        """A good archive around a damaged document is read or refused, and nothing else."""
        content = document(qdpx.write(SMALL)).decode()
        damaged = content[:place] + wrong + content[place + len(wrong) :]
        packed = archive.pack({"project.qde": damaged.encode("utf-8", "replace")})
        try:
            assert qdpx.read(packed)
        except ExchangeError as error:
            assert error.code
