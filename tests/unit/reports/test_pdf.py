"""A printed page as PDF: it fetches nothing, and says when the system cannot make one."""

from __future__ import annotations

import builtins
import contextlib
import socket

import pytest

from app.domain.errors import Unavailable
from app.reports import pdf
from app.reports.qr import QUIET, qr_code

PAGE = "<html lang='en'><title>A page</title><h1>A page</h1>{}</html>"


@pytest.fixture
def style_sheet(tmp_path):
    file = tmp_path / "a.css"
    file.write_text("@page { size: A4 }", "utf-8")
    return file


class TestToPdf:
    def test_says_that_pango_is_missing(self, style_sheet, monkeypatch):
        """Where the library cannot be loaded the error has a name that a page can explain."""
        real = builtins.__import__

        def without(name, *rest):
            if name == "weasyprint":
                raise OSError("cannot load library")
            return real(name, *rest)

        monkeypatch.setattr(builtins, "__import__", without)
        with pytest.raises(Unavailable) as refused:
            pdf.to_pdf(PAGE.format(""), style_sheet)

        assert "pdf_unavailable" == refused.value.code

    def test_fetches_nothing(self, style_sheet):
        """A picture of another place is left out, and nobody is asked for it."""
        with Listener() as nobody:
            asked = PAGE.format(f"<img alt='A' src='{nobody.url}'>")
            made = pdf.to_pdf(asked, style_sheet)

        assert made.startswith(b"%PDF-")
        assert [] == nobody.calls


class Listener:
    """A place on this machine that notes who calls."""

    def __enter__(self):
        self.calls = []
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._socket.settimeout(0.2)
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}/a.png"
        return self

    def __exit__(self, *_):
        with contextlib.suppress(TimeoutError):
            self.calls.append(self._socket.accept())
        self._socket.close()


class TestQrCode:
    def test_is_the_same_for_the_same_text(self):
        """One text has one picture, another text another."""
        assert qr_code("a") == qr_code("a")
        assert qr_code("a").path != qr_code("b").path

    def test_has_a_quiet_zone(self):
        """Nothing is drawn in the first rows and columns, and the smallest code has 21 more."""
        found = qr_code("a")

        assert 21 + 2 * QUIET == found.size
        assert found.path.startswith(f"M{QUIET} {QUIET}h7v1h-7z")
