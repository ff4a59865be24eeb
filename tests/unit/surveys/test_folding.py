"""Answers in a voice with fewer choices: folded, and unfolded without a loss."""

from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.services import studio
from surveys.errors import AnswerError
from surveys.folding import carried, folded, unfolded
from surveys.questions import Given, Option
from surveys.questions.choice import ManyChoices, OneOf
from surveys.submission import read_page
from surveys.voices import asked_in, voices_of
from tests.unit.surveys.samples import a_question, good_raw
from tests.unit.surveys.welsh import EASY, FEWER, with_wordings


def coarse(**changes):
    options = (Option("a", "A", also=("b",)), Option("c", "C"))
    return a_question("one_choice", options=options, **changes)


def fine():
    return a_question("one_choice", options=tuple(Option(one, one) for one in "abc"))


class TestFolding:
    def test_shows_a_finer_answer_as_the_choice_that_stands_for_it(self):
        """A stored value without a choice of its own is shown as the one that stands for it."""
        assert Given(value="a") == folded(coarse(), Given(value="b"))
        assert Given(value="c") == folded(coarse(), Given(value="c"))
        assert Given(special="dont_know") == folded(coarse(), Given(special="dont_know"))
        assert Given(text="Words") == folded(a_question(), Given(text="Words"))

    def test_keeps_the_finer_answer_when_nothing_changed(self):
        """Sending a page in fewer choices does not make a finer answer coarser."""
        assert Given(value="b") == unfolded(coarse(), Given(value="a"), Given(value="b"))

    def test_takes_a_new_answer(self):
        """An answer that did change is stored as the choice says."""
        assert Given(value="c") == unfolded(coarse(), Given(value="c"), Given(value="b"))
        assert Given(value="a") == unfolded(coarse(), Given(value="a"), None)
        assert unfolded(coarse(), None, Given(value="b")) is None
        special = Given(special="dont_know")
        assert special == unfolded(coarse(), special, Given(value="b"))
        assert Given(value="a") == unfolded(coarse(), Given(value="a"), special)

    def test_keeps_each_finer_one_of_many(self):
        """Of several choices those that stay keep their stored values, and new ones are added."""
        options = (Option("a", "A", also=("b",)), Option("c", "C"))
        many = a_question("many_choices", options=options)

        assert Given(value=["a"]) == folded(many, Given(value=["a", "b"]))
        assert Given(value=["a", "b", "c"]) == unfolded(
            many, Given(value=["a", "c"]), Given(value=["a", "b"])
        )
        assert Given(value=["a"]) == unfolded(many, Given(value=["a"]), Given(special="dont_know"))

    def test_a_page_read_in_a_coarse_voice_keeps_what_was_stored(self):
        """A whole page in fewer choices, sent as it was shown, changes no answer."""
        page = asked_in(with_wordings(FEWER), EASY).definition.page("home")
        stored = {"feels_safe": Given(value=2), "why": Given(text="The stairs")}

        reading = read_page(page, {"feels_safe": ["1"], "why": ["The stairs"]}, stored)

        assert stored == reading.answers

    def test_carries_choices_from_voice_to_voice(self):
        """What was sent in one voice and not kept is the same choice in another."""
        assert ["a"] == carried(fine(), coarse(), ["b"], None)
        assert ["b"] == carried(coarse(), fine(), ["a"], Given(value="b"))
        assert ["a"] == carried(coarse(), fine(), ["a"], None)
        assert ["a"] == carried(coarse(), coarse(), ["a"], Given(value="b"))
        assert ["c", "b"] == carried(coarse(), fine(), ["c", "a"], Given(value=["b"]))
        assert ["odd", ""] == carried(fine(), coarse(), ["odd", ""], None)


SHIPPED = [
    pytest.param(definition, voice, id=f"{definition.key} {voice.code}")
    for definition in studio.shipped()
    for voice in voices_of(definition)[1:]
]


class TestShippedMaps:
    @pytest.mark.parametrize(("definition", "voice"), SHIPPED)
    @given(data=st.data())
    @settings(max_examples=40, deadline=None)
    def test_every_answer_of_every_rendering_reads_to_a_base_value_and_back(
        self, definition, voice, data
    ):
        """What one voice stores the first wording could have stored, and shows again the same."""
        first = data.draw(st.sampled_from(definition.questions()))
        question = asked_in(definition, voice).definition.question(first.key)
        raw = data.draw(good_raw(question))
        try:
            stored = question.read(raw)
        except AnswerError:
            stored = None
        assume(stored is not None)

        assert stored == first.read(first.raw(stored))
        assert stored == folded(question, stored)
        assert stored == question.read(question.raw(folded(question, stored)))

    @pytest.mark.parametrize(("definition", "voice"), SHIPPED)
    def test_every_base_value_is_shown_and_never_lost(self, definition, voice):
        """Each stored value has a choice in every voice, and survives being sent from there."""
        worded = asked_in(definition, voice).definition
        for first in definition.questions():
            question = worded.question(first.key)
            if not isinstance(first, OneOf | ManyChoices):
                continue
            for option in first.options:
                value = [option.value] if isinstance(first, ManyChoices) else option.value
                stored = Given(value=value)
                shown = question.raw(folded(question, stored))

                assert stored == unfolded(question, question.read(shown), stored)


class TestAFalseMap:
    """That the properties above can fail: a map that points elsewhere is caught by them."""

    def test_is_seen(self):
        """A choice that stores what the first wording does not know cannot be read by it."""
        wrong = replace(coarse(), options=(Option("z", "Z"),))

        with pytest.raises(AnswerError, match="choice_unknown"):
            fine().read(fine().raw(wrong.read({"": ["z"]})))
