"""Questions, definitions and answers for the tests of `surveys`; sensible unless told otherwise."""

from __future__ import annotations

from copy import deepcopy
from datetime import date

from hypothesis import strategies as st

from surveys import parsing
from surveys.questions import DONT_KNOW, PREFER_NOT, Given, Option, Question

BOTH = (DONT_KNOW, PREFER_NOT)
FRUIT = (Option("apple", "An apple"), Option("pear", "A pear"), Option("plum", "A plum"))
NONE_OF_THEM = Option("none", "None of these", exclusive=True)
STEPS = tuple(
    Option(n, word, face=f"face-{n}") for n, word in enumerate(("No", "So-so", "Yes"), 1)
)

DRAWN = tuple(Option(name, name.capitalize(), symbol=name) for name in ("home", "school"))

# Each kind as plain as it can be and with all it can have.
KINDS = (
    ("short_text", {}),
    ("short_text", {"may_say": BOTH, "max_length": 20}),
    ("long_text", {}),
    ("long_text", {"may_say": BOTH, "max_length": 30}),
    ("one_choice", {"options": FRUIT}),
    ("one_choice", {"options": FRUIT, "other": True, "may_say": BOTH}),
    ("many_choices", {"options": FRUIT}),
    (
        "many_choices",
        {"options": (*FRUIT, NONE_OF_THEM), "other": True, "most": 2, "may_say": BOTH},
    ),
    ("ranked_choice", {"options": FRUIT}),
    ("ranked_choice", {"options": FRUIT, "may_say": BOTH}),
    ("faces", {"options": STEPS}),
    ("faces", {"options": STEPS, "may_say": BOTH}),
    ("agreement", {"may_say": (DONT_KNOW,)}),
    ("scale_0_10", {"low_label": "Not at all", "high_label": "Completely"}),
    ("number", {}),
    ("number", {"low": -2, "high": 90, "decimals": True, "unit": "years", "may_say": BOTH}),
    ("date", {}),
    ("date", {"precision": "month", "may_say": BOTH}),
    ("date", {"partial": "year"}),
    ("picture_choice", {"options": DRAWN}),
    ("picture_choice", {"options": DRAWN, "may_say": BOTH}),
    ("matrix_row", {"options": STEPS}),
    ("photo", {}),
    ("photo", {"may_say": BOTH, "camera": True}),
    ("voice", {}),
    ("voice", {"may_say": BOTH, "most_seconds": 30}),
    ("grade", {}),
    ("grade", {"may_say": (DONT_KNOW,)}),
)

PLAIN_PAGES = [
    {
        "key": "home",
        "title": "Where you live",
        "introduction": "First, home.\nTake your time.",
        "questions": [
            {
                "key": "feels_safe",
                "kind": "faces",
                "label": "Do you feel safe where you live?",
                "hint": "Think about the last few weeks.",
                "may_say": list(BOTH),
                "options": [
                    {"value": 1, "label": "Never", "face": "face-1"},
                    {"value": 2, "label": "Sometimes", "face": "face-3"},
                    {"value": 3, "label": "Always", "face": "face-5"},
                ],
            },
            {
                "key": "why",
                "kind": "long_text",
                "label": "What makes it feel that way?",
                "show_if": {"question": "feels_safe", "at_most": 2},
                "stance": "negative",
                "max_length": 500,
            },
        ],
    },
    {
        "key": "people",
        "title": "People",
        "questions": [
            {
                "key": "helper",
                "kind": "one_choice",
                "label": "Who helps you?",
                "required": True,
                "other": True,
                "options": [
                    {"value": "carer", "label": "My carer", "hint": "Who you live with"},
                    {"value": "nobody", "label": "Nobody"},
                ],
            },
        ],
    },
    {
        "key": "help",
        "title": "Help from {{ helper | someone }}",
        "show_if": {"not": {"question": "helper", "is": "nobody"}},
        "questions": [
            {
                "key": "enough",
                "kind": "scale_0_10",
                "label": "How much does {{ helper | someone }} help?",
                "low_label": "Not at all",
                "high_label": "As much as I want",
            },
            {"key": "times", "kind": "number", "label": "How often?", "min": 0, "max": 10},
        ],
    },
]


