"""Reports as Word files: real heading styles, tables with header rows, text beside every bar."""

from __future__ import annotations

import re
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from app.reports import Format
from app.reports.blocks import Chart, Heading, Pairs, Points, Prose, QuoteBlock, Table

if TYPE_CHECKING:
    from app.reports.blocks import Document

PAGE, MARGIN = (Mm(210), Mm(297)), Mm(22)
# Points; nothing that is to be read is smaller than the least.
SIZE, LEAST = 12, 11
# In letters: how many stand on a line, the most that a column wishes for, and what parts two.
ACROSS, MOST_LETTERS, GAP = 72, 40, 3
BAR_CELLS = 12
# A bar ends in eighths of a cell, so that a small share has one too.
FULL, ENDS = "█", " ▏▎▍▌▋▊▉"
# What a Word file cannot hold, and nobody can see.
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
INK = RGBColor(0x1D, 0x2A, 0x33)
LANGUAGE = "en-GB"
# How far an answer stands in under its question, and what parts it from the next.
INDENT, APART = Mm(6), Pt(8)
# A page with a header has room for three lines of it.
TO_HEADER, MARGIN_UNDER_HEADER = Mm(11), Mm(30)
# Every file of the same document must have the same bytes, so it bears no time of its own.
NO_TIME = datetime(2000, 1, 1)  # noqa: DTZ001 - the format has no place for a zone
ZIP_TIME = (2000, 1, 1, 0, 0, 0)


class Word(Format, name="docx"):
    """A Word file."""

    media_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    suffix = ".docx"

    def render(self, document: Document) -> bytes:
        """Return the Word file of a document."""
        word = docx.Document()
        _set_up(word, document)
        _say_on_every_page(word, document)
        word.add_heading(_seen(document.title), level=0)
        word.add_paragraph(_seen(document.subtitle), style="Subtitle")
        for block in document.blocks:
            _PRINTERS[type(block)](word, block)
        return _settled(word)


def _set_up(word: Any, document: Document) -> None:
    word.core_properties.title = _seen(document.title)
    word.core_properties.author = "Earshot"
    _speak(word)
    word.core_properties.created = word.core_properties.modified = NO_TIME
    page = word.sections[0]
    page.page_width, page.page_height = PAGE
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = MARGIN
    for name in ("Normal", "Title", "Heading 1", "Heading 2", "Heading 3", "Subtitle", "Caption",
                 "Intense Quote", "Header", "Footer"):  # fmt: skip
        word.styles[name].font.name = "Arial"
        word.styles[name].font.color.rgb = INK
    word.styles["Normal"].font.size = Pt(SIZE)
    for name in ("Caption", "Header", "Footer"):
        word.styles[name].font.size = Pt(LEAST)
    _add_pair_styles(word)


def _speak(word: Any) -> None:
    # A screen reader takes its voice from the styles; what the properties say it never looks at.
    word.core_properties.language = LANGUAGE
    for language in word.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), LANGUAGE)
    for language in word.settings.element.iter(qn("w:themeFontLang")):
        language.set(qn("w:val"), LANGUAGE)


def _add_pair_styles(word: Any) -> None:
    for name in ("Question", "Answer"):
        style = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = word.styles["Normal"]
    question, answer = word.styles["Question"], word.styles["Answer"]
    question.font.bold = question.paragraph_format.keep_with_next = True
    question.paragraph_format.space_after = Pt(0)
    answer.paragraph_format.left_indent, answer.paragraph_format.space_after = INDENT, APART


def _say_on_every_page(word: Any, document: Document) -> None:
    page = word.sections[0]
    if document.handling:
        page.header_distance, page.top_margin = TO_HEADER, MARGIN_UNDER_HEADER
        page.header.paragraphs[0].text = _seen(document.handling)
    foot = page.footer.paragraphs[0]
    foot.add_run(f"{_seen(document.title)}. Page ")
    _count(foot, "PAGE")
    foot.add_run(" of ")
    _count(foot, "NUMPAGES")


def _count(paragraph: Any, what: str) -> None:
    # Word counts the pages itself, each time that it lays them out.
    counted = OxmlElement("w:fldSimple")
    counted.set(qn("w:instr"), what)
    counted.append(paragraph.add_run("1")._r)  # noqa: SLF001 - python-docx has no public way
    paragraph._p.append(counted)  # noqa: SLF001 - as above


