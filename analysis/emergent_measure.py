"""How well emergent themes agree with people's labels, and which hidden themes they find."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.metrics import normalized_mutual_info_score

from analysis.corpus import Passage, is_non_answer
from analysis.emergent import FEWEST, Proposal, propose

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from analysis.models.engine import Embedding

HIDDEN = 6
DRAWS = 5


def measure(
    texts: Sequence[str],
    labels: Sequence[Collection[str]],
    embedding: Embedding | None,
    *,
    seed: int = 0,
) -> dict[str, Any]:
    """Return how proposals compare with people's labels, as plain data for JSON.

    `nmi` is of proposals against each text's first label, over all texts that say something.
    `hidden_found` says, for each of five draws of six themes hidden from the codebook, how many
    are the label of most passages of some proposal, when only texts that the other themes leave
    unexplained are read. Deterministic.

    Source: normalised mutual information, Strehl and Ghosh (2002), JMLR 3, 583-617.
    """
    said = [
        (Passage(f"{number:06}", text), frozenset(mine))
        for number, (text, mine) in enumerate(zip(texts, labels, strict=True))
        if mine and not is_non_answer(text)
    ]
    first = {passage.id: min(mine) for passage, mine in said}
    found = propose([passage for passage, _ in said], embedding, seed=seed)
    draws = [_draw(said, embedding, seed + number) for number in range(DRAWS)]
    return {
        "texts": len(said),
        "proposals": len(found),
        "nmi": _nmi(found, first),
        "has_embeddings": embedding is not None,
        "hidden_themes": HIDDEN,
        "hidden_found": [draw for draw in draws if draw is not None],
    }


def _draw(
    said: Sequence[tuple[Passage, frozenset[str]]], embedding: Embedding | None, seed: int
) -> int | None:
    counts = Counter(label for _, mine in said for label in mine)
    common = sorted(label for label, count in counts.items() if count >= FEWEST)
    if len(common) < HIDDEN:
        return None
    hidden = set(np.random.default_rng(seed).choice(common, HIDDEN, replace=False).tolist())
    left = {passage.id: mine for passage, mine in said if mine <= hidden}
    unexplained = [passage for passage, _ in said if passage.id in left]
    back = set()
    for proposal in propose(unexplained, embedding, seed=seed):
        holds = Counter(label for one in proposal.passage_ids for label in left[one])
        label, count = min(holds.items(), key=lambda item: (-item[1], item[0]))
        if 2 * count > len(proposal.passage_ids):
            back.add(label)
    return len(back)


def _nmi(found: Sequence[Proposal], first: dict[str, str]) -> float | None:
    placed = {one: number for number, each in enumerate(found) for one in each.passage_ids}
    if not placed:
        return None
    score = normalized_mutual_info_score([first[one] for one in placed], list(placed.values()))
    return round(float(score), 3)
