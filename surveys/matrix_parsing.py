"""Reading a matrix: written once, read as one page a row."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from surveys.question_parsing import read_question

if TYPE_CHECKING:
    from collections.abc import Mapping

    from surveys.definition import Page
    from surveys.marks import Path
    from surveys.parts import Reader

MATRIX = "matrix"
# What a matrix gives to each of its rows.
SHARED = ("options", "may_say", "required", "hint")
FIELDS = frozenset({"kind", "key", "label", "rows", *SHARED})
ROW_FIELDS = frozenset({"key", "label", "hint", "shared", "required"})


def matrix_of(data: Any) -> Mapping[str, Any] | None:
    """Return the matrix among the questions of a page as data, or None when there is none."""
    questions = data.get("questions") if isinstance(data, dict) else None
    if not isinstance(questions, list):
        return None
    found = (one for one in questions if isinstance(one, dict) and one.get("kind") == MATRIX)
    return next(found, None)


def row_pages(
    reader: Reader, page: Page, data: Mapping[str, Any], matrix: Mapping[str, Any], path: Path
) -> list[Page]:
    """Return a page for each row of the matrix that stands alone on a page.

    The first keeps the page's key and introduction, so that links and drafts still find it.
    """
    place = (*path, "questions", data["questions"].index(matrix))
    if len(data["questions"]) > 1:
        what, remedy = "A matrix shares its page.", "Give it a page of its own."
        reader.add("matrix_alone", place, what, remedy)
    reader.only(matrix, place, FIELDS)
    stem = reader.text(matrix, place, "label", required=True)
    made: list[Page] = []
    for number, row in enumerate(reader.list_of(matrix, place, "rows")):
        row_place = (*place, "rows", number)
        if not reader.is_mapping(row, row_place, "row"):
            continue
        reader.only(row, row_place, ROW_FIELDS)
        shared = {name: matrix[name] for name in SHARED if name in matrix}
        row_label = reader.text(row, row_place, "label", required=True)
        asked = {**shared, **row, "kind": "matrix_row", "label": f"{stem} – {row_label}"}
        # Its options stand in the matrix, so that is where their mistakes are.
        question = read_question(reader, asked, place)
        if question:
            reader.stands(question, row_place)
            one = replace(page, questions=(question,))
            if made:
                one = replace(one, key=f"{page.key}_{question.key}", introduction="")
            reader.stands(one, path)
            made.append(one)
    return made
