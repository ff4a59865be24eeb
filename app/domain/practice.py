"""What audits lead to: how a worker replies, how people learn together, when a reminder is due."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

# So that there is a working week left to act in.
SOON = timedelta(days=7)
# Words of audits are shown together only when they are of as many audits, and of as many workers
# (DOMAIN 1.1: learning is never tied to a worker; counts of people under five are withheld).
FEWEST_BEHIND = 5


class Stance(StrEnum):
    """Whether the worker sees an audit as its auditor does."""

    AGREES = "agrees"
    DISPUTES = "disputes"


class SessionKind(StrEnum):
    """How people come together to learn."""

    LUNCH_AND_LEARN = "lunch_and_learn"
    SUPERVISION = "supervision"
    COACHING = "coaching"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The kind as people say it."""
        return SESSION_LABELS[self]


SESSION_LABELS = {
    SessionKind.LUNCH_AND_LEARN: "Lunch and learn",
    SessionKind.SUPERVISION: "Supervision",
    SessionKind.COACHING: "Coaching",
    SessionKind.OTHER: "Another way",
}


class Reminder(StrEnum):
    """Why the owner of an action is reminded; each once for one due day."""

    SOON = "soon"
    OVERDUE = "overdue"


def reminder(due_on: date, today: date) -> Reminder | None:
    """Return which reminder an open action calls for, or None while there is time.

    >>> from datetime import date
    >>> reminder(date(2026, 11, 20), date(2026, 11, 14)).value
    'soon'
    """
    if due_on < today:
        return Reminder.OVERDUE
    return Reminder.SOON if due_on - today <= SOON else None


def may_be_shown(workers: Iterable[str]) -> bool:
    """Return whether learning may be shown of some audits, given the worker behind each.

    There must be five audits, of five workers. Those whose worker is not known may all be one
    person's, so together they count as one.

    >>> may_be_shown(["a", "b", "c", "d", "", ""]), may_be_shown("aaaaaa")
    (True, False)
    """
    known = list(workers)
    return min(len(known), len(set(known))) >= FEWEST_BEHIND


def are_of_enough_workers(known: Iterable[tuple[str, str]]) -> bool:
    """Return whether five audits of five workers are among some, each known in two ways.

    The account and the reference of one worker must not count as two people, so five have to be
    known by the one or by the other. References are written in many ways (SW-014, “sw 014”), and
    those that meet with one account are one person's, however they are written.

    >>> are_of_enough_workers([("", one) for one in "abcde"])
    True
    >>> are_of_enough_workers([("dana", f"SW-{number}") for number in range(5)])
    False
    """
    kept = [(account, _tidied(ref)) for account, ref in known]
    people = _people(kept)
    return any(may_be_shown(people.get((way, one[way]), "") for one in kept) for way in (0, 1))


def _people(kept: Iterable[tuple[str, str]]) -> dict[tuple[int, str], str]:
    # By each way of knowing somebody, one name for them: accounts and references that stand on
    # one audit are joined, and so is whatever they are joined with already.
    people: dict[tuple[int, str], str] = {}
    for one in kept:
        ways = [(way, text) for way, text in enumerate(one) if text]
        met = {people[way] for way in ways if way in people}
        name = min(met, default="".join(map(str, ways[0])) if ways else "")
        people.update({way: name for way, person in people.items() if person in met})
        people.update(dict.fromkeys(ways, name))
    return people


def _tidied(ref: str) -> str:
    return "".join(letter for letter in ref.casefold() if letter.isalnum())
