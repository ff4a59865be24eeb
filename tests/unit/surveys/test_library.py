"""Each shipped questionnaire: kindly worded, and fit for those who are asked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from surveys import parsing
from surveys.wording import PIPE

if TYPE_CHECKING:
    from pathlib import Path

from tests.shipped import FILES, LONGEST_SENTENCE, SENTENCE_END, read_definition, wordings

LONGEST_FOR_ADULTS = 30
MOST_ON_A_PAGE = 2
NEVER_ASKED = re.compile(
    r"date of birth|your (first |last |full )?name|postcode|nhs number", re.IGNORECASE
)


def _sentences(wording: str) -> list[str]:
    said = PIPE.sub("My social worker", wording)
    return [sentence for sentence in SENTENCE_END.split(said) if sentence.strip()]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
class TestEveryFile:
    """What holds for each shipped definition."""

    def test_it_parses_without_a_problem_or_a_warning(self, path: Path) -> None:
        """A shipped file is read whole, suits its ages, and has the key of its name."""
        definition = read_definition(path)
        assert () == parsing.warnings(definition)
        assert path.stem == definition.key

    def test_it_comes_back_the_same_from_plain_data(self, path: Path) -> None:
        """What the database keeps of a shipped definition is the same definition."""
        definition = read_definition(path)
        assert definition == parsing.parse(definition.as_data())

    def test_a_page_asks_one_or_two_things(self, path: Path) -> None:
        """No page is crowded."""
        pages = read_definition(path).pages
        assert [] == [page.key for page in pages if len(page.questions) > MOST_ON_A_PAGE]

    def test_a_follow_up_has_a_page_after_its_cause(self, path: Path) -> None:
        """Without a script no question can appear on a page already shown, so none has to."""
        found = [
            question.key
            for page in read_definition(path).pages
            for question in page.questions
            if question.show_if
            and question.show_if.questions() & {one.key for one in page.questions}
        ]
        assert [] == found

    def test_sentences_are_short_enough(self, path: Path) -> None:
        """Nobody meets a sentence longer than their audience can easily read."""
        definition = read_definition(path)
        most = LONGEST_SENTENCE.get(definition.audience, LONGEST_FOR_ADULTS)
        long = [
            sentence
            for wording in wordings(definition)
            for sentence in _sentences(wording)
            if len(sentence.split()) > most
        ]
        assert [] == long

    def test_it_asks_for_nothing_that_names_a_person(self, path: Path) -> None:
        """No question asks for a name, a date of birth or an address."""
        labels = [question.label for question in read_definition(path).questions()]
        assert [] == [label for label in labels if NEVER_ASKED.search(label)]

    def test_it_holds_no_telephone_number_but_999(self, path: Path) -> None:
        """Help numbers are settings with a day on which they were checked, so none is here."""
        text = path.read_text(encoding="utf-8")
        assert {"999"} >= set(re.findall(r"\b\d{3,4}(?: ?\d{3,4})+\b|\b999\b|\b1\d{5}\b", text))

    def test_option_values_are_words_or_the_steps_of_a_scale(self, path: Path) -> None:
        """No value such as 8_9 was read as the number eighty-nine."""
        strange = [
            (question.key, option.value)
            for question in read_definition(path).questions()
            for option in getattr(question, "options", ())
            if isinstance(option.value, int) and not question.is_scale
        ]
        assert [] == strange

    def test_it_says_what_happens_with_the_answers(self, path: Path) -> None:
        """Every definition opens and closes with words of its own."""
        definition = read_definition(path)
        assert definition.introduction
        assert definition.thanks
