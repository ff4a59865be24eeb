"""How well themes are found: macro-F1 and micro-F1 on comments whose themes people gave."""

from __future__ import annotations

import resource
import time
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.metrics import f1_score

from analysis.codebook import SET_ASIDE, load
from analysis.corpus import Corpus, Passage, is_non_answer
from analysis.labelled import SEED, Labelled, draw, read_themes, trials
from analysis.lessons import lessons_for
from analysis.models.embedding import installed
from analysis.models.learned import Learned
from analysis.models.serving import taught

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from analysis.codebook import Codebook
    from analysis.models import ThemeModel

    Called = Callable[[Sequence[str]], NDArray[np.int64]]


def measure(given: argparse.Namespace) -> dict[str, Any]:
    """Return macro-F1, micro-F1, seconds to train and comments a second.

    The memory is that of learning and reading together; `analysis.serving_measure` takes that of
    reading alone.

    With `--shots 0` no label of any file is used: the codebook is all there is, with the lessons
    that ship where it is the shipped one. With `--shots K` the model
    learns from about K examples a theme, drawn with a fixed seed.

    Source: macro- and micro-averaged F1, Lewis et al. (2004), JMLR 5, 361-397.
    """
    codebook = load(given.codebook)
    has_labels = given.train is not None and given.shots != 0
    train = read_themes(given.train, codebook) if has_labels else None
    if given.shots == 0 and not given.test:
        raise SystemExit("--shots 0 needs --test: it learns from no label")
    true, found, training, reading = [], [], 0.0, 0.0
    for fitted, test in trials(given, train, lambda path: read_themes(path, codebook)):
        started = time.perf_counter()
        called = _theming(fitted, codebook, given.shots)
        trained = time.perf_counter()
        found.append(_set_aside(test, called(test.texts), codebook))
        true.append(test.labels)
        training += trained - started
        reading += time.perf_counter() - trained
    labels, calls = np.vstack(true), np.vstack(found)
    return {
        "macro_f1": _f1(labels, calls, "macro"),
        "micro_f1": _f1(labels, calls, "micro"),
        "train_seconds": round(training / len(true), 2),
        "comments_per_second": round(len(labels) / reading, 1),
        "most_memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "comments": len(labels),
        "shots": given.shots,
        "engine": reader.version if (reader := installed()) else "words",
    }


def called_by(
    model: ThemeModel, codebook: Codebook, texts: Sequence[str], *, only_sure: bool = False
) -> NDArray[np.int64]:
    """Return the 0/1 matrix of a model's codings, `(n_texts, n_themes)`.

    Suggestions are among them, unless `only_sure`: pages count only what is sure.
    """
    corpus = Corpus(tuple(Passage(str(n), text) for n, text in enumerate(texts)))
    place = {theme.key: number for number, theme in enumerate(codebook.themes)}
    found = np.zeros((len(texts), len(place)), dtype=np.int64)
    for coded in model.code(corpus, codebook, seed=SEED):
        if coded.is_sure or not only_sure:
            found[int(coded.passage_id), place[coded.theme_key]] = 1
    return found


def _theming(train: Labelled | None, codebook: Codebook, shots: int | None) -> Called:
    if shots == 0:
        first_day = taught(codebook, lessons_for(codebook))
        return lambda texts: called_by(first_day, codebook, texts)
    if train is None:
        raise SystemExit("--train is needed, unless --shots is 0")
    drawn = train if shots is None else draw(train, shots)
    return Learned(codebook, installed(), seed=SEED).fit(drawn.texts, drawn.labels).predict


def _set_aside(test: Labelled, found: NDArray[np.int64], codebook: Codebook) -> NDArray[np.int64]:
    # As the pipeline does: an answer that says nothing has no theme but that of saying nothing.
    silent = [place for place, text in enumerate(test.texts) if is_non_answer(text)]
    found[silent] = 0
    aside = [place for place, theme in enumerate(codebook.themes) if theme.key == SET_ASIDE]
    found[np.ix_(silent, aside)] = 1
    return found


def _f1(true: NDArray[np.int64], found: NDArray[np.int64], average: str) -> float:
    return round(float(f1_score(true, found, average=average, zero_division=0)), 4)
