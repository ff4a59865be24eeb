"""The gap between voices: what each answered to the same question, and how far they are apart."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from surveys.audits import RANK
from surveys.given import is_number
from surveys.questions.grade import Grade
from surveys.routing import visible_pages

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from surveys.definition import Definition
    from surveys.given import Given
    from surveys.questions import Question


class Said(StrEnum):
    """What became of one question in one voice."""

    ANSWERED = "answered"
    NOT_SURE = "not_sure"
    NOTHING = "nothing"
    NOT_ASKED = "not_asked"
    NOT_YET = "not_yet"


@dataclass(frozen=True)
class Heard:
    """One voice with its answers: whose it is, and which part of the form it fills in."""

    name: str
    part: str
    answers: Mapping[str, Given]


@dataclass(frozen=True)
class VoiceAnswer:
    """What one voice said to a shared question; only an answer on the scale has a `place`.

    `number` is 1, or more where one part asks it of a second person, such as another parent.
    """

    name: str
    number: int
    said: Said
    words: str = ""
    place: float | None = None


@dataclass(frozen=True)
class VoiceGap:
    """One question that several voices were asked, with what each said."""

    shared: str
    label: str
    answers: tuple[VoiceAnswer, ...]

    @property
    def placed(self) -> tuple[VoiceAnswer, ...]:
        """The answers that stand on the scale."""
        return tuple(one for one in self.answers if one.place is not None)

    @property
    def steps(self) -> float | None:
        """How many steps of the scale lie between the furthest; None with fewer than two."""
        places = [one.place for one in self.answers if one.place is not None]
        return max(places) - min(places) if len(places) > 1 else None

    @property
    def lowest(self) -> tuple[VoiceAnswer, ...]:
        """Who sees it worst; nobody where there is no gap."""
        return self._at(min((one.place or 0 for one in self.placed), default=0))

    @property
    def highest(self) -> tuple[VoiceAnswer, ...]:
        """Who sees it best; nobody where there is no gap."""
        return self._at(max((one.place or 0 for one in self.placed), default=0))

    def _at(self, place: float) -> tuple[VoiceAnswer, ...]:
        return tuple(one for one in self.placed if self.steps and one.place == place)


def gaps(form: Definition, voices: Sequence[Heard]) -> tuple[VoiceGap, ...]:
    """Return how far apart the voices are on each shared question, the widest first.

    Only places on the same scale are compared: the parser refuses to share a question between
    scales. “Not sure” and “not graded” are no place. A question that the way through the form
    did not come to was not asked, a part without any answer is not filled in yet, and these
    are told apart from a question that was asked and left empty.
    """
    found = []
    for shared, asked in _shared(form).items():
        answers = [
            _answer(form, voice, number, question)
            for voice in voices
            for number, question in enumerate(asked.get(voice.part, ()), 1)
        ]
        label = next(question.label for questions in asked.values() for question in questions)
        found.append(VoiceGap(shared, label, tuple(answers)))
    return tuple(sorted(found, key=lambda gap: 1 if gap.steps is None else -gap.steps))


def place_of(question: Question, given: Given | None) -> float | None:
    """Return where an answer stands on the scale of its question; None where it does not."""
    if given is None or given.special:
        return None
    if isinstance(question, Grade):
        return RANK.get(str(given.value))
    return float(given.value) if is_number(given.value) else None


def _shared(form: Definition) -> dict[str, dict[str, list[Question]]]:
    found: dict[str, dict[str, list[Question]]] = {}
    for page in form.pages:
        for question in page.questions:
            if question.shared:
                found.setdefault(question.shared, {}).setdefault(page.part, []).append(question)
    return found


def _answer(form: Definition, voice: Heard, number: int, question: Question) -> VoiceAnswer:
    given = voice.answers.get(question.key)
    if given is None or not _is_asked(form, voice, question.key):
        return VoiceAnswer(voice.name, number, _silence(form, voice, question.key))
    place, words = place_of(question, given), question.as_text(given)
    said = Said.ANSWERED if place is not None else Said.NOT_SURE
    return VoiceAnswer(voice.name, number, said, words, place)


def _silence(form: Definition, voice: Heard, key: str) -> Said:
    if not voice.answers:
        return Said.NOT_YET
    return Said.NOTHING if _is_asked(form, voice, key) else Said.NOT_ASKED


def _is_asked(form: Definition, voice: Heard, key: str) -> bool:
    pages = visible_pages(form.for_part(voice.part), voice.answers)
    return any(question.key == key for page in pages for question in page.questions)
