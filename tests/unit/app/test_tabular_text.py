"""Text files of strangers: in which letters, and with what between their cells."""

import pytest

from app.tabular import BrokenFileError, text


class TestDecode:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
    def test_knows_the_usual_encodings(self, encoding):
        """Text as Excel saves it reads the same in each of its encodings."""
        assert "text,café – ‘good’" == text.decode("text,café – ‘good’".encode(encoding))

    def test_refuses_what_is_in_none_of_them(self):
        """Bytes that are no text are broken."""
        with pytest.raises(BrokenFileError):
            text.decode(b"\x81\x8d")


class TestDelimiterOf:
    @pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
    def test_finds_what_parts_the_cells(self, mark):
        """Commas inside the words do not hide what parts the columns."""
        sample = f'text{mark}date\n"Well, yes, good"{mark}2026-01-02\nFine, I think{mark}\n'

        assert mark == text.delimiter_of(sample)

    def test_takes_one_column_as_it_is(self):
        """A single column of words is not parted."""
        assert text.NOTHING == text.delimiter_of("text\nGood\n")
