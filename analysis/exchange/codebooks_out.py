"""Codebooks that leave: as codes for other programs, as a table and as YAML."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

from analysis.exchange.shapes import Code, guid_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from analysis.codebook import Codebook, Theme

COLUMNS = ("key", "name", "definition", "parent", "keywords", "include", "exclude")
LISTS = ("keywords", "include", "exclude")
SECTIONS = {"Keywords:": "keywords", "Include:": "include", "Exclude:": "exclude"}
BULLET = "- "


def codes_of(codebook: Codebook) -> tuple[Code, ...]:
    """Return the codes of a codebook in the order of its tree."""
    keys = {theme.key for theme in codebook.themes}
    found = tuple(_tree(codebook.themes, None, keys))
    # Themes that are each other's parents hang from no top; they are kept without a parent.
    there = {code.guid for code in found}
    lost = (theme for theme in codebook.themes if guid_of("theme", theme.key) not in there)
    return found + tuple(_code(theme, None) for theme in lost)


def rows_of(codebook: Codebook) -> Iterator[list[str]]:
    """Yield the header and the rows of a codebook as a table."""
    yield list(COLUMNS)
    for theme in codebook.themes:
        lists = ("\n".join(getattr(theme, name)) for name in LISTS)
        yield [theme.key, theme.name, theme.definition, theme.parent or "", *lists]


def as_yaml(codebook: Codebook) -> bytes:
    """Return a codebook as YAML, as `analysis.codebook` reads it."""
    themes = [_entry(theme) for theme in codebook.themes]
    data = {"title": codebook.name, "number": codebook.number, "themes": themes}
    text: str = yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=99)
    return text.encode("utf-8", errors="replace")


def description_of(theme: Theme) -> str:
    """Return everything about a theme that other programs keep in one field."""
    parts = [theme.definition]
    for title, name in SECTIONS.items():
        items = getattr(theme, name)
        if items:
            parts.append("\n".join([title, *(BULLET + " ".join(one.split()) for one in items)]))
    return "\n\n".join(parts)


def read_description(text: str) -> dict[str, Any]:
    """Return the definition, and the lists that `description_of` put under it."""
    found: dict[str, Any] = {}
    definition: list[str] = []
    section = ""
    for line in text.splitlines():
        if line.strip() in SECTIONS:
            section = SECTIONS[line.strip()]
            found[section] = []
        elif section and line.startswith(BULLET):
            found[section].append(line.removeprefix(BULLET).strip())
        elif line.strip() or not section:
            section = ""
            definition.append(line)
    return found | {"definition": "\n".join(definition).strip()}


def _tree(themes: Sequence[Theme], parent: str | None, keys: set[str]) -> Iterator[Code]:
    for theme in themes:
        mine = theme.parent if theme.parent in keys else None
        if mine == parent:
            yield _code(theme, parent)
            yield from _tree(themes, theme.key, keys)


def _code(theme: Theme, parent: str | None) -> Code:
    above = guid_of("theme", parent) if parent else None
    return Code(guid_of("theme", theme.key), theme.name, description_of(theme), parent=above)


def _entry(theme: Theme) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "key": theme.key,
        "name": theme.name,
        "definition": theme.definition,
    }
    entry |= {"parent": theme.parent} if theme.parent else {}
    return entry | {name: list(getattr(theme, name)) for name in LISTS if getattr(theme, name)}
