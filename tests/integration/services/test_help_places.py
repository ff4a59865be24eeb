"""Places to get help: read, ordered, never missing, and stale after three months."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.services import help_places
from app.services.help_places import FRESH, HelpFileError, HelpPlace

TODAY = date(2026, 11, 14)
FILE = """
places:
  - {name: Later, what: Talk, audience: All, number: "1"}
  - {name: First, what: Talk, audience: All, text_to: "2", is_urgent: true, checked_on: 2026-11-01}
"""


def _place(checked_on):
    return HelpPlace("A", "B", "C", number="0800 11", checked_on=checked_on)


class TestRead:
    def test_puts_urgent_places_first(self, tmp_path):
        """Urgent places come first, each with the day it was checked."""
        path = tmp_path / "help.yaml"
        path.write_text(FILE)

        places = help_places.read(path)
        assert ["First", "Later"] == [place.name for place in places]
        assert date(2026, 11, 1) == places[0].checked_on

    @pytest.mark.parametrize(
        "text",
        ["places: [", "other: 1", "places: [{name: A}]", "just words",
         "places: [{name: A, what: B, audience: C}]"],
    )  # fmt: skip
    def test_refuses_a_broken_file(self, tmp_path, text):
        """A file that cannot be used is refused."""
        path = tmp_path / "help.yaml"
        path.write_text(text)

        with pytest.raises(HelpFileError):
            help_places.read(path)

    def test_keeps_a_number_as_it_is_written(self, tmp_path):
        """A number without quotes keeps its noughts, and can be called."""
        path = tmp_path / "help.yaml"
        path.write_text("places: [{name: A, what: B, audience: C, number: 0121}]")

        assert "tel:0121" == help_places.read(path)[0].call_href


class TestFirstToCall:
    def test_is_urgent_and_not_999(self):
        """The line that is named beside 999 is the first urgent one that can be called."""
        police = HelpPlace("Police", "B", "C", number="999", is_urgent=True)
        text = HelpPlace("Text", "B", "C", text_to="85258", is_urgent=True)
        line = HelpPlace("Line", "B", "C", number="0800 11", is_urgent=True)

        assert line == help_places.first_to_call([police, text, line])
        assert help_places.first_to_call([police, text]) is None


class TestLoad:
    def test_gives_the_shipped_places_when_a_file_is_broken(self, tmp_path):
        """Nobody who asks for help meets an error."""
        assert help_places.read(help_places.SHIPPED) == help_places.load(tmp_path / "none.yaml")


class TestHelpIsStale:
    def test_after_three_months_or_when_never_checked(self):
        """One place that was not checked lately is enough to warn."""
        fresh, stale = _place(TODAY - FRESH), _place(TODAY - FRESH - timedelta(days=1))

        assert not help_places.help_is_stale([fresh], today=TODAY)
        assert help_places.help_is_stale([fresh, stale], today=TODAY)
        assert help_places.help_is_stale([fresh, _place(None)], today=TODAY)


class TestCallHref:
    def test_has_no_spaces(self):
        """A phone is given the number without spaces."""
        assert "tel:080011" == _place(None).call_href
