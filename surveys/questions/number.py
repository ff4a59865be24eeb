"""Questions answered with a number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

from surveys.errors import AnswerError
from surveys.questions import Given, Question, Raw, first

WHOLE = re.compile(r"-?[0-9]{1,9}")
DECIMAL = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,4})?")


@dataclass(frozen=True, kw_only=True)
class Number(Question, kind="number"):
    """A number between two limits, whole unless the definition says otherwise."""

    control: ClassVar[str] = "number"
    low: float | None = None
    high: float | None = None
    unit: str = ""
    decimals: bool = False

    def parse(self, raw: Raw) -> Given:
        """Return the number.

        Raises:
            AnswerError: it is not a number, or outside the limits.
        """
        sent = first(raw).replace(",", "").replace(" ", "")
        example = f"{int(self.low) if self.low is not None else 0}"
        if not DECIMAL.fullmatch(sent):
            raise AnswerError("number_needed", example=example)
        if not self.decimals and not WHOLE.fullmatch(sent):
            raise AnswerError("number_whole", example=example)
        number = float(sent) if self.decimals else int(sent)
        if self.low is not None and number < self.low:
            raise AnswerError("number_low", low=f"{self.low:g}")
        if self.high is not None and number > self.high:
            raise AnswerError("number_high", high=f"{self.high:g}")
        return Given(value=number)

    def unparse(self, given: Given) -> dict[str, list[str]]:
        """Return the number as a form sends it."""
        return {
            "": [
                f"{given.value:.4f}".rstrip("0").rstrip(".") if self.decimals else str(given.value)
            ]
        }

    def say(self, given: Given) -> str:
        """Return the number with its unit."""
        return f"{self.unparse(given)[''][0]} {self.unit}".strip()
