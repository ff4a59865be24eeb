"""A document as a file for Word: every part of it, for every reader and printer."""

from io import BytesIO

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm

from app.reports import service_development, word
from app.reports.blocks import (
    Bar,
    Chart,
    Document,
    Heading,
    Pair,
    Pairs,
    Points,
    Prose,
    QuoteBlock,
    Table,
)
from app.reports.word import Word
from tests.reported import FULL


class TestWord:
    def test_prints_every_kind_of_block(self):
        """A Word file holds headings, prose, points, tables, bars as words, and quotes."""
        document = Document(
            "Title",
            "Sub",
            (
                Heading("Chapter"),
                Heading("Part", level=3),
                Prose("Words."),
                Points(("One", "Two")),
                Table("Numbers", ("A", "B"), (("x", "1"),), numeric=(1,)),
                Chart("Shares", (Bar("Waiting", 0.5, 0.4, 0.6, "50%"),)),
                QuoteBlock("Said.", "Waiting"),
            ),
        )
        read = docx.Document(BytesIO(Word().render(document)))
        words = [one.text for one in read.paragraphs]
        styles = {one.text: one.style.name for one in read.paragraphs}

        assert "Heading 1" == styles["Chapter"]
        assert "Heading 2" == styles["Part"]
        assert {"Title", "Sub", "Words.", "One", "“Said.”", "Numbers"} <= set(words)
        assert ["A", "B"] == [cell.text for cell in read.tables[0].rows[0].cells]
        assert "50%" == read.tables[1].rows[1].cells[2].text

    def test_speaks_english(self):
        """Every style and the file itself are in British English, so that it is read out so."""
        read = docx.Document(BytesIO(Word().render(service_development.build(FULL))))
        spoken = [one.get(qn("w:val")) for one in read.styles.element.iter(qn("w:lang"))]

        assert ["en-GB"] == spoken
        assert "en-GB" == read.core_properties.language

    def test_names_every_table(self):
        """A screen reader is told what a table is before it goes into it."""
        read = docx.Document(BytesIO(Word().render(service_development.build(FULL))))
        names = [one.get(qn("w:val")) for one in read.element.iter(qn("w:tblCaption"))]

        assert len(read.tables) == len(names)
        assert "Improvement actions" == names[-1]

    def test_has_no_picture_that_nobody_can_hear(self):
        """There is no picture in the text, so none lacks its words."""
        read = docx.Document(BytesIO(Word().render(service_development.build(FULL))))

        assert [] == list(read.element.iter(qn("w:drawing"), qn("w:pict")))

    def test_says_on_every_page_how_it_is_kept(self):
        """The handling stands in the header, and the title with the page in the footer."""
        kept = Document("Audit A-1", "", (Prose("Words."),), handling="In confidence.")
        read, free = (
            docx.Document(BytesIO(Word().render(one)))
            for one in (kept, Document("T", "", (Prose("Words."),)))
        )
        foot = read.sections[0].footer
        counted = [one.get(qn("w:instr")) for one in foot._element.iter(qn("w:fldSimple"))]

        assert "In confidence." == read.sections[0].header.paragraphs[0].text
        assert foot.paragraphs[0].text.startswith("Audit A-1. Page")
        assert ["PAGE", "NUMPAGES"] == counted
        assert [] == [one.text for one in free.sections[0].header.paragraphs if one.text]

    def test_keeps_a_question_with_its_answer(self):
        """A question stays on the page of its answer, and what is withheld stands in italics."""
        pairs = Pairs((Pair("Asked?", "Said."), Pair("Kept?", "Withheld.", is_withheld=True)))
        read = docx.Document(BytesIO(Word().render(Document("T", "", (pairs,)))))
        said = {one.text: one for one in read.paragraphs}

        assert ("Question", "Answer") == (said["Asked?"].style.name, said["Said."].style.name)
        assert read.styles["Question"].paragraph_format.keep_with_next
        assert [None, True] == [said[one].runs[0].italic for one in ("Said.", "Withheld.")]

    def test_is_a_page_that_printers_here_have(self):
        """The page is A4, every table is as wide as its text, and nothing is printed small."""
        read = docx.Document(BytesIO(Word().render(service_development.build(FULL))))
        page = read.sections[0]
        across = page.page_width - page.left_margin - page.right_margin

        assert (210, 297) == (round(page.page_width.mm), round(page.page_height.mm))
        for table in read.tables:
            assert 0 <= across - sum(cell.width for cell in table.rows[0].cells) < Mm(1)
        assert read.styles["Caption"].font.size.pt >= 11

    def test_gives_wide_columns_to_long_texts(self):
        """What is to be done has more room than whether it is open."""
        read = docx.Document(BytesIO(Word().render(service_development.build(FULL))))
        actions = read.tables[-1].rows[0].cells
        by_title = {cell.text: cell.width for cell in actions}

        assert by_title["Why it matters for the child"] > 1.5 * by_title["State"]

    def test_cuts_no_word_in_two(self):
        """However many columns there are, each has room for its longest word."""
        head = ("Action", "Why it matters for the child", "Who", "By", "State")
        row = ("Ring " * 20, "So that children are heard " * 9, "Commissioner", "30 December 2026",
               "cancelled")  # fmt: skip
        widths = word._widths(Table("Actions", head, (row,)))
        letter = sum(widths) / word.ACROSS

        assert all(
            width > letter * max(len(one) for cell in column for one in cell.split())
            for width, column in zip(widths, zip(head, row, strict=True), strict=True)
        )

    def test_says_each_table_head_again_on_every_page(self):
        """The first row of a table is its header, and no row is torn in two."""
        read = docx.Document(BytesIO(Word().render(service_development.build(FULL))))
        for table in read.tables:
            marks = [[mark.tag.split("}")[1] for mark in row._tr.trPr] for row in table.rows]

            assert ["cantSplit", "tblHeader"] == marks[0]
            assert all(["cantSplit"] == mark for mark in marks[1:])

    def test_leaves_out_what_no_file_can_hold(self):
        """A control character in a title or a quote does not stop the printing."""
        document = Document(
            "Ti\x0ctle", "", (QuoteBlock("Said\x00."), Table("\x01A", ("\x02",), ()))
        )
        read = docx.Document(BytesIO(Word().render(document)))

        assert ["Title", "", "“Said.”", "A", ""] == [one.text for one in read.paragraphs]

    @pytest.mark.parametrize(
        ("share", "drawn"), [(0, "▏"), (0.002, "▏"), (0.5, "██████"), (1, "█" * 12)]
    )
    def test_draws_a_bar_for_the_smallest_share(self, share, drawn):
        """Every share has a bar, and half of all is half of it."""
        assert drawn == word._drawn(share)

    def test_gives_the_same_bytes_twice(self):
        """The same document gives the same file."""
        document = service_development.build(FULL)

        assert Word().render(document) == Word().render(document)
