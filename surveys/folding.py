"""Where a voice has fewer choices: how a stored answer is shown, and when it stays as it is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from surveys.questions.choice import Chosen

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from surveys.given import Given
    from surveys.questions import Question


def folded(question: Question, given: Given) -> Given:
    """Return a stored answer as a question with fewer choices shows it.

    A value that an option stands for becomes the value of that option; a list loses doubles.
    """
    stands_for = _stands_for(question)
    if isinstance(given.value, list):
        shown = dict.fromkeys(stands_for.get(one, one) for one in given.value)
        return replace(given, value=list(shown))
    value = _one(stands_for, given.value)
    return given if value is given.value else replace(given, value=value)


def unfolded(question: Question, given: Given | None, stored: Given | None) -> Given | None:
    """Return what to keep of what was given: stored values that it only shows in fewer choices.

    So that looking at a page in a coarser voice, and sending it, never makes an answer coarser.
    """
    stands_for = _stands_for(question)
    if given is None or stored is None or not stands_for:
        return given
    if isinstance(given.value, list):
        old = stored.value if isinstance(stored.value, list) else []
        kept = ([v for v in old if _one(stands_for, v) == one] or [one] for one in given.value)
        return replace(given, value=[value for values in kept for value in values])
    is_same = _one(stands_for, stored.value) == given.value
    return replace(given, value=stored.value) if is_same else given


def _stands_for(question: Question) -> Mapping[Any, Any]:
    if not isinstance(question, Chosen):
        return {}
    return {other: option.value for option in question.options for other in option.also}


def _one(stands_for: Mapping[Any, Any], value: Any) -> Any:
    return value if isinstance(value, dict | list) else stands_for.get(value, value)


def carried(
    before: Question, after: Question, sent: Sequence[str], stored: Given | None
) -> list[str]:
    """Return choices that one voice sent as another voice sends them.

    What `before` only showed in fewer choices comes back as it was `stored`, and `after` shows it
    in its own.
    """
    coarse, shown = _stands_for(before), _stands_for(after)
    held = stored.value if stored and isinstance(stored.value, list) else [stored and stored.value]
    found = (
        [str(_one(shown, value)) for value in held if str(_one(coarse, value)) == one] or [one]
        for one in sent
    )
    folded_names = {str(value): str(other) for value, other in shown.items()}
    return list(dict.fromkeys(folded_names.get(one, one) for some in found for one in some))
