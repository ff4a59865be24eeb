"""What a screen reader is told on the main pages, as files that a person can read.

After a change that is meant: `WRITE=1 .venv/bin/pytest tests/browser/test_screen_reader.py`, and
read the difference aloud before it is kept.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.browser.conftest import follow
from tests.browser.tree import read_aloud

EXPECTED = Path(__file__).parents[1] / "expected" / "screen_reader"
SEND = "main form button[type=submit]"
SAVE = "#page .actions button[type=submit]"
IS_WRITING = bool(os.environ.get("WRITE"))


def at(page, address):
    """Begin the questionnaire of an address, and open the address."""
    page.goto(address.split("/p/")[0].removesuffix("/check"))
    follow(page, SEND)
    page.goto(address)


def wrong_number(page):
    at(page, "/s/care-leavers/p/adviser")
    page.fill("main input[inputmode=numeric]", "many")
    follow(page, SAVE)


def begun_order(page):
    at(page, "/s/ways-to-answer/p/matters")
    follow(page, "button[aria-label*='Plain words']")


def empty_code(page):
    page.goto("/i")
    follow(page, SEND)


PAGES = {
    "start": lambda page: page.goto("/s/children"),
    "faces": lambda page: at(page, "/s/children/p/fun"),
    "words": lambda page: at(page, "/s/children/p/good"),
    "date": lambda page: at(page, "/s/care-leavers/p/plan"),
    "scale": lambda page: at(page, "/s/care-leavers/p/wellbeing_life"),
    "wrong number": wrong_number,
    "pictures": lambda page: at(page, "/s/ways-to-answer/p/feeling"),
    "photo": lambda page: at(page, "/s/ways-to-answer/p/place"),
    "order begun": begun_order,
    "check": lambda page: at(page, "/s/ways-to-answer/check"),
    "empty code": empty_code,
    "help": lambda page: page.goto("/help"),
}


class TestTree:
    @pytest.mark.parametrize("name", PAGES)
    def test_is_as_it_was_read(self, phone, name):
        """What a screen reader is told is what was kept."""
        PAGES[name](phone)
        told, file = read_aloud(phone), EXPECTED / f"{name.replace(' ', '_')}.txt"
        if IS_WRITING:
            file.parent.mkdir(exist_ok=True)
            file.write_text(told, "utf-8")

        assert file.read_text("utf-8") == told

    def test_has_no_file_too_many(self):
        """Each file belongs to a page that is read."""
        assert {one.replace(" ", "_") for one in PAGES} == {
            one.stem for one in EXPECTED.glob("*.txt")
        }
