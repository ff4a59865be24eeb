"""Measure the analysis on labelled comments and print one JSON object.

    python -m analysis.benchmark themes --train F --test F --codebook F [--shots K]
    python -m analysis.benchmark sentiment --train F --test F
    python -m analysis.benchmark concerns --test F

Everything that is fitted is fitted on the training file; the test file is only scored. With
`--folds N` in place of `--test`, each comment of the training file is scored once by a model
that was fitted without it.
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
from sklearn.model_selection import KFold

from analysis.codebook import Codebook, load
from analysis.corpus import Corpus, Passage
from analysis.models.described import Described
from analysis.models.embedding import installed
from analysis.models.feelings import learn
from analysis.models.learned import Learned
from analysis.safeguarding import screen
from analysis.sentiment import LABELS, felt, shipped
from analysis.stance import stance_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

SEED = 2026


@dataclass(frozen=True)
class Labelled:
    """Comments, the stances of their questions, and a row of labels each."""

    texts: list[str]
    stances: list[str]
    labels: NDArray[Any]

    def __getitem__(self, chosen: NDArray[np.int64]) -> Labelled:
        """Return some of the comments."""
        texts, stances = ([one[i] for i in chosen] for one in (self.texts, self.stances))
        return Labelled(texts, stances, self.labels[chosen])


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
    train = read_themes(given.train, codebook) if given.train else None
    true, found, training, reading = [], [], 0.0, 0.0
    for fitted, test in _trials(given, train, lambda path: read_themes(path, codebook)):
        started = time.perf_counter()
        predict = _theming(fitted, codebook, given.shots)
        trained = time.perf_counter()
        found.append(predict(test.texts))
        true.append(test.labels)
        training += trained - started
        reading += time.perf_counter() - trained
    labels, called = np.vstack(true), np.vstack(found)
    return {
        "macro_f1": _f1(labels, called, "macro"),
        "micro_f1": _f1(labels, called, "micro"),
        "train_seconds": round(training / len(true), 2),
        "comments_per_second": round(len(labels) / reading, 1),
        "comments": len(labels),
        "shots": given.shots,
    }


def measure_sentiment(given: argparse.Namespace) -> dict[str, Any]:
    """Return macro-F1 and accuracy over negative, mixed and positive.

    Without a training file the weights that ship are measured.
    """
    train = read_sentiment(given.train) if given.train else None
    true: list[str] = []
    found: list[str] = []
    for fitted, test in _trials(given, train, read_sentiment):
        weights = learn(fitted.texts, fitted.stances, list(fitted.labels)) if fitted else shipped()
        read = zip(test.texts, test.stances, strict=True)
        found += [felt(text, stance, weights).label for text, stance in read]
        true += list(test.labels)
    return {
        "macro_f1": round(float(f1_score(true, found, average="macro", labels=LABELS)), 4),
        "accuracy": round(float(accuracy_score(true, found)), 4),
        "comments": len(true),
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
    return Labelled(*_said(rows), labels)


def read_sentiment(path: Path) -> Labelled:
    """Return a file of comments with a sentiment each; those without one are left out."""
    rows = [row for row in _rows(path) if row["sentiment"] in LABELS]
    return Labelled(*_said(rows), np.array([row["sentiment"] for row in rows]))


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
    return train[np.array(taken, dtype=np.int64)]


def cold(texts: Sequence[str], codebook: Codebook) -> NDArray[np.int64]:
    """Return the 0/1 matrix of the model that needs no label."""
    corpus = Corpus(tuple(Passage(str(n), text) for n, text in enumerate(texts)))
    place = {theme.key: number for number, theme in enumerate(codebook.themes)}
    found = np.zeros((len(texts), len(place)), dtype=np.int64)
    for coded in Described(installed()).code(corpus, codebook, seed=SEED):
        found[int(coded.passage_id), place[coded.theme_key]] = 1
    return found


def _theming(
    train: Labelled | None, codebook: Codebook, shots: int | None
) -> Callable[[Sequence[str]], NDArray[np.int64]]:
    if shots == 0:
        return lambda texts: cold(texts, codebook)
    if train is None:
        raise SystemExit("--train is needed, unless --shots is 0")
    drawn = train if shots is None else draw(train, shots)
    return Learned(codebook, installed(), seed=SEED).fit(drawn.texts, drawn.labels).predict


def _trials(
    given: argparse.Namespace, train: Labelled | None, read: Callable[[Path], Labelled]
) -> Iterator[tuple[Labelled | None, Labelled]]:
    if given.test:
        yield train, read(given.test)
    elif train is None or not given.folds:
        raise SystemExit("give --test FILE, or --train FILE with --folds N")
    else:
        folds = KFold(given.folds, shuffle=True, random_state=SEED)
        for inside, outside in folds.split(np.arange(len(train.texts))):
            yield train[inside], train[outside]


def _said(rows: Sequence[dict[str, str]]) -> tuple[list[str], list[str]]:
    return [row["text"] for row in rows], [stance_of(row.get("question") or "") for row in rows]


def _f1(true: NDArray[np.int64], found: NDArray[np.int64], average: str) -> float:
    return round(float(f1_score(true, found, average=average, zero_division=0)), 4)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="analysis.benchmark", description=__doc__)
    kinds = parser.add_subparsers(required=True)
    themes = kinds.add_parser("themes")
    themes.add_argument("--codebook", type=Path, required=True)
    themes.add_argument("--shots", type=int)
    themes.set_defaults(measure=measure_themes)
    sentiment = kinds.add_parser("sentiment")
    sentiment.set_defaults(measure=measure_sentiment)
    for kind in (themes, sentiment):
        kind.add_argument("--train", type=Path)
        kind.add_argument("--test", type=Path)
        kind.add_argument("--folds", type=int)
    concerns = kinds.add_parser("concerns")
    concerns.add_argument("--test", type=Path, required=True)
    concerns.set_defaults(measure=measure_concerns)
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
