"""A judgement of practice in an audit: a grade, and the evidence for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from surveys.errors import AnswerError
from surveys.given import Given, Raw
from surveys.questions import Option
from surveys.questions.choice import Chosen
from surveys.words import first, limited, tidy_words

EVIDENCE = "evidence"
LONGEST = 2000
NOT_GRADED = "not_graded"
# The four-point scale of the inspection framework for local authority children's services
# (Ofsted, ILACS, 2024), which audits are graded on so that they can be compared.
GRADE_LABELS = {
    "outstanding": "Outstanding",
    "good": "Good",
    "requires_improvement": "Requires improvement to be good",
    "inadequate": "Inadequate",
    NOT_GRADED: "Not graded",
}
GRADES = tuple(Option(value, label) for value, label in GRADE_LABELS.items())


@dataclass(frozen=True, kw_only=True)
class Grade(Chosen, kind="grade"):
    """A grade with its evidence; only “not graded” may go without.

    `looks_like` says what good work looks like at each grade, by its value.
    """

    control: ClassVar[str] = "grade"
    is_free_text: ClassVar[bool] = True
    options: tuple[Option, ...] = GRADES
    looks_like: tuple[tuple[str, str], ...] = ()

    @property
    def needed(self) -> str:
        """The code of the error when no grade was chosen."""
        return "choice_needed"

    def described(self) -> tuple[tuple[str, str], ...]:
        """Return each grade that is described, in words, with what work looks like there."""
        return tuple((self.label_of(value), words) for value, words in self.looks_like)

    def parts(self) -> tuple[str, ...]:
        """Return the grade and its evidence."""
        return ("", EVIDENCE, *super().parts()[1:])

    def parse(self, raw: Raw) -> Given:
        """Return the grade and its evidence.

        Raises:
            AnswerError: there is no grade, no evidence for it, or too much.
        """
        if not first(raw):
            raise AnswerError(self.needed)
        grade = self.option(first(raw)).value
        words = limited(tidy_words(first(raw, EVIDENCE)), LONGEST)
        if grade != NOT_GRADED and not words:
            raise AnswerError("evidence_needed")
        return Given(value=grade, text=words or None)

    def unparse(self, given: Given) -> dict[str, list[str]]:
        """Return the grade and evidence as a form sends them."""
        return {"": [str(given.value)]} | ({EVIDENCE: [given.text]} if given.text else {})

    def say(self, given: Given) -> str:
        """Return the grade, then the evidence."""
        return f"{self.label_of(given.value)}. {given.text or ''}".strip()
