"""What the columns of a file may be said to hold, and what is wrong when they may not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.services.import_rows import judge
from app.services.import_surveys import MOST_QUESTIONS

if TYPE_CHECKING:
    from datetime import date

    from app.services.import_rows import Columns
    from app.tabular import Table

MOST_GROUPS = 5
# With more values than this a column is no band of people but a way to find one of them.
MOST_GROUP_VALUES = 30


def problems_with(table: Table, columns: Columns, *, today: date) -> dict[str, str]:
    """Return what is wrong with what the columns are said to hold, by field."""
    problems = _problems(table, columns)
    if problems:
        return problems
    questions = judge(table, columns, today=today).questions
    if len(questions) <= MOST_QUESTIONS:
        return {}
    return {
        "question": (
            f"This column holds {len(questions)} different questions. "
            f"{MOST_QUESTIONS} is the most; is it another column?"
        )
    }


def _problems(table: Table, columns: Columns) -> dict[str, str]:
    problems = {}
    if columns.text not in table.header:
        problems["text"] = "Choose the column that holds what people said."
    for name, column in (("question", columns.question), ("date", columns.date)):
        if column and column not in table.header:
            problems[name] = "Choose a column of the file, or none."
        elif column and column == columns.text:
            problems[name] = "This column is already taken for the words."
    groups = next(filter(None, (_group_problem(table, columns, g) for g in columns.groups)), "")
    if len(columns.groups) > MOST_GROUPS:
        groups = f"Choose no more than {MOST_GROUPS} groups."
    return problems | ({"groups": groups} if groups else {})


def _group_problem(table: Table, columns: Columns, group: str) -> str:
    if group not in table.header or group in {columns.text, columns.question, columns.date}:
        return f"“{group}” cannot be a group as well."
    place = table.header.index(group)
    if len({row.cells[place] for row in table.rows}) > MOST_GROUP_VALUES:
        return (
            f"“{group}” has more than {MOST_GROUP_VALUES} different values, "
            "which could point at one person. Leave it out."
        )
    return ""
