"""Wordings in files beside a definition: every mistake is named, with its line."""

import pytest

from surveys import parsing
from surveys.beside import with_wordings
from surveys.errors import DefinitionErrors
from surveys.renderings import Voice
from tests.unit.surveys.samples import a_definition

BROKEN = """language: cymraeg
title: 3
colour: blue
pages:
  nowhere: {title: Unman}
  home: {title: "{{ helper }}", introduction: "{{ oops"}
questions:
  nothing: {label: Dim byd}
  why: {label: "Pam?", unit: metr, options: {a: A}}
  why: {label: "Pam?", unit: metr, options: {a: A}}
  feels_safe:
    label: "Ydy?"
    hint: "{{ helper | rhywun }}"
    kind: long_text
"""


class TestBeside:
    def test_names_every_mistake_of_a_file_with_its_line(self):
        """A file of words with many mistakes gives all of them, in the order of its lines."""
        with pytest.raises(DefinitionErrors) as caught:
            with_wordings(a_definition(), {"s/cy.yaml": BROKEN})

        assert "s/cy.yaml" == caught.value.source
        assert [
            ("choice", 1),
            ("words", 2),
            ("unknown_name", 3),
            ("unknown_place", 5),
            ("pipe", 6),
            ("pipe_broken", 6),
            ("unknown_place", 8),
            ("repeated", 10),
            ("unknown_name", 10),
            ("map", 10),
            ("pipe", 13),
            ("kind", 14),
        ] == [(one.code, one.line) for one in caught.value.problems if one.code != "wording"]

    def test_a_file_that_is_not_yaml_says_where(self):
        """A file that cannot be read is named with the line."""
        with pytest.raises(DefinitionErrors) as caught:
            with_wordings(a_definition(), {"s/cy.yaml": "language: cy\ntitle: [a"})

        assert ["not_yaml"] == [one.code for one in caught.value.problems]

    def test_a_file_that_is_not_a_wording_says_so(self):
        """A file with anything else in it is told of."""
        with pytest.raises(DefinitionErrors) as caught:
            with_wordings(a_definition(), {"s/cy.yaml": "Hello"})

        assert ["not_a_mapping"] == [one.code for one in caught.value.problems]

    def test_two_files_for_one_voice_are_refused(self):
        """The second file of one voice is named."""
        files = {"s/a.yaml": "language: cy", "s/b.yaml": "language: cy"}
        with pytest.raises(DefinitionErrors) as caught:
            with_wordings(a_definition(), files)

        assert "s/b.yaml" == caught.value.source
        assert ["repeated_voice"] == [one.code for one in caught.value.problems]

    def test_puts_the_words_of_each_file_into_the_definition(self):
        """What stands beside a definition is part of it from then on."""
        files = {"s/cy.yaml": "language: cy\ntitle: Helo", "s/adult.yaml": "rendering: adult"}

        definition = with_wordings(a_definition(), files)

        assert [Voice("", "cy"), Voice("adult")] == [one.voice for one in definition.wordings]
        assert definition == parsing.parse(definition.as_data())
