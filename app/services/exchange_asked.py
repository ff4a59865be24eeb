"""What a file of codings asks for: each source with the themes that its marks name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.exchange import wording
from analysis.exchange.matrix import Matrix
from analysis.exchange.shapes import guid_of
from app.services.exchange_out import MACHINE, column_names

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from uuid import UUID

    import analysis
    from analysis.exchange.shapes import Project, Source

UNNAMED = "a code that is not in the file's codebook"


@dataclass(frozen=True)
class Wish:
    """One theme on one stretch of a source; no key when we have no such theme."""

    name: str
    theme_key: str | None
    start: int
    end: int
    is_machine: bool


@dataclass(frozen=True)
class Asked:
    """One source of a file: its name, its words, and the themes it should get."""

    name: str
    text: str
    wishes: tuple[Wish, ...]


def asked_by(content: Project | Matrix, codebook: analysis.Codebook) -> tuple[Asked, ...]:
    """Return what a file asks for, in its order; themes are known by GUID, name or key."""
    if isinstance(content, Matrix):
        return tuple(_lines(content, codebook))
    machines = {one.guid for one in content.coders if one.name == MACHINE.name} | {MACHINE.guid}
    names = {code.guid: code.name for code in content.codes}
    keys = _keys_of_codes(names, codebook)
    return tuple(_source(source, names, keys, machines) for source in content.sources)


def _source(
    source: Source,
    names: Mapping[UUID, str],
    keys: Mapping[UUID, str | None],
    machines: set[UUID],
) -> Asked:
    wishes = (
        Wish(
            names.get(mark.code, UNNAMED),
            keys.get(mark.code),
            mark.start,
            mark.end,
            mark.coder in machines,
        )
        for mark in source.marks
    )
    return Asked(source.name, source.text, tuple(wishes))


def _lines(content: Matrix, codebook: analysis.Codebook) -> Iterator[Asked]:
    keys = _by_name(codebook)
    for number, line in enumerate(content.lines, 2):
        wishes = (
            Wish(name, keys.get(wording.normal(name)), 0, len(line.text), name in line.machine)
            for name in content.themes
            if name in line.themes
        )
        yield Asked(line.key or f"row {number}", line.text, tuple(wishes))


def _keys_of_codes(
    names: Mapping[UUID, str], codebook: analysis.Codebook
) -> dict[UUID, str | None]:
    ours = {guid_of("theme", theme.key): theme.key for theme in codebook.themes}
    by_name = _by_name(codebook)
    return {
        guid: ours.get(guid) or by_name.get(wording.normal(name)) for guid, name in names.items()
    }


def _by_name(codebook: analysis.Codebook) -> dict[str, str]:
    found = {wording.normal(theme.key): theme.key for theme in codebook.themes}
    found |= {wording.normal(name): key for key, name in column_names(codebook).items()}
    # The first theme of a name keeps it.
    return found | {wording.normal(theme.name): theme.key for theme in reversed(codebook.themes)}
