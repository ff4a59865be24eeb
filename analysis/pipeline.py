"""The one way in: a corpus and a codebook become codings and feelings."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from analysis.corpus import Corpus, is_non_answer
from analysis.sentiment import Sentiment, feel

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analysis.codebook import Codebook
    from analysis.models import Coded, ThemeModel


@dataclass(frozen=True)
class Analysis:
    """What a run made of a corpus. Non-answers are named, felt as mixed, and never themed."""

    codings: tuple[Coded, ...]
    sentiments: Mapping[str, Sentiment]
    non_answers: frozenset[str]
    model_key: str
    model_version: str


def analyse(corpus: Corpus, codebook: Codebook, model: ThemeModel, *, seed: int = 0) -> Analysis:
    """Give themes and feelings to every passage of a corpus.

    Deterministic: the same corpus, codebook, model and seed give the same analysis. An empty
    corpus gives an empty analysis.
    """
    silent = frozenset(p.id for p in corpus.passages if is_non_answer(p.text))
    said = Corpus(tuple(p for p in corpus.passages if p.id not in silent))
    by_id = {passage.id: passage for passage in said.passages}
    codings = tuple(
        replace(
            coded,
            sentiment=feel(
                _span(by_id[coded.passage_id].text, coded), by_id[coded.passage_id].stance
            ).label,
        )
        for coded in model.code(said, codebook, seed=seed)
    )
    sentiments = {passage.id: feel(passage.text, passage.stance) for passage in corpus.passages}
    return Analysis(codings, sentiments, silent, model.key, model.version)


def _span(text: str, coded: Coded) -> str:
    return text[coded.start : coded.end]
