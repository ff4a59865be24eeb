"""What a page showed: an old tab changes only what was changed in it."""

from hypothesis import given
from hypothesis import strategies as st

from surveys.questions import Given
from surveys.shown import FIELD, marks_of, untouched
from surveys.submission import read_page
from tests.unit.surveys.samples import a_definition

HOME = a_definition().page("home")
SAFE, WHY = Given(value=1), Given(text="The stairs\nare dark")


def form_of(answers, **sent):
    """Return the form of a page that showed these answers, with some fields changed in it."""
    fields = {}
    for question in HOME.questions:
        names = question.field_names()
        raw = question.raw(answers.get(question.key))
        fields |= {names[part]: words for part, words in raw.items()}
    return fields | sent | {FIELD: [marks_of(HOME.questions, answers)]}


class TestMarksOf:
    def test_name_each_question_and_tell_no_answer(self):
        """There is one mark a question, and none holds the words themselves."""
        marks = marks_of(HOME.questions, {"feels_safe": SAFE, "why": WHY}).split()

        assert ["feels_safe", "why"] == [one.split(":")[0] for one in marks]
        assert [10, 10] == [len(one.split(":")[1]) for one in marks]
        assert "stairs" not in str(marks)


class TestUntouched:
    def test_is_what_comes_back_as_it_was_shown(self):
        """Line ends and spaces that browsers add do not make a change; other words do."""
        answers = {"feels_safe": SAFE, "why": WHY}
        sent = form_of(answers, why=["The stairs\r\nare dark "])

        assert {"feels_safe", "why"} == untouched(HOME.questions, sent)
        assert {"feels_safe"} == untouched(HOME.questions, form_of(answers, why=["No"]))
        assert {"why"} == untouched(HOME.questions, form_of(answers, feels_safe=["3"]))

    def test_is_nothing_without_marks(self):
        """A form that no page was shown for counts in all of its fields."""
        assert frozenset() == untouched(HOME.questions, {"feels_safe": ["1"]})

    def test_counts_a_question_that_was_not_shown_yet(self):
        """A question that a newer tab brought into view was not touched in the old one."""
        sent = {"feels_safe": ["1"], FIELD: [marks_of(HOME.questions[:1], {})]}

        assert {"why"} == untouched(HOME.questions, sent)

    @given(st.lists(st.text(max_size=30), max_size=3))
    def test_never_raises_on_broken_marks(self, marks):
        """Whatever comes in the hidden field, the questions of the page are asked about."""
        found = untouched(HOME.questions, {"feels_safe": ["1"], FIELD: marks})

        assert found <= {"feels_safe", "why"}


class TestReadPageOfAnOldTab:
    def test_leaves_what_a_newer_tab_has_saved(self):
        """An empty field of an old tab does not take away words that were saved since."""
        kept = {"feels_safe": SAFE, "why": WHY}
        sent = form_of({"feels_safe": Given(value=3)}, feels_safe=["1"])
        reading = read_page(HOME, sent, kept, untouched=untouched(HOME.questions, sent))

        assert {"feels_safe": SAFE} == reading.answers

    def test_does_not_bring_back_what_a_newer_tab_took_away(self):
        """Words that were taken away since stay away when an old tab still shows them."""
        sent = form_of({"feels_safe": SAFE, "why": WHY}, feels_safe=["1"])
        reading = read_page(
            HOME, sent, {"feels_safe": SAFE}, untouched=untouched(HOME.questions, sent)
        )

        assert {} == reading.answers

    def test_still_asks_for_what_is_needed(self):
        """A field that was shown empty and sent empty is read, so that a needed answer is asked."""
        reading = read_page(
            HOME, form_of({}), {}, untouched=untouched(HOME.questions, form_of({}))
        )

        assert "feels_safe" in {*reading.answers, *reading.errors}
