"""Questions answered by picking a picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from surveys.questions.choice import OneOf


@dataclass(frozen=True, kw_only=True)
class PictureChoice(OneOf, kind="picture_choice"):
    """A question with one answer out of several, each with a symbol; the words are the answer.

    Every option has a `symbol` of `surveys.symbols`, large enough to answer by, and its words.
    """

    control: ClassVar[str] = "pictures"
