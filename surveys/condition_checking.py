"""Proof that conditions look only backwards, and at answers that can be given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from surveys.conditions import Combined, Condition, Test
from surveys.questions.choice import OTHER, Chosen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from surveys.marks import Path
    from surveys.parts import Reader
    from surveys.questions import Question

LISTS = ("many_choices", "ranked_choice")


def check_condition(
    condition: Condition | None,
    path: Path,
    seen: Mapping[str, Question],
    everything: Mapping[str, Question],
    reader: Reader,
) -> None:
    """Note every test of a question that is not asked before, or of an answer it cannot have."""
    for test in _tests(condition):
        if test.question in seen:
            _check_test(test, seen[test.question], path, reader)
        elif test.question in everything:
            what = f"“{test.question}” is not asked before this, in the same part."
            reader.add("looks_forward", path, what, "Look only at questions that come before.")
        elif test.question not in reader.unread:
            what = f"There is no question “{test.question}”."
            reader.add("no_question", path, what, "Look only at questions that come before.")


def _tests(condition: Condition | None) -> tuple[Test, ...]:
    if isinstance(condition, Combined):
        return tuple(test for part in condition.parts for test in _tests(part))
    return () if condition is None else (condition,)


def _check_test(test: Test, question: Question, path: Path, reader: Reader) -> None:
    suits = _suits(test, question)
    if suits:
        reader.add("condition_test", path, f"“{test.test}” cannot test “{test.question}”.", suits)
        return
    if test.test in {"at_least", "at_most", "answered"} or not isinstance(question, Chosen):
        return
    known = {*(option.value for option in question.options), *question.may_say}
    if getattr(question, "other", False):
        known.add(OTHER)
    values: tuple[Any, ...] = test.value if isinstance(test.value, tuple) else (test.value,)
    for value in values:
        if value not in known:
            what = f"“{value}” is no answer to “{test.question}”."
            remedy = f"Use one of: {', '.join(str(one) for one in sorted(known, key=str))}."
            reader.add("no_such_answer", path, what, remedy)


def _suits(test: Test, question: Question) -> str:
    if test.test == "answered":
        return ""
    if question.kind in LISTS:
        return "" if test.test == "includes" else "Use includes or answered."
    if test.test == "includes":
        return "Use is, or any_of."
    is_numeric = question.is_scale or question.kind == "one_choice"
    if test.test in {"at_least", "at_most"} and not is_numeric:
        return "Compare only scales and numbers."
    if question.is_file or (question.is_free_text and not isinstance(question, Chosen)):
        return "Use answered: true or false."
    return ""
