"""What is said about mistakes."""

import pytest

from surveys.errors import MESSAGES, AnswerError, DefinitionErrors, Problem, message

HARD_WORDS = ("invalid", "error", "field", "required", "format", "character", "value")


class TestMessage:
    @pytest.mark.parametrize("code", sorted(MESSAGES))
    def test_is_short_and_plain(self, code):
        """Every message is a few short sentences in words that a nine-year-old reads."""
        sentences = MESSAGES[code].split(". ")

        assert all(len(sentence.split()) <= 15 for sentence in sentences)
        assert not any(word in MESSAGES[code].lower() for word in HARD_WORDS)

    def test_fills_in_what_it_is_about(self):
        """A message names the number that is wanted."""
        assert "Please write 3 or more." == message("number_low", low=3)

    def test_knows_only_its_catalogue(self):
        """A code that is not in the catalogue is a mistake of ours."""
        with pytest.raises(KeyError):
            message("no_such_code")


class TestAnswerError:
    def test_carries_what_to_say(self):
        """An error about an answer has a sentence for the person who gave it."""
        assert "Please write 9 or less." == AnswerError("number_high", high=9).message


class TestDefinitionErrors:
    def test_lists_every_problem_with_its_place(self):
        """The mistakes of a definition are listed, each with its line where it has one."""
        problems = (
            Problem("key", "pages > 1", 4, "The key is missing.", "Add one."),
            Problem("key", "scores > 1", 0, "The key is missing.", "Add one."),
        )

        assert str(DefinitionErrors(problems, "home.yaml")).splitlines() == [
            "home.yaml: 2 to mend",
            "  line 4, pages > 1: The key is missing. Add one.",
            "  scores > 1: The key is missing. Add one.",
        ]
