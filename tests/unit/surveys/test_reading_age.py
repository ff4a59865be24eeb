"""How hard words are to read, and that what ships is no harder than it may be."""

import pytest

from app.services import studio
from surveys import parsing
from surveys.reading_age import age_to_read, readabilities, too_hard
from surveys.renderings import Voice
from tests.unit.surveys.samples import with_questions

HARD = (
    "Notwithstanding the aforementioned provisions, the responsible authority shall determine "
    "the proportionality of any interference with confidentiality."
)


class TestAgeToRead:
    def test_is_low_for_a_primer_and_high_for_a_statute(self):
        """Short words in short sentences are for the young, and the law is not."""
        assert age_to_read("The cat sat. It was a fat cat. We like the cat.") < 6
        assert age_to_read(HARD) > 18


class TestTooHard:
    def test_warns_above_the_age_that_words_are_written_for(self):
        """A hard question is named with its age; the plain ones are not."""
        questions = (
            {"key": "hard", "kind": "long_text", "label": HARD},
            {"key": "plain", "kind": "long_text", "label": "How was it for you in the last week?"},
        )
        easy = {"rendering": "easy_read", "questions": {"hard": {"label": "Is it fair?"}}}
        welsh = {"language": "cy", "questions": {"hard": {"label": HARD}}}
        definition = parsing.parse(with_questions(*questions, wordings=[easy, welsh]))

        assert ["questions > hard"] == [one.where for one in too_hard(definition)]
        assert "written for 11" in too_hard(definition)[0].message

    def test_warns_of_a_rendering_by_its_own_age(self):
        """What is plain enough at eleven may be too hard in Easy Read."""
        words = "Does your worker listen to you when you talk about your problems?"
        question = {"key": "q", "kind": "long_text", "label": words}
        easy = {"rendering": "easy_read", "questions": {"q": {"label": words}}}
        definition = parsing.parse(with_questions(question, wordings=[easy]))

        assert ["easy_read: questions > q"] == [one.where for one in too_hard(definition)]

    @pytest.mark.parametrize("definition", studio.shipped(), ids=lambda one: one.key)
    def test_nothing_that_ships_is_too_hard(self, definition):
        """Every wording that ships is within the age it is written for."""
        assert () == too_hard(definition)


class TestReadabilities:
    def test_judge_every_text_with_enough_words(self):
        """The shipped questions for children are nearly all judged, choices and all."""
        children = studio.shipped_one("children_8_11")

        judged = {one.where for one in readabilities(children, Voice("ages_4_7"))}

        assert {"introduction", "thanks", "questions > worker", "questions > unkind"} <= judged
