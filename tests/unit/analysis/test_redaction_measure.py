"""How redaction is measured, and the least that it must reach."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from analysis.benchmark import main
from analysis.redaction_measure import measure

GOLD = Path(__file__).parents[3] / "bench" / "gold" / "redaction.csv"


@pytest.fixture
def marked(tmp_path):
    """Return a way to write a file of marked texts and to measure it."""

    def run(*texts):
        path = tmp_path / "marked.csv"
        path.write_text("\n".join(["marked", *(f'"{text}"' for text in texts)]), "utf-8")
        return measure(SimpleNamespace(test=[path]))

    return run


class TestMeasure:
    def test_counts_what_is_hidden_whole(self, marked):
        """A name of two words of which one stays is not hidden, though letters of it are."""
        found = marked("my carer [[name:Priya kind]] came", "[[name:Priya]] came")

        assert 0.5 == found["recall"]
        assert 0.7143 == found["recall_of_characters"]
        assert (1.0, 1.0) == (found["precision"], found["precision_of_spans"])

    def test_needs_no_small_words_and_titles(self, marked):
        """The word “the”, a title and the 's of possession need not be hidden."""
        found = marked("we live at [[place:the Willows]]", "[[name:Auntie Priya's]] dog")

        assert (1.0, []) == (found["recall"], found["unmarked_rows"])

    def test_counts_what_is_hidden_wrongly(self, marked):
        """What is hidden and was not marked lowers the precision."""
        found = marked("Ring Priya and [[name:Jo]]")

        assert (0.2857, 0.5) == (found["precision"], found["precision_of_spans"])

    def test_names_rows_that_the_highlighter_misses(self, marked):
        """A row in which something stays unmarked is named by its number."""
        found = marked("[[name:Jo]] came", "my [[name:worker]] came")

        assert ([2], 0.5) == (found["unmarked_rows"], found["highlighter_recall"])
        assert 0.2 == found["highlighted_share_of_words"]

    def test_tells_each_kind(self, marked):
        """Every kind has its own recall."""
        found = marked("[[name:Priya]] of [[place:Leeds]], [[age:ten]]")

        assert {"name": 1.0, "place": 1.0, "age": 0.0} == {
            kind: one["recall"] for kind, one in found["kinds"].items()
        }

    def test_is_a_command(self, capsys):
        """The benchmark prints it for files named on its command line."""
        assert 0 == main(["redaction", "--test", str(GOLD), str(GOLD)])

        assert '"highlighter_recall"' in capsys.readouterr().out

    def test_reaches_its_floor(self):
        """On texts that its rules never saw, redaction keeps what was measured."""
        found = measure(SimpleNamespace(test=[GOLD]))

        assert 0.85 <= found["recall"]
        assert 0.97 <= found["precision"]
        assert 0.98 <= found["highlighter_recall"]
        assert 0.25 >= found["highlighted_share_of_words"]
