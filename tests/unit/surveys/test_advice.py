"""What does not suit an age."""

import pytest

from surveys import parsing
from tests.unit.surveys.samples import a_definition, with_questions

FACES = {
    "key": "mood",
    "kind": "faces",
    "label": "How do you feel?",
    "options": [{"value": n, "label": f"Word {n}", "face": f"smile-{n}"} for n in range(1, 6)],
}
TEN = {"key": "ten", "kind": "scale_0_10", "label": "How much?"}
WORDS = {"key": "words", "kind": "long_text", "label": "Why?"}


def warned(question, age, steps=5):
    question = question | ({"options": FACES["options"][:steps]} if question is FACES else {})
    definition = parsing.parse(with_questions(question, WORDS, ages=[age, 18]))
    return [problem.code for problem in parsing.warnings(definition)]


class TestWarnings:
    @pytest.mark.parametrize(
        ("age", "steps", "expected"),
        [(7, 5, 1), (7, 4, 1), (7, 3, 0), (8, 4, 0), (8, 5, 1), (10, 5, 1), (11, 5, 0)],
    )
    def test_counts_the_steps_for_an_age(self, age, steps, expected):
        """Younger children get fewer faces: three under 8, four under 11."""
        assert ["unwise_scale"] * expected == warned(FACES, age, steps)

    @pytest.mark.parametrize(("age", "expected"), [(9, 1), (10, 0)])
    def test_keeps_nought_to_ten_from_the_young(self, age, expected):
        """A scale from 0 to 10 is not for children under 10."""
        assert ["unwise_scale"] * expected == warned(TEN, age)

    def test_says_nothing_when_no_age_is_named(self):
        """A survey without ages, such as one for staff, is not warned about."""
        assert () == parsing.warnings(a_definition(ages=None))
