"""What a second reader may see of an auditor's part."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.services import studio
from surveys.blinding import HIDDEN, only_grades, without_grades
from surveys.questions.grade import Grade

FORM = studio.shipped_one("conversational_audit")


class TestWithoutGrades:
    @pytest.mark.parametrize(
        ("words", "shown"),
        [
            ("OUTSTANDING direct work.", "[grade] direct work."),
            ("It requires improvement to be good here.", "It [grade] here."),
            (
                "Graded it as good because of the visits.",
                "Graded it as [grade] because of the visits.",
            ),
            ("An RI, in all.", "An [grade], in all."),
            ("A good talk about a good day.", "A good talk about a good day."),
            ("The grade is good.", "The grade is [grade]."),
            ("Grade: good. Seen weekly.", "Grade: [grade]. Seen weekly."),
            ("Overall good, with gaps.", "Overall [grade], with gaps."),
            ("Good overall.", "[grade] overall."),
            ("I would rate this as “good” work.", "I would rate this as “[grade]” work."),
            ("Our judgement is that it was good.", "Our judgement is that it was [grade]."),
            ("A solid good.", "A solid [grade]."),
            ("Good. The plan is clear.", "[grade]. The plan is clear."),
            ("Graded 3, and rated 2.", "Graded [grade], and rated [grade]."),
            ("It required improvement, if not inadequately.", "It [grade], if not [grade]."),
            (
                "Overall 3 visits were missed; 2.5 a month.",
                "Overall 3 visits were missed; 2.5 a month.",
            ),
            ("Graded twice in 2026, rated 3.5 of 5.", "Graded twice in 2026, rated 3.5 of 5."),
            (
                "She has a good life. He is good at maths.",
                "She has a good life. He is good at maths.",
            ),
            ("", ""),
        ],
    )
    def test_hides_the_words_of_the_scale(self, words, shown):
        """Words of the scale are hidden, and good only where it is plainly the grade."""
        assert shown == without_grades(words)

    @given(st.text(), st.sampled_from(["Outstanding", "Inadequate", "requires improvement"]))
    def test_lets_no_grade_through(self, words, grade):
        """Wherever a word of the scale stands alone, it is hidden, and so is nothing twice."""
        found = without_grades(f"{words} {grade} {words}")

        assert f" {grade.lower()} " not in found.lower()
        assert HIDDEN in found
        assert found == without_grades(found)

    @given(st.lists(st.sampled_from([*"a.34", "good", "graded", "overall", "is", "RI", "visits"])))
    def test_hides_all_at_once(self, words):
        """What is left after hiding gives nothing more to hide, in whatever order words stand."""
        found = without_grades(" ".join(words))

        assert found == without_grades(found)


class TestOnlyGrades:
    def test_keeps_every_grade_and_nothing_else(self):
        """A second reader is asked each grade of the auditor's part, whatever was shown to them."""
        part = FORM.for_part("auditor")
        found = only_grades(part)
        grades = [one.key for one in part.questions() if isinstance(one, Grade)]

        assert grades == [question.key for question in found.questions()]
        assert all(page.show_if is None for page in found.pages)
