"""Files of marked texts: the ways a stranger may mark, and what is said of mistakes."""

import csv
import json

import pytest

from analysis.marked import Mark, Marked, kind_of, read, unmarked

TEXT = "my carer Jo is kind"
EXPECTED = [Marked(TEXT, (Mark(9, 11, "name"),))]


def a_file(path, head, *rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *rows])
    return path


class TestRead:
    @pytest.mark.parametrize(
        "spans",
        [
            '[[9, 11, "name"]]',
            '[{"start": 9, "end": 11, "label": "PERSON"}]',
            '[{"start": 9, "end": 11, "type": "Name"}]',
            '[{"text": "Jo", "label": "person"}]',
        ],
    )
    def test_reads_spans(self, tmp_path, spans):
        """Lists and objects in the column of spans mean the same."""
        assert EXPECTED == read(a_file(tmp_path / "a.csv", ["Text", "spans"], [TEXT, spans]))

    @pytest.mark.parametrize(("spans", "kind"), [("[[9, 11]]", "unnamed"), ('["Jo"]', "unnamed")])
    def test_needs_no_kind(self, tmp_path, spans, kind):
        """A span without a kind counts all the same."""
        found = read(a_file(tmp_path / "a.csv", ["text", "spans"], [TEXT, spans]))

        assert (Mark(9, 11, kind),) == found[0].marks

    @pytest.mark.parametrize("column", ["marked", "text", "comment"])
    def test_reads_words_marked_where_they_stand(self, tmp_path, column):
        """Marks inside the text are taken out of it."""
        path = a_file(tmp_path / "a.csv", [column], ["my carer [[name:Jo]] is kind"])

        assert EXPECTED == read(path)

    def test_reads_rows_without_marks(self, tmp_path):
        """A row without spans holds nothing that identifies."""
        path = a_file(tmp_path / "a.csv", ["text", "spans"], ["ok", ""], [TEXT, "[[9, 11]]"])

        assert [(), (Mark(9, 11, "unnamed"),)] == [one.marks for one in read(path)]

    @pytest.mark.parametrize("name", ["a.jsonl", "a.json"])
    def test_reads_json(self, tmp_path, name):
        """One object a line, or a list of them, with the same names."""
        row = {"text": TEXT, "spans": [[9, 11, "name"]]}
        path = tmp_path / name
        path.write_text(json.dumps([row] if name == "a.json" else row), "utf-8")

        assert EXPECTED == read(path)

    @pytest.mark.parametrize(
        ("head", "row", "message"),
        [
            (["words"], ["x"], "has no column “text”; it has words"),
            (["text"], ["nothing marked"], "marks nothing"),
            (["text", "spans"], [TEXT, "9-11"], r"row 1: “spans” is not JSON"),
            (["text", "spans"], [TEXT, '{"a": 1}'], r"row 1: “spans” must be a list"),
            (["text", "spans"], [TEXT, "[[9]]"], r"row 1: \[9\] is no span"),
            (["text", "spans"], [TEXT, "[[9, 99]]"], "9 to 99 is not inside the text"),
            (["text", "spans"], [TEXT, '[["a", 2]]'], "a to 2 is not inside the text"),
            (["text", "spans"], [TEXT, '["Kim"]'], "“Kim” is not in the text"),
        ],
    )
    def test_names_each_mistake(self, tmp_path, head, row, message):
        """A file that cannot be used says where and why."""
        with pytest.raises(SystemExit, match=message):
            read(a_file(tmp_path / "a.csv", head, row))

    @pytest.mark.parametrize(
        ("name", "content", "message"),
        [
            ("a.csv", b"\xff\xfe\x00", "not in UTF-8"),
            ("a.csv", b"", "has no rows"),
            ("a.csv", b'text\n"' + b"a" * 1_000_100, "is no CSV file"),
            ("a.json", b"[", "is not JSON"),
            ("a.jsonl", b"3", "each row must be an object"),
        ],
    )
    def test_says_what_a_file_is_not(self, tmp_path, name, content, message):
        """Broken files are named with what is wrong with them."""
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(SystemExit, match=message):
            read(path)

    def test_says_that_a_file_is_missing(self, tmp_path):
        """A file that is not there is named."""
        with pytest.raises(SystemExit, match=r"gone\.csv cannot be opened"):
            read(tmp_path / "gone.csv")


class TestUnmarked:
    def test_takes_marks_out(self):
        """Words may be marked with a kind or without, more than once."""
        found = unmarked("[[Jo]] met [[place:Leeds]]")

        assert Marked("Jo met Leeds", (Mark(0, 2, "unnamed"), Mark(7, 12, "place"))) == found


class TestKindOf:
    @pytest.mark.parametrize(
        ("given", "kind"),
        [("PER", "name"), ("GPE", "place"), ("Date of birth", "date_of_birth"), ("DOB", "date_of_birth"), ("Odd", "odd"), (None, "unnamed")],
    )  # fmt: skip
    def test_knows_other_words_for_kinds(self, given, kind):
        """What other tools call a kind is that kind; others keep their name."""
        assert kind == kind_of(given)
