"""The ways one question may be put: for an age, or in Easy Read, beside its first wording."""

from __future__ import annotations

from dataclasses import dataclass

from surveys.languages import BASE

# GOV.UK writes for a reading age of nine; who is younger has the words read out.
# Source: Government Digital Service (2016), Content design: planning, writing and managing
# content.
PLAIN = 9
# Nobody is asked to read harder words than these, however old they are.
HARDEST = 14


@dataclass(frozen=True)
class Rendering:
    """One way of asking: its name for staff, and the reading age it is written for, in years.

    One that `is_pictured` has a symbol beside each question and each idea.
    """

    key: str
    name: str
    reading_age: int
    is_pictured: bool = False


RENDERINGS = {
    one.key: one
    for one in (
        Rendering("ages_4_7", "Ages 4 to 7, with a grown-up", 7, is_pictured=True),
        Rendering("ages_8_11", "Ages 8 to 11", PLAIN),
        Rendering("ages_11_17", "Ages 11 to 17", 11),
        Rendering("care_leaver", "Care leavers", 12),
        Rendering("adult", "Adults", HARDEST),
        Rendering("easy_read", "Easy Read", PLAIN, is_pictured=True),
    )
}


@dataclass(frozen=True)
class Voice:
    """How one person answers: a rendering, none for the first wording, and a language."""

    rendering: str = ""
    language: str = BASE

    @property
    def code(self) -> str:
        """How a form names it.

        >>> Voice("easy_read", "cy").code, Voice().code
        ('easy_read-cy', 'en')
        """
        return "-".join(part for part in (self.rendering, self.language) if part)

    @property
    def is_pictured(self) -> bool:
        """Whether symbols stand beside its words."""
        return bool(self.rendering) and RENDERINGS[self.rendering].is_pictured


def reading_age(youngest: int | None, rendering: str = "") -> int:
    """Return the reading age in years that a wording of a survey is written for.

    The first wording is for the `youngest` who are asked, in years, within the plainest and the
    hardest that anybody is asked to read; None when people of any age are.
    """
    if rendering:
        return RENDERINGS[rendering].reading_age
    return HARDEST if youngest is None else min(max(youngest, PLAIN), HARDEST)
