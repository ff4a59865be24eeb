"""What was collected for an export, as a file: a project, or a 0/1 matrix."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from analysis.exchange import codebooks_out, matrix, qdpx
from analysis.exchange.matrix import Line, Matrix
from analysis.exchange.shapes import Case, Coder, Mark, Project, Source, guid_of
from app.domain.errors import NotFound
from app.services.exchange import ORIGIN
from app.services.exchange_files import MIMETYPES, FileOut

if TYPE_CHECKING:
    import analysis
    from app.services.exchange_codings import Collected, Comment

KINDS = ("qdpx", "csv", "xlsx")
LONGEST_NAME = 120
PERSON = Coder(guid_of("coder", "person"), "Checked by a person")
MACHINE = Coder(guid_of("coder", "machine"), "Earshot's machine, checked by nobody")


def file_of(collected: Collected, kind: str) -> FileOut:
    """Return an export as a file: `qdpx`, or a matrix as `csv` or `xlsx`.

    Raises:
        NotFound: there is no such kind.
    """
    if kind not in KINDS:
        raise NotFound
    name = f"codings-{collected.export}.{kind}"
    if kind == "qdpx":
        return FileOut(name, MIMETYPES[kind], qdpx.write(project_of(collected)))
    made = matrix_of(collected)
    content = matrix.as_csv(made) if kind == "csv" else matrix.as_xlsx(made)
    return FileOut(name, MIMETYPES[kind], content)


def project_of(collected: Collected) -> Project:
    """Return an export as a project: a source a comment, a case a person."""
    mine = defaultdict(list)
    for comment in collected.comments:
        mine[comment.person].append(guid_of("comment", comment.key))
    return Project(
        name=f"Comments {collected.export}",
        codes=codebooks_out.codes_of(collected.codebook),
        sources=tuple(_source(comment) for comment in collected.comments),
        coders=(PERSON, MACHINE),
        cases=tuple(
            Case(guid_of("case", person), person, tuple(mine[person]), collected.groups[person])
            for person in sorted(mine)
        ),
        origin=ORIGIN,
    )


def matrix_of(collected: Collected) -> Matrix:
    """Return an export as a 0/1 matrix; a name that two themes share is followed by the key."""
    columns = column_names(collected.codebook)
    lines = []
    for comment in collected.comments:
        checked = {columns[one.theme_key] for one in comment.given if one.is_checked}
        every = {columns[one.theme_key] for one in comment.given}
        line = Line(
            key=comment.key,
            text=comment.words.text,
            themes=frozenset(every),
            machine=frozenset(every - checked),
            person=comment.person,
            survey=comment.survey,
            question=comment.question,
            groups=collected.groups[comment.person],
        )
        lines.append(line)
    return Matrix(tuple(columns.values()), tuple(lines))


def column_names(codebook: analysis.Codebook) -> dict[str, str]:
    """Return what each theme's column is called, by its key.

    A name that is taken is followed by the key; one that begins as the columns of groups do comes
    after it.
    """
    taken = Counter(theme.name.casefold() for theme in codebook.themes)
    taken.update(matrix.IDS | matrix.TEXTS | matrix.ABOUT)
    return {theme.key: _column(theme, taken) for theme in codebook.themes}


def _column(theme: analysis.Theme, taken: Counter[str]) -> str:
    if theme.name.startswith(matrix.GROUP):
        return f"({theme.key}) {theme.name}"
    is_alone = taken[theme.name.casefold()] == 1
    return theme.name if is_alone else f"{theme.name} ({theme.key})"


def _source(comment: Comment) -> Source:
    return Source(
        guid_of("comment", comment.key),
        f"{comment.key} {comment.question}"[:LONGEST_NAME],
        comment.words.text,
        tuple(
            Mark(
                guid_of("theme", one.theme_key),
                one.start,
                one.end,
                (PERSON if one.is_checked else MACHINE).guid,
            )
            for one in comment.given
        ),
    )
