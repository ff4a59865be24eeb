"""From a file to a definition, or to every mistake."""

import json
from copy import deepcopy
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from surveys import parsing
from surveys.errors import DefinitionErrors
from tests.unit.surveys.samples import KINDS, a_definition, a_question, data_of, with_questions

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


def problems_of(data):
    with pytest.raises(DefinitionErrors) as caught:
        parsing.parse(data)
    return caught.value.problems


def codes_of(data):
    return [problem.code for problem in problems_of(data)]


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


# Parts of a definition with something odd put in their place.
ODD = st.sampled_from(
    [None, True, 0, -1, 2.5, float("nan"), "", "x", [], [[]], {}, {"a": {}}, {1: 2}, "x" * 100]
)


@st.composite
def mutated(draw):
    """Draw a definition in which up to three parts were replaced or taken out."""
    data = data_of()
    for _ in range(draw(st.integers(1, 3))):
        part = data
        for _ in range(draw(st.integers(0, 6))):
            inner = list(part.values()) if isinstance(part, dict) else part
            nested = [one for one in inner if isinstance(one, dict | list) and one]
            if not nested:
                break
            part = draw(st.sampled_from(nested))
        name = draw(st.sampled_from(list(part) if isinstance(part, dict) else range(len(part))))
        if draw(st.booleans()):
            part[name] = deepcopy(draw(ODD))
        else:
            part.pop(name)
            if not data:
                break
    return data


@st.composite
def definitions(draw):
    """Draw the data of a definition with any kinds of questions and some conditions."""
    questions, words = [], st.text(min_size=1).filter(lambda text: text.strip())
    for number, (kind, more) in enumerate(draw(st.lists(st.sampled_from(KINDS), min_size=1))):
        question = a_question(kind, key=f"q{number}", label="x", **more)
        data = parsing.Definition.as_data(_wrapped(question))["pages"][0]["questions"][0]
        data["label"] = draw(words.filter(lambda text: "{{" not in text and "}}" not in text))
        data["required"] = draw(st.booleans())
        data["stance"] = draw(st.sampled_from(["neutral", "positive", "negative"]))
        if questions and draw(st.booleans()):
            earlier = draw(st.sampled_from(questions))["key"]
            test = {"question": earlier, "answered": draw(st.booleans())}
            data["show_if"] = draw(
                st.sampled_from([test, {"not": test}, {"any": [test, test]}, {"all": [test]}])
            )
        questions.append(data)
    # For adults, of whom everything can be asked.
    who = {"audience": "parents", "ages": [18, 99]}
    return with_questions(
        *questions, minutes=draw(st.integers(1, 60)), thanks=draw(st.text()), **who
    )


def _wrapped(question):
    page = parsing.Page("p", "P", (question,))
    return parsing.Definition(
        "d", "D", "questionnaire", "staff", None, None, "", 5, "named", (page,)
    )


class TestParse:
    @given(definitions())
    def test_gives_the_same_definition_again(self, data):
        """Any definition, written as plain data and read again, is the same."""
        definition = parsing.parse(data)
        again = parsing.parse(json.loads(json.dumps(definition.as_data())))

        assert definition == again
        assert definition.hash() == again.hash()

    @given(mutated())
    def test_never_raises_anything_but_mistakes(self, data):
        """Whatever is odd about a definition is named as a mistake."""
        try:
            parsing.parse(data)
        except DefinitionErrors as error:
            assert error.problems

    @pytest.mark.parametrize("data", [None, [], "words", 3])
    def test_needs_a_survey(self, data):
        """What is no survey at all is one mistake."""
        assert ["not_a_survey"] == codes_of(data)

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"pages": []}, "list"),
            ({"pages": {}}, "list"),
            ({"pages": "words"}, "list"),
            ({"pages": ["words"]}, "not_a_mapping"),
            ({"title": "  "}, "words"),
            ({"title": 5}, "words"),
            ({"introduction": 5}, "words"),
            ({"audience": "everyone"}, "choice"),
            ({"kind": None}, "choice"),
            ({"minutes": 0}, "number"),
            ({"minutes": True}, "number"),
            ({"ages": [True, 3]}, "ages"),
            ({"ages": 11}, "ages"),
            ({"key": "Home"}, "key"),
            ({"scores": ["words"]}, "not_a_mapping"),
            ({"kind": "audit", "audience": "audit"}, "part"),
        ],
    )
    def test_names_what_is_wrong_with_the_survey(self, changes, code):
        """What is wrong with the survey itself is named."""
        assert code in codes_of(data_of(**changes))

    def test_keeps_paragraphs(self):
        """An introduction keeps its paragraphs, each on a line of its own."""
        definition = a_definition(introduction=" Hello \n you.\n\n\n Two. \n")

        assert "Hello\nyou.\nTwo." == definition.introduction

    def test_refuses_pages_with_one_key(self):
        """Two pages, questions or scores cannot have the same key."""
        data = data_of()
        data["pages"].append(data["pages"][0])
        data["scores"].append(data["scores"][0])

        places = [p.where for p in problems_of(data) if p.code == "repeated_key"]

        assert [
            "pages > 4 > key",
            "pages > 4 > questions > 1 > key",
            "pages > 4 > questions > 2 > key",
            "scores > 2 > key",
        ] == places

    def test_refuses_a_voice_outside_an_audit(self):
        """Only the pages of an audit belong to a voice."""
        data = data_of()
        data["pages"][0]["part"] = "child"

        assert "part" in codes_of(data)
