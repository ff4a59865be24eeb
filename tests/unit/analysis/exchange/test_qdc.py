"""Codebook files: what is written is valid and reads back, and strangers' files read well."""

from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from analysis.exchange import Code, ExchangeError, qdc
from tests.exchange import samples

SCHEMA = etree.XMLSchema(etree.parse(str(Path(__file__).parent / "schemas" / "codebook.xsd")))
WORDS = st.text(
    st.characters(min_codepoint=32, exclude_categories=["Cs", "Cn"], exclude_characters="\x7f"),
    max_size=40,
).map(lambda text: text.replace("\ufffe", "").replace("\uffff", ""))
A, B, C = (UUID(int=number) for number in (1, 2, 3))


@st.composite
def trees(draw):
    """Draw codes in the order of their tree."""
    found = []
    for guid in draw(st.lists(st.uuids(), min_size=1, max_size=6, unique=True)):
        known = [None, *(one.guid for one in found)]
        colour = draw(st.sampled_from(["", "#FF0000", "#abc"]))
        made = Code(
            guid,
            draw(WORDS),
            draw(WORDS),
            colour,
            draw(st.booleans()),
            draw(st.sampled_from(known)),
        )
        found.append(made)
    return tuple(_in_order(found, None))


def _in_order(codes, parent):
    for code in codes:
        if code.parent == parent:
            yield code
            yield from _in_order(codes, code.guid)


class TestWrite:
    @given(trees())
    def test_is_valid_and_reads_back(self, codes):
        """Any codes make a file that the schema allows and that gives the same codes."""
        content = qdc.write(codes, origin="Earshot")

        assert SCHEMA.validate(etree.fromstring(content)), SCHEMA.error_log
        assert codes == qdc.read(content)

    def test_says_the_standard_namespace(self):
        """Of the two spellings the one of the schema is written."""
        assert b'xmlns="urn:QDA-XML:codebook:1.0"' in qdc.write([Code(A, "a")], origin="x")

    def test_leaves_out_what_xml_cannot_hold(self):
        """A control character in a name does not make a file that nobody can open."""
        assert "ab\nc" == qdc.read(qdc.write([Code(A, "a\x00b\r\nc")], origin="x"))[0].name

    def test_puts_a_code_without_its_parent_at_the_top(self):
        """A parent that is not in the file is forgotten, and the code kept."""
        assert None is qdc.read(qdc.write([Code(A, "a", parent=B)], origin="x"))[0].parent

    def test_refuses_an_empty_codebook(self):
        """The schema wants one code at least."""
        with pytest.raises(ExchangeError, match="no_themes"):
            qdc.write([], origin="x")


class TestRead:
    def test_reads_taguette(self):
        """Tags come with their descriptions, GUIDs in capitals and all."""
        codes = qdc.read(samples.taguette())

        assert ["Home and space", "home.pets"] == [code.name for code in codes]
        assert "Their bedroom, noise and warmth." == codes[0].description
        assert UUID(samples.CODE_COLD) == codes[0].guid

    def test_reads_nvivo_and_the_other_namespace(self):
        """The spelling with a colon is read, and children know their parent."""
        codes = qdc.read(samples.nvivo_codebook())

        assert [None, codes[0].guid] == [code.parent for code in codes]
        assert "#FF0000" == codes[0].colour

    def test_reads_guids_that_are_none(self):
        """In braces or not a GUID at all, a code gets one; used twice, the first code keeps it."""
        top = f'<Code guid="{{{A}}}" name="a"/><Code guid="x1" name="b" color="red"/>'
        content = f"<CodeBook><Codes>{top}<Code guid='x1' name='c'/></Codes></CodeBook>"
        codes = qdc.read(content.encode())

        assert ["a", "b"] == [code.name for code in codes]
        assert A == codes[0].guid
        assert "" == codes[1].colour

    @pytest.mark.parametrize(
        ("content", "code"),
        [
            (b"", "broken"),
            (b"not xml", "broken"),
            (b'<?xml version="1.0" encoding="nonsense"?><CodeBook/>', "broken"),
            (b"<CodeBook/>", "no_themes"),
            (b"<CodeBook><Codes/></CodeBook>", "no_themes"),
            (b"<html/>", "wrong_kind"),
            (b'<CodeBook xmlns="urn:somebody:else"/>', "wrong_kind"),
            (b'<!DOCTYPE a [<!ENTITY b "c">]><CodeBook>&b;</CodeBook>', "unsafe"),
            (b'<!DOCTYPE a SYSTEM "file:///etc/hostname"><CodeBook/>', "unsafe"),
        ],
    )
    def test_refuses_what_it_cannot_use(self, content, code):
        """Each bad file has its own code."""
        with pytest.raises(ExchangeError) as raised:
            qdc.read(content)
        assert code == raised.value.code

    def test_refuses_too_much(self, monkeypatch):
        """Too large a file, too many codes and too deep a tree are refused."""
        deep = "<Code name='a'>" * 60 + "</Code>" * 60
        with pytest.raises(ExchangeError, match="too_large"):
            qdc.read(f"<CodeBook><Codes>{deep}</Codes></CodeBook>".encode())
        many = "".join(f"<Code name='{number}'/>" for number in range(qdc.MOST_CODES + 1))
        with pytest.raises(ExchangeError, match="too_large"):
            qdc.read(f"<CodeBook><Codes>{many}</Codes></CodeBook>".encode())
        monkeypatch.setattr("analysis.exchange.markup.LARGEST", 10)
        with pytest.raises(ExchangeError, match="too_large"):
            qdc.read(samples.taguette())

    @given(st.binary(max_size=300))
    def test_meets_any_bytes_with_its_own_error(self, content):
        """Hostile bytes never give another exception."""
        with pytest.raises(ExchangeError):
            qdc.read(content)

    @given(st.integers(0, 400), st.binary(min_size=1, max_size=4))
    def test_meets_a_damaged_file_with_its_own_error(self, place, wrong):
        """A good file with some bytes replaced is read or refused, and nothing else."""
        content = samples.taguette()
        damaged = content[:place] + wrong + content[place + len(wrong) :]
        try:
            assert qdc.read(damaged)
        except ExchangeError as error:
            assert error.code
