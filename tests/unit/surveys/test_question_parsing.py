"""Reading and checking one question."""

import pytest

from surveys import parsing
from surveys.errors import DefinitionErrors
from tests.unit.surveys.samples import with_questions

AB = [{"value": "a", "label": "A"}, {"value": "b", "label": "B"}]
SAD, GLAD = {"value": 1, "label": "Sad", "face": "face-1"}, {"value": 2, "label": "Glad"}


def a(kind="short_text", **more):
    return {"key": "q", "kind": kind, "label": "How was it?"} | more


def mistakes(*questions, **changes):
    try:
        parsing.parse(with_questions(*questions, **changes))
    except DefinitionErrors as error:
        return [problem.code for problem in error.problems]
    return []


class TestReadQuestion:
    @pytest.mark.parametrize(
        ("question", "code"),
        [
            ("words", "not_a_mapping"),
            (a("slider"), "kind"),
            ({"key": "q", "label": "L"}, "kind"),
            (a(label=""), "words"),
            (a(label=None), "words"),
            (a(required="yes"), "truth"),
            (a(max_length=0), "number"),
            (a(may_say=["maybe"]), "may_say"),
            (a(may_say=[[]]), "may_say"),
            (a(may_say="dont_know"), "may_say"),
            (a(stance="angry"), "choice"),
            (a(options=AB), "unknown_name"),
            (a("scale_0_10", options=AB), "unknown_name"),
            (a("faces", other=True, options=[SAD]), "unknown_name"),
            (a("one_choice"), "options"),
            (a("one_choice", options=[]), "list"),
            (a("one_choice", options=["a"]), "not_a_mapping"),
            (a("one_choice", options=[{"value": "a", "label": "A", "x": 1}]), "unknown_name"),
            (a("one_choice", options=[{"value": "a"}]), "words"),
            (a("one_choice", options=[{"label": "A"}]), "option_value"),
            (a("one_choice", options=[{"value": True, "label": "A"}]), "option_value"),
            (a("one_choice", options=[{"value": "a b", "label": "A"}]), "option_value"),
            (a("one_choice", options=[{"value": "other", "label": "A"}]), "reserved"),
            (a("one_choice", options=[{"value": "dont_know", "label": "A"}]), "reserved"),
            (a("one_choice", options=[AB[0], AB[0]]), "repeated_value"),
            (a("many_choices", options=AB, most=0), "number"),
            (a("number", min="low"), "number"),
            (a("number", min=float("inf")), "number"),
            (a("number", min=9, max=1), "range"),
            (a("date", precision="hour"), "choice"),
            (a("date", precision="month", partial="month"), "partial"),
            (a("grade", options=AB), "grades"),
            (a("faces", options=[SAD, GLAD]), "faces"),
            (a("faces", options=[SAD]), "steps"),
            (a("faces", options=[SAD, SAD | {"value": "b"}]), "steps"),
            (a("faces", options=[SAD, GLAD | {"face": "grin"}]), "choice"),
            (a("agreement", options=[{"value": n, "label": f"W{n}"} for n in range(6)]), "steps"),
        ],
    )
    def test_names_what_is_wrong(self, question, code):
        """Each mistake in a question has a code of its own."""
        assert code in mistakes(question)

    @pytest.mark.parametrize(
        "question",
        [
            a(may_say=["dont_know", "dont_know"], max_length=50),
            a("one_choice", options=[{"value": -1, "label": "A"}, *AB], other=True),
            a("many_choices", options=[AB[0], AB[1] | {"exclusive": True}], most=2),
            a("number", min=0, max=4.5, unit="hours", decimals=True),
            a("date", precision="month", partial="year"),
            a("grade", options=[{"value": "good", "label": "Good", "hint": "Does what it must"}]),
            a("faces", options=[SAD, GLAD | {"face": "smile-5"}], group=True),
            a("agreement", options=[{"value": 0, "label": "No"}, {"value": 1, "label": "Yes"}]),
        ],
    )
    def test_reads_what_is_right(self, question):
        """A question without mistakes is read, and is the same again."""
        assert [] == mistakes(question)
        definition = parsing.parse(with_questions(question))

        assert definition == parsing.parse(definition.as_data())

    def test_lets_questions_share_a_scale(self):
        """Questions that are compared between voices have the same scale."""
        one, two = a("agreement", shared="x"), a("agreement", key="q2", shared="x")

        assert [] == mistakes(one, two)
        assert ["shared"] == mistakes(one, a(key="q2", shared="x"))

    @pytest.mark.parametrize(
        ("label", "expected"),
        [
            ("Is {{ first | it }} good?", []),
            ("Is {{ q }} good?", ["pipe"]),
            ("Is {{ nowhere }} good?", ["pipe"]),
            ("Is {{ First }} good?", ["pipe_broken"]),
        ],
    )
    def test_says_only_earlier_answers(self, label, expected):
        """A wording says answers to earlier questions and to no others."""
        assert expected == mistakes(a(key="first"), a(label=label))


