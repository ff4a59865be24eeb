"""The first page of a survey can be read by a child of nine; its easy words are for one of seven."""

import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_file

from app.web.symbols import symbol
from surveys.reading_age import FEWEST_WORDS, WORD, age_to_read

TEMPLATES = Path(__file__).parents[3] / "templates"
AGE = 9.0
EASY = "components/start_words_easy.html"
EASY_AGE = 7.0
FIRST = [
    "components/display_way.html",
    "components/start_words.html",
    EASY,
    "layouts/public.html",
    "pages/display/looks.html",
    "pages/kiosk/start.html",
    "pages/respond/start.html",
    "respond/later_link.html",
    "respond/leaving.html",
    "respond/started_before.html",
    "respond/voices.html",
]
# These are shown only where the page is in another language, in that language.
ELSEWHERE = ("A computer looks for danger", "A machine made this translation")


def texts(name):
    """Return what a template says in English that is long enough to be judged."""
    options = {"trimmed": "false"}
    found = extract_from_file("jinja2.ext:babel_extract", TEMPLATES / name, options=options)
    flat = [
        one
        for _, message, _, _ in found
        for one in (message if isinstance(message, tuple) else (message,))
    ]
    plain = [re.sub(r"<[^>]+>", "", re.sub(r"%\(\w+\)s", "Sam", one)) for one in flat]
    return [one for one in plain if len(WORD.findall(one)) >= FEWEST_WORDS]


@pytest.mark.parametrize("name", FIRST)
class TestFirstPage:
    def test_can_be_read_at_nine(self, name):
        """No text of it asks for a reader older than nine."""
        hard = [one for one in texts(name) if age_to_read(one) > AGE]

        assert [] == [one for one in hard if not one.startswith(ELSEWHERE)]


class TestEasyWords:
    def test_can_be_read_at_seven(self):
        """No line of the easy words asks for a reader older than the youngest who are asked."""
        hard = [one for one in texts(EASY) if age_to_read(one) > EASY_AGE]

        assert len(texts(EASY)) > 15
        assert [] == [one for one in hard if not one.startswith(ELSEWHERE)]

    def test_have_a_drawing_beside_each(self):
        """Each line names a symbol that there is."""
        named = re.findall(r'idea\("([a-z-]+)"', (TEMPLATES / EASY).read_text("utf-8"))

        assert len(named) > 30
        assert [] == [one for one in named if not symbol(one)]


class TestTexts:
    def test_are_found(self):
        """The check has something to check."""
        assert len([one for name in FIRST for one in texts(name)]) > 20
