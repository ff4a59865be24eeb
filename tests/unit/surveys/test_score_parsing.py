"""Reading and checking one score."""

import pytest

from surveys import parsing
from surveys.errors import DefinitionErrors
from surveys.instruments import ons4
from surveys.score_parsing import ends
from tests.unit.surveys.samples import FRUIT, a_question, with_questions

QUESTIONS = (
    {"key": "agree", "kind": "agreement", "label": "A"},
    {"key": "agree2", "kind": "agreement", "label": "A"},
    {"key": "ten", "kind": "scale_0_10", "label": "T"},
    {"key": "number", "kind": "number", "label": "N"},
    {"key": "words", "kind": "short_text", "label": "W"},
    {
        "key": "fruit",
        "kind": "one_choice",
        "label": "F",
        "options": [{"value": "apple", "label": "An apple"}],
    },
)


def a_score(**changes):
    return {"key": "s", "label": "S", "method": "mean", "items": ["agree", "agree2"]} | changes


def definition_with(*scores):
    return parsing.parse(with_questions(*QUESTIONS, scores=list(scores)))


def mistakes(score):
    with pytest.raises(DefinitionErrors) as caught:
        definition_with(score)
    return [problem.code for problem in caught.value.problems]


def band(label, low, high):
    return {"label": label, "from": low, "to": high}


class TestReadScore:
    def test_takes_the_ends_of_its_items(self):
        """A score without min and max runs from end to end of its items' scale."""
        agreement, ten = definition_with(
            a_score(reverse=["agree"]), a_score(key="t", items=["ten"], method="single")
        ).scores

        assert ((1, 5), (0, 10)) == ((agreement.low, agreement.high), (ten.low, ten.high))

    @pytest.mark.parametrize(
        "score",
        [
            a_score(missing="complete_only", bands=[band("low", 1, 3), band("high", 3.1, 5)]),
            a_score(missing={"prorate": 1}, direction="lower_is_better", factor=2),
            a_score(method="weighted", weights={"agree": 2, "agree2": 0.5}),
            a_score(method="lookup", items=["agree"], table={n: n / 2 for n in range(1, 6)}),
            a_score(min=0, max=10, items=["agree", "ten"], method="sum"),
        ],
    )
    def test_reads_what_is_right(self, score):
        """A score without mistakes is read, and is the same again."""
        definition = definition_with(score)

        assert definition == parsing.parse(definition.as_data())

    @pytest.mark.parametrize(
        ("score", "code"),
        [
            ("words", "not_a_mapping"),
            (a_score(colour="blue"), "unknown_name"),
            (a_score(method="average"), "choice"),
            (a_score(items=[]), "list"),
            (a_score(items=["nowhere"]), "score_item"),
            (a_score(items=["words"]), "score_item"),
            (a_score(items=["fruit"]), "score_item"),
            (a_score(items=["number"]), "score_item"),
            (a_score(items=["agree"], max=4), "score_range"),
            (a_score(items=["agree", "ten"], reverse=["agree"]), "score_range"),
            (a_score(reverse=["ten"]), "reverse"),
            (a_score(weights=[1]), "weights"),
            (a_score(weights={"agree": 0}), "weights"),
            (a_score(weights={"ten": 1}), "weights"),
            (a_score(weights={"agree": "much"}), "number"),
            (a_score(method="lookup"), "table"),
            (a_score(method="lookup", table={"a": 1}), "table"),
            (a_score(method="lookup", table={n: n for n in range(2, 10)}), "table"),
            (a_score(method="single"), "single"),
            (a_score(missing="some"), "missing"),
            (a_score(missing={"prorate": 3}), "missing"),
            (a_score(missing={"prorate": True}), "missing"),
            (a_score(bands=["low"]), "not_a_mapping"),
            (a_score(bands=[band("low", 3, 1)]), "band"),
            (a_score(bands=[{"label": "low", "from": 1}]), "band"),
            (a_score(bands=[band("low", 1, 3), band("high", 3, 5)]), "band"),
            (a_score(bands=[band("low", 1, 2), band("low", 3, 5)]), "band"),
            (a_score(factor="double"), "number"),
        ],
    )
    def test_names_what_is_wrong(self, score, code):
        """Each mistake in a score has a code of its own."""
        assert code in mistakes(score)


class TestInstrument:
    def test_is_named_by_a_definition(self):
        """A definition names an instrument, and is stored with its rules written out."""
        score = {
            "key": "satisfied",
            "label": "Life satisfaction",
            "instrument": "ons4_satisfaction",
            "items": ["ten"],
        }

        definition = definition_with(score)

        assert ons4("ten").bands == definition.scores[0].bands
        assert "Life satisfaction" == definition.scores[0].label
        assert definition == parsing.parse(definition.as_data())

    def test_may_be_given_bands_of_ones_own(self):
        """Where studies differ, an organisation chooses its own bands."""
        score = {"key": "s", "label": "S", "instrument": "ons4_anxiety", "items": ["ten"]}

        definition = definition_with(score | {"bands": [band("calm", 0, 5)]})

        assert ["calm"] == [one.label for one in definition.scores[0].bands]

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"instrument": "ons5"}, "choice"),
            ({"items": ["ten", "agree"]}, "items"),
            ({"items": ["agree"]}, None),
            ({"instrument": "who5", "items": ["ten"]}, "items"),
            ({"method": "mean"}, "unknown_name"),
            ({"instrument": "experience", "items": ["agree"]}, "score_range"),
        ],
    )
    def test_is_scored_only_as_it_is_published(self, changes, code):
        """An instrument has its own number of items and its own range."""
        score = {"key": "s", "label": "S", "instrument": "ons4_anxiety", "items": ["ten"]}

        if code is None:
            assert definition_with(score | changes)
        else:
            assert code in mistakes(score | changes)


class TestEnds:
    @pytest.mark.parametrize(
        ("kind", "more", "expected"),
        [
            ("agreement", {}, (1, 5)),
            ("scale_0_10", {}, (0, 10)),
            ("number", {"low": 0, "high": 4}, (0, 4)),
            ("number", {"low": 0}, None),
            ("one_choice", {"options": FRUIT}, None),
            ("one_choice", {}, None),
            ("grade", {}, None),
            ("long_text", {}, None),
        ],
    )
    def test_are_known_for_scales_and_bounded_numbers(self, kind, more, expected):
        """Only answers that are numbers with two ends can be scored."""
        assert expected == ends(a_question(kind, **more))

    def test_are_unknown_where_something_else_may_be_said(self):
        """“Something else” has no number."""
        options = a_question("agreement").options

        assert ends(a_question("one_choice", options=options, other=True)) is None
        assert (1, 5) == ends(a_question("one_choice", options=options))
