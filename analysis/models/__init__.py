"""The contract of a theme model, and the register of the models that announce themselves."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from analysis.codebook import Codebook
    from analysis.corpus import Corpus

WORDS_ONLY = (
    "The embedding model is not installed, so themes are found by their words alone. "
    "Expect more to be missed. See “Theming” in the operating guide."
)


class ModelError(Exception):
    """A model cannot do what was asked; `code` says why."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True)
class Coded:
    """One theme that a model gives to one span of a passage; `score` is 0 to 1.

    What is not sure is a suggestion: it counts for nothing until a person accepts it.
    """

    passage_id: str
    theme_key: str
    score: float
    start: int
    end: int
    sentiment: str = "mixed"
    is_sure: bool = True


class ThemeModel(ABC):
    """A way to give themes to words. Deterministic: the same input and seed, the same codings."""

    known: ClassVar[dict[str, type[ThemeModel]]] = {}
    key: ClassVar[str]
    version: str
    notice: str = ""

    def __init_subclass__(cls, *, key: str, **options: Any) -> None:
        """Register the model.

        Raises:
            RuntimeError: two models have one key.
        """
        super().__init_subclass__(**options)
        if key in ThemeModel.known:
            raise RuntimeError(f"two models are called {key!r}")
        cls.key = key
        ThemeModel.known[key] = cls

    @property
    def has_embeddings(self) -> bool:
        """Whether the model reads meanings and not words alone."""
        return not self.notice

    @abstractmethod
    def describe(self) -> str:
        """Say in a sentence how this model finds themes."""

    @abstractmethod
    def code(self, corpus: Corpus, codebook: Codebook, *, seed: int = 0) -> tuple[Coded, ...]:
        """Return the codings of a corpus, in the order of its passages."""


@cache
def serving_model() -> ThemeModel:
    """Return the model that serves: meanings where the weights are installed, else words."""
    from analysis.models.described import Described  # noqa: PLC0415 - it needs this module
    from analysis.models.embedding import installed  # noqa: PLC0415 - loading takes a moment

    return Described(installed())
