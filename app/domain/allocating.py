"""Give cases to auditors: never to one with a conflict, evenly, and as many as targets allow."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from random import Random
from typing import TYPE_CHECKING

from app.domain.programme import ConflictWith

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


class Obstacle(StrEnum):
    """What keeps one auditor from one case."""

    OWN_CASE = "own_case"
    OWN_TEAM = "own_team"
    OWN_LINE = "own_line"
    DECLARED = "declared"
    TARGET_REACHED = "target_reached"


@dataclass(frozen=True)
class DrawnCase:
    """A case that needs an auditor: its key, its team, and whose case it is."""

    key: str
    team: str
    practitioner: str = ""


@dataclass(frozen=True)
class Auditor:
    """Somebody who may audit: where they work, whom they lead, and how many they can take.

    `load` is how many audits of the cycle they have, `target` the most they should have.
    """

    key: str
    target: int
    load: int = 0
    team: str = ""
    leads: frozenset[str] = frozenset()
    practitioner: str = ""
    conflicts: frozenset[tuple[ConflictWith, str]] = frozenset()


@dataclass(frozen=True)
class Left:
    """A case that nobody could be given, and how many auditors each obstacle keeps from it."""

    case: str
    obstacles: Mapping[Obstacle, int]


@dataclass(frozen=True)
class Allocation:
    """Who audits what, by the keys of cases, and the cases that nobody could be given."""

    given: Mapping[str, str]
    left: tuple[Left, ...]


def obstacle(auditor: Auditor, case: DrawnCase) -> Obstacle | None:
    """Return what keeps an auditor from a case, or None: the rule of conflicts (DOMAIN 1.1)."""
    if case.practitioner and auditor.practitioner == case.practitioner:
        return Obstacle.OWN_CASE
    if case.team == auditor.team:
        return Obstacle.OWN_TEAM
    if case.team in auditor.leads:
        return Obstacle.OWN_LINE
    declared = {
        (ConflictWith.CASE, case.key),
        (ConflictWith.PRACTITIONER, case.practitioner),
        (ConflictWith.TEAM, case.team),
    }
    return Obstacle.DECLARED if declared & auditor.conflicts else None


def allocate(cases: Iterable[DrawnCase], auditors: Sequence[Auditor], *, seed: int) -> Allocation:
    """Give each case to an auditor who is free of conflict and furthest below their target.

    Nobody goes over their target. As many cases as can be are given: where those who may audit
    a case are full, one of their cases moves to somebody else if that is possible. The same
    cases, auditors and seed give the same allocation, whatever their order.

    Source: augmenting paths, Berge (1957), Proceedings of the National Academy of Sciences 43,
    842-844: a matching is largest when no such path is left.
    """
    board = _Board(_in_chance_order(auditors, seed))
    waiting = sorted(cases, key=lambda case: case.key)
    waiting.sort(key=lambda case: len(board.free_for(case)))
    left = [case for case in waiting if not board.place(case, set())]
    return Allocation(dict(board.given), tuple(why_left(case, auditors) for case in left))


def why_left(case: DrawnCase, auditors: Iterable[Auditor]) -> Left:
    """Return what keeps each auditor from a case; who has no conflict has reached their target."""
    found = Counter(obstacle(one, case) or Obstacle.TARGET_REACHED for one in auditors)
    return Left(case.key, dict(found))


def _in_chance_order(auditors: Sequence[Auditor], seed: int) -> list[Auditor]:
    # Whoever comes first in a list must not always be asked first.
    ordered = sorted(auditors, key=lambda one: one.key)
    Random(seed).shuffle(ordered)
    return ordered


@dataclass
class _Board:
    """Who has been given what so far."""

    auditors: list[Auditor]
    given: dict[str, str] = field(default_factory=dict)
    _cases: dict[str, DrawnCase] = field(default_factory=dict)

    def free_for(self, case: DrawnCase) -> list[Auditor]:
        """Return the auditors without a conflict, the furthest below their target first."""
        free = [one for one in self.auditors if one.target and obstacle(one, case) is None]
        return sorted(free, key=lambda one: Fraction(self._load(one), one.target))

    def place(self, case: DrawnCase, tried: set[str]) -> bool:
        """Find an auditor for a case, moving other cases where that helps."""
        for auditor in self.free_for(case):
            if auditor.key in tried:
                continue
            tried.add(auditor.key)
            if self._load(auditor) < auditor.target or self._move_one(auditor, tried):
                self.given[case.key] = auditor.key
                self._cases[case.key] = case
                return True
        return False

    def _move_one(self, auditor: Auditor, tried: set[str]) -> bool:
        held = [key for key, holder in self.given.items() if holder == auditor.key]
        return any(self.place(self._cases[key], tried) for key in sorted(held))

    def _load(self, auditor: Auditor) -> int:
        return auditor.load + sum(holder == auditor.key for holder in self.given.values())
