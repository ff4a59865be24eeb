"""Projects of other programs: read whatever they hold, and refused when they are hostile."""

import io
import struct
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.exchange import ExchangeError, Mark, archive, qdpx
from tests.exchange import samples
from tests.exchange.projects import SMALL, A, B, C, document


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
