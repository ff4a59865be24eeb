"""What the checker refuses in another wording."""

import pytest

from surveys import parsing
from surveys.beside import with_wordings
from surveys.errors import DefinitionErrors
from surveys.renderings import Voice
from surveys.voices import asked_in
from tests.unit.surveys.samples import data_of, with_questions

MANY = {
    "key": "q",
    "kind": "many_choices",
    "label": "Which?",
    "options": [
        {"value": "a", "label": "A"},
        {"value": "b", "label": "B"},
        {"value": "none", "label": "None", "exclusive": True},
    ],
}


def codes(words, *questions):
    """Return the codes of everything wrong with the words of one question `q`."""
    data = with_questions(*questions, wordings=[{"rendering": "adult", "questions": {"q": words}}])
    return codes_of(data)


def codes_of(data):
    with pytest.raises(DefinitionErrors) as caught:
        parsing.parse(data)
    return [problem.code for problem in caught.value.problems]


def faces(*values, **more):
    options = [{"value": one, "label": str(one), "face": "face-1"} for one in values]
    return {"key": "q", "kind": "faces", "label": "How?", "options": options, **more}


class TestMaps:
    def test_an_incomplete_map_is_refused(self):
        """A stored value that no choice shows is named."""
        assert ["map"] == codes({"label": "Q", "options": {1: "A", 2: "B"}}, faces(1, 2, 3))

    def test_an_ambiguous_map_is_refused(self):
        """A stored value that two choices show is named."""
        words = {"label": "Q", "options": {1: {"label": "A", "also": [2]}, 2: "B"}}
        assert ["map"] == codes(words, faces(1, 2))

    def test_a_map_to_a_value_that_does_not_exist_is_refused(self):
        """A choice may store only what the first wording stores."""
        words = {"label": "Q", "options": {1: {"label": "A", "also": [2]}, 3: "B"}}
        assert ["map"] == codes(words, faces(1, 2))

    @pytest.mark.parametrize(
        "options",
        [
            {1: {"label": "A", "also": 2}},
            {1: {"label": "A", "also": [[2]]}},
            {1: {"label": "A", "also": [True]}},
            {True: "A"},
            [{"label": "A"}],
            [{"value": 1.5, "label": "A"}],
        ],
    )
    def test_a_value_that_is_none_is_refused(self, options):
        """A value that is no word and no whole number is told of, and nothing breaks."""
        assert "option_value" in codes({"label": "Q", "options": options}, faces(1, 2))

    @pytest.mark.parametrize("options", ["A", 3, ["A"]])
    def test_options_that_are_none_are_refused(self, options):
        """Options that are not values with words are told of."""
        assert "not_a_mapping" in codes({"label": "Q", "options": options}, faces(1, 2))

    def test_a_whole_map_passes(self):
        """A map that shows each stored value once is taken, with another kind too."""
        words = {"label": "Q", "options": {1: {"label": "A", "also": [2]}, 3: "B"}}
        wording = {"rendering": "adult", "questions": {"q": {**words, "kind": "one_choice"}}}
        definition = parsing.parse(with_questions(faces(1, 2, 3), wordings=[wording]))

        asked = asked_in(definition, Voice("adult")).definition.question("q")
        assert [1, 3] == [option.value for option in asked.options]

    def test_choices_that_rule_others_out_stay_by_themselves(self):
        """No choice can stand for one that rules the others out."""
        words = {"label": "Q", "options": {"a": {"label": "A", "also": ["none"]}, "b": "B"}}
        assert ["map"] == codes(words, MANY)

    def test_choices_are_not_put_together_where_there_is_a_limit_or_an_order(self):
        """With a limit or an order, one choice for two stored ones could break it."""
        words = {"label": "Q", "options": {"a": {"label": "A", "also": ["b"]}, "none": "N"}}
        ranked = {**MANY, "kind": "ranked_choice", "options": MANY["options"][:2] + [
            {"value": "none", "label": "None"}
        ]}  # fmt: skip

        assert ["map"] == codes(words, {**MANY, "most": 2})
        assert ["map"] == codes(words, ranked)

    def test_a_question_without_options_takes_none(self):
        """Words of options for a question that has none, or fixed ones, are told of."""
        words = {"label": "Q", "options": {"a": "A"}}

        assert ["map"] == codes(words, {"key": "q", "kind": "short_text", "label": "Q"})
        assert ["map"] == codes(words, {"key": "q", "kind": "scale_0_10", "label": "Q"})


