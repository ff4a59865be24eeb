"""Which questions a voice asks: what it leaves out is asked of nobody, and nothing is lost."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.services import studio
from surveys import parsing
from surveys.asking import asked_pages
from surveys.beside import with_wordings
from surveys.errors import AnswerError, DefinitionErrors
from surveys.questions import Given
from surveys.renderings import Voice
from surveys.submission import Incomplete, check, read_page
from surveys.voices import asked_in, voices_of
from surveys.wordings import Asks
from tests.unit.surveys.samples import ANSWERS, a_definition, data_of, good_raw

EASY = Voice("easy_read")
FEW = {"why": "Short.", "questions": ["feels_safe", "helper"], "minutes": 2}
CHILDREN = studio.shipped_one("children_8_11")
YOUNGEST = asked_in(CHILDREN, Voice("ages_4_7"))
SHIPPED = [
    pytest.param(definition, voice, id=f"{definition.key} {voice.code}")
    for definition in studio.shipped()
    for voice in voices_of(definition)
]


def asking(**changes):
    return a_definition(wordings=[{"rendering": "easy_read", "asks": FEW | changes}])


def keys(pages):
    return [question.key for page in pages for question in page.questions]


def codes(**changes):
    with pytest.raises(DefinitionErrors) as caught:
        asking(**changes)
    return [problem.code for problem in caught.value.problems]


class TestAskedPages:
    def test_are_those_of_the_voice(self):
        """A voice shows only what it asks; every other voice shows everything."""
        definition = asking()
        unsafe = {"feels_safe": Given(value=1)}

        asks = asked_in(definition, EASY).asks
        assert Asks("Short.", ("feels_safe", "helper"), 2) == asks
        assert ["feels_safe", "helper"] == keys(asked_pages(definition, unsafe, asks))
        assert None is asked_in(definition, Voice()).asks
        assert "why" in keys(asked_pages(definition, unsafe, None))

    def test_go_on_showing_what_was_answered(self):
        """An answer given in another voice stays in sight in this one."""
        definition = asking()
        answers = {"feels_safe": Given(value=1), "why": Given(text="The stairs")}

        asks = asked_in(definition, EASY).asks
        assert ["feels_safe", "why", "helper"] == keys(asked_pages(definition, answers, asks))

    def test_of_a_translation_are_those_of_its_rendering(self):
        """Easy Read in Welsh asks what Easy Read asks; Welsh asks everything."""
        wordings = [
            {"rendering": "easy_read", "asks": FEW},
            {"language": "cy", "title": "Helo"},
        ]
        definition = a_definition(wordings=wordings)

        assert (
            asked_in(definition, EASY).asks == asked_in(definition, Voice("easy_read", "cy")).asks
        )
        assert None is asked_in(definition, Voice("", "cy")).asks


class TestChecking:
    def test_a_whole_choice_survives_being_stored(self):
        """What a voice asks comes back from plain data as it was."""
        definition = asking()

        assert definition == parsing.parse(definition.as_data())

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"questions": ["feels_safe", "helper", "nothing"]}, "asks"),
            ({"questions": ["feels_safe", "helper", "helper"]}, "asks"),
            ({"questions": ["feels_safe"]}, "asks_required"),
            ({"questions": ["helper", "why"]}, "asks_condition"),
            ({"questions": ["feels_safe", "helper", 3]}, "words"),
            ({"questions": []}, "list"),
            ({"why": ""}, "words"),
            ({"minutes": 0}, "number"),
            ({"because": "Short."}, "unknown_name"),
        ],
    )
    def test_tells_of_each_mistake(self, changes, code):
        """Unknown and doubled keys, what must be asked, and a reason that is missing are named."""
        assert code in codes(**changes)

    def test_tells_of_what_is_no_choice_at_all(self):
        """A list in place of names and values is told of."""
        wordings = [{"rendering": "easy_read", "asks": ["feels_safe"]}]
        with pytest.raises(DefinitionErrors) as caught:
            parsing.parse(data_of(wordings=wordings))

        assert ["not_a_mapping"] == [problem.code for problem in caught.value.problems]

    def test_names_the_file_and_the_line(self):
        """A mistake in a file says where, what and what to do."""
        text = "rendering: adult\nasks:\n  why: Short.\n  questions: [feels_safe]\n"
        with pytest.raises(DefinitionErrors) as caught:
            with_wordings(a_definition(), {"survey/adult.yaml": text})

        (problem,) = caught.value.problems
        assert (4, "“helper” must be answered, so it cannot be left out.") == (
            problem.line,
            problem.message,
        )
        assert "survey/adult.yaml" in str(caught.value)


class TestCheckOfAll:
    @given(ANSWERS)
    def test_keeps_every_answer_that_another_voice_would_keep(self, answers):
        """Going over to a voice that asks less takes no answer away."""
        definition = asking()
        try:
            whole = check(definition, answers)
        except Incomplete:
            return

        assert whole == check(definition, answers, asked_in(definition, EASY).asks)

    @pytest.mark.parametrize(("definition", "voice"), SHIPPED)
    @given(data=st.data())
    @settings(max_examples=15, deadline=None)
    def test_answers_of_every_voice_are_valid_for_the_first_wording(self, definition, voice, data):
        """Whoever walks any voice and answers as they like has answers that the survey takes."""
        asked, answers = asked_in(definition, voice), {}
        for page in definition.pages:
            shown = [p for p in asked_pages(definition, answers, asked.asks) if p.key == page.key]
            for question in (one for found in shown for one in found.questions):
                worded = asked.definition.question(question.key)
                try:
                    given_now = worded.read(data.draw(good_raw(worded)))
                except AnswerError:
                    continue
                if given_now:
                    answers[question.key] = given_now
        try:
            taken = check(definition, answers, asked.asks)
        except Incomplete as incomplete:
            assert all(definition.question(key).required for key in incomplete.missing)
            return

        assert set(answers) == set(taken.answers) | set(taken.dropped)
        for key, stored in taken.answers.items():
            first = definition.question(key)
            assert stored == first.read(first.raw(stored))

    @pytest.mark.parametrize(("definition", "voice"), SHIPPED)
    def test_no_voice_leaves_out_what_must_be_answered(self, definition, voice):
        """Whatever a survey requires, every voice asks."""
        asks = asked_in(definition, voice).asks
        needed = {one.key for one in definition.questions() if one.required}

        assert asks is None or needed <= set(asks.questions)


class TestYoungest:
    def test_are_asked_at_most_eight_questions_and_why_not_safe(self):
        """A child of five who feels safe is asked eight things, and the file says why."""
        safe = {"feels_safe": Given(value=4)}

        assert 8 == len(keys(asked_pages(CHILDREN, safe, YOUNGEST.asks)))
        assert YOUNGEST.asks.why

    def test_still_have_their_index_and_their_scores(self):
        """What they are asked is enough for the index and for each score."""
        asked = set(YOUNGEST.asks.questions)
        (index,) = CHILDREN.indices

        assert [] == [
            score.key
            for score in CHILDREN.scores
            if len(asked & set(score.items)) < score.min_answered
        ]
        assert index.min_answered <= len(asked & {part.of for part in index.parts})

    def test_read_page_takes_what_another_tab_still_asks(self):
        """A page of another tab that this voice leaves out is read as it was sent."""
        page = CHILDREN.page("good")
        reading = read_page(page, {"good_thing": ["My dog"]}, {})

        assert Given(text="My dog") == reading.answers["good_thing"]
