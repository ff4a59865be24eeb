"""The symbols that choices can have: one drawing a name, small, and in the colours of the page."""

from pathlib import Path

import pytest
from defusedxml import ElementTree

from app.web.symbols import symbol
from surveys.symbols import EARLIER, SYMBOLS

FOLDER = Path(__file__).parents[3] / "app" / "static" / "symbols"
MOST_BYTES = 1500


class TestSymbols:
    def test_are_each_drawn_once(self):
        """Each name has its drawing, and each drawing its name."""
        assert sorted(SYMBOLS) == sorted(path.stem for path in FOLDER.glob("*.svg"))

    @pytest.mark.parametrize("name", SYMBOLS)
    def test_are_small_and_take_the_colours_of_the_page(self, name):
        """A symbol is sound, small, hidden from screen readers, and names no colour of its own."""
        text = (FOLDER / f"{name}.svg").read_text("utf-8")
        drawing = ElementTree.fromstring(text)
        colours = {one.get(kind) for one in drawing.iter() for kind in ("fill", "stroke")}

        assert len(text.encode()) < MOST_BYTES
        assert "true" == drawing.get("aria-hidden")
        assert colours <= {"currentColor", "none", None}
        assert text.strip() == str(symbol(name))

    def test_are_still_drawn_for_versions_published_before(self):
        """A name that an earlier version may have draws what took its place."""
        assert [str(symbol(name)) for name in EARLIER.values()] == [
            str(symbol(name)) for name in EARLIER
        ]
        assert not set(EARLIER) & set(SYMBOLS)

    @pytest.mark.parametrize("name", ["", "nothing", "../icons/favicon"])
    def test_draw_nothing_for_what_is_none(self, name):
        """A name that is no symbol draws nothing, wherever it points."""
        assert "" == str(symbol(name))
