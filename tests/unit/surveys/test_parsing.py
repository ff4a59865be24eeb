"""From data to a definition, or to every mistake."""

import json
from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys import parsing
from surveys.errors import DefinitionErrors
from tests.unit.surveys.samples import KINDS, a_definition, a_question, data_of, with_questions


def problems_of(data):
    with pytest.raises(DefinitionErrors) as caught:
        parsing.parse(data)
    return caught.value.problems


def codes_of(data):
    return [problem.code for problem in problems_of(data)]


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
