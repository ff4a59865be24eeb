"""How well redaction hides and highlights what identifies, on texts that people marked."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, Any

from analysis import marked
from analysis.redaction import find, suspicious
from analysis.wordlists import words_in, words_listed

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Sequence

    from analysis.marked import Mark, Marked

    Spans = Iterable[tuple[int, int]]

_WORD = re.compile(r"[\w'’]+")
# Words inside a name that tell nothing by themselves need not be hidden; nor need titles.
_SMALL = words_in("the a an of and at in on s")
_POSSESSIVE = re.compile(r"['’]s?$", re.IGNORECASE)


def measure(given: argparse.Namespace) -> dict[str, Any]:
    """Return recall, precision, what the highlighter misses, and texts a second.

    `recall` is the share of marked stretches that are hidden whole: every letter and digit but
    those of small words such as “the”, of titles such as “Mrs” or “uncle”, and the 's of
    possession. `recall_of_characters` counts letters and digits. `precision` is the share of
    hidden letters and digits that were marked; `precision_of_spans` the share of hidden stretches
    that touch a marked one.
    `highlighter_recall` is the share of marked stretches that are hidden or highlighted whole.
    `unmarked_rows` are the rows, from 1, in which the highlighter missed something.
    """
    texts = [one for path in given.test for one in marked.read(path)]
    started = time.perf_counter()
    hidden = [[(one.start, one.end) for one in find(text.text)] for text in texts]
    seconds = time.perf_counter() - started
    seen = [[(one.start, one.end) for one in suspicious(text.text)] for text in texts]
    return {
        "texts": len(texts),
        "spans": sum(len(one.marks) for one in texts),
        "recall": _recall(texts, hidden),
        **_of_characters(texts, hidden),
        "precision_of_spans": _precision_of_spans(texts, hidden),
        "highlighter_recall": _recall(texts, seen),
        "highlighted_share_of_words": _share_of_words(texts, seen),
        "texts_per_second": round(len(texts) / seconds, 1),
        "kinds": _kinds(texts, hidden, seen),
        "unmarked_rows": [
            number
            for number, (text, spans) in enumerate(zip(texts, seen, strict=True), 1)
            if not all(_is_covered(text.text, mark, spans) for mark in text.marks)
        ],
    }


def _kinds(
    texts: Sequence[Marked], hidden: Sequence[Spans], seen: Sequence[Spans]
) -> dict[str, dict[str, Any]]:
    kinds = sorted({mark.kind for text in texts for mark in text.marks})
    return {
        kind: {
            "spans": sum(mark.kind == kind for text in texts for mark in text.marks),
            "recall": _recall(texts, hidden, kind),
            "highlighter_recall": _recall(texts, seen, kind),
        }
        for kind in kinds
    }


def _recall(texts: Sequence[Marked], spans: Sequence[Spans], kind: str | None = None) -> float:
    covered = [
        _is_covered(text.text, mark, mine)
        for text, mine in zip(texts, spans, strict=True)
        for mark in text.marks
        if kind in {None, mark.kind}
    ]
    return _share(sum(covered), len(covered))


def _of_characters(texts: Sequence[Marked], hidden: Sequence[Spans]) -> dict[str, float]:
    both = true = called = 0
    for text, spans in zip(texts, hidden, strict=True):
        marked_there = _telling(text.text, ((mark.start, mark.end) for mark in text.marks))
        hidden_there = _telling(text.text, spans)
        both += len(marked_there & hidden_there)
        true, called = true + len(marked_there), called + len(hidden_there)
    return {"recall_of_characters": _share(both, true), "precision": _share(both, called)}


def _precision_of_spans(texts: Sequence[Marked], hidden: Sequence[Spans]) -> float:
    touching = [
        any(start < mark.end and mark.start < end for mark in text.marks)
        for text, spans in zip(texts, hidden, strict=True)
        for start, end in spans
    ]
    return _share(sum(touching), len(touching))


def _share_of_words(texts: Sequence[Marked], seen: Sequence[Spans]) -> float:
    covered = [
        any(start <= word.start() < end for start, end in spans)
        for text, spans in zip(texts, seen, strict=True)
        for word in _WORD.finditer(text.text)
    ]
    return _share(sum(covered), len(covered))


def _is_covered(text: str, mark: Mark, spans: Spans) -> bool:
    needed = set()
    for word in _WORD.finditer(text, mark.start, mark.end):
        own = _POSSESSIVE.sub("", word.group())
        if own.lower() not in _SMALL and not is_title(own.lower()):
            needed |= _telling(text, [(word.start(), word.start() + len(own))])
    return needed <= _telling(text, spans)


def is_title(word: str) -> bool:
    """Return whether a word is a title, which names nobody by itself."""
    return word in words_listed("titles") | words_listed("formal")


def _telling(text: str, spans: Spans) -> set[int]:
    return {place for start, end in spans for place in range(start, end) if text[place].isalnum()}


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 1.0
