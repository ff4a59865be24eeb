"""The symbols beside choices, drawn into the page so that they take its colours."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from markupsafe import Markup

FOLDER = Path(__file__).parents[1] / "static" / "symbols"


@cache
def symbol(name: str) -> Markup:
    """Return a symbol as markup; nothing for a name that is none."""
    file = FOLDER / f"{Path(name).name}.svg"
    # Drawings of this repository only, never what anybody sent.
    return Markup(file.read_text("utf-8").strip()) if file.is_file() else Markup()  # noqa: S704
