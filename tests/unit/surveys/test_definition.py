"""A definition as a value."""

import json

import pytest

from surveys import parsing
from tests.unit.surveys.samples import a_definition


class TestDefinition:
    def test_gives_its_questions_in_order(self):
        """The questions of a survey come in the order of its pages."""
        keys = [question.key for question in a_definition().questions()]

        assert ["feels_safe", "why", "helper", "enough", "times"] == keys

    def test_finds_questions_and_pages_by_key(self):
        """A question or page is found by its key, or not at all."""
        definition = a_definition()

        assert "Who helps you?" == definition.question("helper").label
        assert "People" == definition.page("people").title
        with pytest.raises(KeyError):
            definition.question("people")
        with pytest.raises(KeyError):
            definition.page("helper")

    def test_gives_the_part_of_one_voice(self):
        """Each voice of an audit has its own pages."""
        assert () == a_definition().for_part("child").pages
        assert a_definition() == a_definition().for_part("")

    @pytest.mark.parametrize(
        ("ages", "said"),
        [([8, 11], "Ages 8 to 11"), ([16, 99], "Age 16 and over"), (None, "")],
    )
    def test_says_for_whom_it_is(self, ages, said):
        """Ages are said as people say them, and an upper age of 99 as none."""
        assert said == a_definition(ages=ages).for_whom

    def test_has_the_same_hash_for_the_same_content(self):
        """A hash changes with the wording, and with nothing else."""
        definition = a_definition()

        assert 64 == len(definition.hash())
        assert definition.hash() == parsing.parse(definition.as_data()).hash()
        assert definition.hash() != a_definition(title="How are you?").hash()

    def test_leaves_out_of_its_data_what_is_not_said(self):
        """Plain data holds what was written and no more."""
        data = a_definition(ages=None, thanks="", scores=[]).as_data()

        assert not {"ages", "thanks", "scores", "attribution"} & set(data)
        assert {"key", "kind", "label", "min", "max"} == set(data["pages"][2]["questions"][1])

    def test_is_plain_enough_for_a_database(self):
        """Plain data goes through JSON unharmed."""
        definition = a_definition()

        assert definition == parsing.parse(json.loads(json.dumps(definition.as_data())))
