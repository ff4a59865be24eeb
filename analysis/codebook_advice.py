"""Advice about a codebook: themes that may be one, and a theme that may be two."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from math import sqrt
from typing import TYPE_CHECKING

import numpy as np
from sklearn.cluster import KMeans
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from analysis.corpus import stems
from analysis.emergent import Proposal, apartness, distinctive, few_that_differ, vectors

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from analysis.codebook import Codebook, Theme
    from analysis.corpus import Passage
    from analysis.models.engine import Embedding

# A pair is named when its passages or its definitions say so clearly, or both say so a little.
# Of the pairs of themes of three codebooks that people keep apart, one in about 1,600 is as
# alike as this: two kinds of information. Themes worded twice in other words reach 0.68 to 0.86.
MOSTLY_TOGETHER, OFTEN_TOGETHER = 0.5, 0.25
NEARLY_ALIKE, RATHER_ALIKE = 0.8, 0.6
ENOUGH = 10  # passages of a theme, and of each half of one, that say something about it
# Of 21 themes of real comments 3 fell into halves as far apart as this; it is a prompt, no more.
APART = 0.09


@dataclass(frozen=True)
class Pair:
    """Two themes that may be one: the share of passages they have in common, and likeness.

    Both are 0 to 1. `kept` is the key of the theme with more passages, or the first of the two.
    """

    kept: str
    merged: str
    together: float
    alike: float


@dataclass(frozen=True)
class Halves:
    """A theme that may be two: the halves, the larger first, and how far apart they are."""

    first: Proposal
    second: Proposal
    apart: float


def near_duplicates(
    codebook: Codebook, codings: Mapping[str, frozenset[str]], embedding: Embedding | None
) -> tuple[Pair, ...]:
    """Return the pairs of themes that may be one, the likeliest first.

    `codings` holds the ids of each theme's passages by the theme's key. Passages in common are
    counted as a share of all that either has (Jaccard 1901) once both have 10. Definitions are
    alike by the cosine of their meanings, or of their words without an embedding (Ochiai 1957).
    Deterministic.
    """
    alike = _likeness(codebook.themes, embedding)
    found = []
    for (i, first), (j, second) in combinations(enumerate(codebook.themes), 2):
        ours, theirs = (codings.get(theme.key, frozenset()) for theme in (first, second))
        together = _together(ours, theirs)
        likeness = alike[i][j]
        if not _may_be_one(together, likeness):
            continue
        kept, merged = (first, second) if len(ours) >= len(theirs) else (second, first)
        found.append(Pair(kept.key, merged.key, together, likeness))
    return tuple(sorted(found, key=lambda pair: (-pair.together - pair.alike, pair.kept)))


def two_in_one(
    passages: Sequence[Passage], embedding: Embedding | None, *, seed: int = 0
) -> Halves | None:
    """Return the halves of a theme whose passages fall into two, or None when they do not.

    Two-means on principal components; the mean silhouette is at least 0.09 and each half has at
    least 10 passages. Deterministic, in any order of the passages.

    Source: Rousseeuw (1987), J. Comput. Appl. Math. 20, 53-65.
    """
    said = sorted(passages, key=lambda passage: passage.id)
    texts = [passage.text for passage in said]
    if len(said) < 2 * ENOUGH:
        return None
    places = vectors(texts, embedding, seed=seed)
    if len(np.unique(places.round(6), axis=0)) < 2:  # noqa: PLR2004
        return None
    with threadpool_limits(1):
        model = KMeans(2, n_init=10, random_state=seed).fit(places)
        apart = apartness(places, model.labels_)
    if apart < APART or min(np.bincount(model.labels_, minlength=2)) < ENOUGH:
        return None
    named = distinctive(texts, model.labels_)
    halves = []
    for label, centre in enumerate(model.cluster_centers_):
        away = np.linalg.norm(places - centre, axis=1).round(6)
        mine = np.flatnonzero(model.labels_ == label)
        rows = [int(row) for _, row in sorted(zip(away[mine], mine, strict=True))]
        shown = tuple(said[row].id for row in few_that_differ(rows, texts))
        halves.append(Proposal(named[label], tuple(said[row].id for row in rows), shown))
    first, second = sorted(halves, key=lambda one: (-len(one.passage_ids), one.words))
    return Halves(first, second, apart)


def _together(ours: frozenset[str], theirs: frozenset[str]) -> float:
    if min(len(ours), len(theirs)) < ENOUGH:
        return 0.0
    return len(ours & theirs) / len(ours | theirs)


def _may_be_one(together: float, alike: float) -> bool:
    return (
        together >= MOSTLY_TOGETHER
        or alike >= NEARLY_ALIKE
        or (together >= OFTEN_TOGETHER and alike >= RATHER_ALIKE)
    )


def _likeness(themes: Iterable[Theme], embedding: Embedding | None) -> list[list[float]]:
    texts = [f"{theme.name}. {theme.definition}" for theme in themes]
    if embedding is not None:
        vectors_of = embedding.embed(texts)
        rows: list[list[float]] = (vectors_of @ vectors_of.T).astype(float).tolist()
        return rows
    bags = [frozenset(stems(text)) for text in texts]
    return [[_cosine(a, b) for b in bags] for a in bags]


def _cosine(a: frozenset[str], b: frozenset[str]) -> float:
    return len(a & b) / sqrt(len(a) * len(b)) if a and b else 0.0
