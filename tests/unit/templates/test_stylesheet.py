"""The stylesheet: its size, its contrast, and what a first page costs to fetch."""

import gzip
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
STYLESHEET = (ROOT / "app" / "static" / "css" / "earshot.css").read_text("utf-8")
EVERY = "".join(
    path.read_text("utf-8") for path in sorted((ROOT / "app" / "static" / "css").glob("*.css"))
)
BACKGROUNDS = ("ground", "surface", "sunken", "glow-wash", "brand-wash")
TEXT = 4.5
EDGE = 3.0


def tokens(*, dark, staff):
    """Return the colours in use for one character in one scheme."""
    blocks = re.findall(r"(:root|\.staff) \{([^}]*)\}", STYLESHEET.split("/* ---- Plain")[0])
    light_root, dark_root, light_staff, dark_staff = (body for _, body in blocks)
    layers = [light_root, *([dark_root] if dark else []), *([light_staff] if staff else [])]
    layers += [dark_staff] if dark and staff else []
    return {
        name: value
        for body in layers
        for name, value in re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6});", body)
    }


def luminance(colour):
    """Return the relative luminance of a colour (WCAG 2.2, definitions)."""
    digits = colour.lstrip("#")
    digits = "".join(2 * d for d in digits) if len(digits) == 3 else digits
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    """Return the contrast ratio of two colours, from 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("staff", [False, True])
class TestContrast:
    @pytest.mark.parametrize("ink", ["ink", "ink-soft", "brand"])
    @pytest.mark.parametrize("ground", BACKGROUNDS)
    def test_of_text_is_enough(self, ground, ink, staff, dark):
        """Words can be read on every background they stand on (WCAG 1.4.3)."""
        colours = tokens(dark=dark, staff=staff)

        assert contrast(colours[ink], colours[ground]) >= TEXT

    @pytest.mark.parametrize("kind", ["danger", "caution", "good"])
    def test_of_messages_is_enough(self, kind, staff, dark):
        """The words of a message can be read on its own wash and on a card."""
        colours = tokens(dark=dark, staff=staff)

        assert contrast(colours[kind], colours[f"{kind}-wash"]) >= TEXT
        assert contrast(colours[kind], colours["surface"]) >= TEXT

    def test_of_edges_is_enough(self, staff, dark):
        """The edge of something to press or fill in can be seen (WCAG 1.4.11)."""
        colours = tokens(dark=dark, staff=staff)

        assert contrast(colours["line-strong"], colours["ground"]) >= EDGE
        assert contrast(colours["focus-edge"], colours["ground"]) >= EDGE

    def test_of_buttons_is_enough(self, staff, dark):
        """The words on a button can be read."""
        colours = tokens(dark=dark, staff=staff)

        assert contrast(colours["on-brand"], colours["brand"]) >= TEXT


class TestStylesheet:
    def test_stays_small(self):
        """One person can read the whole stylesheet."""
        assert len(STYLESHEET.splitlines()) < 1000

    def test_loads_nothing_from_elsewhere(self):
        """No font, picture or other sheet is fetched."""
        assert not re.search(r"url\(|@import|@font-face", STYLESHEET)

    def test_dresses_every_class_that_macros_use(self):
        """A class in a component or control means something in the stylesheet."""
        folders = ("components", "controls", "layouts")
        templates = [p for name in folders for p in (ROOT / "templates" / name).rglob("*.html")]
        used = {
            name
            for path in templates
            for value in re.findall(r'class="([^"{]+)"', path.read_text("utf-8"))
            for name in value.split()
        }
        known = set(re.findall(r"\.([a-z][a-z_-]*)", EVERY))

        assert set() == {name for name in used if "__" in name} - known

    def test_leaves_room_for_a_question(self):
        """The stylesheet and the icon take under 10 kB of the 40 kB a first page may take."""
        icon = (ROOT / "app" / "static" / "icons" / "favicon.svg").read_bytes()

        assert len(gzip.compress(STYLESHEET.encode())) + len(gzip.compress(icon)) < 10_000
