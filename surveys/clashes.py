"""Two people at one page: what each changed is merged, and only the same field needs a choice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from surveys import shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from surveys.questions import Given, Question

# The hidden field that names the questions a person was asked to choose about.
FIELD = "_clashed"
MINE, THEIRS = "mine", "theirs"


@dataclass(frozen=True)
class Settling:
    """Questions of a page by key: those to be left as they are kept, and those still to choose."""

    left: frozenset[str]
    open: tuple[str, ...]


def choice_name(key: str) -> str:
    """Return the name of the field in which somebody chooses between two answers."""
    return f"_keep-{key}"


def asked(form: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Return the questions, by key, about which a page asked whose words stay."""
    return tuple(key for sent in form.get(FIELD, ()) for key in sent.split())


def settle(
    questions: Sequence[Question], form: Mapping[str, Sequence[str]], answers: Mapping[str, Given]
) -> Settling:
    """Return what becomes of each question of a page that several people may have open.

    A question that is sent as it was shown is left, so whatever somebody else has kept stays.
    One that was changed here and, to something else, elsewhere is open until the person says
    whose words stay; saying “theirs” leaves it too.
    """
    left = set(shown.untouched(questions, form))
    in_question = asked(form)
    still_open = []
    for one in questions:
        choice = [*form.get(choice_name(one.key), ()), ""][0]
        if one.key in in_question and choice == THEIRS:
            left.add(one.key)
        elif one.key in left:
            continue
        elif shown.is_changed_elsewhere(one, form, answers.get(one.key)) or (
            one.key in in_question and choice != MINE
        ):
            still_open.append(one.key)
    return Settling(frozenset(left), tuple(still_open))
