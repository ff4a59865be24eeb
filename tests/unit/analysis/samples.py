"""A small codebook, comments and fakes that the tests of the analysis share."""

import numpy as np

from analysis.codebook import Codebook, Theme
from analysis.corpus import Corpus, Passage

CODEBOOK = Codebook(
    "Small",
    1,
    (
        Theme("food", "Food", "Meals, snacks and cooking.", ("food", "meals", "tea")),
        Theme("friends", "Friends", "Having mates to see.", ("friends", "mates", "hang out")),
        Theme("pets", "Pets", "Cats, dogs and rabbits.", ("cat", "dog", "rabbit")),
    ),
)
FOOD = ("The food is nice", "I hate the meals here", "We cook tea together", "More food please")
FRIENDS = ("My friends live far", "I see my mates", "We hang out a lot", "No friends here")


def a_corpus(*texts, stance="neutral"):
    return Corpus(tuple(Passage(f"p{n}", text, stance=stance) for n, text in enumerate(texts)))


def labelled(times=4):
    """Comments on food and on friends, with their 0/1 matrix; nobody speaks of pets."""
    texts, labels = [], []
    for turn in range(times):
        for text in FOOD:
            texts.append(f"{text} {turn}")
            labels.append([1, 0, 0])
        for text in FRIENDS:
            texts.append(f"{text} {turn}")
            labels.append([0, 1, 0])
    return texts, np.array(labels)


class LetterEmbedding:
    """Stands in for the real weights: a text's vector counts its letters."""

    version = "letters"
    width = 26

    @property
    def words(self):
        """The engine itself."""
        return self

    def embed(self, texts):
        """Return unit vectors of 26 numbers."""
        found = np.array([[t.lower().count(chr(97 + i)) for i in range(26)] for t in texts], float)
        found = found.reshape(len(texts), 26)
        lengths = np.linalg.norm(found, axis=1, keepdims=True)
        return (found / np.maximum(lengths, 1e-9)).astype(np.float32)
