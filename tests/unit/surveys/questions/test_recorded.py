"""Photos and recordings as answers: what is said of a file that is kept elsewhere."""

import pytest

from surveys.errors import AnswerError
from surveys.questions import Given
from surveys.questions.recorded import held, length
from tests.unit.surveys.samples import a_question

PHOTO = Given(value={"format": "jpeg", "width": 800, "height": 600, "bytes": 9})


class TestPhoto:
    def test_says_what_was_received(self):
        """The line of a photo holds its format, its size and its bytes."""
        question = a_question("photo")

        assert PHOTO == question.read({"": ["jpeg 800 600 9"]})
        assert "A photo" == question.as_text(PHOTO)
        assert "" == question.say(Given())

    @pytest.mark.parametrize("line", ["jpeg", "jpeg 1 2", "webm 4 9", "jpeg 1 2 3 4", "x" * 99])
    def test_takes_no_line_that_nobody_writes(self, line):
        """A line that the server does not write is no photo."""
        with pytest.raises(AnswerError, match="file_gone"):
            a_question("photo").read({"": [line]})

    def test_writes_an_empty_line_for_a_value_that_is_none(self):
        """A value from elsewhere is written as a line that is not read again."""
        assert {"": [" 0 0 0"]} == a_question("photo").raw(Given(value="x"))


class TestVoice:
    @pytest.mark.parametrize(
        ("seconds", "said"),
        [
            (0, "A recording"),
            (1, "A recording of 1 second"),
            (62, "A recording of 1 minute 2 seconds"),
        ],
    )
    def test_says_how_long_it_is(self, seconds, said):
        """A recording says its length, where the file tells it."""
        question = a_question("voice")

        assert said == question.as_text(question.read({"": [f"webm {seconds} 9"]}))
        assert "A recording" == question.say(Given(value="x"))

    def test_says_how_long_it_may_be(self):
        """The limit is said in words."""
        assert "2 minutes" == a_question("voice").most_words


class TestLength:
    def test_is_never_without_words(self):
        """Nothing at all is said as 0 seconds."""
        assert "0 seconds" == length(0)


class TestHeld:
    def test_believes_nothing_that_was_sent(self):
        """The line of a file is what is held; what was sent for it goes, other words stay."""
        questions = (a_question("photo"), a_question("short_text", key="why"))
        sent = {"q": ["jpeg 1 1 1"], "why": ["Quiet"]}

        assert {"q": [], "why": ["Quiet"]} == held(questions, sent, {})
        assert ["jpeg 800 600 9"] == held(questions, sent, {"q": PHOTO})["q"]
