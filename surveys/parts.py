"""Reading the small parts of a definition, noting every mistake instead of stopping at one."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from surveys.errors import Problem
from surveys.given import is_number

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from surveys.marks import Marked, Path

KEY = re.compile(r"[a-z][a-z0-9_]{0,78}")


class Reader:
    """Reads parts of a definition, gathers the problems, and remembers where things stand."""

    def __init__(self, marked: Marked) -> None:
        self._marked = marked
        self._places: dict[int, Path] = {}
        self.problems: list[Problem] = []
        # Questions that could not be read, by key: who names them has made no mistake.
        self.unread: dict[str, Path] = {}

    def add(self, code: str, path: Path, message: str, remedy: str, *, line: int = 0) -> None:
        """Note one problem."""
        steps = (str(step + 1 if isinstance(step, int) else step) for step in path)
        where = " > ".join(steps) or "the survey"
        line = line or self._marked.line(path)
        self.problems.append(Problem(code, where, line, message, remedy))

    def stands(self, thing: object, path: Path) -> None:
        """Remember where a page, question or score stands."""
        self._places[id(thing)] = path

    def place(self, thing: object) -> Path:
        """Return where a page, question or score stands."""
        return self._places[id(thing)]

    def only(self, data: Mapping[Any, Any], path: Path, known: Collection[str]) -> None:
        """Note every name that means nothing here, with the nearest that does."""
        for name in data:
            if name not in known:
                near = get_close_matches(str(name), known, n=1)
                remedy = f"Did you mean “{near[0]}”?" if near else "Take it out."
                self.add("unknown_name", (*path, name), f"“{name}” means nothing here.", remedy)

    def is_mapping(self, data: Any, path: Path, what: str) -> bool:
        """Return whether something has names and values, noting when it has not."""
        if isinstance(data, dict):
            return True
        self.add("not_a_mapping", path, f"This {what} has no names.", "Write it as name: value.")
        return False

    def key(self, data: Mapping[str, Any], path: Path) -> str:
        """Return a key: small letters, numbers and underscores."""
        key = data.get("key")
        if isinstance(key, str) and KEY.fullmatch(key):
            return key
        self.add(
            "key",
            (*path, "key"),
            "The key is missing or has other signs in it.",
            "Use small letters, numbers and underscores, such as feels_safe.",
        )
        return ""

    def text(
        self, data: Mapping[str, Any], path: Path, name: str, *, required: bool = False
    ) -> str:
        """Return some words on one line."""
        value = data.get(name, "")
        if not isinstance(value, str):
            self.add("words", (*path, name), f"“{name}” needs words.", "Write it in quotes.")
            return ""
        if required and not value.strip():
            self.add("words", (*path, name), f"“{name}” is missing.", f"Add {name}: and words.")
        return " ".join(value.split())

    def paragraphs(self, data: Mapping[str, Any], path: Path, name: str) -> str:
        """Return some words, each paragraph on a line of its own."""
        value = data.get(name, "")
        if not isinstance(value, str):
            return self.text(data, path, name)
        lines = (" ".join(line.split()) for line in value.splitlines())
        return "\n".join(line for line in lines if line)

    def number(self, data: Mapping[Any, Any], path: Path, name: str) -> float | None:
        """Return a number; None when there is none."""
        value = data.get(name)
        if name not in data or is_number(value):
            return value
        self.add("number", (*path, name), f"“{name}” is not a number.", "Write a number.")
        return None

    def whole(
        self, data: Mapping[str, Any], path: Path, name: str, default: int, most: int
    ) -> int:
        """Return a whole number from 1 to `most`."""
        value = data.get(name, default)
        if type(value) is int and 1 <= value <= most:
            return value
        remedy = f"Write a whole number from 1 to {most}."
        self.add("number", (*path, name), f"“{name}” is not a number that fits.", remedy)
        return default

    def truth(self, data: Mapping[str, Any], path: Path, name: str) -> bool:
        """Return true or false."""
        value = data.get(name, False)
        if isinstance(value, bool):
            return value
        self.add("truth", (*path, name), f"“{name}” is not true or false.", "Write true or false.")
        return False

    def one_of(
        self,
        data: Mapping[str, Any],
        path: Path,
        name: str,
        allowed: Sequence[str],
        *,
        default: str | None = None,
    ) -> str:
        """Return one of a few words."""
        value = data.get(name, default)
        if value in allowed:
            return str(value)
        words = ", ".join(word for word in allowed if word)
        if value is None:
            self.add("choice", (*path, name), f"“{name}” is missing.", f"Use one of: {words}.")
            return allowed[0]
        near = get_close_matches(str(value), allowed, n=1)
        remedy = f"Did you mean {near[0]}? " if near else ""
        remedy += f"Use one of: {words}."
        self.add("choice", (*path, name), f"“{value}” is no {name} we know.", remedy)
        return default or allowed[0]

    def list_of(
        self, data: Mapping[str, Any], path: Path, name: str, *, required: bool = True
    ) -> list[Any]:
        """Return a list, which must not be empty where it is required."""
        value = data.get(name, [])
        if isinstance(value, list) and (value or not required):
            return value
        what = "missing or empty" if not value else "not a list"
        self.add("list", (*path, name), f"“{name}” is {what}.", "Write a list of them.")
        return []
