"""The site's words in each language: complete, up to date, and with every gap to be filled in."""

from __future__ import annotations

import re

import pytest
from babel.messages.pofile import read_po
from jinja2 import Environment

from app.domain.translations import INTERFACE, is_checked
from app.web import languages
from surveys.languages import BASE, LANGUAGES
from tools import translations

# What a text holds that must come through: names of gaps, and marks of HTML.
HELD = re.compile(r"%\(\w+\)s|\{\w+[^}]*\}|<[^>]+>")
CODES = [code for code in LANGUAGES if code != BASE]


def texts(code):
    with (languages.CATALOGUES / f"{code}.po").open("rb") as file:
        return [one for one in read_po(file, locale=code) if one.id]


def forms(text):
    return text if isinstance(text, tuple) else (text,)


# What stands on a button, and what the button is called: who speaks to a device says what they see.
CALLED = [
    ("Listen", "Listen to this page"),
    ("Listen", "Listen to this question"),
    ("Next", "Put next in your order:"),
    ("Up", "Move up:"),
    ("Down", "Move down:"),
    ("Take out", "Take out:"),
]


class TestCatalogues:
    @pytest.mark.parametrize("code", CODES)
    def test_hold_what_the_pages_say_now(self, code):
        """A text that a page says is in the file of every language, and no other is."""
        # If not, run `python tools/translations.py`, and fill in what is new.
        wanted = {one.id for one in translations.wanted() if one.id}

        assert wanted == {one.id for one in texts(code)}

    @pytest.mark.parametrize("code", CODES)
    def test_are_complete(self, code):
        """No text is without a translation, in any of its forms."""
        assert [] == [one.id for one in texts(code) if not all(forms(one.string))]

    @pytest.mark.parametrize("code", [BASE, *CODES])
    def test_call_a_button_by_what_stands_on_it(self, code):
        """The name of a button holds the words that are seen on it, in every language."""
        said = [
            (languages.said_in(code, seen), languages.said_in(code, name)) for seen, name in CALLED
        ]

        assert [] == [
            (seen, name) for seen, name in said if seen.casefold() not in name.casefold()
        ]

    @pytest.mark.parametrize("code", CODES)
    def test_keep_every_gap_and_mark(self, code):
        """A translation fills in what the text fills in, and links what it links."""
        wrong = [
            one.id
            for one in texts(code)
            for form in forms(one.string)
            if not set(HELD.findall(form)) <= set(HELD.findall(forms(one.id)[-1]))
        ]
        lost = [
            one.id
            for one in texts(code)
            if not isinstance(one.id, tuple)
            and sorted(HELD.findall(one.id)) != sorted(HELD.findall(one.string))
        ]

        assert ([], []) == (wrong, lost)

    def test_there_is_one_for_each_language_and_who_checked_it_is_known(self):
        """Each language of the site has a file and a line that says whether it was checked."""
        files = {file.stem for file in languages.CATALOGUES.glob("*.po")}

        assert set(CODES) == files == set(INTERFACE)
        assert is_checked(BASE)
        assert [False] * 4 == [is_checked(code) for code in CODES]


class TestSaidIn:
    def test_falls_back_to_english(self):
        """A text that no file has is said as it is."""
        assert "Nothing of ours" == languages.said_in("cy", "Nothing of ours")
        assert "Dechrau" == languages.said_in("cy", "Start")
        assert "Start" == languages.said_in("en", "Start")


class TestTranslated:
    def test_is_neither_markup_nor_a_format(self):
        """Words from a variable come out as they are, whatever signs are in them."""
        page = Environment(autoescape=True)
        languages.set_up(page)
        drawn = page.from_string("{{ words|translated }}").render(words="100% <b>sure</b>")

        assert "100% &lt;b&gt;sure&lt;/b&gt;" == drawn
