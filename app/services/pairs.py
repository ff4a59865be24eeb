"""Pairs as pages show them: which themes the same people raise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.together import OFTEN, SELDOM, together
from app.services.respondents import commenters
from app.services.theme_counts import raised_themes

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from analysis.together import Pair
    from app.services.scopes import Scope


@dataclass(frozen=True)
class PairLine:
    """Two themes by name, and what they have to do with one another."""

    first: str
    second: str
    pair: Pair

    @property
    def is_clear(self) -> bool:
        """Whether they come together more often, or less often, than by chance."""
        return self.pair.verdict in {OFTEN, SELDOM}


@dataclass(frozen=True)
class Pairs:
    """The pairs that may be shown, the clearest link first, and how many are withheld."""

    scope: Scope
    people: int | None
    lines: tuple[PairLine, ...]
    withheld: int


def pairs(session: Session, scope: Scope) -> Pairs:
    """Return which themes the same people raise in what a page is about."""
    wrote = commenters(session, scope.selection)
    raised = raised_themes(session, scope.selection)
    names = {one.key: one.name for one in raised}
    found = together({one.key: one.people for one in raised}, wrote)
    return Pairs(
        scope=scope,
        people=found.people,
        lines=tuple(PairLine(names[one.first], names[one.second], one) for one in found.pairs),
        withheld=found.withheld,
    )
