"""Questions answered with a photo or a recording of a voice.

The file itself is none of the answer's value: that only says what was received, in one line
such as `jpeg 800 600 90210`, so that the way on, the check and the rules about what is missing
work as for every other kind. What a form sends for the line is never believed; the server
writes it from the file that it holds.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from surveys.errors import AnswerError
from surveys.given import Given, Raw
from surveys.questions import Question
from surveys.words import first

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

FILE = "file"
LINE = re.compile(r"([a-z0-9]{2,5})((?: [0-9]{1,9}){2,3})")
MINUTE = 60
LONGEST_VOICE = 600


@dataclass(frozen=True, kw_only=True)
class Recorded(Question):
    """What a photo and a recording share: a line about the file, and the file."""

    is_file: ClassVar[bool] = True
    # What the numbers of the line are.
    numbers: ClassVar[tuple[str, ...]] = ()

    def parts(self) -> tuple[str, ...]:
        """Return the line about the file that is kept, and the file itself."""
        return ("", FILE, *super().parts()[1:])

    def is_empty(self, raw: Raw) -> bool:
        """Return whether there is no file."""
        return not first(raw)

    def parse(self, raw: Raw) -> Given:
        """Return what was received.

        Raises:
            AnswerError: the line is none that the server writes.
        """
        match = LINE.fullmatch(first(raw))
        numbers = [int(number) for number in match[2].split()] if match else []
        if match is None or len(numbers) != len(self.numbers):
            raise AnswerError("file_gone")
        return Given(value={"format": match[1], **dict(zip(self.numbers, numbers, strict=True))})

    def unparse(self, given: Given) -> dict[str, list[str]]:
        """Return the line about the file."""
        value: dict[str, Any] = given.value if isinstance(given.value, dict) else {}
        numbers = " ".join(str(value.get(name, 0)) for name in self.numbers)
        return {"": [f"{value.get('format', '')} {numbers}"]}


def held(
    questions: Iterable[Question], form: Raw, answers: Mapping[str, Given]
) -> dict[str, Sequence[str]]:
    """Return a form with the lines of its files as they are held, whatever was sent for them."""
    lines = {
        question.key: question.raw(answers.get(question.key)).get("", [])
        for question in questions
        if question.is_file
    }
    return {**form, **lines}


@dataclass(frozen=True, kw_only=True)
class Photo(Recorded, kind="photo"):
    """A question answered with one photo; its value holds the format, the size and the bytes.

    `camera` opens the camera of a phone straight away, where otherwise it lets people choose.
    """

    control: ClassVar[str] = "photo"
    camera: bool = False
    numbers: ClassVar[tuple[str, ...]] = ("width", "height", "bytes")

    @property
    def needed(self) -> str:
        """The code of the error when there is no photo."""
        return "photo_needed"

    def say(self, given: Given) -> str:
        """Say that there is a photo."""
        return "A photo" if given.value else ""


@dataclass(frozen=True, kw_only=True)
class Voice(Recorded, kind="voice"):
    """A question answered aloud; `most_seconds` is how long the recording may be.

    Its value holds the format, the seconds (0 when the file does not tell) and the bytes.
    """

    control: ClassVar[str] = "voice"
    numbers: ClassVar[tuple[str, ...]] = ("seconds", "bytes")
    most_seconds: int = 120

    @property
    def most_words(self) -> str:
        """How long the recording may be, as people say it."""
        return length(self.most_seconds)

    @property
    def needed(self) -> str:
        """The code of the error when there is no recording."""
        return "voice_needed"

    def say(self, given: Given) -> str:
        """Say that there is a recording, and how long it is."""
        value = given.value if isinstance(given.value, dict) else {}
        seconds = int(value.get("seconds", 0))
        return f"A recording of {length(seconds)}" if seconds else "A recording"


def length(seconds: int) -> str:
    """Return a length as people say it.

    >>> length(61)
    '1 minute 1 second'
    """
    minutes, rest = divmod(seconds, MINUTE)
    said = [(minutes, "minute"), (rest, "second")]
    return " ".join(f"{n} {word}{'' if n == 1 else 's'}" for n, word in said if n) or "0 seconds"
