"""Cards: how right a shipped model was, measured elsewhere, theme by theme.

A card is `models/cards/<model>.json`:

    {"codebook": "<name>", "measured_on": "2026-11-20", "passages": 800,
     "themes": {"<key>": {"both": 40, "machine_only": 10, "person_only": 12}}}

The counts are of passages: given the theme by both, by the machine only, by the person only.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.accuracy import Accuracy, accuracy

if TYPE_CHECKING:
    from collections.abc import Mapping

CARDS = Path(__file__).parent / "models" / "cards"


@dataclass(frozen=True)
class Card:
    """How right a model was about the themes of one codebook, on how many passages and when."""

    codebook: str
    measured_on: date
    passages: int
    themes: Mapping[str, Accuracy]
    overall: Accuracy


def card_of(model: str, *, folder: Path = CARDS) -> Card | None:
    """Return the card of a model by its key; None when it has none.

    Raises:
        KeyError, ValueError: the file is not a card.
    """
    path = folder / f"{model}.json"
    if not path.is_file():
        return None
    held = json.loads(path.read_text("utf-8"))
    counts = {key: Counter(one) for key, one in held["themes"].items()}
    total: Counter[str] = sum(counts.values(), Counter())
    return Card(
        codebook=held["codebook"],
        measured_on=date.fromisoformat(held["measured_on"]),
        passages=held["passages"],
        themes={key: _accuracy(one) for key, one in counts.items()},
        overall=_accuracy(total),
    )


def _accuracy(counts: Mapping[str, int]) -> Accuracy:
    both, machine, person = (counts[name] for name in ("both", "machine_only", "person_only"))
    return accuracy(
        [1] * (both + machine) + [0] * person, [1] * both + [0] * machine + [1] * person
    )
