"""Codings as a 0/1 matrix: one comment a row, one theme a column.

Besides the marks there is an id that only we can trace, and which marks nobody has checked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.exchange import tables
from analysis.exchange.errors import ExchangeError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

FIXED = ("id", "person", "survey", "question", "comment")
MACHINE = "only the machine"
GROUP = "group: "
APART = "; "
# How other programs and people call the columns.
IDS = frozenset({"id", "comment id", "earshot id", "name", "document", "source"})
TEXTS = frozenset({"comment", "comments", "text", "answer", "response", "feedback", "quote"})
ABOUT = frozenset({"person", "survey", "question", MACHINE})
YES = frozenset({"1", "x", "yes", "true", "1.0"})
NO = frozenset({"", "0", "no", "false", "0.0"})


@dataclass(frozen=True)
class Line:
    """One comment: who said it by a name that says nothing, and the themes that it was given.

    `machine` are those of its themes that only a machine proposed.
    """

    key: str
    text: str
    themes: frozenset[str] = frozenset()
    machine: frozenset[str] = frozenset()
    person: str = ""
    survey: str = ""
    question: str = ""
    groups: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Matrix:
    """Every comment, and the themes in the order of their columns."""

    themes: tuple[str, ...]
    lines: tuple[Line, ...]


def rows_of(matrix: Matrix) -> Iterator[list[str | int]]:
    """Yield the header and the rows of a matrix.

    Raises:
        ExchangeError: `no_themes`.
    """
    if not matrix.themes:
        raise ExchangeError("no_themes")
    titles = sorted({title for line in matrix.lines for title, _ in line.groups})
    yield [*FIXED, *(GROUP + title for title in titles), *matrix.themes, MACHINE]
    for line in matrix.lines:
        groups = dict(line.groups)
        yield [
            *(line.key, line.person, line.survey, line.question, line.text),
            *(groups.get(title, "") for title in titles),
            *(int(theme in line.themes) for theme in matrix.themes),
            APART.join(sorted(line.machine)),
        ]


def as_csv(matrix: Matrix) -> bytes:
    """Return a matrix as CSV.

    Raises:
        ExchangeError: `no_themes`.
    """
    return tables.as_csv(rows_of(matrix))


def as_xlsx(matrix: Matrix) -> bytes:
    """Return a matrix as a workbook.

    Raises:
        ExchangeError: `no_themes`.
    """
    return tables.as_xlsx(rows_of(matrix), "Codings")


def read(header: Sequence[str], rows: Sequence[Sequence[str]]) -> Matrix:
    """Return the matrix of a table; a column of noughts and ones is a theme.

    Columns that are neither that nor known by their name are left out.

    Raises:
        ExchangeError: `no_sources` without a column of words or ids, or `no_themes`.
    """
    names = [tables.plain(name) for name in header]
    places = {name.strip().casefold(): place for place, name in reversed(list(enumerate(names)))}
    id_at, text_at = _first(places, IDS), _first(places, TEXTS)
    if (id_at is None and text_at is None) or not rows:
        raise ExchangeError("no_sources")
    taken = {id_at, text_at} | {places.get(name) for name in ABOUT}
    marks = {
        place: name
        for place, name in enumerate(names)
        if place not in taken and not name.startswith(GROUP) and _is_theme(rows, place)
    }
    if not marks:
        raise ExchangeError("no_themes")
    return Matrix(tuple(marks.values()), tuple(_line(row, names, places, marks) for row in rows))


def _line(
    row: Sequence[str], names: Sequence[str], places: dict[str, int], marks: dict[int, str]
) -> Line:
    return Line(
        key=_cell(row, _first(places, IDS)),
        text=_cell(row, _first(places, TEXTS)),
        themes=frozenset(name for place, name in marks.items() if _is_yes(row[place])),
        machine=_listed(_cell(row, places.get(MACHINE)), marks.values()),
        person=_cell(row, places.get("person")),
        survey=_cell(row, places.get("survey")),
        question=_cell(row, places.get("question")),
        groups=tuple(
            (name.removeprefix(GROUP), _cell(row, place))
            for place, name in enumerate(names)
            if name.startswith(GROUP) and row[place]
        ),
    )


def _listed(cell: str, names: Iterable[str]) -> frozenset[str]:
    # A name may hold what stands between names, so the names are looked for, the longest first.
    left, found = f"{APART}{cell}{APART}", set()
    for name in sorted(names, key=lambda name: (-len(name), name)):
        whole = f"{APART}{name}{APART}"
        if whole in left:
            found.add(name)
            left = left.replace(whole, APART)
    return frozenset(found)


def _first(places: dict[str, int], names: frozenset[str]) -> int | None:
    return min((place for name, place in places.items() if name in names), default=None)


def _cell(row: Sequence[str], place: int | None) -> str:
    return "" if place is None else tables.plain(row[place])


def _is_theme(rows: Sequence[Sequence[str]], place: int) -> bool:
    return all(row[place].strip().casefold() in YES | NO for row in rows)


def _is_yes(cell: str) -> bool:
    return cell.strip().casefold() in YES
