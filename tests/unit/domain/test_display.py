"""How pages look for one person: what can be chosen, and how it is written down."""

from __future__ import annotations

from itertools import product

import pytest

from app.domain.display import Colours, Display, Face, TextSize
from app.domain.errors import Invalid

EVERY = [Display(*parts) for parts in product(Colours, TextSize, Face)]


class TestOfCode:
    @pytest.mark.parametrize("display", EVERY, ids=lambda one: one.code)
    def test_reads_what_code_writes(self, display):
        """Every choice comes back from its code as it was."""
        assert display == Display.of_code(display.code)

    @pytest.mark.parametrize(
        "code", ["", "dark", "huge.dark.clear", "usual.dark", "usual.dark.clear.more", "\0.."]
    )
    def test_refuses_what_is_no_choice(self, code):
        """A code with an unknown part, a part too few or a part too many stands for nothing."""
        with pytest.raises(Invalid, match="display"):
            Display.of_code(code)


class TestWithChoices:
    def test_changes_what_is_named_and_keeps_the_rest(self):
        """Who chooses dark keeps the size that they chose before."""
        before = Display(size=TextSize.BIGGEST)

        assert Display(Colours.DARK, TextSize.BIGGEST) == before.with_choices({"colours": "dark"})

    @pytest.mark.parametrize("part", ["colours", "size", "face"])
    def test_refuses_the_unknown(self, part):
        """No part takes a value that does not exist."""
        with pytest.raises(Invalid, match="display"):
            Display().with_choices({part: "sideways"})


class TestIsChosen:
    def test_is_false_only_for_what_everyone_sees(self):
        """One of all the choices is the usual look, and leaves nothing behind."""
        assert [Display()] == [one for one in EVERY if not one.is_chosen]


class TestClasses:
    def test_name_only_what_differs(self):
        """The page of somebody who chose nothing has no class, and each choice has one."""
        chosen = Display(Colours.CREAM, TextSize.BIGGER, Face.CLEAR)

        assert "" == Display().classes
        assert "face-clear" == Display(face=Face.CLEAR).classes
        assert "size-bigger colours-cream face-clear" == chosen.classes
