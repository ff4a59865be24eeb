"""A printed page as PDF that a screen reader can read; where Pango is missing it says so."""

from __future__ import annotations

from pathlib import Path
from typing import Any

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
    page = weasyprint.HTML(string=html, url_fetcher=_refuse)
    made: bytes = page.write_pdf(
        stylesheets=[weasyprint.CSS(string=style_sheet.read_text("utf-8"))],
        pdf_variant="pdf/ua-1",
    )
    return made


def _refuse(url: str, *arguments: Any, **options: Any) -> Any:
    del arguments, options
    raise ValueError(f"a printed page fetches nothing: {url[:40]}")
