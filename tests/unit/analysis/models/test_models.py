"""The contract of a theme model and its register."""

import pytest

from analysis.models import WORDS_ONLY, ModelError, ThemeModel, serving_model
from analysis.models.described import Described
from tests.unit.analysis.samples import LetterEmbedding


class TestThemeModel:
    def test_registers_models_by_key(self):
        """A model is found by its key."""
        assert Described is ThemeModel.known["described"]

    def test_refuses_one_key_twice(self):
        """Two models with one key stop the start."""
        with pytest.raises(RuntimeError, match="described"):
            type("Another", (ThemeModel,), {}, key="described")

    def test_says_when_words_alone_serve(self):
        """Pages show a notice when no meanings are read."""
        assert (WORDS_ONLY, False) == (Described(None).notice, Described(None).has_embeddings)
        assert ("", True) == (
            Described(LetterEmbedding()).notice,
            Described(LetterEmbedding()).has_embeddings,
        )

    def test_describes_itself(self):
        """A model says in a sentence how it works."""
        assert "words and meanings" in Described(LetterEmbedding()).describe()
        assert "meanings" not in Described(None).describe()


class TestServingModel:
    def test_reads_meanings_where_the_weights_are(self):
        """The pinned package brings the weights, so meanings are read."""
        assert serving_model().has_embeddings
        assert serving_model() is serving_model()


class TestModelError:
    def test_has_a_code(self):
        """An error is known by its code."""
        assert "too_few_comments" == ModelError("too_few_comments").code
