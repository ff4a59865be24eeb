"""Two people at one page: disjoint fields are merged, and the same field needs a choice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys import parsing, shown
from surveys.clashes import FIELD, MINE, THEIRS, choice_name, settle
from surveys.questions import Given
from surveys.submission import read_page
from tests.unit.surveys.samples import data_of

FORM = parsing.parse(
    data_of(
        scores=[],
        pages=[
            {
                "key": "page",
                "title": "Page",
                "questions": [
                    {"key": key, "kind": "short_text", "label": key} for key in ("one", "two")
                ],
            }
        ],
    )
)
PAGE = FORM.pages[0]
WORDS = st.sampled_from(["", "here", "there", "elsewhere"])


def opened(answers, **sent):
    """Return the form of a page that was opened on some answers and then changed."""
    form = {key: [given.text or ""] for key, given in answers.items()}
    form |= {key: [words] for key, words in sent.items()}
    return form | {shown.FIELD: [shown.marks_of(PAGE.questions, answers)]}


def said(**answers):
    return {key: Given(text=words) for key, words in answers.items() if words}


class TestSettle:
    def test_leaves_what_was_not_touched(self):
        """A field that is sent as it was shown is left to whoever changed it meanwhile."""
        form = opened(said(one="a", two="b"), one="mine")
        found = settle(PAGE.questions, form, said(one="a", two="theirs"))

        assert {"two"} == found.left
        assert () == found.open

    def test_asks_about_a_field_that_both_changed(self):
        """The same field with different words on both sides stays open."""
        form = opened(said(one="a"), one="mine")

        assert ("one",) == settle(PAGE.questions, form, said(one="theirs")).open

    def test_asks_nothing_where_both_wrote_the_same(self):
        """Two who write the same do not clash."""
        form = opened(said(one="a"), one="same")

        assert () == settle(PAGE.questions, form, said(one="same")).open

    def test_asks_about_what_somebody_emptied(self):
        """To take an answer away is a change like any other."""
        form = opened(said(one="a"), one="mine")

        assert ("one",) == settle(PAGE.questions, form, {}).open

    @pytest.mark.parametrize(
        ("choice", "left", "still"),
        [({}, set(), ("one",)), ({"is": THEIRS}, {"one", "two"}, ()), ({"is": MINE}, {"two"}, ())],
    )
    def test_ends_with_a_choice(self, choice, left, still):
        """Once asked, only a choice settles a field: theirs is left as it is, mine is written."""
        kept = said(one="theirs")
        form = opened(kept, one="mine") | {FIELD: ["one"]}
        form |= {choice_name("one"): [value] for value in choice.values()}
        found = settle(PAGE.questions, form, kept)

        assert still == found.open
        assert left == found.left - ({"two"} if still else set())

    def test_asks_again_when_a_third_wrote_meanwhile(self):
        """To choose one's own words does not overwrite what nobody has shown yet."""
        form = opened(said(one="second"), one="mine") | {FIELD: ["one"]}
        form |= {choice_name("one"): [MINE]}

        assert ("one",) == settle(PAGE.questions, form, said(one="third")).open

    def test_counts_everything_of_a_form_without_marks(self):
        """Who saw no page has nothing to compare with, and what they send is meant."""
        found = settle(PAGE.questions, {"one": ["mine"]}, said(one="theirs"))

        assert (frozenset(), ()) == (found.left, found.open)

    @given(st.tuples(WORDS, WORDS), st.tuples(WORDS, WORDS), st.tuples(WORDS, WORDS))
    def test_loses_no_edit_of_either(self, start, first, second):
        """After two people save a page, each edit is stored, or its field is open."""
        begun = said(one=start[0], two=start[1])
        kept = dict(begun)
        still = {}
        for who, (one, two) in enumerate((first, second)):
            form = opened(begun, one=one, two=two)
            settling = settle(PAGE.questions, form, kept)
            reading = read_page(PAGE, form, kept, untouched={*settling.left, *settling.open})
            still[who] = settling.open
            for key, answer in reading.answers.items():
                if key in settling.open:
                    continue
                kept.pop(key, None)
                if answer is not None:
                    kept[key] = answer
        now = {key: given.text for key, given in kept.items()}
        for place, key in enumerate(("one", "two")):
            edits = [one[place] for one in (first, second) if one[place] != start[place]]
            lost = [edit for edit in edits if (now.get(key) or "") != edit]
            assert not lost or key in still[1]


class TestMarksAgain:
    def test_mark_what_was_kept_as_it_is_now(self):
        """After an error one's own kept field is no change of somebody else's."""
        form = opened(said(one="a", two="b"), one="mine", two="")
        kept = said(one="mine", two="theirs")
        again = form | {shown.FIELD: [shown.marks_again(PAGE.questions, kept, form, {"one"})]}
        later = again | {"one": ["mine, better"], "two": ["mine too"]}

        assert ("two",) == settle(PAGE.questions, later, kept).open

    def test_mark_everything_where_there_were_no_marks(self):
        """Whoever saw no marks is shown what is kept."""
        kept = said(one="a")

        assert shown.marks_of(PAGE.questions, kept) == shown.marks_again(
            PAGE.questions, kept, {"one": ["x"]}, ()
        )

    def test_mark_as_empty_what_was_not_on_the_page(self):
        """A field that the page did not have when it was opened was empty to it."""
        form = {shown.FIELD: [""], "one": [""]}
        marks = shown.marks_again(PAGE.questions, said(one="a"), form, ())

        assert shown.marks_of(PAGE.questions, {}) == marks
