"""The groups that people are in, as far as they may leave: nobody is one of fewer than five.

Source: L. Sweeney, “k-anonymity: a model for protecting privacy” (2002), with k of five, as
everywhere in Earshot (`analysis.disclosure`).
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from analysis.disclosure import THRESHOLD

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Values = tuple[tuple[str, str], ...]


def safe(people: Mapping[str, Mapping[str, str]]) -> dict[str, Values]:
    """Return for each person the groups that may leave with their words.

    Whoever has one combination of values is one of at least five who have it; whoever has none
    is so too. A group is left out altogether when more people would lose all by it than keep it.
    Deterministic.

    >>> many = {str(n): {"Area": "North", "Name": str(n)} for n in range(6)}
    >>> safe(many)["0"]
    (('Area', 'North'),)
    """
    titles = {title for groups in people.values() for title in groups}
    spread = {title: len({one.get(title) for one in people.values()}) for title in titles}
    chosen: list[str] = []
    kept = _kept(people, chosen)
    for title in sorted(titles, key=lambda title: (spread[title], title)):
        wider = _kept(people, [*chosen, title])
        if 2 * sum(map(bool, wider.values())) >= max(1, sum(map(bool, kept.values()))):
            chosen.append(title)
            kept = wider
    return kept


def _kept(people: Mapping[str, Mapping[str, str]], titles: Sequence[str]) -> dict[str, Values]:
    held: dict[str, Values] = {
        person: tuple((title, groups[title]) for title in sorted(titles) if groups.get(title))
        for person, groups in people.items()
    }
    sizes = Counter(held.values())
    shown = {values for values, size in sizes.items() if values and size >= THRESHOLD}
    while shown and 0 < sum(s for v, s in sizes.items() if v not in shown) < THRESHOLD:
        shown.remove(min(shown, key=lambda values: (sizes[values], values)))
    return {person: values if values in shown else () for person, values in held.items()}