def a_question(kind: str = "short_text", **changes: object) -> Question:
    """Return a question of a kind."""
    asked: dict = {"key": "q", "label": "How was it?"} | changes
    return Question.kinds[kind](**asked)


def data_of(**changes: object) -> dict:
    """Return a definition as plain data, with some of it changed."""
    return (
        deepcopy(
            {
                "key": "young_people",
                "title": "How are things?",
                "kind": "questionnaire",
                "audience": "young_people",
                "ages": [11, 17],
                "minutes": 6,
                "identity": "confidential",
                "introduction": "Hello.\nYou can stop at any time.",
                "thanks": "Thank you.",
                "pages": PLAIN_PAGES,
                "scores": [
                    {
                        "key": "settled",
                        "label": "Feeling settled",
                        "method": "mean",
                        "items": ["enough", "times"],
                        "missing": {"prorate": 1},
                        "bands": [
                            {"label": "low", "from": 0, "to": 4},
                            {"label": "high", "from": 5, "to": 10},
                        ],
                    },
                ],
            }
        )
        | changes
    )


def a_definition(**changes: object) -> parsing.Definition:
    """Return a definition, with some of its data changed."""
    return parsing.parse(data_of(**changes))


def with_questions(*questions: dict, **changes: object) -> dict:
    """Return the data of a definition with one page of these questions and no scores."""
    page = {"key": "only", "title": "Only page", "questions": list(questions)}
    return data_of(**{"pages": [page], "scores": []} | changes)


# What somebody, or something, might send: near misses of real answers, and anything at all.
SIGNS = st.text(max_size=40) | st.sampled_from(
    ("1", "2", "3", "0", "10", "apple", "pear", "none", "other", "good", "not_graded", "²", "٣")
    + ("3,5", "1,200", "-1", "2026", "31", "2", "1e5", "\x00", "\u200d", " ", "nan", "9" * 5000)
    + (*BOTH, "a" * 2100)
)
PARTS = st.sampled_from(("", "special", "other", "evidence", "day", "month", "year", "apple", "x"))
RAW = st.dictionaries(PARTS | st.text(max_size=5), st.lists(SIGNS, max_size=3), max_size=6)
QUESTIONS = st.builds(
    lambda asked, required: a_question(asked[0], required=required, **asked[1]),
    st.sampled_from(KINDS),
    st.booleans(),
)


@st.composite
def good_raw(draw: st.DrawFn, question: Question) -> dict[str, list[str]]:
    """Draw form strings that are, more often than not, an answer to a question."""
    options = [str(option.value) for option in getattr(question, "options", ())]
    words = st.text(min_size=1, max_size=20)
    one_of = st.sampled_from([*options, *question.may_say]) if options else words
    if question.kind == "ranked_choice":
        order = draw(st.permutations(options))[: draw(st.integers(1, len(options)))]
        return {value: [str(place)] for place, value in enumerate(order, 1)}
    if question.kind == "date":
        day = draw(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
        return {"day": [str(day.day)], "month": [str(day.month)], "year": [str(day.year)]}
    if question.kind == "number":
        number = st.integers(-2, 90) | st.decimals(-2, 90, places=2)
        return {"": [str(draw(number))]}
    if question.is_file:
        numbers = draw(st.lists(st.integers(0, 10**8), min_size=2, max_size=3))
        kind = draw(st.sampled_from(("jpeg", "webm", "mp4", "ogg", "wav")))
        return {"": [f"{kind} {' '.join(map(str, numbers))}"]}
    most = 3 if question.kind == "many_choices" else 1
    chosen = draw(st.lists(one_of, min_size=1, max_size=most))
    return {"": chosen, "other": [draw(words)], "evidence": [draw(words)]}


ANSWERS = st.dictionaries(
    st.sampled_from(("feels_safe", "why", "helper", "enough", "times")),
    st.builds(
        Given,
        value=st.sampled_from((1, 2, 3, 10, "carer", "nobody", "other", None)),
        special=st.sampled_from((None, None, DONT_KNOW)),
    ),
)
