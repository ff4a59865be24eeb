"""Advice about a codebook: pairs that may be one, and a theme that may be two."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.codebook import Codebook, Theme
from analysis.codebook_advice import near_duplicates, two_in_one
from analysis.corpus import Passage
from analysis.models.embedding import installed
from tests.unit.analysis.test_emergent import EMBEDDINGS, PARKING, PETS

BUSES = Theme("b", "Buses", "Buses that come late or not at all")
SAME = Theme("c", "Late buses", "Buses that come late, or not at all")
FOOD = Theme("f", "Food", "What there is to eat, and how it tastes")
MANY = frozenset(map(str, range(20)))


class Rows:
    """An embedding that gives the rows it was made of."""

    def __init__(self, rows):
        self.rows = np.array(rows, dtype=np.float32)

    def embed(self, texts):
        return self.rows[: len(texts)]


class TestNearDuplicates:
    @pytest.mark.parametrize("embedding", EMBEDDINGS)
    def test_sees_definitions_that_say_the_same(self, embedding):
        """Two names for one meaning are a pair, though nothing was coded."""
        pairs = near_duplicates(Codebook("x", 1, (BUSES, FOOD, SAME)), {}, embedding)
        assert [("b", "c")] == [(pair.kept, pair.merged) for pair in pairs]

    def test_sees_passages_in_common(self):
        """Themes that mostly come together are a pair; the one with more passages is kept."""
        codings = {"b": MANY, "f": MANY | {"more"}}
        (pair,) = near_duplicates(Codebook("x", 1, (BUSES, FOOD)), codings, None)
        assert ("f", "b") == (pair.kept, pair.merged)
        assert pair.together == pytest.approx(20 / 21)

    def test_waits_for_ten_passages(self):
        """A few passages in common are chance."""
        few = frozenset("123456789")
        assert () == near_duplicates(Codebook("x", 1, (BUSES, FOOD)), {"b": few, "f": few}, None)

    @pytest.mark.parametrize(("alike", "expected"), [(0.65, 1), (0.55, 0)])
    def test_adds_what_says_it_a_little(self, alike, expected):
        """A third in common is enough only where definitions are rather alike."""
        embedding = Rows([[1, 0], [alike, (1 - alike**2) ** 0.5]])
        codings = {"b": MANY, "f": frozenset(map(str, range(10, 30)))}
        found = near_duplicates(Codebook("x", 1, (BUSES, FOOD)), codings, embedding)
        assert expected == len(found)

    def test_survives_an_empty_codebook(self):
        """No themes, and themes without a word, make no pairs."""
        assert () == near_duplicates(Codebook("x", 1, ()), {}, installed())
        silent = Codebook("x", 1, (Theme("a", "", ""), Theme("b", "", "")))
        assert () == near_duplicates(silent, {}, None)


class TestTwoInOne:
    @pytest.mark.parametrize("embedding", EMBEDDINGS)
    def test_parts_two_subjects(self, embedding):
        """Dogs and parking under one theme are told apart, in any order."""
        both = [Passage(f"p{n:02}", text) for n, text in enumerate(PARKING + PETS)]
        found = two_in_one(both, embedding)
        assert found is not None
        assert {"parking", "dog"} <= {*found.first.words, *found.second.words}
        assert found == two_in_one(both[::-1], embedding)
        assert 10 <= len(found.second.passage_ids) <= len(found.first.passage_ids)

    def test_needs_ten_a_half(self):
        """A few odd passages do not make a theme two."""
        odd = [Passage(f"p{n:02}", text) for n, text in enumerate([*PARKING * 4, *PETS[:3]])]
        assert two_in_one(odd[:19], None) is None
        found = two_in_one(odd, None)
        assert found is None or len(found.second.passage_ids) >= 10

    def test_leaves_one_subject_whole(self):
        """Passages that all say the same are one theme."""
        assert two_in_one([Passage(str(n), "the bus is late") for n in range(30)], None) is None

    def test_leaves_what_is_barely_apart(self):
        """Passages spread evenly, with no gap between halves, are one theme."""
        rows = np.random.default_rng(2).normal(size=(60, 30))
        passages = [Passage(f"p{n:02}", f"word {n}") for n in range(60)]
        assert two_in_one(passages, Rows(rows)) is None
