"""Measure the analysis on labelled comments and print one JSON object.

    python -m analysis.benchmark themes --train F --test F --codebook F [--shots K]
    python -m analysis.benchmark sentiment --train F --test F
    python -m analysis.benchmark concerns --test F

Everything that is fitted is fitted on the training file; the test file is only scored.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.metrics import accuracy_score, f1_score

from analysis.codebook import Codebook, load
from analysis.corpus import Corpus, Passage
from analysis.models.described import Described
from analysis.models.embedding import installed
from analysis.models.learned import Learned
from analysis.safeguarding import screen
from analysis.sentiment import LABELS, feel
from analysis.stance import stance_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

SEED = 2026


@dataclass(frozen=True)
class Labelled:
    """Comments with their questions, and a 0/1 matrix of themes `(n_texts, n_themes)`."""

    texts: list[str]
    questions: list[str]
    labels: NDArray[np.int64]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one measurement and print it."""
    given = _parser().parse_args(arguments)
    json.dump(given.measure(given), sys.stdout, indent=2)
    sys.stdout.write("\n")
    return 0


def measure_themes(given: argparse.Namespace) -> dict[str, Any]:
    """Return macro-F1, micro-F1, seconds to train and comments a second.

    With `--shots 0` no label is used: the themes' descriptions are all there is. With
    `--shots K` the model learns from about K examples a theme, drawn with a fixed seed.
    """
    codebook = load(given.codebook)
    test = read_themes(given.test, codebook)
    started = time.perf_counter()
    learned = None
    if given.shots != 0:
        train = read_themes(given.train, codebook)
        if given.shots is not None:
            train = draw(train, given.shots)
        learned = Learned(codebook, installed(), seed=SEED).fit(train.texts, train.labels)
    trained = time.perf_counter()
    found = learned.predict(test.texts) if learned else cold(test.texts, codebook)
    ended = time.perf_counter()
    return {
        "macro_f1": _f1(test.labels, found, "macro"),
        "micro_f1": _f1(test.labels, found, "micro"),
        "train_seconds": round(trained - started, 2),
        "comments_per_second": round(len(test.texts) / (ended - trained), 1),
        "comments": len(test.texts),
        "shots": given.shots,
    }


def measure_sentiment(given: argparse.Namespace) -> dict[str, Any]:
    """Return macro-F1 and accuracy over negative, mixed and positive.

    The thresholds were chosen once and ship with the module; the training file is not used.
    """
    rows = [row for row in _rows(given.test) if row["sentiment"] in LABELS]
    found = [feel(row["text"], stance_of(row["question"])).label for row in rows]
    true = [row["sentiment"] for row in rows]
    return {
        "macro_f1": round(float(f1_score(true, found, average="macro", labels=LABELS)), 4),
        "accuracy": round(float(accuracy_score(true, found)), 4),
        "comments": len(rows),
    }


def measure_concerns(given: argparse.Namespace) -> dict[str, Any]:
    """Return recall, precision, and false alarms in 1,000 comments that disclose nothing."""
    rows = _rows(given.test)
    found = [bool(screen(row["text"])) for row in rows]
    true = [row.get("concern", "0").strip() == "1" for row in rows]
    caught = sum(f and t for f, t in zip(found, true, strict=True))
    false = sum(f and not t for f, t in zip(found, true, strict=True))
    harmless = len(true) - sum(true)
    return {
        "recall": round(caught / sum(true), 4) if any(true) else None,
        "precision": round(caught / (caught + false), 4) if caught + false else None,
        "false_alarms_per_1000": round(1000 * false / harmless, 2) if harmless else None,
        "comments": len(rows),
    }


def read_themes(path: Path, codebook: Codebook) -> Labelled:
    """Return a file of comments whose themes are names of the codebook, parted by `;`.

    Raises:
        SystemExit: a theme is not in the codebook.
    """
    place = {theme.name: number for number, theme in enumerate(codebook.themes)}
    rows = _rows(path)
    labels = np.zeros((len(rows), len(place)), dtype=np.int64)
    for number, row in enumerate(rows):
        for name in filter(None, (part.strip() for part in row["themes"].split(";"))):
            if name not in place:
                raise SystemExit(f"{path.name}: “{name}” is no theme of {codebook.name}")
            labels[number, place[name]] = 1
    return Labelled([r["text"] for r in rows], [r["question"] for r in rows], labels)


def draw(train: Labelled, shots: int) -> Labelled:
    """Return the comments that give each theme about `shots` examples, drawn with a fixed seed."""
    order = np.random.default_rng(SEED).permutation(len(train.texts))
    have = np.zeros(train.labels.shape[1], dtype=np.int64)
    taken = []
    for number in order:
        wanted = (train.labels[number] == 1) & (have < shots)
        if wanted.any():
            taken.append(int(number))
            have += train.labels[number]
    return Labelled(
        [train.texts[n] for n in taken], [train.questions[n] for n in taken], train.labels[taken]
    )


def cold(texts: Sequence[str], codebook: Codebook) -> NDArray[np.int64]:
    """Return the 0/1 matrix of the model that needs no label."""
    corpus = Corpus(tuple(Passage(str(n), text) for n, text in enumerate(texts)))
    place = {theme.key: number for number, theme in enumerate(codebook.themes)}
    found = np.zeros((len(texts), len(place)), dtype=np.int64)
    for coded in Described(installed()).code(corpus, codebook, seed=SEED):
        found[int(coded.passage_id), place[coded.theme_key]] = 1
    return found


def _f1(true: NDArray[np.int64], found: NDArray[np.int64], average: str) -> float:
    return round(float(f1_score(true, found, average=average, zero_division=0)), 4)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="analysis.benchmark", description=__doc__)
    kinds = parser.add_subparsers(required=True)
    themes = kinds.add_parser("themes")
    themes.add_argument("--train", type=Path)
    themes.add_argument("--test", type=Path, required=True)
    themes.add_argument("--codebook", type=Path, required=True)
    themes.add_argument("--shots", type=int)
    themes.set_defaults(measure=measure_themes)
    sentiment = kinds.add_parser("sentiment")
    sentiment.add_argument("--train", type=Path)
    sentiment.add_argument("--test", type=Path, required=True)
    sentiment.set_defaults(measure=measure_sentiment)
    concerns = kinds.add_parser("concerns")
    concerns.add_argument("--test", type=Path, required=True)
    concerns.set_defaults(measure=measure_concerns)
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
