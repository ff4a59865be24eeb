"""How pages look for one person: the size of words, the colours and the face they chose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.domain.errors import Invalid


class TextSize(StrEnum):
    """How large words are; all that stands beside them grows too."""

    USUAL = "usual"
    BIGGER = "bigger"
    BIGGEST = "biggest"


class Colours(StrEnum):
    """Which colours a page has; `DEVICE` is light or dark as the device asks."""

    DEVICE = "device"
    LIGHT = "light"
    CREAM = "cream"
    DARK = "dark"
    STRONG = "strong"


class Face(StrEnum):
    """The shape of the letters; `CLEAR` has wide letters, and more room round each of them."""

    USUAL = "usual"
    CLEAR = "clear"


@dataclass(frozen=True)
class Display:
    """What one person chose; what they did not choose is as it is for everyone.

    >>> Display(Colours.DARK).code, Display.of_code("biggest.dark.usual").size
    ('usual.dark.usual', <TextSize.BIGGEST: 'biggest'>)
    """

    colours: Colours = Colours.DEVICE
    size: TextSize = TextSize.USUAL
    face: Face = Face.USUAL

    @property
    def code(self) -> str:
        """The choice in a few letters, for the cookie and for an address."""
        return f"{self.size}.{self.colours}.{self.face}"

    @property
    def is_chosen(self) -> bool:
        """Whether it differs from what everyone sees."""
        return self != Display()

    @property
    def classes(self) -> str:
        """The classes of the page by which the style sheet knows the choice."""
        chosen = (
            ("size", self.size, TextSize.USUAL),
            ("colours", self.colours, Colours.DEVICE),
            ("face", self.face, Face.USUAL),
        )
        return " ".join(f"{kind}-{value}" for kind, value, usual in chosen if value != usual)

    @classmethod
    def of_code(cls, code: str) -> Display:
        """Return the choice that a code stands for.

        Raises:
            Invalid: it stands for none.
        """
        size, _, rest = code.partition(".")
        colours, _, face = rest.partition(".")
        return cls().with_choices({"size": size, "colours": colours, "face": face})

    def with_choices(self, chosen: Mapping[str, str]) -> Display:
        """Return the choice with other parts; a part that is not named stays.

        Raises:
            Invalid: a part has no such value.
        """
        try:
            return Display(
                Colours(chosen.get("colours", self.colours)),
                TextSize(chosen.get("size", self.size)),
                Face(chosen.get("face", self.face)),
            )
        except ValueError as error:
            raise Invalid("display") from error
