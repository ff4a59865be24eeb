"""Codebooks: the agreed list of themes that words are read against."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

SHIPPED = Path(__file__).parent / "codebooks" / "childrens_services.yaml"
# The key of the theme for answers that say nothing. A person may give it; a machine sets such
# answers aside and counts them, and never gives it to words that say something.
SET_ASIDE = "T99"
FIELDS = {
    *("key", "name", "definition", "description", "parent"),
    *("keywords", "include", "exclude", "cohorts"),
}


class CodebookError(Exception):
    """A codebook cannot be used; `problems` names every mistake."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(problems))


@dataclass(frozen=True)
class Theme:
    """One meaning that words can have. No `cohorts` means that it concerns everybody."""

    key: str
    name: str
    definition: str
    keywords: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    parent: str | None = None
    cohorts: tuple[str, ...] = ()

    @property
    def says_something(self) -> bool:
        """Whether it has a word by which it could be found."""
        return any(
            sign.isalnum() for sign in "".join((self.name, self.definition, *self.keywords))
        )


@dataclass(frozen=True)
class Codebook:
    """The agreed list of themes, in one version."""

    name: str
    number: int
    themes: tuple[Theme, ...]

    def theme(self, key: str) -> Theme:
        """Return a theme.

        Raises:
            KeyError: there is none of that key.
        """
        return {theme.key: theme for theme in self.themes}[key]


def load(path: Path) -> Codebook:
    """Return the codebook of a YAML file.

    Raises:
        CodebookError: it has mistakes; all of them are named.
    """
    try:
        data = yaml.safe_load(path.read_text("utf-8"))
    except yaml.YAMLError as error:
        raise CodebookError([f"{path.name} is not YAML: {error}"]) from error
    return read(data)


def read(data: Any) -> Codebook:
    """Return the codebook of plain data.

    Raises:
        CodebookError: it has mistakes; all of them are named.
    """
    if not isinstance(data, dict) or not isinstance(data.get("themes"), list):
        raise CodebookError(["A codebook needs a title and a list of themes."])
    if not data["themes"]:
        raise CodebookError(["The codebook has no theme. Add one with a name and a definition."])
    problems: list[str] = []
    themes = [_theme(entry, number, problems) for number, entry in enumerate(data["themes"], 1)]
    keys = [theme.key for theme in themes]
    problems += [
        f"The key {key!r} is used twice." for key in sorted({k for k in keys if keys.count(k) > 1})
    ]
    problems += [
        f"{theme.name} has the parent {theme.parent!r}, which is no theme."
        for theme in themes
        if theme.parent and theme.parent not in keys
    ]
    number = _number(data, problems)
    if problems:
        raise CodebookError(problems)
    return Codebook(str(data.get("title", "Codebook")), number, tuple(themes))


@cache
def shipped() -> Codebook:
    """Return the codebook that comes with Earshot."""
    return load(SHIPPED)


def _theme(entry: Any, number: int, problems: list[str]) -> Theme:
    if not isinstance(entry, dict) or not entry.get("name"):
        problems.append(f"Theme {number} has no name.")
        return Theme(f"theme-{number}", "", "")
    problems += [
        f"{entry['name']}: “{name}” means nothing here." for name in entry.keys() - FIELDS
    ]
    definition = entry.get("definition") or entry.get("description") or ""
    if not definition:
        problems.append(f"{entry['name']} has no definition.")
    return Theme(
        key=str(entry.get("key") or entry["name"]),
        name=str(entry["name"]),
        definition=str(definition),
        keywords=_words(entry, "keywords", problems),
        include=_words(entry, "include", problems),
        exclude=_words(entry, "exclude", problems),
        parent=None if entry.get("parent") is None else str(entry["parent"]),
        cohorts=_words(entry, "cohorts", problems),
    )


def _number(data: dict[str, Any], problems: list[str]) -> int:
    number = data.get("number", 1)
    if type(number) is int:
        return number
    problems.append(f"The number of the codebook is {number!r}; write a whole number.")
    return 1


def _words(entry: dict[str, Any], name: str, problems: list[str]) -> tuple[str, ...]:
    given = entry.get(name) or ()
    if isinstance(given, list | tuple):
        return tuple(str(word) for word in given)
    problems.append(f"{entry['name']}: “{name}” must be a list.")
    return ()
