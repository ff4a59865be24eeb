"""Emergent themes: what is left unexplained, how it is gathered, and what it is called."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.corpus import Corpus, Passage
from analysis.emergent import (
    SMALLEST,
    apartness,
    distinctive,
    few_that_differ,
    propose,
    unexplained,
    vectors,
)
from analysis.models.embedding import installed

PARKING = [
    "parking costs too much", "the parking is expensive", "parking is far and costs money",
    "could not find parking anywhere", "parking permit costs a fortune", "parking was full",
    "we paid for parking twice", "parking costs more than petrol", "parking by the gate is full",
    "no parking for families", "the parking machine took my money", "parking fine again",
]  # fmt: skip
PETS = [
    "i miss my dog", "i want to see my dog more", "my dog cannot live here", "the dog was left behind",
    "my cat and my dog are at home", "please let my dog visit", "dog walks make me calm",
    "no pets allowed and i had a dog", "my dog is my best friend", "a dog would help me sleep",
    "they gave my dog away", "i think about my dog at night",
]  # fmt: skip
BOTH = [Passage(f"p{number:02}", text) for number, text in enumerate(PARKING + PETS)]
EMBEDDINGS = [installed(), None]


class TestUnexplained:
    def test_leaves_out_the_coded_and_the_silent(self):
        """Passages with a coding and non-answers are not looked at."""
        corpus = Corpus(
            (Passage("a", "Nothing."), Passage("b", "The bus."), Passage("c", "Noise"))
        )
        assert ["c"] == [passage.id for passage in unexplained(corpus, {"b"})]


class TestPropose:
    @pytest.mark.parametrize("embedding", EMBEDDINGS)
    def test_finds_what_people_talk_about(self, embedding):
        """Two plain subjects lead to proposals that keep them apart, with words and passages."""
        found = propose(BOTH, embedding)
        assert {"parking", "dog"} <= {word for one in found for word in one.words}
        for one in found:
            about_dogs = {int(passage_id[1:]) >= len(PARKING) for passage_id in one.passage_ids}
            assert 1 == len(about_dogs)
            assert set(one.shown) <= set(one.passage_ids)
            assert one.name == ", ".join(one.words[:3]).capitalize()

    @pytest.mark.parametrize("embedding", EMBEDDINGS)
    def test_is_the_same_in_any_order(self, embedding):
        """Shuffled passages give the same proposals."""
        shuffled = random.Random(3).sample(BOTH, len(BOTH))
        assert propose(BOTH, embedding) == propose(shuffled, embedding)

    def test_needs_twenty(self):
        """Nineteen passages are too few to say anything."""
        assert () == propose(BOTH[:19], None)

    @pytest.mark.parametrize("embedding", EMBEDDINGS)
    @pytest.mark.parametrize("text", ["", "🙂", "the and of", "dog"])
    def test_survives_sameness(self, embedding, text):
        """Thirty passages alike, or without a word, raise nothing."""
        same = [Passage(str(number), text) for number in range(30)]
        assert len(propose(same, embedding)) <= 1

    def test_leaves_a_name_out(self):
        """A name that the redactor knows is no word of a proposal."""
        texts = [f"{text} with Mrs Okonjo" for text in PARKING + PETS]
        found = propose([Passage(f"p{n:02}", text) for n, text in enumerate(texts)], None)
        assert all("okonjo" not in one.words for one in found)

    @given(st.lists(st.text(alphabet="abcdg opq", max_size=20), min_size=20, max_size=35))
    @settings(max_examples=10, deadline=None)
    def test_names_no_handful(self, texts):
        """Whatever is said, a proposal has five passages, each in one proposal only."""
        found = propose([Passage(str(n), text) for n, text in enumerate(texts)], None)
        ids = [one for proposal in found for one in proposal.passage_ids]
        assert len(ids) == len(set(ids))
        assert all(len(proposal.passage_ids) >= SMALLEST for proposal in found)


class TestVectors:
    @pytest.mark.parametrize("embedding", EMBEDDINGS)
    def test_have_length_one(self, embedding):
        """Each row is a direction."""
        lengths = np.linalg.norm(vectors(PARKING + PETS, embedding), axis=1)
        assert np.allclose(1, lengths)


class TestDistinctive:
    def test_takes_the_words_of_one_side(self):
        """A word of every cluster comes after a word of one, in the form used most."""
        texts = ["buses late here"] * 3 + ["bus late"] + ["noise here"] * 4
        named = distinctive(texts, np.array([0, 0, 0, 0, 1, 1, 1, 1]))
        assert ("buses", "late") == named[0]
        assert ("noise",) == named[1]

    def test_puts_what_is_said_everywhere_after_what_is_said_here(self):
        """“Home”, said most often and by all, tells less of this cluster than “cold”."""
        texts = ["home home cold"] * 3 + ["home home loud"] * 3
        named = distinctive(texts, np.array([0, 0, 0, 1, 1, 1]))

        assert ("cold", "home") == named[0][:2]

    def test_leaves_out_what_two_people_say(self):
        """A word of two passages may be a name."""
        assert {0: ()} == distinctive(["bramble", "bramble"], np.array([0, 0]))


class TestApartness:
    def test_is_lowest_for_one_cluster(self):
        """One cluster is not apart from anything."""
        assert -1.0 == apartness(np.eye(3), np.zeros(3, dtype=int))

    def test_judges_some_of_many(self):
        """Of many rows only some are compared, and two far heaps are still far apart."""
        rows = np.vstack([np.random.default_rng(1).normal(end, 0.01, (2000, 2)) for end in (0, 9)])
        assert apartness(rows, np.repeat([0, 1], 2000)) > 0.9


class TestFewThatDiffer:
    def test_passes_over_repeats(self):
        """The same words in another order are shown once, and three are enough."""
        texts = ["too loud", "Loud, too", "cold", "dark", "far"]
        assert [0, 2, 3] == few_that_differ(range(5), texts)
