"""The model that learns from accepted codings."""

from dataclasses import replace

import numpy as np
import pytest

from analysis.codebook import shipped
from analysis.corpus import Corpus
from analysis.models import ModelError, learned
from analysis.models.learned import Learned
from tests.unit.analysis.samples import CODEBOOK, LetterEmbedding, a_corpus, labelled


@pytest.fixture(scope="module", params=[None, LetterEmbedding()], ids=["words", "meanings"])
def model(request):
    """Return a model that has read a few comments on food and friends."""
    return Learned(CODEBOOK, request.param, seed=1).fit(*labelled())


class TestFit:
    def test_refuses_too_few(self):
        """Without enough comments none can be held out."""
        texts, labels = labelled(1)

        with pytest.raises(ModelError, match="too_few_comments"):
            Learned(CODEBOOK, None).fit(texts, labels)

    def test_draws_a_sample_of_very_many(self, monkeypatch):
        """Beyond what fits in memory a sample is learned, the same for one seed."""
        monkeypatch.setattr(learned, "MOST", 20)
        texts, labels = labelled()
        one, other = (Learned(CODEBOOK, None, seed=3).fit(texts, labels) for _ in range(2))

        assert np.array_equal(one.chances(texts), other.chances(texts))
        assert (1, 0) == tuple(one.predict(["I like the food"])[0, :2])


class TestPredict:
    def test_knows_what_it_learned(self, model):
        """New words on a known theme get that theme, and are likelier of it than of another."""
        texts = ["Nice food", "My friends"]

        assert [0, 1] == model.chances(texts).argmax(axis=1).tolist()
        assert [1, 1] == model.predict(texts)[[0, 1], [0, 1]].tolist()

    def test_gives_chances(self, model):
        """Every chance is from nought to one."""
        found = model.chances(["Nice food", "", "zzz"])

        assert (3, 3) == found.shape
        assert np.all((found >= 0) & (found <= 1))


class TestCode:
    def test_points_at_the_sentence(self, model):
        """A coding stands on the sentence nearest to its theme."""
        text = "It was raining. The food is nice."

        found = [c for c in model.code(a_corpus(text), CODEBOOK) if c.theme_key == "food"]

        assert ["The food is nice."] == [text[c.start : c.end] for c in found]

    def test_finds_nothing_in_nothing(self, model, monkeypatch):
        """No passages give no codings, and a passage without words gets none."""
        assert () == model.code(Corpus(()), CODEBOOK)
        monkeypatch.setattr(model, "_judged", replace(model._judged, enough=np.zeros(3)))

        assert () == model.code(a_corpus(" "), CODEBOOK)

    def test_refuses_another_codebook(self, model):
        """What was learned of one codebook says nothing of another."""
        with pytest.raises(ModelError, match="other_codebook"):
            model.code(a_corpus("x"), shipped())

    def test_reads_a_codebook_that_tells_more(self, model):
        """Whom themes concern is not read, so that a codebook without it is the same."""
        told = replace(CODEBOOK.themes[0], cohorts=("parents",))
        book = replace(CODEBOOK, number=2, themes=(told, *CODEBOOK.themes[1:]))
        corpus = a_corpus("The food is nice")

        assert model.code(corpus, CODEBOOK) == model.code(corpus, book)

    def test_describes_itself(self, model):
        """A model says in a sentence how it works."""
        assert "Learns" in model.describe()
