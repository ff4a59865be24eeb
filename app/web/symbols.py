"""The symbols beside choices, drawn into the page so that they take its colours."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from markupsafe import Markup

from surveys.symbols import EARLIER, SYMBOLS

FOLDER = Path(__file__).parents[1] / "static" / "symbols"


@cache
def symbol(name: str) -> Markup:
    """Return a symbol as markup; nothing for a name that is none."""
    known = EARLIER.get(name, name)
    if known not in SYMBOLS:
        return Markup()
    # Drawings of this repository only, never what anybody sent.
    return Markup((FOLDER / f"{known}.svg").read_text("utf-8").strip())  # noqa: S704