class TestReadCondition:
    first = a("one_choice", key="first", options=AB, may_say=["dont_know"], other=True)
    many = a("many_choices", key="many", options=AB)
    scale = a("scale_0_10", key="scale")
    words = a("long_text", key="words")
    graded = a("grade", key="graded")

    @pytest.mark.parametrize(
        "condition",
        [
            {"question": "first", "is": "a"},
            {"question": "first", "is": "dont_know"},
            {"question": "first", "is": "other"},
            {"question": "first", "any_of": ["a", "b"]},
            {"question": "many", "includes": "b"},
            {"question": "scale", "at_least": 2.5},
            {"question": "words", "answered": True},
            {"question": "graded", "any_of": ["good", "outstanding"]},
            {"all": [{"question": "first", "is": "a"}, {"not": {"question": "scale", "is": 3}}]},
        ],
    )
    def test_looks_back(self, condition):
        """A condition on an earlier answer that can be given is right."""
        assert [] == self.read(condition)

    @pytest.mark.parametrize(
        ("condition", "code"),
        [
            (None, "not_a_mapping"),
            ("first", "not_a_mapping"),
            ({}, "condition"),
            ({"question": "first"}, "condition"),
            ({"question": "first", "is": "a", "is_not": "b"}, "condition"),
            ({"question": "first", "equals": "a"}, "unknown_name"),
            ({"question": "first", "is": True}, "condition_value"),
            ({"question": "first", "any_of": []}, "condition_value"),
            ({"question": "first", "any_of": [[]]}, "condition_value"),
            ({"question": "scale", "at_least": "2"}, "condition_value"),
            ({"question": "scale", "at_least": float("nan")}, "condition_value"),
            ({"question": "first", "answered": "yes"}, "condition_value"),
            ({"question": "first", "is": "c"}, "no_such_answer"),
            ({"question": "scale", "is": 11}, "no_such_answer"),
            ({"question": "many", "is": "a"}, "condition_test"),
            ({"question": "first", "includes": "a"}, "condition_test"),
            ({"question": "words", "is": "Fine"}, "condition_test"),
            ({"question": "words", "at_least": 3}, "condition_test"),
            ({"question": "later", "answered": True}, "looks_forward"),
            ({"question": "asked", "answered": True}, "looks_forward"),
            ({"question": "nowhere", "answered": True}, "no_question"),
            ({"all": []}, "list"),
            ({"not": None}, "not_a_mapping"),
            ({"not": {"question": "nowhere", "answered": True}}, "no_question"),
            ({"all": [{"question": "first", "is": "a"}], "any": []}, "unknown_name"),
        ],
    )
    def test_names_what_is_wrong(self, condition, code):
        """What a condition cannot do is named: above all, looking forwards."""
        assert code in self.read(condition)

    def test_stops_at_too_many_layers(self):
        """A condition within a condition within a condition ends somewhere."""
        condition = {"question": "first", "is": "a"}
        for _ in range(9):
            condition = {"not": condition}

        assert ["condition_deep"] == self.read(condition)

    def test_reads_on_when_a_kind_is_only_misspelt(self):
        """A letter too many in the kind hides none of the other mistakes of the question."""
        assert ["kind", "options", "unknown_name"] == sorted(
            mistakes(a("facess", requird=True, label="L"))
        )

    def test_notices_a_key_that_an_unread_question_has_too(self):
        """Two questions of one key are told, whatever else is wrong with either."""
        assert ["kind", "repeated_key"] == sorted(mistakes(a("slider"), a()))
        assert ["kind", "kind", "repeated_key"] == sorted(mistakes(a("slider"), a("dial")))

    def test_blames_a_question_that_cannot_be_read_only_once(self):
        """Who names a question of an unknown kind has made no mistake of their own."""
        broken = a("slider", key="first")
        score = {"key": "s", "label": "S", "method": "mean", "items": ["first"]}
        asked = a(show_if={"question": "first", "answered": True}, label="{{ first }}")

        assert ["kind"] == mistakes(broken, asked, scores=[score])

    def test_sees_only_its_own_part_of_an_audit(self):
        """No voice of an audit is asked by what another answered."""
        pages = [
            {"key": "one", "part": "child", "questions": [a(key="first")]},
            {
                "key": "two",
                "part": "auditor",
                "questions": [a(show_if={"question": "first", "answered": True})],
            },
        ]

        assert ["looks_forward"] == mistakes(kind="audit", audience="audit", pages=pages)

    def read(self, condition):
        earlier = (self.first, self.many, self.scale, self.words, self.graded)
        return mistakes(*earlier, a(key="asked", show_if=condition), a(key="later"))


class TestWordsOf:
    def test_says_whose_words_are_written_down(self):
        """A child's words that an agency writes down are marked as the child's."""
        from surveys import parsing
        from tests.unit.surveys.samples import data_of

        one = {"key": "one", "kind": "long_text", "label": "Words?", "words_of": "child"}
        form = parsing.parse(data_of(scores=[], pages=[{"key": "a", "questions": [one]}]))

        assert "child" == form.question("one").words_of
        assert form == parsing.parse(form.as_data())