class TestKinds:
    @pytest.mark.parametrize("kind", ["long_text", "many_choices", "scale_0_10", "number"])
    def test_only_one_choice_may_ask_for_one_choice(self, kind):
        """A kind that could not store the same answers is refused."""
        words = {"label": "Q", "kind": kind, "options": {1: "A", 2: "B"}}
        assert "kind" in codes(words, faces(1, 2))

    def test_something_else_needs_the_same_kind(self):
        """Where somebody can write something else, another kind would lose the words."""
        words = {"label": "Q", "kind": "faces", "options": {1: {"label": "A", "face": "face-1"}}}
        other = {"key": "q", "kind": "one_choice", "label": "Q", "other": True, "options": [
            {"value": 1, "label": "A"}
        ]}  # fmt: skip
        assert ["kind"] == codes(words, other)

    def test_an_unknown_kind_is_refused(self):
        """A kind that there is none of is told of."""
        assert ["kind"] == codes({"label": "Q", "kind": "slider"}, faces(1, 2))

    def test_another_kind_needs_options(self):
        """Another kind without options would have nothing to choose from."""
        assert ["map"] == codes({"label": "Q", "kind": "one_choice"}, faces(1, 2))

    def test_steps_keep_their_number_and_their_faces(self):
        """A scale in another voice has two to five steps, each with a face."""
        ten = {"key": "q", "kind": "scale_0_10", "label": "Q"}
        all_in_one = {
            5: {"label": "A", "face": "face-1", "also": [n for n in range(11) if n != 5]}
        }
        words = {"label": "Q", "kind": "faces", "options": all_in_one}
        assert ["steps"] == codes(words, ten)

        two = {
            3: {"label": "A", "also": [0, 1, 2, 4, 5]},
            8: {"label": "B", "also": [6, 7, 9, 10]},
        }
        assert ["faces"] == codes({"label": "Q", "kind": "faces", "options": two}, ten)
        agreement = {"label": "Q", "kind": "agreement", "options": two}
        wording = {"rendering": "adult", "questions": {"q": agreement}}
        assert parsing.parse(with_questions(ten, wordings=[wording])).wordings


class TestPlaces:
    @pytest.mark.parametrize(
        ("wordings", "code"),
        [
            ([{"title": "T"}], "wording"),
            ([{"language": "cy"}, {"language": "cy"}], "repeated_voice"),
            ([{"language": "xx"}], "choice"),
            ([{"language": "cy", "checked": True}], "checked"),
            ([{"language": "cy", "checked": {"by": "Me", "day": "yesterday"}}], "checked"),
            ([{"language": "cy", "pages": ["home"]}], "not_a_mapping"),
            ([{"language": "cy", "questions": {"why": "Pam?"}}], "not_a_mapping"),
            (["cy"], "not_a_mapping"),
            ("cy", "list"),
        ],
    )
    def test_a_wording_that_is_not_one_is_told_of(self, wordings, code):
        """Each mistake has a code, and no shape of data breaks the reader."""
        assert code in codes_of(data_of(wordings=wordings))

    def test_a_picture_is_one_that_is_drawn(self):
        """A picture that is not drawn is refused, in every wording."""
        question = faces(1, 2, picture="../secret")
        words = {"label": "Q", "options": {1: {"label": "A", "picture": "a b"}, 2: "B"}}

        assert ["picture"] == codes_of(with_questions(question))
        assert ["picture"] == codes(words, faces(1, 2))

    def test_a_picture_that_is_not_drawn_is_named_with_its_line(self):
        """The file and the line are named, and what it may have been."""
        text = "rendering: adult\nquestions:\n  q:\n    options:\n"
        text += "      1: {label: A, picture: hom}\n      2: B\n"
        definition = parsing.parse(with_questions(faces(1, 2)))
        with pytest.raises(DefinitionErrors) as caught:
            with_wordings(definition, {"survey/adult.yaml": text})

        (problem,) = caught.value.problems
        assert "survey/adult.yaml" in str(caught.value)
        assert (5, "Did you mean home? surveys/symbols.py lists those that are.") == (
            problem.line,
            problem.remedy,
        )

    @pytest.mark.parametrize(
        ("pictures", "code"),
        [(["home"], "pictures"), (["home", "nowhere"], "picture"), ("home", "list")],
    )
    def test_pictures_of_an_introduction_are_one_a_line(self, pictures, code):
        """Each line of an introduction has its picture, and each is one that is drawn."""
        words = {"rendering": "adult", "introduction": "One.\nTwo.", "pictures": pictures}

        assert [code] == codes_of(data_of(wordings=[words]))

    def test_words_of_a_question_that_cannot_be_read_are_no_mistake_of_theirs(self):
        """A wording of a question with a wrong kind adds no mistake of its own."""
        broken = {"key": "q", "kind": "slider", "label": "Q"}
        assert ["kind"] == codes({"label": "Q"}, broken)
