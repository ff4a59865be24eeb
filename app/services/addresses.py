"""A file of addresses read into a list: each once, and every bad row named."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from app.domain.errors import Invalid

if TYPE_CHECKING:
    from app.tabular import Table

# No space, no comma and no line end, so that nobody can slip a second address in.
ADDRESS = re.compile(r"[^@\s,;:<>\"()\[\]\\]+@[^@\s,;:<>\"()\[\]\\.]+(\.[^@\s,;:<>\"()\[\]\\.]+)+")
LONGEST = 254
MOST_NAMED = 5


def addresses_of(table: Table) -> tuple[str, ...]:
    """Return the e-mail addresses of a file in its order, each once.

    They stand in the first column whose name has “mail” in it.

    Raises:
        Invalid: there is no such column, no address in it, or a row that is none; `fields` says
            what to do, and names rows as a spreadsheet counts them.
    """
    place = next((at for at, name in enumerate(table.header) if "mail" in name.lower()), None)
    if place is None:
        raise _refused("Name the column of addresses “email” in the first row of the file.")
    cells = [
        (row.number, row.cells[place].strip() if place < len(row.cells) else "")
        for row in table.rows
    ]
    filled = [(number, cell) for number, cell in cells if cell]
    wrong = [number for number, cell in filled if not is_address(cell)]
    if wrong:
        named = ", ".join(map(str, wrong[:MOST_NAMED]))
        more = f" and {len(wrong) - MOST_NAMED} more" if len(wrong) > MOST_NAMED else ""
        raise _refused(
            f"These rows hold no e-mail address: {named}{more}. Put them right and try again."
        )
    if not filled:
        raise _refused("There is no address in the file.")
    once: dict[str, str] = {}
    for _, cell in filled:
        once.setdefault(cell.casefold(), cell)
    return tuple(once.values())


def is_address(text: str) -> bool:
    """Return whether a text looks like one e-mail address and nothing else."""
    return len(text) <= LONGEST and ADDRESS.fullmatch(text) is not None


def _refused(problem: str) -> Invalid:
    return Invalid("addresses", fields={"file": problem})
