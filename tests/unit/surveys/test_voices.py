"""Other voices of a questionnaire: the words of each, and what they lack."""

import json

from surveys import parsing
from surveys.languages import LANGUAGES
from surveys.questions import Option
from surveys.renderings import RENDERINGS, Voice, reading_age
from surveys.voices import asked_in, missing, voices_of
from surveys.wordings import Checked
from tests.unit.surveys.samples import a_definition
from tests.unit.surveys.welsh import CY, EASY, EASY_CY, FEWER, with_wordings

WELSH = {
    "language": "cy",
    "title": "Sut mae pethau?",
    "introduction": "Helo.\nFe gei di stopio.",
    "thanks": "Diolch.",
    "pages": {"home": {"title": "Ble rwyt ti’n byw"}},
    "questions": {
        "feels_safe": {
            "label": "Wyt ti’n ddiogel?",
            "hint": "Meddylia.",
            "options": {1: "Byth", 2: "Weithiau", 3: "Bob amser"},
        },
        "why": {"label": "Pam?"},
        "enough": {"label": "Faint o help?", "low_label": "Dim", "high_label": "Digon"},
    },
}


class TestAskedIn:
    def test_uses_the_words_of_the_voice_and_the_values_of_the_first(self):
        """A question in Welsh has Welsh words, and stores what the first wording stores."""
        definition = with_wordings(WELSH)

        question = asked_in(definition, CY).definition.question("feels_safe")

        assert "Wyt ti’n ddiogel?" == question.label
        assert [(1, "Byth"), (2, "Weithiau"), (3, "Bob amser")] == [
            (option.value, option.label) for option in question.options
        ]
        assert ["face-1", "face-3", "face-5"] == [option.face for option in question.options]

    def test_never_mixes_two_languages_in_one_question(self):
        """A question that lacks one word of a translation is asked in the first wording, whole."""
        lacking = {**WELSH, "questions": {"feels_safe": {"label": "Wyt ti’n ddiogel?"}}}

        voice = asked_in(with_wordings(lacking), CY)

        assert "Do you feel safe where you live?" == voice.definition.question("feels_safe").label
        assert "en" == voice.language_of("question", "feels_safe")

    def test_says_which_language_each_text_is_in(self):
        """Every text that falls back is known to be in English, and every other in Welsh."""
        voice = asked_in(with_wordings(WELSH), CY)

        assert "cy" == voice.language_of("survey", "title")
        assert "cy" == voice.language_of("page", "home", "title")
        assert "en" == voice.language_of("page", "home", "introduction")
        assert "cy" == voice.language_of("question", "why")
        assert "en" == voice.language_of("question", "helper")

    def test_falls_back_by_language_before_by_rendering(self):
        """Easy Read in Welsh that does not exist is Welsh where there is Welsh, then Easy Read."""
        fewer = {**FEWER, "questions": {"helper": {"label": "Who helps?"}}}
        definition = asked_in(with_wordings(WELSH, fewer), EASY_CY).definition

        assert "Sut mae pethau?" == definition.title
        assert "Who helps?" == definition.question("helper").label

    def test_may_ask_with_another_kind(self):
        """Faces asked as one choice keep their key, their conditions and their special answers."""
        definition = with_wordings(FEWER)
        first = definition.question("feels_safe")
        question = asked_in(definition, EASY).definition.question("feels_safe")

        assert ("one_choice", "safe") == (question.kind, question.picture)
        assert (first.key, first.may_say, first.show_if) == (
            question.key,
            question.may_say,
            question.show_if,
        )
        assert (Option(1, "No", face="face-1", picture="cross", also=(2,))) == question.options[0]

    def test_in_a_voice_that_has_no_words_is_the_first_wording(self):
        """A voice without words asks the first wording, and another voice changes nothing."""
        definition = a_definition()

        assert definition == asked_in(definition, CY).definition
        assert asked_in(definition, CY) is asked_in(definition, CY)
        assert (Voice(), CY, EASY) == voices_of(with_wordings(WELSH, FEWER))


class TestWordings:
    def test_are_frozen_in_the_version_and_its_hash(self):
        """A definition with its wordings comes back from its column, and has a hash of its own."""
        checked = {**WELSH, "checked": {"by": "Welsh language officer", "day": "2026-11-25"}}
        definition = with_wordings(checked, FEWER)

        kept = json.loads(json.dumps(definition.as_data()))

        assert definition == parsing.parse(kept)
        assert definition.hash() != a_definition().hash() != with_wordings(WELSH).hash()
        assert Checked("Welsh language officer", "2026-11-25") == definition.wordings[0].checked

    def test_an_older_definition_reads_and_hashes_as_it_did(self):
        """Data from before there were wordings gives the same definition and the same data."""
        assert () == a_definition().wordings
        assert "wordings" not in a_definition().as_data()

    def test_know_what_they_lack(self):
        """A translation lacks every text of the first wording that it does not say."""
        definition = with_wordings(WELSH)

        assert (
            "pages > home > introduction",
            "pages > people > title",
            "questions > helper",
            "pages > help > title",
            "questions > times",
        ) == missing(definition, definition.wordings[0])

    def test_a_rendering_may_keep_titles_hints_and_choices(self):
        """In the same language a title, hint or choice that stays is not missed; a question is."""
        words = {"rendering": "adult", "questions": {"feels_safe": {"label": "Are you safe?"}}}
        definition = with_wordings(words)

        lacking = missing(definition, definition.wordings[0])

        assert "questions > feels_safe" not in lacking
        assert "title" not in lacking
        assert "questions > why" in lacking

    def test_another_kind_in_a_translation_needs_a_hint_where_there_is_one(self):
        """A translation with a kind of its own lacks the hint that it leaves out."""
        words = {"label": "Wyt ti?", "kind": "one_choice", "options": {1: "Na", 2: "Na", 3: "Ydw"}}
        definition = with_wordings({"language": "cy", "questions": {"feels_safe": words}})

        assert "questions > feels_safe" in missing(definition, definition.wordings[0])


class TestReadingAgeWrittenFor:
    def test_is_the_age_of_the_youngest_within_limits(self):
        """The first wording is for the youngest asked, never below nine or above fourteen."""
        ages = {None: 14, 4: 9, 11: 11, 18: 14}

        assert ages == {youngest: reading_age(youngest) for youngest in ages}
        assert RENDERINGS["ages_4_7"].reading_age == reading_age(11, "ages_4_7")


class TestLanguages:
    def test_say_which_way_they_are_written(self):
        """Arabic and Urdu are written from the right; each language has its own name."""
        assert {"ar", "ur"} == {one.code for one in LANGUAGES.values() if one.direction == "rtl"}
        assert "Cymraeg" == LANGUAGES["cy"].name
