"""A boosted forest of small trees that can be written down as plain numbers and read again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

FIELDS = ("feature", "threshold", "left", "right", "value", "root")


@dataclass(frozen=True)
class Forest:
    """Trees laid end to end. A leaf has itself for both children.

    Source: gradient boosting, Friedman (2001), Annals of Statistics 29, 1189-1232.
    """

    start: float
    depth: int
    feature: NDArray[np.int32]
    threshold: NDArray[np.float64]
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    value: NDArray[np.float64]
    root: NDArray[np.int32]

    def chances(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the chance, 0 to 1, of each row, `(n_rows,)`. Deterministic."""
        totals = np.full(len(rows), self.start)
        every = np.arange(len(rows))
        columns = np.ascontiguousarray(rows.T)
        for root in self.root:
            at = np.full(len(rows), root, dtype=np.int32)
            for _ in range(self.depth):
                goes_left = columns[self.feature[at], every] <= self.threshold[at]
                at = np.where(goes_left, self.left[at], self.right[at])
            totals += self.value[at]
        found: NDArray[np.float64] = 1 / (1 + np.exp(-totals))
        return found

    def save(self, path: Path, **more: Any) -> None:
        """Write the trees, and whatever numbers belong with them, as arrays without code."""
        arrays = {name: getattr(self, name) for name in FIELDS}
        np.savez_compressed(path, start=self.start, depth=self.depth, **arrays, **more)


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
        max_leaf_nodes=15,
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
        more = {name: data[name] for name in data.files if name not in {*FIELDS, "start", "depth"}}
        return Forest(float(data["start"]), int(data["depth"]), **arrays), more


def _laid_out(machine: HistGradientBoostingClassifier) -> Forest:
    parts: dict[str, list[NDArray[Any]]] = {name: [] for name in FIELDS}
    offset, depth = 0, 1
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
        offset, depth = offset + len(nodes), max(depth, int(nodes["depth"].max()))
    whole = {name: np.concatenate(arrays) for name, arrays in parts.items()}
    numbers = {name: whole[name].astype(np.int32) for name in ("feature", "left", "right", "root")}
    start = float(np.ravel(machine._baseline_prediction)[0])  # noqa: SLF001 - as above
    return Forest(start, depth, **{**whole, **numbers})
