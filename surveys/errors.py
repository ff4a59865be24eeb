"""What can be wrong with an answer or a definition, and the one catalogue of what to say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

# Read by children, so: short, kind, and what to do. Every code an AnswerError may carry is here.
MESSAGES = {
    "answer_needed": "Please answer this question.",
    "choice_needed": "Please choose one of the answers.",
    "choice_unknown": "Please choose one of the answers that are shown.",
    "choice_alone": "You chose “{label}”. Choose only that, or choose the others without it.",
    "too_many_choices": "Please choose no more than {most} answers.",
    "one_choice_only": "Please choose just one answer.",
    "other_needed": "You chose “something else”. Please say what, in a few words.",
    "too_long": (
        "That is a bit too long. There is room for {most:,} letters. "
        "Please take out {over:,} {letters}. We kept your words."
    ),
    "number_needed": "Please write a number, like {example}.",
    "number_whole": "Please write a whole number, like {example}.",
    "number_low": "Please write {low} or more.",
    "number_high": "Please write {high} or less.",
    "date_needed": "Please write the day, month and year in numbers, like 27 3 2026.",
    "date_month_needed": "Please write the month and year in numbers, like 3 2026.",
    "date_year_needed": "Please write the year in numbers, like 2026.",
    "date_unreal": "That is not a date in the calendar. Please check the numbers.",
    "rank_unknown": "Please choose a place from 1 to {most} for each.",
    "rank_twice": "Two of them have place {rank}. Please give each its own place.",
    "rank_first": "Please start with place 1, then 2, and leave none out.",
    "evidence_needed": "Say what you saw or heard that shows this grade.",
    "grade_over_limit": "The overall grade is higher than a domain would suggest. Say why.",
    "special_alone": "You gave an answer and chose “{label}” too. Please keep just one of them.",
    "special_twice": "Please choose “not sure” or “rather not say”. Not both.",
    "photo_needed": "Please add a photo.",
    "photo_unreadable": "We could not open that as a photo. Please choose a JPEG, PNG or WebP "
    "picture. On an iPhone, choose it from Photos, not from Files. Everything else on this page "
    "is still here.",
    "photo_large": "That photo is too big. Please choose one under {most} MB. Everything else "
    "on this page is still here.",
    "voice_needed": "Please record something, or add a recording.",
    "voice_unreadable": "We could not open that as a recording. Please try again, or choose "
    "another one. Everything else on this page is still here.",
    "voice_large": "That recording is too big. Please make a shorter one, under {most} MB. "
    "Everything else on this page is still here.",
    "voice_long": "That recording is too long. Please make one of at most {most}. Everything "
    "else on this page is still here.",
    "file_gone": "Please add it again.",
    "answer_gone": "Please answer this question again.",
}


class AnswerError(Exception):
    """An answer cannot be taken; `code` names why and `message` says what to do."""

    def __init__(self, code: str, **params: Any) -> None:
        self.code = code
        self.params = params
        super().__init__(code)

    @property
    def message(self) -> str:
        """What to say to the person who answers."""
        return message(self.code, **self.params)


@dataclass(frozen=True)
class Problem:
    """One mistake in a definition: where it is, what is wrong, and what to do."""

    code: str
    where: str
    line: int
    message: str
    remedy: str

    def __str__(self) -> str:
        """Return the mistake on one line."""
        place = f"line {self.line}, {self.where}" if self.line else self.where
        return f"{place}: {self.message} {self.remedy}"


class DefinitionErrors(Exception):
    """A definition has mistakes; `problems` holds every one of them."""

    def __init__(self, problems: tuple[Problem, ...], source: str = "") -> None:
        self.problems = problems
        self.source = source
        head = f"{source or 'The definition'}: {len(problems)} to mend"
        super().__init__("\n".join([head, *(f"  {problem}" for problem in problems)]))


def message(code: str, **params: Any) -> str:
    """Return what to say for a code.

    Raises:
        KeyError: the code is not in the catalogue.

    >>> message("number_low", low=1)
    'Please write 1 or more.'
    """
    return MESSAGES[code].format(**params)
