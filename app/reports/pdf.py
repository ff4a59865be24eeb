"""A printed page as PDF that a screen reader can read; where Pango is missing it says so."""

from __future__ import annotations

from pathlib import Path

from app.domain.errors import Unavailable


def to_pdf(html: str, style_sheet: Path) -> bytes:
    """Return a page as a tagged PDF (PDF/UA-1), styled by one file; nothing else is fetched.

    Raises:
        Unavailable: `pdf_unavailable`, where the Pango library is missing.

    Source: WeasyPrint; the variant is ISO 14289-1 (2014).
    """
    try:
        import weasyprint  # noqa: PLC0415 - it is heavy, and needs a library of the system
    except OSError as error:
        raise Unavailable("pdf_unavailable") from error
    # No kind of address is allowed: whatever a page points to is left out.
    nothing = weasyprint.urls.URLFetcher(allowed_protocols=())
    page = weasyprint.HTML(string=html, url_fetcher=nothing)
    made: bytes = page.write_pdf(
        stylesheets=[weasyprint.CSS(string=style_sheet.read_text("utf-8"))],
        pdf_variant="pdf/ua-1",
    )
    return made
