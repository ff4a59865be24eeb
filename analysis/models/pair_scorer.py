"""Trains the scorer of pairs that ships, on comments and themes that it will not be asked about.

python -m analysis.models.pair_scorer --train FILE --codebook analysis/training/other_trusts.yaml

The file has the columns `text` and `subcategory`, one a comment; the codebook's `labels` say
which subcategories a theme stands for. The scorer's two marks are set on the invented lessons of
the shipped codebook, whose themes and comments neither the scorer nor the engine learned from.
"""

from __future__ import annotations

import argparse
import csv
import json
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import numpy as np
import yaml

from analysis.codebook import read, shipped
from analysis.corpus import Corpus, Passage
from analysis.lessons import lessons_for
from analysis.models.described import FILES, SHIPPED, engine_of
from analysis.models.embedding import installed
from analysis.models.engine import ENGINES
from analysis.models.features import nearness
from analysis.models.forest import Forest, grow
from analysis.models.minilm import SentenceEmbedding
from analysis.models.minilm_graph import build, weights_installed
from analysis.models.pairs import CODEBOOK_RISES, codebook_columns
from analysis.models.thresholds import best_cut, sure_cut

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from analysis.codebook import Codebook
    from analysis.models.engine import Embedding

# Additions that `tools/tune_engine.py` learned from one half of the themes each.
HALVES = tuple(
    Path(__file__).parent.parent / "training" / f"minilm_half_{number}.npz" for number in (1, 2)
)
LEAF = 200
PRECISION = 0.75


@dataclass(frozen=True)
class Part:
    """Pairs `(n_texts, n_themes, n_columns)` and labels `(n_texts, n_themes)` of some themes."""

    pairs: NDArray[np.float64]
    labels: NDArray[np.int64]


def learn(parts: Sequence[Part]) -> Forest:
    """Return the forest that these pairs and labels grow. Deterministic."""
    rows = np.concatenate([_flat(part.pairs) for part in parts])
    carried = np.concatenate([part.labels.ravel() for part in parts])
    return grow(rows, carried, rising=CODEBOOK_RISES, leaf=LEAF)


def marks(forest: Forest, unseen: Part) -> dict[str, float]:
    """Return the forest's two cuts, from comments and themes that it has not seen.

    From `enough` on a theme is suggested: the cut with the best F1. From `sure` on it is given:
    the lowest cut above which three in four are true.
    """
    chances, carried = forest.chances(_flat(unseen.pairs)), unseen.labels.ravel()
    return {
        "enough": best_cut(chances, carried),
        "sure": sure_cut(chances, carried, PRECISION),
    }


def main(arguments: Sequence[str] | None = None, *, out: Path = SHIPPED) -> int:
    """Learn with each engine that is installed, and with words alone, and write the scorers."""
    parser = argparse.ArgumentParser(prog="analysis.models.pair_scorer")
    parser.add_argument("--train", type=Path, required=True)
    parser.add_argument("--codebook", type=Path, required=True)
    given = parser.parse_args(arguments)
    themes = yaml.safe_load(given.codebook.read_text("utf-8"))["themes"]
    texts, labels = labelled(given.train, [theme.pop("labels") for theme in themes])
    book = shipped()
    engines = {engine_of(one): one for one in map(installed, ENGINES)}
    for engine, embedding in engines.items():
        if isinstance(embedding, SentenceEmbedding):
            parts = _apart(texts, labels, themes, embedding.words)
        else:
            parts = [_part(texts, labels, _book(themes), embedding)]
        forest = learn(parts)
        numbers = marks(forest, _part(*_lessons(book), book, embedding))
        forest.save(out / FILES[engine], **numbers)
        print(json.dumps({"engine": engine, **numbers}))  # noqa: T201
    return 0


def halves(labels: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the themes in two halves, common and rare in both."""
    common_first = np.argsort(-labels.sum(axis=0), kind="stable")
    return np.sort(common_first[::2]), np.sort(common_first[1::2])


def labelled(path: Path, wanted: Sequence[Sequence[str]]) -> tuple[list[str], NDArray[np.int64]]:
    """Return the comments that stand for a theme, and which, `(n_texts, n_themes)`."""
    column = {label: number for number, mine in enumerate(wanted) for label in mine}
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["subcategory"] in column]
    labels = np.zeros((len(rows), len(wanted)), dtype=np.int64)
    for number, row in enumerate(rows):
        labels[number, column[row["subcategory"]]] = 1
    return [row["text"] for row in rows], labels


def _apart(
    texts: Sequence[str],
    labels: NDArray[np.int64],
    themes: Sequence[dict[str, Any]],
    fast: Embedding,
) -> list[Part]:
    # The engine that ships was tuned on these very themes, and would find them too easily: each
    # half is read by an engine that was tuned on the other.
    first, second = halves(labels)
    found = []
    for addition, mine in zip(HALVES, (second, first), strict=True):
        with TemporaryDirectory() as folder:
            build(weights_installed(), Path(folder), addition)
            engine = SentenceEmbedding(Path(folder), fast)
            found.append(_part(texts, labels[:, mine], _book([themes[n] for n in mine]), engine))
    return found


def _part(
    texts: Sequence[str],
    labels: NDArray[np.int64],
    codebook: Codebook,
    embedding: Embedding | None,
) -> Part:
    corpus = Corpus(tuple(Passage(str(number), text) for number, text in enumerate(texts)))
    return Part(codebook_columns(nearness(corpus, codebook, embedding), len(texts)), labels)


def _book(themes: Sequence[dict[str, Any]]) -> Codebook:
    return read({"title": "Other trusts", "themes": themes})


def _lessons(book: Codebook) -> tuple[list[str], NDArray[np.int64]]:
    lessons = lessons_for(book)
    carried = [[theme.key in one.theme_keys for theme in book.themes] for one in lessons]
    return [one.text for one in lessons], np.array(carried, dtype=np.int64)


def _flat(pairs: NDArray[np.float64]) -> NDArray[np.float64]:
    return pairs.reshape(-1, pairs.shape[-1])


if __name__ == "__main__":
    raise SystemExit(main())
