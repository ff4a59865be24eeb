"""Reading the small parts of a definition, noting every mistake instead of stopping at one."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from surveys.conditions import COMBINATIONS, TESTS, Combined, Condition, Test
from surveys.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from surveys.marks import Marked, Path

KEY = re.compile(r"[a-z][a-z0-9_]{0,78}")


class Reader:
    """Reads parts of a definition and gathers the problems."""

    def __init__(self, marked: Marked) -> None:
        self._marked = marked
        self.problems: list[Problem] = []

    def add(self, code: str, path: Path, message: str, remedy: str, *, line: int = 0) -> None:
        """Note one problem."""
        where = " › ".join(str(p + 1 if isinstance(p, int) else p) for p in path) or "the survey"
        self.problems.append(
            Problem(code, where, line or self._marked.line(path), message, remedy)
        )

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
        """Return some words."""
        value = data.get(name, "")
        if not isinstance(value, str):
            value = None
        if value is None or (required and not value.strip()):
            self.add("words", (*path, name), f"“{name}” needs words.", "Write it in quotes.")
        return " ".join(value.split()) if value else ""

    def number(
        self, data: Mapping[str, Any], path: Path, name: str, default: float | None = None
    ) -> float | None:
        """Return a number."""
        value = data.get(name, default)
        if value is None or (isinstance(value, int | float) and not isinstance(value, bool)):
            return value
        self.add("number", (*path, name), f"“{name}” is not a number.", "Write a number.")
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
        self.add("choice", (*path, name), f"“{name}” is not known.", f"Use one of: {words}.")
        return default or allowed[0]

    def list_of(
        self, data: Mapping[str, Any], path: Path, name: str, *, required: bool = True
    ) -> list[Any]:
        """Return a list, which must not be empty where it is required."""
        value = data.get(name, [])
        if isinstance(value, list) and (value or not required):
            return value
        self.add("list", (*path, name), f"“{name}” is missing or empty.", "Write a list of them.")
        return []

    def condition(self, data: Any, path: Path, depth: int = 0) -> Condition | None:
        """Return a condition; None when there is none."""
        if data is None:
            return None
        if not self.is_mapping(data, path, "condition") or depth > 5:  # noqa: PLR2004
            return None
        combined = [name for name in COMBINATIONS if name in data]
        if combined:
            return self._combined(data, path, combined[0], depth)
        return self._test(data, path)

    def _combined(
        self, data: Mapping[str, Any], path: Path, how: str, depth: int
    ) -> Condition | None:
        self.only(data, path, {how})
        parts = [data[how]] if how == "not" else self.list_of(data, path, how)
        read = [
            self.condition(part, (*path, how) if how == "not" else (*path, how, number), depth + 1)
            for number, part in enumerate(parts)
        ]
        known = tuple(part for part in read if part is not None)
        return Combined(how, known) if known else None

    def _test(self, data: Mapping[str, Any], path: Path) -> Condition | None:
        self.only(data, path, {"question", *TESTS})
        names = [name for name in TESTS if name in data]
        question = data.get("question")
        if not isinstance(question, str) or len(names) != 1:
            self.add(
                "condition",
                path,
                "A condition needs one question and one test.",
                "Write it as {question: feels_safe, is: no}.",
            )
            return None
        value = data[names[0]]
        if not _fits(TESTS[names[0]], value):
            self.add("condition_value", path, f"“{names[0]}” can't test this.", _NEEDS[names[0]])
            return None
        return Test(question, names[0], tuple(value) if isinstance(value, list) else value)


_NEEDS = {
    "is": "Give it one value.",
    "is_not": "Give it one value.",
    "includes": "Give it one value.",
    "any_of": "Give it a list of values.",
    "at_least": "Give it a number.",
    "at_most": "Give it a number.",
    "answered": "Give it true or false.",
}


def _fits(needs: str, value: Any) -> bool:
    if needs == "list":
        return isinstance(value, list) and bool(value)
    if needs == "truth":
        return isinstance(value, bool)
    if needs == "number":
        return isinstance(value, int | float) and not isinstance(value, bool)
    return isinstance(value, str | int | float)
