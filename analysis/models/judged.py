"""Which themes what was learned serves, and from which chance: judged on comments held out."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.models import plain
from analysis.models.thresholds import cuts, sure_cut

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from numpy.typing import NDArray

    from analysis.models.plain import Arrays

# A theme with fewer examples than this keeps the model of the first day.
FEWEST_EXAMPLES = 5
# From the chance on where this share of held-out codings is true, a theme is given; below, it is
# suggested.
PRECISION = 0.75


@dataclass(frozen=True)
class ThemeCard:
    """Which model serves a theme, and how well it did on comments held out."""

    theme_key: str
    is_learned: bool
    examples: int
    precision: float
    recall: float
    f1: float


@dataclass(frozen=True)
class Judged:
    """For each theme, in their order: who serves it, and the chances that suggest and give it."""

    is_learned: NDArray[np.bool_]
    enough: NDArray[np.float64]
    sure: NDArray[np.float64]
    cards: tuple[ThemeCard, ...]

    def arrays(self) -> Arrays:
        """Return all of it as plain arrays."""
        return {
            "is_learned": self.is_learned,
            "enough": self.enough,
            "sure": self.sure,
            "cards": plain.facts([asdict(card) for card in self.cards]),
        }

    @classmethod
    def of(cls, arrays: Mapping[str, NDArray[Any]]) -> Judged:
        """Return what these arrays were taken from."""
        cards = tuple(ThemeCard(**card) for card in plain.read_facts(arrays["cards"]))
        return cls(arrays["is_learned"], arrays["enough"], arrays["sure"], cards)


def judge(
    learned: NDArray[np.float64],
    first: NDArray[np.float64],
    labels: NDArray[np.int64],
    first_cuts: tuple[float, float],
    keys: Sequence[str],
) -> Judged:
    """Give each theme to the model that does better on comments held out.

    `learned` and `first` are chances, `(n_texts, n_themes)`, and `first_cuts` the chances from
    which the model of the first day suggests and gives a theme. Deterministic.
    """
    own = cuts(learned, labels)
    enough, sure = first_cuts
    better = np.array(
        [
            _measured(learned[:, j] >= own[j], labels[:, j])[2]
            >= _measured(first[:, j] >= enough, labels[:, j])[2]
            for j in range(labels.shape[1])
        ]
    )
    is_learned = better & (labels.sum(axis=0) >= FEWEST_EXAMPLES)
    # All themes share one weighing, so one cut for all is steadier than one from few examples.
    surely = sure_cut(learned.ravel(), labels.ravel(), PRECISION)
    suggests = np.where(is_learned, own, enough)
    served = np.where(is_learned, learned, first) >= suggests
    cards = tuple(
        ThemeCard(
            key,
            bool(is_learned[j]),
            int(labels[:, j].sum()),
            *_measured(served[:, j], labels[:, j]),
        )
        for j, key in enumerate(keys)
    )
    return Judged(is_learned, suggests, np.where(is_learned, np.maximum(surely, own), sure), cards)


def _measured(found: NDArray[np.bool_], labels: NDArray[np.int64]) -> tuple[float, float, float]:
    both = int((found & (labels == 1)).sum())
    called, true = int(found.sum()), int(labels.sum())
    shares = (both / called if called else 0.0, both / true if true else 0.0)
    return *shares, 2 * both / (called + true) if called + true else 0.0
