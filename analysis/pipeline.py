"""The one way in: a corpus and a codebook become codings and feelings."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from analysis.corpus import Corpus, is_non_answer
from analysis.language import LOST, Understanding, readable, understanding
from analysis.sentiment import Sentiment, feel_all

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analysis.codebook import Codebook
    from analysis.corpus import Passage
    from analysis.models import Coded, ThemeModel


@dataclass(frozen=True)
class Analysis:
    """What a run made of a corpus.

    Non-answers are named, felt as mixed, and never themed. What was not understood is named with
    its reason, and is given neither a theme nor a feeling by guess; of what was understood partly,
    only the rest is themed and felt.
    """

    codings: tuple[Coded, ...]
    sentiments: Mapping[str, Sentiment]
    non_answers: frozenset[str]
    not_understood: Mapping[str, Understanding]
    model_key: str
    model_version: str


def analyse(corpus: Corpus, codebook: Codebook, model: ThemeModel, *, seed: int = 0) -> Analysis:
    """Give themes and feelings to every passage of a corpus.

    Deterministic: the same corpus, codebook, model and seed give the same analysis. An empty
    corpus gives an empty analysis.
    """
    missed = {p.id: one for p in corpus.passages if (one := understanding(p.text)).reason}
    lost = {owner for owner, one in missed.items() if one.reason in LOST}
    read = Corpus(tuple(_readable(p, missed) for p in corpus.passages if p.id not in lost))
    silent = frozenset(p.id for p in read.passages if is_non_answer(p.text))
    said = Corpus(tuple(p for p in read.passages if p.id not in silent))
    found = model.code(said, codebook, seed=seed)
    felt = _felt(read, found)
    codings = tuple(
        replace(coded, sentiment=felt[coded.passage_id, coded.start, coded.end].label)
        for coded in found
    )
    sentiments = {one.id: felt[one.id, 0, len(one.text)] for one in read.passages}
    return Analysis(codings, sentiments, silent, missed, model.key, model.version)


def _readable(passage: Passage, missed: Mapping[str, Understanding]) -> Passage:
    return replace(passage, text=readable(passage.text)) if passage.id in missed else passage


def _felt(corpus: Corpus, codings: Sequence[Coded]) -> dict[tuple[str, int, int], Sentiment]:
    # Every span once, all together: a passage of one sentence is often coded more than once.
    by_id = {passage.id: passage for passage in corpus.passages}
    whole = [(passage.id, 0, len(passage.text)) for passage in corpus.passages]
    spans = list(dict.fromkeys([*whole, *((c.passage_id, c.start, c.end) for c in codings)]))
    texts = [by_id[owner].text[start:end] for owner, start, end in spans]
    stances = [by_id[owner].stance for owner, _, _ in spans]
    return dict(zip(spans, feel_all(texts, stances), strict=True))
