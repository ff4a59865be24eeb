"""Cards of shipped models."""

import json
from datetime import date

import pytest

from analysis.cards import card_of

CARD = {
    "codebook": "childrens_services",
    "measured_on": "2026-11-20",
    "passages": 800,
    "themes": {
        "food": {"both": 40, "machine_only": 10, "person_only": 40},
        "pets": {"both": 0, "machine_only": 10, "person_only": 0},
    },
}


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "described.json").write_text(json.dumps(CARD), "utf-8")
    return tmp_path


class TestCardOf:
    def test_reckons_from_counts(self, folder):
        """Precision and recall of each theme, and of all of them, come from the counts."""
        card = card_of("described", folder=folder)

        assert (date(2026, 11, 20), 800) == (card.measured_on, card.passages)
        assert (0.8, 0.5) == (
            card.themes["food"].precision.value,
            card.themes["food"].recall.value,
        )
        assert card.themes["pets"].recall is None
        assert 40 / 60 == card.overall.precision.value

    def test_is_none_for_a_model_without_one(self, folder):
        """A model whose card was not shipped has none."""
        assert card_of("learned", folder=folder) is None

    def test_refuses_what_is_no_card(self, folder):
        """A file that is not a card is refused rather than half believed."""
        (folder / "learned.json").write_text("{}", "utf-8")
        with pytest.raises(KeyError):
            card_of("learned", folder=folder)
