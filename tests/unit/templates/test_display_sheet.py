"""What a choice of looks can do to a page: the contrast of each colours, and what is fetched."""

import re
from pathlib import Path

import pytest

from app.domain.display import Colours
from tests.unit.templates.test_stylesheet import BACKGROUNDS, EDGE, TEXT, contrast, tokens

STATIC = Path(__file__).parents[3] / "app" / "static"
SHEET = (STATIC / "css" / "display.css").read_text("utf-8")
FONTS = STATIC / "fonts"
# Enough for WCAG at level AAA, which is what "strong" promises.
STRONG = 7.0
CHOSEN = [one.value for one in Colours if one is not Colours.DEVICE]
KEPT = {"face", "face-ink"}


def blocks():
    """Return the selectors and the colours of each block, in the order of the sheet."""
    found = re.findall(r"^  :is\(\.colours-(.*)\) \{\n([^}]*)\}", SHEET, re.MULTILINE)
    return [
        (selectors, dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6});", body)))
        for selectors, body in found
    ]


def colours_of(name):
    """Return the colours that one choice gives to a page."""
    return next(colours for selectors, colours in blocks() if selectors.startswith(name))


@pytest.mark.parametrize("name", CHOSEN)
class TestContrast:
    @pytest.mark.parametrize("ink", ["ink", "ink-soft", "brand", "danger"])
    @pytest.mark.parametrize("ground", BACKGROUNDS)
    def test_of_text_is_enough(self, ground, ink, name):
        """Words can be read on every background, and in the strong colours very well."""
        colours = colours_of(name)
        least = STRONG if name == Colours.STRONG else TEXT

        assert contrast(colours[ink], colours[ground]) >= least

    @pytest.mark.parametrize("kind", ["danger", "caution", "good"])
    def test_of_messages_is_enough(self, kind, name):
        """The words of a message can be read on its own wash and on a card."""
        colours = colours_of(name)

        assert contrast(colours[kind], colours[f"{kind}-wash"]) >= TEXT
        assert contrast(colours["ink"], colours[f"{kind}-wash"]) >= TEXT
        assert contrast(colours[kind], colours["surface"]) >= TEXT

    @pytest.mark.parametrize("ground", BACKGROUNDS)
    @pytest.mark.parametrize("edge", ["line-strong", "focus-edge", "brand"])
    def test_of_edges_is_enough(self, edge, ground, name):
        """What can be pressed, filled in or is in focus has an edge that can be seen."""
        colours = colours_of(name)

        assert contrast(colours[edge], colours[ground]) >= EDGE

    def test_of_buttons_is_enough(self, name):
        """The words on a button and on the bar that is always in sight can be read."""
        colours = colours_of(name)

        assert contrast(colours["on-brand"], colours["brand"]) >= TEXT
        assert contrast("#fff", colours["brand-deep"]) >= TEXT

    def test_knows_every_colour_of_the_page(self, name):
        """No colour is left over from another choice."""
        assert set(tokens(dark=False, staff=False)) - KEPT == set(colours_of(name))


class TestColours:
    def test_of_a_device_are_those_of_everyone(self):
        """Light and dark are the same, chosen or asked for by the device."""
        light, dark = tokens(dark=False, staff=False), tokens(dark=True, staff=False)
        for colours in (light, dark):
            for name in KEPT:
                del colours[name]

        assert light == colours_of("light")
        assert dark == colours_of("dark")
        assert [("device", dark)] == [
            (selectors.partition(",")[0], colours)
            for selectors, colours in blocks()
            if selectors.startswith("device")
        ]

    def test_are_those_that_can_be_chosen(self):
        """Each choice has a block, and each block a choice."""
        named = {selectors.partition(",")[0] for selectors, _ in blocks()}

        assert {one.value for one in Colours} == named


class TestFonts:
    def test_are_those_that_ship_with_their_licence(self):
        """The sheet names each font file that is there, and the licence lies beside them."""
        named = set(re.findall(r"fonts/([a-z-]+\.woff2)", SHEET))

        assert named == {path.name for path in FONTS.glob("*.woff2")}
        assert "SIL OPEN FONT LICENSE Version 1.1" in (FONTS / "OFL.txt").read_text("utf-8")

    def test_are_small(self):
        """The face costs under 20 kB, and under 30 kB in Welsh and Polish."""
        sizes = {path.name: path.stat().st_size for path in FONTS.glob("*.woff2")}

        assert sizes["lexend-latin.woff2"] < 20_000
        assert sum(sizes.values()) < 30_000

    def test_move_nothing(self):
        """Nothing in the sheet moves, whoever asked for less movement."""
        assert not re.search(r"transition|animation", SHEET)
