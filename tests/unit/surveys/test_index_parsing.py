"""Reading and checking one index."""

import pytest

from surveys import parsing
from surveys.errors import DefinitionErrors
from tests.unit.surveys.samples import with_questions

FACES = [{"value": n, "label": f"Step {n}", "face": f"face-{n}"} for n in (1, 2, 3)]
FRUIT = [{"value": "apple", "label": "An apple"}, {"value": "pear", "label": "A pear"}]
QUESTIONS = (
    {"key": "agree", "kind": "agreement", "label": "A"},
    {"key": "ten", "kind": "scale_0_10", "label": "T"},
    {"key": "number", "kind": "number", "label": "N"},
    {"key": "one", "kind": "number", "label": "N", "min": 1, "max": 1},
    {"key": "words", "kind": "short_text", "label": "W"},
    {"key": "safe", "kind": "faces", "label": "S", "options": FACES},
    {"key": "fruit", "kind": "one_choice", "label": "F", "options": FRUIT},
    {"key": "any", "kind": "one_choice", "label": "F", "options": FRUIT, "other": True},
    {"key": "many", "kind": "many_choices", "label": "M", "options": FRUIT},
)
SCORES = [
    {"key": "kind", "label": "K", "method": "mean", "items": ["agree"]},
    {"key": "worry", "label": "W", "method": "sum", "items": ["ten"],
     "direction": "lower_is_better"},
    {"key": "faces", "label": "F", "method": "mean", "items": ["safe"]},
]  # fmt: skip
PARTS = [{"question": "agree"}, {"question": "ten"}]


def an_index(*parts, **changes):
    return {"key": "i", "label": "I", "parts": [*parts] or PARTS} | changes


def definition_with(*indices, questions=QUESTIONS, scores=SCORES):
    return parsing.parse(with_questions(*questions, scores=list(scores), indices=list(indices)))


def mistakes(index, **more):
    with pytest.raises(DefinitionErrors) as caught:
        definition_with(index, **more)
    return [problem.code for problem in caught.value.problems]


class TestReadIndex:
    @pytest.mark.parametrize(
        "index",
        [
            an_index(),
            an_index({"score": "kind", "weight": 2}, {"question": "ten", "reverse": True}),
            an_index({"question": "safe", "good": [3]}, {"question": "fruit", "good": ["pear"]}),
            an_index({"question": "any", "good": ["pear", "other"]}, {"question": "ten"}),
            an_index(missing={"prorate": 1}),
            an_index(bands=[{"label": "low", "from": 0, "to": 49}]),
        ],
    )
    def test_reads_what_is_right(self, index):
        """An index without mistakes is read, and is the same again."""
        definition = definition_with(index)

        assert 1 == len(definition.indices)
        assert definition == parsing.parse(definition.as_data())

    def test_knows_the_ends_of_its_parts(self):
        """Questions and scores bring their own ends, and a score its direction."""
        index = an_index({"score": "worry"}, {"score": "kind"}, {"question": "ten"})
        parts = definition_with(index).indices[0].parts

        assert [(0, 10, True), (1, 5, False), (0, 10, False)] == [
            (part.low, part.high, part.reverse) for part in parts
        ]

    @pytest.mark.parametrize(
        ("index", "code"),
        [
            ("words", "not_a_mapping"),
            (an_index(colour="blue"), "unknown_name"),
            (an_index({"question": "agree"}), "index_parts"),
            (an_index({"question": "ten"}, {"question": "ten"}), "index_parts"),
            (an_index("ten", "agree"), "not_a_mapping"),
            (an_index(*PARTS, {"question": "nowhere"}), "index_part"),
            (an_index(*PARTS, {"score": "nowhere"}), "index_part"),
            (an_index(*PARTS, {"weight": 2}), "words"),
            (an_index(*PARTS, {"score": "kind", "reverse": True}), "unknown_name"),
            (an_index(*PARTS, {"score": "faces"}), "index_faces"),
            (an_index(*PARTS, {"question": "safe"}), "index_faces"),
            (an_index(*PARTS, {"question": "words"}), "index_part"),
            (an_index(*PARTS, {"question": "number"}), "index_part"),
            (an_index(*PARTS, {"question": "one"}), "index_part"),
            (an_index(*PARTS, {"question": "fruit"}), "index_part"),
            (an_index({"question": "agree", "weight": 0}, {"question": "ten"}), "weights"),
            (an_index({"question": "agree", "weight": "x"}, {"question": "ten"}), "number"),
            (an_index(*PARTS, {"question": "safe", "good": []}), "list"),
            (an_index(*PARTS, {"question": "safe", "good": [9]}), "index_good"),
            (an_index(*PARTS, {"question": "safe", "good": [[1]]}), "index_good"),
            (an_index(*PARTS, {"question": "safe", "good": [1, 2, 3]}), "index_good"),
            (an_index(*PARTS, {"question": "many", "good": ["pear"]}), "index_good"),
            (an_index(*PARTS, {"question": "words", "good": ["x"]}), "index_good"),
            (an_index(*PARTS, {"question": "safe", "good": [3], "reverse": True}), "reverse"),
            (an_index(missing={"prorate": 3}), "missing"),
            (an_index(bands=[{"label": "low", "from": 0, "to": 101}]), "band"),
            (an_index(key="kind"), "repeated_key"),
        ],
    )
    def test_names_what_is_wrong(self, index, code):
        """Each mistake in an index has a code of its own."""
        assert code in mistakes(index)

    def test_says_nothing_of_a_part_that_could_not_be_read(self):
        """A question with a mistake of its own is not missing for the index too."""
        broken = {"key": "agree", "kind": "agreemint", "label": "A"}
        found = mistakes(an_index(), questions=(broken, QUESTIONS[1]), scores=[])

        assert ["kind"] == found