def _seen(text: str) -> str:
    return UNSEEN.sub("", text)


def _heading(word: Any, block: Heading) -> None:
    word.add_heading(_seen(block.text), level=block.level - 1)


def _prose(word: Any, block: Prose) -> None:
    word.add_paragraph(_seen(block.text))


def _points(word: Any, block: Points) -> None:
    for item in block.items:
        word.add_paragraph(_seen(item), style="List Bullet")


def _pairs(word: Any, block: Pairs) -> None:
    for pair in block.items:
        word.add_paragraph(_seen(pair.question), style="Question")
        answer = word.add_paragraph(style="Answer").add_run(_seen(pair.answer))
        answer.italic = pair.is_withheld or None


def _table(word: Any, block: Table) -> None:
    caption = word.add_paragraph(_seen(block.caption), style="Caption")
    caption.paragraph_format.keep_with_next = True
    table = word.add_table(rows=0, cols=len(block.head), style="Light Grid Accent 1")
    table.autofit = False
    widths = _widths(block)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for texts in (block.head, *block.rows):
        row = table.add_row()
        _mark(row, "w:cantSplit")
        for number, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
            cell.text, cell.width = _seen(text), widths[number]
            if number in block.numeric:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _name(table, block.caption)
    # The first row is read out as the header, and stands again on each page.
    _mark(table.rows[0], "w:tblHeader")
    word.add_paragraph()


def _widths(block: Table) -> list[int]:
    # Every column has room for its longest word; what is left goes to those with long texts.
    columns = list(zip(block.head, *block.rows, strict=True))
    least = [
        max(_letters(word) for text in column for word in text.split(" ")) + GAP
        for column in columns
    ]
    wished = [
        max(min(max(map(_letters, column)), MOST_LETTERS) + GAP, few)
        for column, few in zip(columns, least, strict=True)
    ]
    left = max(0, min(ACROSS, sum(wished)) - sum(least))
    more = [wish - few for wish, few in zip(wished, least, strict=True)]
    parts = [
        few + left * extra / max(1, sum(more)) for few, extra in zip(least, more, strict=True)
    ]
    across = PAGE[0] - 2 * MARGIN
    return [int(across * part / sum(parts)) for part in parts]


def _letters(text: str) -> int:
    # A cell of a bar is as wide as two letters.
    return len(text) + text.count(FULL)


def _chart(word: Any, block: Chart) -> None:
    rows = tuple((bar.label, _drawn(bar.share), bar.says) for bar in block.bars)
    _table(word, Table(block.caption, (block.about, "Picture", "Share, with interval"), rows))


def _quote(word: Any, block: QuoteBlock) -> None:
    word.add_paragraph(f"“{_seen(block.text)}”", style="Intense Quote")


_PRINTERS: dict[type, Any] = {
    Heading: _heading,
    Prose: _prose,
    Points: _points,
    Pairs: _pairs,
    Table: _table,
    Chart: _chart,
    QuoteBlock: _quote,
}


def _drawn(share: float) -> str:
    full, eighths = divmod(round(share * BAR_CELLS * len(ENDS)), len(ENDS))
    return (FULL * full + ENDS[eighths]).strip() or ENDS[1]


def _name(table: Any, caption: str) -> None:
    # The caption above is a paragraph: this is what a screen reader says of the table itself.
    name = OxmlElement("w:tblCaption")
    name.set(qn("w:val"), _seen(caption))
    table._tbl.tblPr.append(name)  # noqa: SLF001 - python-docx has no public way


def _mark(row: Any, name: str) -> None:
    properties = row._tr.get_or_add_trPr()  # noqa: SLF001 - python-docx has no public way
    mark = OxmlElement(name)
    mark.set(qn("w:val"), "true")
    properties.append(mark)


def _settled(word: Any) -> bytes:
    saved = BytesIO()
    word.save(saved)
    settled = BytesIO()
    with ZipFile(saved) as old, ZipFile(settled, "w", ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            new.writestr(ZipInfo(name, ZIP_TIME), old.read(name), ZIP_DEFLATED)
    return settled.getvalue()
