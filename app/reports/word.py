"""Reports as Word files: real heading styles, tables with header rows, text beside every bar."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from app.reports import Format
from app.reports.blocks import Chart, Heading, Points, Prose, QuoteBlock, Table

if TYPE_CHECKING:
    from app.reports.blocks import Document

BAR_CELLS = 20
FULL, EMPTY = "█", "░"
INK = RGBColor(0x1D, 0x2A, 0x33)
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
        word.add_heading(document.title, level=0)
        word.add_paragraph(document.subtitle, style="Subtitle")
        for block in document.blocks:
            _PRINTERS[type(block)](word, block)
        return _settled(word)


def _set_up(word: Any, document: Document) -> None:
    word.core_properties.title = document.title
    word.core_properties.author = "Earshot"
    word.core_properties.language = "en-GB"
    word.core_properties.created = word.core_properties.modified = NO_TIME
    normal = word.styles["Normal"]
    normal.font.name = "Arial"
    normal.font.size = Pt(12)
    for name in ("Title", "Heading 1", "Heading 2", "Heading 3", "Subtitle"):
        word.styles[name].font.name = "Arial"
        word.styles[name].font.color.rgb = INK


def _heading(word: Any, block: Heading) -> None:
    word.add_heading(block.text, level=block.level - 1)


def _prose(word: Any, block: Prose) -> None:
    word.add_paragraph(block.text)


def _points(word: Any, block: Points) -> None:
    for item in block.items:
        word.add_paragraph(item, style="List Bullet")


def _table(word: Any, block: Table) -> None:
    caption = word.add_paragraph(block.caption, style="Caption")
    caption.paragraph_format.keep_with_next = True
    table = word.add_table(rows=1, cols=len(block.head), style="Light Grid Accent 1")
    for cell, text in zip(table.rows[0].cells, block.head, strict=True):
        cell.text = text
    _repeat_header(table.rows[0])
    for row in block.rows:
        cells = table.add_row().cells
        for number, (cell, text) in enumerate(zip(cells, row, strict=True)):
            cell.text = text
            if number in block.numeric:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    word.add_paragraph()


def _chart(word: Any, block: Chart) -> None:
    rows = tuple((bar.label, _drawn(bar.share), bar.says) for bar in block.bars)
    _table(word, Table(block.caption, ("Theme", "Picture", "Share, with interval"), rows))


def _quote(word: Any, block: QuoteBlock) -> None:
    word.add_paragraph(f"“{block.text}”", style="Intense Quote")


_PRINTERS: dict[type, Any] = {
    Heading: _heading,
    Prose: _prose,
    Points: _points,
    Table: _table,
    Chart: _chart,
    QuoteBlock: _quote,
}


def _drawn(share: float) -> str:
    full = round(share * BAR_CELLS)
    return FULL * full + EMPTY * (BAR_CELLS - full)


def _repeat_header(row: Any) -> None:
    # Marks the row as a header, so that it is read out as one and repeats on each page.
    properties = row._tr.get_or_add_trPr()  # noqa: SLF001 - python-docx has no public way
    mark = OxmlElement("w:tblHeader")
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
