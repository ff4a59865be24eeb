"""Every pair of a comment and a theme: what is known of it, column by column."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analysis.models.features import MOST_HITS, Nearness, closeness

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

MOST_HITS_IN_ALL = 4
# Of each column that `codebook_columns` makes, whether more of it can only speak for the theme.
CODEBOOK_RISES = (*(True,) * 18, False, False, False)


def codebook_columns(near: Nearness, passages: int) -> NDArray[np.float64]:
    """Return what the codebook says of every pair, `(n_texts, n_themes, 21)`.

    Keywords (in the best sentence, in all, the longest), words shared with definition and name,
    five likenesses and their sum, each with its rank among the comment's themes and its gap to
    the best; then how many themes have a keyword, how many sentences and how long they are.
    """
    best = [near.per_passage(one, passages) for one in (near.keywords, near.longest)]
    total = np.zeros_like(best[0])
    np.add.at(total, near.owner, near.keywords)
    shared = [near.per_passage(one, passages) for one in (near.definition, near.name)]
    like = [
        near.per_passage(one, passages)
        for one in (near.soft, near.like_definition, near.like_keywords, closeness(near))
    ]
    counts = np.bincount(near.owner, minlength=passages)[:, None]
    lengths = np.zeros((passages, 1))
    for owner, span in zip(near.owner, near.spans, strict=True):
        lengths[owner] += span.end - span.start
    shape = total.shape
    return np.stack(
        [
            np.minimum(total, MOST_HITS_IN_ALL),
            np.minimum(best[0], MOST_HITS),
            best[1],
            *shared,
            near.per_passage(near.like_name, passages),
            *(column for one in like for column in (one, rank(one), gap(one))),
            np.broadcast_to((total > 0).sum(axis=1, keepdims=True), shape),
            np.broadcast_to(np.log1p(counts), shape),
            np.broadcast_to(np.log1p(lengths), shape),
        ],
        axis=-1,
    )


def learned_columns(
    scores: NDArray[np.float64],
    votes: NDArray[np.float64],
    carried: NDArray[np.float64],
    others: Sequence[NDArray[np.float64]],
) -> NDArray[np.float64]:
    """Return what was learned of every pair, `(n_texts, n_themes, 5 + n_others)`.

    The score of the machine that sees everything, its rank among the comment's themes and its gap
    to the best one, the votes of the most alike comments, how common the theme is (its
    logarithm), and the scores of the machines that see one side each.
    """
    common = np.broadcast_to(np.log(carried), scores.shape)
    return np.stack([scores, rank(scores), gap(scores), votes, common, *others], axis=-1)


def rank(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return 1 for a comment's best theme, a half for its second, and so on."""
    order = np.argsort(np.argsort(-scores, axis=1, kind="stable"), axis=1, kind="stable")
    ranks: NDArray[np.float64] = 1 / (1 + order)
    return ranks


def gap(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how far each theme lies behind the comment's best, nought or less."""
    if not scores.shape[1]:
        return scores
    gaps: NDArray[np.float64] = scores - scores.max(axis=1, keepdims=True)
    return gaps
