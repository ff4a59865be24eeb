"""What a kind of question may not be used for: who is asked, and in what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from surveys.questions.choice import Chosen

if TYPE_CHECKING:
    from surveys.definition import Definition
    from surveys.marks import Path
    from surveys.parts import Reader
    from surveys.questions import Question

ADULT = 18
CHILDREN = frozenset({"children", "young_people"})


def is_for_children(definition: Definition) -> bool:
    """Return whether anybody under 18 may be asked."""
    age = definition.age_from
    return definition.audience in CHILDREN or (age is not None and age < ADULT)


def check_kind(definition: Definition, question: Question, place: Path, reader: Reader) -> None:
    """Note a matrix for children, a file in an audit, and a picture without its symbol."""
    if question.kind == "matrix_row" and is_for_children(definition):
        what = "A matrix is asked of people under 18."
        remedy = "Ask each row as a question of its own, such as agreement or faces."
        reader.add("matrix_for_children", place, what, remedy)
    if question.is_file and definition.kind == "audit":
        what = "An audit takes no photos and no recordings."
        reader.add("file_in_audit", place, what, "Ask for words instead.")
    if question.kind == "picture_choice" and isinstance(question, Chosen):
        _check_symbols(question, place, reader)


def _check_symbols(question: Chosen, place: Path, reader: Reader) -> None:
    symbols = [option.symbol for option in question.options]
    if not all(symbols):
        remedy = "Give each a symbol; surveys/symbols.py lists them."
        reader.add("symbols", (*place, "options"), "An answer has no symbol.", remedy)
    elif len(set(symbols)) < len(symbols):
        what, remedy = "Two answers have the same symbol.", "Give each its own."
        reader.add("symbols", (*place, "options"), what, remedy)
