"""Files to bring in or take out: opened in a child process with limits, and named for people."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from analysis.exchange import ExchangeError, Project, codebooks, matrix, reading, tables
from app import child, tabular
from app.domain.errors import Invalid

if TYPE_CHECKING:
    import analysis
    from analysis.exchange.codebooks import Brought
    from analysis.exchange.matrix import Matrix

WALL_SECONDS = 60
TABLES = {".csv", ".tsv", ".txt", ".xlsx"}
KINDS = {".qdc": "qdc", ".qdpx": "qdpx", ".yaml": "yaml", ".yml": "yaml"}
KEPT = "Nothing was taken from it, and nothing here has changed."
SAYS = {
    "broken": f"We could not open this file: it is damaged, cut off or locked. {KEPT} "
    "Export it again from the program it came from, and bring the new copy.",
    "unsafe": f"This file holds something that can do harm and that no codebook needs. {KEPT} "
    "Export it again from the program it came from, and bring the new copy.",
    "too_large": f"There is more in this file than we can take at once. {KEPT} "
    "Export fewer texts, or fewer themes, and bring it in parts.",
    "wrong_kind": f"This is not the kind of file that can be brought in here. {KEPT} "
    "Check that you chose the right file.",
    "no_names": f"This table has no column of names. {KEPT} "
    "Give it one theme a row, with the columns “name” and “definition”.",
    "no_codings": f"A .qdc file holds a codebook and no codings. {KEPT} "
    "Bring it in as a codebook, or export the whole project (.qdpx) and bring that.",
    "no_themes": f"There is no theme in this file. {KEPT} "
    "Export the codebook (or the whole project) with its codes, and bring that.",
    "no_sources": f"There are no comments in this file. {KEPT} "
    "A table needs one comment a row, with a column “comment” or “id”.",
}


@dataclass(frozen=True)
class FileOut:
    """A file that leaves: its name, what kind it is, and its bytes."""

    name: str
    mimetype: str
    content: bytes


MIMETYPES = {
    "qdc": "application/xml",
    "qdpx": "application/zip",
    "yaml": "application/yaml",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def open_codebook(content: bytes, file_name: str, known: analysis.Codebook) -> Brought:
    """Return the themes of a codebook file: REFI-QDA, YAML, or a table with one theme a row.

    Raises:
        Invalid: `fields["file"]` says what happened, what was kept and what to do.
    """
    ending = _ending(file_name)
    try:
        if ending in TABLES:
            return codebooks.of_table(*_plain(*_table(content)), known)
        data = _child(ending, content)
        if "entries" in data:
            return codebooks.of_entries(data["entries"], known)
        return codebooks.of_codes(Project.from_data(data["project"]).codes, known)
    except ExchangeError as error:
        raise _invalid(error.code) from error


def open_codings(content: bytes, file_name: str) -> Project | Matrix:
    """Return what a file of codings holds: a REFI-QDA project, or a 0/1 matrix.

    Raises:
        Invalid: `fields["file"]` says what happened, what was kept and what to do.
    """
    ending = _ending(file_name)
    try:
        return matrix.read(*_table(content)) if ending in TABLES else _project(ending, content)
    except ExchangeError as error:
        raise _invalid(error.code) from error


def _ending(file_name: str) -> str:
    return PurePath(file_name).suffix.lower()


def _table(content: bytes) -> tuple[list[str], list[list[str]]]:
    try:
        table = tabular.read(content)
    except Invalid as error:
        raise ExchangeError("broken") from error
    if any(row.runs_over for row in table.rows):
        # The marks of such a row would stand under other themes than their own.
        raise ExchangeError("broken")
    return list(table.header), [list(row.cells) for row in table.rows]


def _plain(header: list[str], rows: list[list[str]]) -> tuple[list[str], list[list[str]]]:
    return [*map(tables.plain, header)], [[*map(tables.plain, row)] for row in rows]


def _child(ending: str, content: bytes) -> dict[str, Any]:
    if ending not in KINDS:
        raise ExchangeError("wrong_kind")
    try:
        found = child.output_of(
            reading.__name__, KINDS[ending], content=content, seconds=WALL_SECONDS
        )
    except Invalid as error:
        raise ExchangeError("broken") from error
    data: dict[str, Any] = json.loads(found)
    if "error" in data:
        raise ExchangeError(data["error"])
    return data


def _project(ending: str, content: bytes) -> Project:
    if ending != ".qdpx":
        raise ExchangeError("no_codings" if ending == ".qdc" else "wrong_kind")
    project = Project.from_data(_child(ending, content)["project"])
    if not project.codes:
        raise ExchangeError("no_themes")
    if not project.sources:
        raise ExchangeError("no_sources")
    return project


def _invalid(code: str) -> Invalid:
    return Invalid(f"exchange_{code}", fields={"file": SAYS[code]})
