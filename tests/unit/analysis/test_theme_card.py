"""The card of the model that ships."""

import json

import numpy as np
import pytest

from analysis import theme_card
from analysis.cards import card_of
from analysis.codebook import shipped
from analysis.models.described import Described
from analysis.theme_card import counts, main

ROWS = "text,themes\nNobody listens to me,T01\nhmm,T99\nMy worker never rings back,T04\n"


@pytest.fixture
def file(tmp_path, monkeypatch):
    """Return a file of three comments, with the quick model in place of the one that ships."""
    monkeypatch.setattr(theme_card, "taught", lambda *_: Described(None))
    path = tmp_path / "test.csv"
    path.write_text(ROWS, "utf-8")
    return path


class TestMain:
    def test_writes_a_card_that_can_be_read(self, file, tmp_path):
        """The card says what was measured, on how many passages, and when."""
        main(["--test", str(file), "--date", "2026-11-25"], out=tmp_path / "cards")
        card = card_of("described", folder=tmp_path / "cards")

        assert (shipped().name, 3) == (card.codebook, card.passages)
        assert "T99" not in card.themes
        assert 1.0 == card.themes["T01"].recall.value

    def test_refuses_to_measure_on_what_was_learned(self, file, tmp_path):
        """A comment that is among the lessons stops the measurement, and no card is written."""
        lesson = theme_card.lessons_for(shipped())[0]
        file.write_text(f'text,themes\n"{lesson.text}",T01\n', "utf-8")

        with pytest.raises(SystemExit, match="learned from"):
            main(["--test", str(file), "--date", "2026-11-25"], out=tmp_path)
        assert [] == list(tmp_path.glob("*.json"))


class TestCounts:
    def test_tells_who_gave_a_theme(self):
        """Each passage counts for both, for the machine, for the person, or for nobody."""
        found, true = np.array([[1], [1], [0], [0]]), np.array([[1], [0], [1], [0]])

        assert {"a": {"both": 1, "machine_only": 1, "person_only": 1}} == counts(
            ["a"], found, true
        )


class TestShipped:
    def test_card_is_of_the_shipped_codebook(self):
        """The card that ships speaks of every shipped theme, measured on words of their own."""
        card, read = (
            card_of("learned"),
            json.loads((theme_card.CARDS / "learned.json").read_text()),
        )

        assert shipped().name == card.codebook == read["codebook"]
        assert {one.key for one in shipped().themes} - {"T99"} == set(card.themes)
