"""Questions answered with a number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

from surveys.errors import AnswerError
from surveys.given import Given, Raw
from surveys.questions import Question
from surveys.words import first

# Digits of every script: keyboards in Arabic and Urdu have their own.
WHOLE = re.compile(r"-?\d{1,9}")
DECIMAL = re.compile(r"-?\d{1,9}(\.\d{1,4})?")
# 1,200 and 1 200 are one number; 3,5 is not taken for 35.
THOUSANDS = re.compile(r"(?<=\d)[, ](?=\d{3}(?:\D|$))")


@dataclass(frozen=True, kw_only=True)
class Number(Question, kind="number"):
    """A number between two limits, whole unless the definition says otherwise."""

    control: ClassVar[str] = "number"
    is_scale: ClassVar[bool] = True
    low: float | None = None
    high: float | None = None
    unit: str = ""
    decimals: bool = False

    def parse(self, raw: Raw) -> Given:
        """Return the number.

        Raises:
            AnswerError: it is not a number, or outside the limits.
        """
        sent = THOUSANDS.sub("", first(raw))
        example = f"{self.low or 3:g}"
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
        number = given.value
        if isinstance(number, float):
            return {"": [f"{number:.4f}".rstrip("0").rstrip(".")]}
        return {"": [str(number)]}

    def say(self, given: Given) -> str:
        """Return the number with its unit."""
        return f"{self.unparse(given)[''][0]} {self.unit}".strip()
