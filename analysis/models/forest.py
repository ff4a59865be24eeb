"""A boosted forest of small trees that can be written down as plain numbers and read again."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

# A tree has 15 leaves at most; each is a bit.
MOST_LEAVES = 15
EVERY_LEAF = np.uint16(2**MOST_LEAVES - 1)
# The place of the lowest bit of every number that has one.
FIRST_STANDING = np.array(
    [0, *((number & -number).bit_length() - 1 for number in range(1, 2**MOST_LEAVES))], np.uint8
)
FIELDS = ("feature", "threshold", "left", "right", "value", "root")


@dataclass(frozen=True)
class Forest:
    """Trees laid end to end. A leaf has itself for both children.

    Source: gradient boosting, Friedman (2001), Annals of Statistics 29, 1189-1232.
    """

    start: float
    feature: NDArray[np.int32]
    threshold: NDArray[np.float64]
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    value: NDArray[np.float64]
    root: NDArray[np.int32]

    def chances(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the chance, 0 to 1, of each row, `(n_rows,)`. Deterministic.

        No tree is walked: every split that a row fails strikes out the leaves on its left, and the
        first leaf of a tree that is left standing is the row's.

        Source: QuickScorer, Lucchese et al. (2015), SIGIR 38, 73-82.
        """
        totals = np.full(len(rows), self.start)
        columns = np.ascontiguousarray(rows.T)
        for splits, leaves in self._trees:
            standing = np.full(len(rows), EVERY_LEAF, dtype=np.uint16)
            for feature, threshold, struck in splits:
                standing &= np.where(columns[feature] <= threshold, EVERY_LEAF, struck)
            totals += leaves[FIRST_STANDING[standing]]
        found: NDArray[np.float64] = 1 / (1 + np.exp(-totals))
        return found

    @cached_property
    def _trees(self) -> tuple[tuple[list[tuple[int, float, np.uint16]], NDArray[np.float64]], ...]:
        return tuple(self._tree(int(root)) for root in self.root)

    def _tree(self, root: int) -> tuple[list[tuple[int, float, np.uint16]], NDArray[np.float64]]:
        # Leaves are numbered from left to right, so those left of a split are a run of bits.
        splits: list[tuple[int, float, np.uint16]] = []
        leaves: list[float] = []

        def visit(at: int) -> None:
            if self.left[at] == at:
                leaves.append(float(self.value[at]))
                return
            first = len(leaves)
            visit(int(self.left[at]))
            struck = sum(1 << leaf for leaf in range(first, len(leaves)))
            kept = np.uint16(int(EVERY_LEAF) & ~struck)
            splits.append((int(self.feature[at]), float(self.threshold[at]), kept))
            visit(int(self.right[at]))

        visit(root)
        return splits, np.array(leaves)

    def save(self, path: Path, **more: Any) -> None:
        """Write the trees, and whatever numbers belong with them, as arrays without code."""
        arrays = {name: getattr(self, name) for name in FIELDS}
        np.savez_compressed(path, start=self.start, **arrays, **more)


def grow(
    rows: NDArray[np.float64],
    carried: NDArray[np.int64],
    *,
    rising: Sequence[bool],
    leaf: int,
    rounds: int = 150,
    seed: int = 0,
) -> Forest:
    """Learn a forest; `rising` says of each column whether more of it can only raise the chance.

    `leaf` is the fewest rows on a leaf. Deterministic for one seed.
    """
    machine = HistGradientBoostingClassifier(
        max_iter=rounds,
        learning_rate=0.05,
        max_leaf_nodes=MOST_LEAVES,
        min_samples_leaf=leaf,
        l2_regularization=10.0,
        max_features=0.5,
        early_stopping=False,
        monotonic_cst=[int(rises) for rises in rising],
        random_state=seed,
    ).fit(rows, carried)
    return _laid_out(machine)


def read(path: Path) -> tuple[Forest, dict[str, NDArray[Any]]]:
    """Return the trees of a file, and the numbers that were written with them."""
    with np.load(path, allow_pickle=False) as data:
        arrays = {name: data[name] for name in FIELDS}
        more = {name: data[name] for name in data.files if name not in {*FIELDS, "start"}}
        return Forest(float(data["start"]), **arrays), more


def _laid_out(machine: HistGradientBoostingClassifier) -> Forest:
    parts: dict[str, list[NDArray[Any]]] = {name: [] for name in FIELDS}
    offset = 0
    for (tree,) in machine._predictors:  # noqa: SLF001 - nothing public holds the trees
        nodes = tree.nodes
        own = np.arange(len(nodes)) + offset
        is_leaf = nodes["is_leaf"].astype(bool)
        parts["feature"].append(np.where(is_leaf, 0, nodes["feature_idx"]))
        parts["threshold"].append(np.where(is_leaf, 0.0, nodes["num_threshold"]))
        parts["left"].append(np.where(is_leaf, own, nodes["left"] + offset))
        parts["right"].append(np.where(is_leaf, own, nodes["right"] + offset))
        parts["value"].append(nodes["value"])
        parts["root"].append(np.array([offset]))
        offset += len(nodes)
    whole = {name: np.concatenate(arrays) for name, arrays in parts.items()}
    numbers = {name: whole[name].astype(np.int32) for name in ("feature", "left", "right", "root")}
    start = float(np.ravel(machine._baseline_prediction)[0])  # noqa: SLF001 - as above
    return Forest(start, **{**whole, **numbers})
