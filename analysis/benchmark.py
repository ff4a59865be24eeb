"""Measure the analysis on labelled comments and print one JSON object.

    python -m analysis.benchmark themes --train F --test F --codebook F [--shots K]
    python -m analysis.benchmark serving --test F [F ...] --codebook F [--train F]
    python -m analysis.benchmark sentiment --train F --test F
    python -m analysis.benchmark emergent --test F
    python -m analysis.benchmark concerns --test F
    python -m analysis.benchmark redaction --test F [F ...]

Everything that is fitted is fitted on the training file; the test file is only scored. With
`--folds N` in place of `--test`, each comment of the training file is scored once by a model
that was fitted without it.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sklearn.metrics import accuracy_score, f1_score

from analysis import emergent_measure, redaction_measure, serving_measure, theme_measure
from analysis.codebook import CodebookError
from analysis.feelings import learn
from analysis.labelled import read_sentiment, rows, trials
from analysis.models.embedding import installed, use
from analysis.models.engine import ENGINES
from analysis.safeguarding import screen
from analysis.sentiment import LABELS, feel_all, shipped

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one measurement and print it."""
    given = _parser().parse_args(arguments)
    use(given.engine)
    try:
        found = given.measure(given)
    except CodebookError as error:
        raise SystemExit(f"The codebook cannot be used: {error}") from error
    except OSError as error:
        raise SystemExit(f"{error.filename} cannot be opened: {error.strerror}") from error
    json.dump(found, sys.stdout, indent=2)
    sys.stdout.write("\n")
    return 0


def measure_sentiment(given: argparse.Namespace) -> dict[str, Any]:
    """Return macro-F1 and accuracy over negative, mixed and positive.

    Without a training file the weights that ship are measured.
    """
    train = read_sentiment(given.train) if given.train else None
    true: list[str] = []
    found: list[str] = []
    for fitted, test in trials(given, train, read_sentiment):
        weights = learn(fitted) if fitted else shipped()
        found += [one.label for one in feel_all(test.texts, test.stances, weights)]
        true += list(test.labels)
    return {
        "macro_f1": round(float(f1_score(true, found, average="macro", labels=LABELS)), 4),
        "accuracy": round(float(accuracy_score(true, found)), 4),
        "comments": len(true),
    }


def measure_emergent(given: argparse.Namespace) -> dict[str, Any]:
    """Return how proposed themes agree with the labels of people."""
    read = rows(given.test)
    labels = [{one.strip() for one in row["themes"].split(";") if one.strip()} for row in read]
    return emergent_measure.measure([row["text"] for row in read], labels, installed())


def measure_concerns(given: argparse.Namespace) -> dict[str, Any]:
    """Return recall, precision, and false alarms in 1,000 comments that disclose nothing."""
    read = rows(given.test)
    found = [bool(screen(row["text"])) for row in read]
    true = [row.get("concern", "0").strip() == "1" for row in read]
    caught = sum(f and t for f, t in zip(found, true, strict=True))
    false = sum(f and not t for f, t in zip(found, true, strict=True))
    harmless = len(true) - sum(true)
    return {
        "recall": round(caught / sum(true), 4) if any(true) else None,
        "precision": round(caught / (caught + false), 4) if caught + false else None,
        "false_alarms_per_1000": round(1000 * false / harmless, 2) if harmless else None,
        "comments": len(read),
    }


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="analysis.benchmark",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--engine", choices=ENGINES, default=ENGINES[0])
    kinds = parser.add_subparsers(required=True)
    themes = kinds.add_parser("themes")
    themes.add_argument("--codebook", type=Path, required=True)
    themes.add_argument("--shots", type=int)
    themes.set_defaults(measure=theme_measure.measure)
    serving = kinds.add_parser("serving")
    serving.add_argument("--codebook", type=Path, required=True)
    serving.add_argument("--test", type=Path, nargs="+", required=True)
    serving.add_argument("--train", type=Path)
    serving.set_defaults(measure=serving_measure.measure)
    sentiment = kinds.add_parser("sentiment")
    sentiment.set_defaults(measure=measure_sentiment)
    for kind in (themes, sentiment):
        kind.add_argument("--train", type=Path)
        kind.add_argument("--test", type=Path)
        kind.add_argument("--folds", type=int)
    for name, measure in (("emergent", measure_emergent), ("concerns", measure_concerns)):
        kind = kinds.add_parser(name)
        kind.add_argument("--test", type=Path, required=True)
        kind.set_defaults(measure=measure)
    redaction = kinds.add_parser("redaction")
    redaction.add_argument("--test", type=Path, nargs="+", required=True)
    redaction.set_defaults(measure=redaction_measure.measure)
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
