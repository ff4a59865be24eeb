"""Symbols beside ideas: every question of Easy Read and of 4 to 7 has one, and each is drawn."""

import pytest

from app.services import studio
from surveys import parsing
from surveys.questions.scale import AGREEMENT
from surveys.symbols import is_symbol
from surveys.voices import asked_in, unpictured, voices_of
from surveys.wordings import Wording
from tests.unit.surveys.samples import data_of, with_questions

SHIPPED = [studio.shipped_one(one.key) for one in studio.shipped()]
PICTURED = [
    (definition, voice)
    for definition in SHIPPED
    for voice in voices_of(definition)
    if voice.is_pictured
]
IDS = [f"{definition.key}-{voice.code}" for definition, voice in PICTURED]


class TestShipped:
    def test_are_easy_read_and_easy_words(self):
        """Children have Easy Read and easy words, young people have Easy Read."""
        assert [
            "children_8_11-ages_4_7-en",
            "children_8_11-easy_read-en",
            "young_people_11_17-easy_read-en",
        ] == sorted(IDS)

    @pytest.mark.parametrize(("definition", "voice"), PICTURED, ids=IDS)
    def test_have_a_symbol_beside_each_question(self, definition, voice):
        """No question of a pictured voice is without its symbol, and each symbol is drawn."""
        questions = asked_in(definition, voice).definition.questions()

        assert [] == [one.key for one in questions if not is_symbol(one.picture)]

    @pytest.mark.parametrize(("definition", "voice"), PICTURED, ids=IDS)
    def test_have_a_picture_beside_each_choice_that_has_words(self, definition, voice):
        """Only ages, which are numbers, stand without a face or a symbol."""
        bare = {
            question.key
            for question in asked_in(definition, voice).definition.questions()
            for option in getattr(question, "options", ())
            if not option.face and not is_symbol(option.picture)
        }

        assert bare <= {"age_band"}

    @pytest.mark.parametrize(("definition", "voice"), PICTURED, ids=IDS)
    def test_have_one_idea_and_one_symbol_a_line(self, definition, voice):
        """Each line of the introduction has its own symbol."""
        asked = asked_in(definition, voice)

        assert len(asked.definition.introduction.splitlines()) == len(asked.pictures)
        assert all(is_symbol(name) for name in asked.pictures)

    @pytest.mark.parametrize("definition", SHIPPED, ids=lambda one: one.key)
    def test_leave_no_name_without_a_drawing(self, definition):
        """Every symbol that any definition or wording names is drawn."""
        things = [*definition.questions()]
        for wording in definition.wordings:
            things += wording.questions
        things += [option for one in list(things) for option in getattr(one, "options", ())]

        assert [] == [one.picture for one in things if one.picture and not is_symbol(one.picture)]


class TestAgreement:
    def test_steps_each_have_their_symbol(self):
        """The five worded steps can be told apart without reading."""
        assert 5 == len({one.picture for one in AGREEMENT if is_symbol(one.picture)})


class TestUnpictured:
    def test_names_the_questions_without_one(self):
        """A pictured voice that gives a question no symbol is told of it."""
        wording = {"rendering": "easy_read", "questions": {"q": {"label": "How?"}}}
        question = {"key": "q", "kind": "long_text", "label": "How is it?"}
        definition = parsing.parse(with_questions(question, wordings=[wording]))

        assert ("q",) == unpictured(definition, definition.wordings[0])

    def test_asks_no_symbols_of_other_voices(self):
        """A voice in words alone needs none."""
        definition = parsing.parse(data_of())

        assert () == unpictured(definition, Wording(rendering="adult"))
