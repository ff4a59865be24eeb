"""From a file to a definition, or to every mistake with its line."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from surveys import parsing
from surveys.errors import DefinitionErrors
from tests.unit.surveys.samples import a_definition

BROKEN = """key: Broken Key
title: How are things?
kind: questionaire
audience: young_people
ages: [17, 11]
minutes: soon
colour: blue
pages:
  - key: home
    title: Home
    questions:
      - key: mood
        kind: face
        label: How do you feel?
      - key: why
        kind: long_text
        show_if: {question: later, answered: true}
        requird: true
      - key: later
        kind: one_choice
        label: Which?
        label: Which one?
        options: [{value: yes, label: Yes}, {value: a, label: A}, {value: a, label: B}]
scores:
  - {key: s, label: S, method: mean, items: [later, nothing]}
"""


class TestParseYaml:
    def test_names_every_mistake_at_once_with_its_line(self):
        """A file with many mistakes gives all of them, in the order of its lines."""
        with pytest.raises(DefinitionErrors) as caught:
            parsing.parse_yaml(BROKEN, "broken.yaml")

        assert [
            ("key", 1),
            ("choice", 3),
            ("ages", 5),
            ("number", 6),
            ("unknown_name", 7),
            ("options", 12),
            ("kind", 13),
            ("words", 15),
            ("looks_forward", 17),
            ("unknown_name", 18),
            ("repeated", 22),
            ("option_value", 23),
            ("words", 23),
            ("repeated_value", 23),
            ("score_item", 25),
            ("score_item", 25),
        ] == [(problem.code, problem.line) for problem in caught.value.problems]
        assert str(caught.value).startswith("broken.yaml: 16 to mend\n  line 1, key: ")

    def test_says_what_to_do_about_each(self):
        """Each mistake has a sentence that says what to do, and a suggestion where one is near."""
        with pytest.raises(DefinitionErrors) as caught:
            parsing.parse_yaml(BROKEN)

        said = str(caught.value)
        assert all(problem.remedy.endswith((".", "?")) for problem in caught.value.problems)
        assert "Did you mean questionnaire?" in said
        assert "Did you mean faces?" in said
        assert "Did you mean “required”?" in said

    def test_refuses_what_is_no_yaml(self):
        """A file that cannot be read at all is one mistake with its line."""
        with pytest.raises(DefinitionErrors) as caught:
            parsing.parse_yaml("key: home\ntitle: [")

        assert ["not_yaml"] == [problem.code for problem in caught.value.problems]

    def test_reads_a_file_as_it_reads_its_data(self):
        """A definition written to a file is the same definition again."""
        definition = a_definition()
        text = yaml.safe_dump(definition.as_data(), allow_unicode=True)

        assert definition == parsing.parse_yaml(text)

    @pytest.mark.parametrize(
        "path",
        sorted((Path(__file__).parents[3] / "surveys" / "library").glob("*.yaml")),
        ids=lambda path: path.stem,
    )
    def test_reads_every_questionnaire_that_ships(self, path):
        """Each questionnaire that ships is without mistakes, and suits its ages."""
        definition = parsing.parse_yaml(path.read_text("utf-8"), path.name)

        assert path.stem == definition.key
        assert () == parsing.warnings(definition)
        assert definition == parsing.parse(definition.as_data())

    @given(st.text(alphabet="key: title[]{}-\n 'pages", max_size=80))
    def test_never_raises_anything_else(self, text):
        """Whatever a file holds, the answer is a definition or a list of mistakes."""
        with pytest.raises(DefinitionErrors):
            parsing.parse_yaml(text)
