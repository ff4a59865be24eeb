"""How emergent themes are measured against people's labels."""

from __future__ import annotations

import json
from itertools import cycle, islice

from analysis.emergent_measure import measure
from tests.unit.analysis.test_emergent import PARKING, PETS

SUBJECTS = ["bus", "dog", "noise", "money", "garden", "doctor", "school"]


class TestMeasure:
    def test_compares_with_labels(self):
        """Labels that go with the words have something in common with the proposals."""
        found = measure(PARKING + PETS, [["parking"]] * 12 + [["pets"]] * 12, None)
        assert found["nmi"] > 0.3
        assert [] == found["hidden_found"]
        assert 24 == json.loads(json.dumps(found))["texts"]

    def test_finds_hidden_themes(self):
        """Six subjects hidden from the codebook come back as the label of most of a proposal."""
        ends = ["was there", "came again", "everywhere", "tomorrow"]
        texts = [f"{one} {one} {end}" for one in SUBJECTS for end in islice(cycle(ends), 20)]
        labels = [[one] for one in SUBJECTS for _ in range(20)]
        found = measure(texts, labels, None)
        assert 5 == len(found["hidden_found"])
        assert min(found["hidden_found"]) >= 4

    def test_says_when_there_is_nothing(self):
        """Too few texts have no likeness to labels at all."""
        assert measure(["n/a", "the bus"], [["a"], ["b"]], None)["nmi"] is None
