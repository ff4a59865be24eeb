"""When something is shown: small conditions on earlier answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from surveys.given import is_number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from surveys.given import Given

# What each test needs beside it: a value, a list of values, a number, or true or false.
TESTS = {
    "is": "value",
    "is_not": "value",
    "any_of": "list",
    "includes": "value",
    "at_least": "number",
    "at_most": "number",
    "answered": "truth",
}
COMBINATIONS = ("all", "any", "not")


@dataclass(frozen=True)
class Test:
    """One test of one earlier answer.

    A question that was not answered passes only `is_not` and `answered: false`. “Not sure” and
    “rather not say” are answers: they pass `answered: true` and `is` with their own names, and
    never stand for a number.
    """

    __test__ = False  # it is no test case, whatever a test runner thinks of its name

    question: str
    test: str
    value: Any

    def holds(self, answers: Mapping[str, Given]) -> bool:
        """Return whether the earlier answers pass."""
        given = answers.get(self.question)
        if self.test == "answered":
            return (given is not None) == bool(self.value)
        value = None if given is None else given.special or given.value
        if self.test == "is":
            return _same(value, self.value)
        if self.test == "is_not":
            return not _same(value, self.value)
        if self.test == "any_of":
            return any(_same(value, one) for one in self.value)
        if self.test == "includes":
            return isinstance(value, list) and any(_same(one, self.value) for one in value)
        return self._compares(value)

    def questions(self) -> frozenset[str]:
        """Return the questions it looks at."""
        return frozenset({self.question})

    def as_data(self) -> dict[str, Any]:
        """Return it as plain data."""
        value = list(self.value) if isinstance(self.value, tuple) else self.value
        return {"question": self.question, self.test: value}

    def _compares(self, value: Any) -> bool:
        if not is_number(value):
            return False
        return bool(value >= self.value if self.test == "at_least" else value <= self.value)


@dataclass(frozen=True)
class Combined:
    """Several conditions together: all of them, any of them, or not the one."""

    how: str
    parts: tuple[Condition, ...]

    def holds(self, answers: Mapping[str, Given]) -> bool:
        """Return whether the earlier answers pass."""
        results = [part.holds(answers) for part in self.parts]
        if self.how == "not":
            return not results[0]
        return all(results) if self.how == "all" else any(results)

    def questions(self) -> frozenset[str]:
        """Return the questions it looks at."""
        return frozenset().union(*(part.questions() for part in self.parts))

    def as_data(self) -> dict[str, Any]:
        """Return it as plain data."""
        parts = [part.as_data() for part in self.parts]
        return {self.how: parts[0] if self.how == "not" else parts}


Condition = Test | Combined


def _same(value: Any, wanted: Any) -> bool:
    # Python says that 1 == True; a definition does not mean that.
    return value == wanted and isinstance(value, bool) == isinstance(wanted, bool)
