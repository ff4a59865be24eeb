"""Codebooks that people bring: the themes of codes, of tables and of YAML.

A theme of ours that left and came back keeps its key, its keywords and its examples, whatever
the other program made of them: it is known by its GUID, and failing that by its name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import yaml

from analysis.codebook import Codebook, Theme
from analysis.exchange.codebooks_out import COLUMNS, LISTS, read_description
from analysis.exchange.errors import ExchangeError
from analysis.exchange.shapes import Code, guid_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

# How other programs call the columns of a codebook.
ALIASES = {
    "name": ("name", "theme", "tag", "code", "code name", "title"),
    "definition": ("definition", "description", "comment", "memo"),
}
LONGEST_YAML = 1_000_000
LONGEST_KEY, LONGEST_NAME, LONGEST_DEFINITION = 48, 160, 5_000
NOTHING = {"", "~", "null"}


# A theme before it has a key of its own: its columns, some of them lists.
Entry = dict[str, Any]


@dataclass(frozen=True)
class Note:
    """Something that a person should know about a codebook they bring; `name` is the theme's."""

    code: str  # folder, cut, twice
    name: str


@dataclass(frozen=True)
class Brought:
    """The themes of a file. One without a definition waits for a person to write it."""

    themes: tuple[Theme, ...]
    notes: tuple[Note, ...] = ()


def of_codes(codes: Iterable[Code], known: Codebook) -> Brought:
    """Return the themes of codes. Folders are no themes: what is in them comes without them.

    Raises:
        ExchangeError: `no_themes`.
    """
    codes = tuple(codes)
    folders = {code.guid for code in codes if not code.is_codable}
    by_guid = {guid_of("theme", theme.key): theme for theme in known.themes}
    taken: dict[UUID, Theme] = {}
    builder = _Builder(known)
    for code in codes:
        if code.guid in folders:
            builder.note("folder", code.name)
            continue
        parent = taken.get(code.parent) if code.parent else None
        given = {"name": code.name, "parent": parent.key if parent else ""}
        given |= read_description(code.description)
        taken[code.guid] = builder.add(given, by_guid.get(code.guid))
    return builder.brought()


def of_table(header: Sequence[str], rows: Sequence[Sequence[str]], known: Codebook) -> Brought:
    """Return the themes of a table with a column of names, as a spreadsheet or Taguette has it.

    Raises:
        ExchangeError: `no_names` without a column of names, or `no_themes`.
    """
    places = {name.strip().casefold(): place for place, name in enumerate(header)}
    for column, names in ALIASES.items():
        found = next((places[name] for name in names if name in places), None)
        places |= {} if found is None else {column: found}
    if "name" not in places:
        raise ExchangeError("no_names")
    return of_entries(
        [{name: row[places[name]] for name in COLUMNS if name in places} for row in rows], known
    )


def entries_of_yaml(content: bytes) -> list[Entry]:
    """Return the themes of a YAML file as plain entries; everything is read as text.

    Raises:
        ExchangeError: `too_large`, `broken` or `wrong_kind`.
    """
    if len(content) > LONGEST_YAML:
        raise ExchangeError("too_large", "document")
    try:
        # This loader knows texts, lists and mappings only, so no tag can build anything.
        data = yaml.load(content, Loader=yaml.BaseLoader)  # noqa: S506
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        raise ExchangeError("broken", "document") from error
    if not isinstance(data, dict) or not isinstance(data.get("themes"), list):
        raise ExchangeError("wrong_kind", "no themes")
    return [_plain(one) for one in data["themes"] if isinstance(one, dict)]


def of_entries(entries: Iterable[Entry], known: Codebook) -> Brought:
    """Return the themes of entries that have a name.

    Raises:
        ExchangeError: `no_themes`.
    """
    builder = _Builder(known)
    for entry in entries:
        if _line(entry.get("name")):
            builder.add({"definition": entry.get("description"), **entry})
    return builder.brought()


class _Builder:
    """Collects themes with keys of their own, and what there is to say about them."""

    def __init__(self, known: Codebook) -> None:
        self._by_name = {theme.name.casefold(): theme for theme in known.themes}
        self._by_key = {theme.key: theme for theme in known.themes}
        self._themes: dict[str, Theme] = {}
        self._notes: list[Note] = []

    def note(self, code: str, name: str) -> None:
        self._notes.append(Note(code, name[:LONGEST_NAME]))

    def add(self, given: dict[str, Any], old: Theme | None = None) -> Theme:
        name = _line(given.get("name"))
        if len(name) > LONGEST_NAME:
            self.note("cut", name)
            name = name[: LONGEST_NAME - 1] + "…"
        old = (
            old or self._by_name.get(name.casefold()) or self._by_key.get(_line(given.get("key")))
        )
        if old is not None and old.key in self._themes:
            self.note("twice", name)
            old = None
        definition = _text(given.get("definition"))[:LONGEST_DEFINITION]
        theme = Theme(
            key=old.key if old else self._new_key(_line(given.get("key")) or name),
            name=name or "Theme without a name",
            definition=definition or (old.definition if old else ""),
            parent=_line(given.get("parent")) or None,
            **{
                field: _items(given[field], getattr(old, field, ()))
                if field in given
                else getattr(old, field, ())
                for field in LISTS
            },
        )
        self._themes[theme.key] = theme
        return theme

    def brought(self) -> Brought:
        if not self._themes:
            raise ExchangeError("no_themes")
        names = {theme.name: theme.key for theme in self._themes.values()}
        return Brought(
            tuple(
                replace(theme, parent=self._parent(theme, names))
                for theme in self._themes.values()
            ),
            tuple(self._notes),
        )

    def _parent(self, theme: Theme, names: dict[str, str]) -> str | None:
        parent = theme.parent or ""
        key = parent if parent in self._themes else names.get(parent)
        return None if key == theme.key else key

    def _new_key(self, name: str) -> str:
        slug = re.sub(r"[^a-z0-9]+", "_", name.casefold()).strip("_")[:LONGEST_KEY] or "theme"
        is_ours = name if name == slug or re.fullmatch(r"[A-Z]\d{1,4}", name) else slug
        key, number = is_ours, 2
        while key in self._themes or key in self._by_key:
            key, number = f"{is_ours}_{number}", number + 1
        return key


def _plain(entry: dict[Any, Any]) -> Entry:
    found: Entry = {}
    for name in (*COLUMNS, "description"):
        value = entry.get(name)
        if isinstance(value, list):
            # Lists in lists could be the same list a million times over.
            found[name] = [one for one in value if isinstance(one, str)]
        elif isinstance(value, str):
            found[name] = value
    return found


def _line(given: object) -> str:
    text = " ".join(given.split()) if isinstance(given, str) else ""
    return "" if text in NOTHING else text


def _text(given: object) -> str:
    text = given.strip() if isinstance(given, str) else ""
    return "" if text in NOTHING else text


def _items(given: object, old: tuple[str, ...] = ()) -> tuple[str, ...]:
    if old and given == "\n".join(old):
        return old  # as it left: a semicolon inside an item parts nothing
    if isinstance(given, str):
        given = given.split("\n" if "\n" in given else ";")
    if not isinstance(given, list):
        return ()
    return tuple(filter(None, (_line(one) for one in given)))
