"""Questions answered on a scale: faces with words, agreement, nought to ten."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from surveys.questions import Option
from surveys.questions.choice import OneOf

if TYPE_CHECKING:
    from surveys.given import Given

# Worded both ways and in full, because children read words more surely than numbers or sliders.
# Source: van Laerhoven and others (2004), Acta Paediatrica 93, 830-835.
AGREEMENT = (
    Option(5, "Agree a lot", picture="agree-lot"),
    Option(4, "Agree a bit", picture="agree-bit"),
    Option(3, "In the middle", picture="middle"),
    Option(2, "Disagree a bit", picture="disagree-bit"),
    Option(1, "Disagree a lot", picture="disagree-lot"),
)


@dataclass(frozen=True, kw_only=True)
class Faces(OneOf, kind="faces"):
    """A scale of worded answers with a face beside each; the word is always shown."""

    control: ClassVar[str] = "faces"
    is_scale: ClassVar[bool] = True


@dataclass(frozen=True, kw_only=True)
class Agreement(OneOf, kind="agreement"):
    """How far somebody agrees, in five worded steps unless the definition gives its own."""

    control: ClassVar[str] = "agreement"
    is_scale: ClassVar[bool] = True
    options: tuple[Option, ...] = AGREEMENT


@dataclass(frozen=True, kw_only=True)
class Scale0To10(OneOf, kind="scale_0_10"):
    """A number from 0 to 10, with words at both ends."""

    control: ClassVar[str] = "scale"
    is_scale: ClassVar[bool] = True
    fixed: ClassVar[frozenset[str]] = frozenset({"options"})
    options: tuple[Option, ...] = tuple(Option(number, str(number)) for number in range(11))
    low_label: str = ""
    high_label: str = ""

    def say(self, given: Given) -> str:
        """Return the number out of ten."""
        return f"{given.value} out of 10"
