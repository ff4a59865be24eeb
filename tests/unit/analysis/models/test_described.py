"""The model of the first day."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.codebook import Codebook, shipped
from analysis.corpus import Corpus, sentences
from analysis.models import serving_model
from analysis.models.described import Described
from tests.unit.analysis.samples import CODEBOOK, a_corpus


def keys(model, codebook, text):
    return {coded.theme_key for coded in model.code(a_corpus(text), codebook)}


class TestDescribed:
    @pytest.mark.parametrize(
        ("text", "theme"),
        [
            ("Nobody listens to what I say", "T01"),
            ("My social worker keeps changing", "T05"),
            ("I was moved again with bin bags", "T08"),
            ("I want to see my brother more", "T10"),
            ("The flat is damp", "T25"),
            ("They judged me from the start", "T28"),
            ("Been on the waiting list for ages", "T23"),
        ],
    )
    @pytest.mark.parametrize("model", [Described(None), serving_model()])
    def test_finds_the_themes_of_children(self, model, text, theme):
        """Plain words find their theme, with meanings and without."""
        assert theme in keys(model, shipped(), text)

    def test_points_at_the_sentence(self):
        """A coding stands on the sentence that speaks of the theme most."""
        text = "It rained. The food and the meals are nice. Food."

        (coded,) = Described(None).code(a_corpus(text), CODEBOOK)

        assert "The food and the meals are nice." == text[coded.start : coded.end]
        assert 0.5 <= coded.score <= 1

    def test_gives_several_themes(self):
        """One sentence can carry two themes."""
        assert {"food", "friends"} == keys(Described(None), CODEBOOK, "Food with my mates")

    @pytest.mark.parametrize("corpus", [Corpus(()), a_corpus(""), a_corpus("zzz")])
    def test_finds_nothing_where_nothing_is(self, corpus):
        """No passage, no word and no match give no coding."""
        assert () == Described(None).code(corpus, CODEBOOK)
        assert () == serving_model().code(corpus, Codebook("Empty", 1, ()))

    @given(st.lists(st.text(), max_size=4))
    def test_gives_the_same_twice_inside_sentences(self, texts):
        """The same words give the same codings, each exactly one sentence of its passage."""
        corpus = a_corpus(*texts)
        found = serving_model().code(corpus, CODEBOOK)
        spans = {p.id: {(s.start, s.end) for s in sentences(p.text)} for p in corpus.passages}

        assert found == serving_model().code(corpus, CODEBOOK, seed=7)
        assert all((coded.start, coded.end) in spans[coded.passage_id] for coded in found)
