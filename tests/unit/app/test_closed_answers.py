"""Closed answers as pages show them: nothing small is shown, and nothing can be worked out."""

from dataclasses import replace
from itertools import product
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.disclosure import THRESHOLD
from app.services.closed_answers import question_lines
from surveys import Given, parse

SYMBOLS = ("home", "bed", "food")
KINDS = {
    "one_choice": ({"options": ["a", "b", "c"]}, lambda value: "abc"[value]),
    "picture_choice": ({"options": ["home", "bed", "food"]}, lambda value: SYMBOLS[value]),
    "matrix_row": ({"options": [1, 2, 3]}, lambda value: value + 1),
    "ranked_choice": ({"options": ["a", "b", "c"]}, lambda value: ["abc"[value]]),
    "faces": ({"options": [1, 2, 3]}, lambda value: value + 1),
    "agreement": ({"options": [1, 2, 3]}, lambda value: value + 1),
}


def a_definition(kind):
    settings, _ = KINDS[kind]
    options = [
        {"value": value, "label": f"Answer {value}", "face": "face-1"}
        | ({"symbol": value} if value in SYMBOLS else {})
        for value in settings["options"]
    ]
    question = {"key": "asked", "kind": kind, "label": "What is it like?", "options": options}
    return parse(
        {
            "key": "small",
            "title": "A small survey",
            "kind": "questionnaire",
            "audience": "parents",
            "pages": [{"key": "asked", "title": "Asked", "questions": [question]}],
        }
    )


def a_line(kind, counts):
    _, value_of = KINDS[kind]
    values = [value_of(place) for place, count in enumerate(counts) for _ in range(count)]
    givens = {UUID(int=n): {"asked": Given(value=value)} for n, value in enumerate(values)}
    (line,) = question_lines(a_definition(kind), givens)
    return line


def a_scale(values):
    question = {
        "key": "much",
        "kind": "scale_0_10",
        "label": "How much?",
        "low_label": "None",
        "high_label": "All",
    }
    definition = parse(
        {
            "key": "small",
            "title": "A small survey",
            "kind": "questionnaire",
            "audience": "young_people",
            "pages": [{"key": "much", "title": "How much", "questions": [question]}],
        }
    )
    givens = {UUID(int=n): {"much": Given(value=v)} for n, v in enumerate(values)}
    (line,) = question_lines(definition, givens)
    return line


def worlds(line):
    """Return every set of counts that agrees with all that the line shows."""
    cells = [option.count for option in line.options]
    hidden = [place for place, count in enumerate(cells) if count is None]
    left = line.base - sum(count or 0 for count in cells)
    for values in product(range(left + 1), repeat=len(hidden)):
        world = [count or 0 for count in cells]
        for place, value in zip(hidden, values, strict=True):
            world[place] = value
        if sum(values) == left:
            yield world


class TestQuestionLines:
    @given(st.sampled_from(sorted(KINDS)), st.lists(st.integers(0, 12), min_size=3, max_size=3))
    def test_shows_nothing_small_nor_what_would_tell_it(self, kind, counts):
        """Each count beside an answer is five or more, or withheld with two ways to fill it."""
        line = a_line(kind, counts)
        if line.base is None:
            assert sum(counts) < THRESHOLD
            return
        possible = [set(values) for values in zip(*worlds(line), strict=True)]
        for option, values in zip(line.options, possible, strict=True):
            assert option.count is None or option.count >= THRESHOLD
            assert option.count is not None or len(values) > 1

    def test_withholds_a_few_first_places(self):
        """First places add up to the base, so one small count takes the next lowest with it."""
        line = a_line("ranked_choice", [20, 15, 3])

        assert [20, None, None] == [option.count for option in line.options]

    def test_leaves_out_what_workers_and_auditors_say(self):
        """In an audit only what children, parents and carers were asked is an answer."""
        asked = a_definition("one_choice")
        (page,) = asked.pages
        parts = ("child", "parent_or_carer", "practitioner", "auditor", "agency")
        pages = tuple(replace(page, part=part, key=part) for part in parts)
        found = question_lines(replace(asked, pages=pages), {})

        assert 2 == len(found)

    @pytest.mark.parametrize("kind", ["photo", "voice"])
    def test_leaves_out_photos_and_recordings(self, kind):
        """A photo and a recording are no answers to be counted, and no report prints them."""
        question = {"key": "shown", "kind": kind, "label": "Show us."}
        page = {"key": "p", "title": "P", "questions": [question]}
        whole = {"key": "k", "title": "T", "kind": "questionnaire", "audience": "parents"}
        givens = {UUID(int=n): {"shown": Given(value={"bytes": 9})} for n in range(9)}

        assert () == question_lines(parse({**whole, "pages": [page]}), givens)

    def test_gives_no_mean_of_faces(self):
        """Faces stand in an order, and nobody knows how far apart they are."""
        assert a_line("faces", [9, 9, 9]).mean is None

    @pytest.mark.parametrize(("low", "is_shown"), [(6, True), (1, False)])
    def test_gives_a_mean_only_beside_whole_counts(self, low, is_shown):
        """With a total and a mean, two withheld counts could be worked out."""
        line = a_scale([3] * low + [5] * 6 + [8] * 8 + [10] * 5)

        assert is_shown == (line.mean is not None)

    def test_joins_steps_that_few_chose(self):
        """Of eleven steps the low ones are joined, rather than each withheld."""
        values = [0, 1, 2, 3, 4, 4] + [5, 6] * 3 + [7, 8] * 4 + [10] * 5
        line = a_scale(values)

        assert [("0 to 4", 6), ("5 to 6", 6), ("7 to 8", 8), ("9 to 10", 5)] == [
            (option.label, option.count) for option in line.options
        ]
        assert line.mean
