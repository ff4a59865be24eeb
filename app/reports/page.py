"""Reports as one page of HTML that needs nothing else: no script, no picture, no other file."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.reports import Format
from app.reports.blocks import Chart, Heading, Pairs, Points, Prose, QuoteBlock, Table

if TYPE_CHECKING:
    from app.reports.blocks import Block, Document

LANGUAGE = "en-GB"
STYLE = Path(__file__).with_name("page.css")
# Whoever changes the file can put no script into it that a browser would run, nor let it ask for
# anything from elsewhere.
NOTHING_ELSE = "default-src 'none'; style-src 'unsafe-inline'"
ACROSS = 200
WITHHELD, FIGURE = ' class="withheld"', ' class="figure"'


class Page(Format, name="html"):
    """A page of HTML, to be read, printed or kept."""

    media_type = "text/html; charset=utf-8"
    suffix = ".html"

    def render(self, document: Document) -> bytes:
        """Return the page of a document, in UTF-8."""
        handling = f'<p class="handling">{escape(document.handling)}</p>'
        lines = [
            "<!doctype html>",
            f'<html lang="{LANGUAGE}" dir="ltr">',
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{NOTHING_ELSE}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="referrer" content="no-referrer">',
            f"<title>{escape(document.title)}</title>",
            f"<style>\n{STYLE.read_text('utf-8')}</style>",
            "</head>",
            "<body>",
            "<main>",
            *([handling] if document.handling else []),
            f"<h1>{escape(document.title)}</h1>",
            f'<p class="subtitle">{escape(document.subtitle)}</p>',
            *(printed(block) for block in document.blocks),
            "</main>",
            "</body>",
            "</html>",
            "",
        ]
        return "\n".join(lines).encode("utf-8", errors="replace")


def printed(block: Block) -> str:
    """Return one block as HTML; nothing in its words is taken as markup."""
    return str(_PRINTERS[type(block)](block))


def _heading(block: Heading) -> str:
    return f"<h{block.level}>{escape(block.text)}</h{block.level}>"


def _prose(block: Prose) -> str:
    return f"<p>{escape(block.text)}</p>"


def _points(block: Points) -> str:
    items = "".join(f"<li>{escape(item)}</li>" for item in block.items)
    return f"<ul>{items}</ul>"


def _pairs(block: Pairs) -> str:
    rows = "".join(
        f"<div><dt>{escape(pair.question)}</dt>"
        f"<dd{WITHHELD if pair.is_withheld else ''}>{escape(pair.answer)}</dd></div>"
        for pair in block.items
    )
    return f"<dl>{rows}</dl>"


def _table(block: Table) -> str:
    rows = [[escape(cell) for cell in row] for row in block.rows]
    return _drawn(block.caption, block.head, rows, block.numeric)


def _chart(block: Chart) -> str:
    rows = [[escape(bar.label), _bar(bar.share), escape(bar.says)] for bar in block.bars]
    return _drawn(block.caption, (block.about, "Picture", "Share, with interval"), rows, ())


def _bar(share: float) -> str:
    # The share stands beside it in words, so the picture is nothing to be read out.
    return (
        f'<svg viewBox="0 0 {ACROSS} 16" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect class="track" width="{ACROSS}" height="16"/>'
        f'<rect class="fill" width="{share * ACROSS:.1f}" height="16"/></svg>'
    )


def _drawn(
    caption: str, head: tuple[str, ...], rows: list[list[str]], numeric: tuple[int, ...]
) -> str:
    # A wide table scrolls by itself, by keyboard too, and the page does not.
    heads = "".join(
        f'<th scope="col"{_figure(number, numeric)}>{escape(title)}</th>'
        for number, title in enumerate(head)
    )
    body = "".join(f"<tr>{_row(row, numeric)}</tr>" for row in rows)
    return (
        f'<div class="table" role="region" aria-label="{escape(caption)}" tabindex="0"><table>'
        f"<caption>{escape(caption)}</caption>"
        f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _row(cells: list[str], numeric: tuple[int, ...]) -> str:
    first, *rest = cells
    return f'<th scope="row">{first}</th>' + "".join(
        f"<td{_figure(number, numeric)}>{cell}</td>" for number, cell in enumerate(rest, 1)
    )


def _figure(number: int, numeric: tuple[int, ...]) -> str:
    return FIGURE if number in numeric else ""


def _quote(block: QuoteBlock) -> str:
    about = f"<figcaption>{escape(block.about)}</figcaption>" if block.about else ""
    return f"<figure><blockquote><p>{escape(block.text)}</p></blockquote>{about}</figure>"


_PRINTERS: dict[type, Any] = {
    Heading: _heading,
    Prose: _prose,
    Points: _points,
    Pairs: _pairs,
    Table: _table,
    Chart: _chart,
    QuoteBlock: _quote,
}
