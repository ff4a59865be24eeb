"""Learns how words feel from labelled comments, and writes the weights that Earshot ships.

python -m analysis.models.feelings --train FILE
"""

from __future__ import annotations

import argparse
import csv
import json
from collections import Counter
from math import sqrt
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from sklearn.linear_model import LogisticRegression

from analysis.sentiment import (
    LABELS,
    MIXED,
    SHIPPED,
    WORDS_WEIGHT,
    Three,
    Weights,
    measures,
    own_lists,
    turned,
)
from analysis.stance import stance_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

COST = 1.0
# A word must stand in this many comments before it has a weight.
SEEN = 6
# Mixed is one comment in eleven; it would never be called without a push.
PUSH = {MIXED: 2.2}
ROUNDS = 2000
# Words of our own lists that the comments did not teach speak this plainly; turned, against.
PLAINLY: Three = (-1.5, 0.0, 1.5)


def learn(texts: Sequence[str], stances: Sequence[str], labels: Sequence[str]) -> Weights:
    """Return the weights that a logistic regression learns. Deterministic."""
    seen = Counter(word for text in texts for word in turned(text))
    kept = sorted(word for word, count in seen.items() if count >= SEEN and _tells(word))
    rows, names = _rows(texts, stances, {word: place for place, word in enumerate(kept)})
    middle, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    middle[len(names) :], spread[len(names) :] = 0, 1
    machine = LogisticRegression(C=COST, max_iter=ROUNDS, class_weight=_pushes())
    machine.fit((rows - middle) / spread, list(labels))
    order = [list(machine.classes_).index(label) for label in LABELS]
    weights = machine.coef_[order] / spread
    start = machine.intercept_[order] - weights @ middle
    return Weights(
        start=_three(start),
        measures={name: _three(weights[:, place]) for place, name in enumerate(names)},
        words=_untaught()
        | {word: _three(weights[:, place]) for place, word in enumerate(kept, len(names))},
    )


def write(weights: Weights, path: Path) -> None:
    """Write weights as a file that `analysis.sentiment.read` reads, one entry a line."""
    lines = [f'  "start": {json.dumps(weights.start)}']
    for part, entries in (("measures", weights.measures), ("words", weights.words)):
        inside = ",\n".join(f"    {json.dumps(k)}: {json.dumps(v)}" for k, v in entries.items())
        lines.append(f'  "{part}": {{\n{inside}\n  }}')
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")


def main(arguments: Sequence[str] | None = None, *, out: Path = SHIPPED) -> int:
    """Learn from a file of comments with `text`, `question` and `sentiment`, and write."""
    parser = argparse.ArgumentParser(prog="analysis.models.feelings")
    parser.add_argument("--train", type=Path, required=True)
    with parser.parse_args(arguments).train.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["sentiment"] in LABELS]
    stances = [stance_of(row["question"]) for row in rows]
    write(learn([r["text"] for r in rows], stances, [r["sentiment"] for r in rows]), out)
    return 0


def _untaught() -> dict[str, Three]:
    bad, both, good = PLAINLY
    lists = own_lists()
    found: dict[str, Three] = {}
    for word in sorted(lists.praise):
        found |= {word: PLAINLY, f"not {word}": (good, both, bad)}
    for word in sorted(lists.grumbles):
        found |= {word: (good, both, bad), f"not {word}": PLAINLY}
    return found


def _tells(word: str) -> bool:
    return word.removeprefix("not ") not in own_lists().places and not word[-1].isdigit()


def _pushes() -> dict[str, float]:
    return {label: PUSH.get(label, 1.0) for label in LABELS}


def _rows(
    texts: Sequence[str], stances: Sequence[str], places: dict[str, int]
) -> tuple[NDArray[np.float64], list[str]]:
    measured = [measures(text, stance) for text, stance in zip(texts, stances, strict=True)]
    names = list(measured[0])
    rows = np.zeros((len(texts), len(names) + len(places)))
    for row, (text, found) in enumerate(zip(texts, measured, strict=True)):
        rows[row, : len(names)] = list(found.values())
        known = [len(names) + places[word] for word in turned(text) if word in places]
        rows[row, known] = WORDS_WEIGHT / sqrt(len(known)) if known else 0.0
    return rows, names


def _three(numbers: NDArray[np.float64]) -> Three:
    bad, both, good = (round(float(one), 4) for one in numbers)
    return bad, both, good


if __name__ == "__main__":
    raise SystemExit(main())
