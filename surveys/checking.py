"""What a definition must get right as a whole: keys, backward looks, scores; and what is unwise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from surveys.errors import Problem
from surveys.questions.choice import Chosen
from surveys.scoring import Score
from surveys.wording import piped

if TYPE_CHECKING:
    from surveys.conditions import Condition
    from surveys.definition import Definition, Page
    from surveys.marks import Path
    from surveys.parts import Reader
    from surveys.questions import Question

YOUNGEST_FOR_TEN = 10
YOUNGEST_FOR_FIVE = 8
MOST_FOR_YOUNG = 4


def check(definition: Definition, reader: Reader) -> None:
    """Note every mistake that only the whole survey shows."""
    _check_keys(definition, reader)
    seen: dict[str, Question] = {}
    for number, page in enumerate(definition.pages):
        _check_page(page, ("pages", number), seen, reader, definition)
    for number, score in enumerate(definition.scores):
        _check_score(score, ("scores", number), seen, reader)


def unwise(definition: Definition) -> tuple[Problem, ...]:
    """Return what is allowed but does not suit the age of those who are asked.

    Source: van Laerhoven and others (2004), Acta Paediatrica 93, 830-835; Chambers and Johnston
    (2002), Journal of Pediatric Psychology 27, 27-36.
    """
    age = definition.age_from
    if age is None:
        return ()
    found = []
    for question in definition.questions():
        many = len(getattr(question, "options", ()))
        if question.kind == "scale_0_10" and age < YOUNGEST_FOR_TEN:
            found.append(_unwise(question, "0 to 10 is too long a scale", "Use faces with words."))
        if question.kind in {"faces", "agreement"} and age <= YOUNGEST_FOR_FIVE:
            if many > MOST_FOR_YOUNG:
                found.append(_unwise(question, f"{many} steps are many", "Use three or four."))
    return tuple(found)


def _unwise(question: Question, what: str, remedy: str) -> Problem:
    return Problem("unwise_scale", question.key, 0, f"{what} for this age.", remedy)


def _check_keys(definition: Definition, reader: Reader) -> None:
    pages = [(page.key, ("pages", n)) for n, page in enumerate(definition.pages)]
    questions = [
        (question.key, ("pages", n, "questions", m))
        for n, page in enumerate(definition.pages)
        for m, question in enumerate(page.questions)
    ]
    scores = [(score.key, ("scores", n)) for n, score in enumerate(definition.scores)]
    for keys in (pages, questions, scores):
        seen: set[str] = set()
        for key, path in keys:
            if key and key in seen:
                remedy = "Give each its own key."
                reader.add("repeated_key", path, f"The key “{key}” is used twice.", remedy)
            seen.add(key)


def _check_page(
    page: Page, path: Path, seen: dict[str, Question], reader: Reader, definition: Definition
) -> None:
    _check_condition(page.show_if, (*path, "show_if"), seen, reader, definition)
    _check_pipes((page.title, page.introduction), path, seen, reader)
    for number, question in enumerate(page.questions):
        place = (*path, "questions", number)
        _check_condition(question.show_if, (*place, "show_if"), seen, reader, definition)
        _check_pipes((question.label, question.hint), place, seen, reader)
        _check_faces(question, place, reader)
        seen[question.key] = question


def _check_condition(
    condition: Condition | None,
    path: Path,
    seen: dict[str, Question],
    reader: Reader,
    definition: Definition,
) -> None:
    for key in sorted(condition.questions()) if condition else ():
        if key in seen:
            continue
        exists = any(question.key == key for question in definition.questions())
        what = f"“{key}” is asked later." if exists else f"There is no question “{key}”."
        reader.add("looks_forward", path, what, "Look only at questions that come before.")


def _check_pipes(
    wordings: tuple[str, ...], path: Path, seen: dict[str, Question], reader: Reader
) -> None:
    for key in sorted(frozenset().union(*(piped(wording) for wording in wordings))):
        if key not in seen:
            remedy = "Say only answers to questions that come before."
            reader.add("pipe", path, f"“{key}” is not asked before this.", remedy)


def _check_faces(question: Question, path: Path, reader: Reader) -> None:
    options: Any = getattr(question, "options", ())
    if question.kind == "faces" and not all(option.face for option in options):
        reader.add("faces", path, "An answer has no face.", "Give each one of face-1 to face-5.")


def _check_score(score: Score, path: Path, seen: dict[str, Question], reader: Reader) -> None:
    for item in score.items:
        if item not in seen:
            remedy = "Name questions of this survey."
            reader.add("score_item", (*path, "items"), f"There is no question “{item}”.", remedy)
        elif not _is_numeric(seen[item]):
            remedy = "Score only scales and numbers."
            reader.add("score_item", (*path, "items"), f"“{item}” has no numbers.", remedy)
        elif not _is_within(seen[item], score):
            remedy = "Set min and max to the ends of the scale."
            reader.add("score_range", path, f"“{item}” goes beyond the range.", remedy)
    if score.method == "single" and len(score.items) != 1:
        reader.add("single", path, "A single score has one item.", "Name one, or use mean.")
    if score.method == "lookup" and not score.table:
        reader.add("table", path, "There is no table to look in.", "Add one as raw: score.")


def _is_numeric(question: Question) -> bool:
    if isinstance(question, Chosen):
        return all(isinstance(option.value, int) for option in question.options)
    return question.kind == "number"


def _is_within(question: Question, score: Score) -> bool:
    if not isinstance(question, Chosen):
        return True
    return all(score.low <= float(option.value) <= score.high for option in question.options)
