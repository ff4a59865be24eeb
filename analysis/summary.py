"""Representative words: which few passages best stand for many."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.corpus import stems, words

if TYPE_CHECKING:
    from collections.abc import Sequence

SHORTEST, LONGEST = 6, 60


@dataclass(frozen=True)
class Candidate:
    """A passage that might be quoted, and how surely it carries the theme (0 to 1)."""

    id: str
    text: str
    score: float


def representative(candidates: Sequence[Candidate], *, most: int = 3) -> tuple[Candidate, ...]:
    """Return a few passages that say the most between them, the most typical first.

    Each next one is typical of all and unlike those chosen already. Passages too short to say
    something or too long to quote come last. Deterministic; ties go by id.

    Source: maximal marginal relevance, Carbonell and Goldstein (1998), SIGIR, 335-336.
    """
    bags = {one.id: frozenset(stems(one.text)) for one in candidates}
    worth = {one.id: _worth(one, bags) for one in candidates}
    left = sorted(candidates, key=lambda one: one.id)
    chosen: list[Candidate] = []
    while left and len(chosen) < most:
        best = max(left, key=lambda one: worth[one.id] - _repeated(one, chosen, bags))
        chosen.append(best)
        left.remove(best)
    return tuple(chosen)


def _worth(one: Candidate, bags: dict[str, frozenset[str]]) -> float:
    typical = sum(_alike(bags[one.id], other) for other in bags.values()) / len(bags)
    fits = SHORTEST <= len(words(one.text)) <= LONGEST
    return one.score + typical + fits


def _repeated(
    one: Candidate, chosen: Sequence[Candidate], bags: dict[str, frozenset[str]]
) -> float:
    return max((_alike(bags[one.id], bags[other.id]) for other in chosen), default=0.0)


def _alike(a: frozenset[str], b: frozenset[str]) -> float:
    return len(a & b) / len(a | b) if a | b else 0.0
