"""Codebooks in and out: what is ours comes back itself, what is new gets a key."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import shipped
from analysis.codebook import Codebook, Theme, read
from analysis.exchange import Code, ExchangeError, codebooks, codebooks_out, qdc, tables
from analysis.exchange.codebooks import Note
from analysis.exchange.shapes import guid_of
from tests.exchange import samples

LINE = st.text("abc defgh:-é1", min_size=1, max_size=20).map(lambda t: " ".join(t.split()))
ITEM = LINE.filter(bool)
ITEMS = st.lists(ITEM, max_size=3).map(tuple)
KNOWN = Codebook(
    "Ours",
    1,
    (
        Theme("T01", "Home and space", "Where they live.", ("room",), ("cold",), ("school",)),
        Theme("T02", "Being listened to", "Who hears them."),
    ),
)
NOBODY = Codebook("None", 1, ())


@st.composite
def books(draw):
    names = draw(st.lists(ITEM, min_size=1, max_size=5, unique_by=str.casefold))
    themes = []
    for number, name in enumerate(names):
        parent = draw(st.sampled_from([None, *(theme.key for theme in themes)]))
        text = "\n".join(draw(st.lists(ITEM, min_size=1, max_size=2)))
        lists = [draw(ITEMS) for _ in range(3)]
        themes.append(Theme(f"T{number:02}", name, text, *lists, parent))
    return Codebook("Book", 1, tuple(themes))


def by_key(themes):
    return sorted(themes, key=lambda theme: theme.key)


class TestCodes:
    @given(books())
    def test_come_back_as_they_left(self, book):
        """A codebook that goes through a file and is known comes back with every field."""
        brought = codebooks.of_codes(
            qdc.read(qdc.write(codebooks_out.codes_of(book), origin="x")), book
        )

        assert by_key(book.themes) == by_key(brought.themes)
        assert () == brought.notes

    def test_holds_for_the_shipped_codebook(self):
        """The codebook that comes with Earshot comes back too, but for whom it concerns."""
        from dataclasses import replace

        brought = codebooks.of_codes(codebooks_out.codes_of(shipped()), shipped())
        assert by_key(replace(t, cohorts=()) for t in shipped().themes) == by_key(brought.themes)

    def test_keeps_themes_that_are_their_own_ancestors(self):
        """Two themes that are each other's parents are both there."""
        loop = Codebook(
            "Loop", 1, (Theme("a", "A", "x", parent="b"), Theme("b", "B", "x", parent="a"))
        )
        assert ["A", "B"] == [code.name for code in codebooks_out.codes_of(loop)]


class TestOfCodes:
    def test_knows_a_theme_by_its_name(self):
        """A program that gives new GUIDs and drops descriptions loses nothing of ours."""
        brought = codebooks.of_codes([Code(guid_of("x", "1"), "home AND  space")], KNOWN)

        assert "T01" == brought.themes[0].key
        assert ("room",) == brought.themes[0].keywords
        assert "Where they live." == brought.themes[0].definition

    def test_leaves_folders_out_and_says_so(self):
        """A category is no theme, and what is in it stands without a parent."""
        folder, inner = guid_of("x", "1"), guid_of("x", "2")
        brought = codebooks.of_codes(
            [Code(folder, "Places", is_codable=False), Code(inner, "Garden", parent=folder)], KNOWN
        )

        assert (Note("folder", "Places"),) == brought.notes
        assert [("garden", None, "")] == [(t.key, t.parent, t.definition) for t in brought.themes]

    def test_keeps_parents(self):
        """A code under a code has it as its parent."""
        brought = codebooks.of_codes(qdc.read(samples.nvivo_codebook()), KNOWN)

        assert [("T01", None), ("pets", "T01")] == [(t.key, t.parent) for t in brought.themes]

    def test_gives_every_theme_a_key_of_its_own(self):
        """The same name twice, a name without letters, and one too long all get keys."""
        names = ["Pets", "pets!", "???", "Home and space", "Home and Space", "a" * 300]
        codes = [Code(guid_of("x", str(n)), name) for n, name in enumerate(names)]
        brought = codebooks.of_codes(codes, KNOWN)

        keys = [theme.key for theme in brought.themes]
        assert ["pets", "pets_2", "theme", "T01", "home_and_space"] == keys[:5]
        assert 6 == len(set(keys))
        assert ["twice", "cut"] == [note.code for note in brought.notes]
        assert 160 == len(brought.themes[-1].name)

    def test_refuses_nothing(self):
        """Folders alone are no codebook."""
        with pytest.raises(ExchangeError, match="no_themes"):
            codebooks.of_codes([Code(guid_of("x", "1"), "Places", is_codable=False)], KNOWN)


class TestOfTable:
    def test_reads_taguette(self):
        """Tags with descriptions are themes, and one without waits for its definition."""
        header, *rows = csv.reader(io.StringIO(samples.TAGUETTE_CSV.decode()))
        brought = codebooks.of_table(header, rows, KNOWN)

        assert [
            ("T01", "Their bedroom, noise and warmth."),
            ("home_pets", ""),
        ] == [(theme.key, theme.definition) for theme in brought.themes]

    @given(books())
    def test_reads_back_our_own(self, book):
        """A codebook as a table comes back with every field."""
        content = tables.as_csv(codebooks_out.rows_of(book)).decode("utf-8-sig")
        header, *rows = csv.reader(io.StringIO(content, newline=""))
        rows = [[tables.plain(cell) for cell in row] for row in rows]

        assert book.themes == codebooks.of_table(header, rows, book).themes

    def test_keeps_an_item_of_ours_that_holds_a_semicolon(self):
        """A single item with a semicolon comes back as the one item that it was."""
        book = Codebook("Book", 1, (Theme("T01", "Home", "Where.", include=("cold; damp",)),))
        header, *rows = codebooks_out.rows_of(book)

        assert book.themes == codebooks.of_table(header, rows, book).themes

    def test_knows_parents_by_name_and_lists_by_semicolons(self):
        """A person writes names and semicolons; a theme cannot be its own parent."""
        header = ["Theme", "Description", "Parent", "Keywords"]
        rows = [["Home", "x", "Home", ""], ["Pets", "y", "Home", "dog; cat"], ["", "", "", ""]]
        home, pets = codebooks.of_table(header, rows, NOBODY).themes

        assert None is home.parent
        assert "home" == pets.parent
        assert ("dog", "cat") == pets.keywords

    def test_refuses_a_table_without_names(self):
        """Without a column of names it is something else."""
        with pytest.raises(ExchangeError, match="no_names"):
            codebooks.of_table(["a", "b"], [["1", "2"]], KNOWN)


class TestYaml:
    def test_reads_back_our_own(self):
        """Our YAML is read by us, with definitions of either name."""
        entries = codebooks.entries_of_yaml(codebooks_out.as_yaml(KNOWN))

        assert KNOWN.themes == codebooks.of_entries(entries, NOBODY).themes
        assert KNOWN.themes == read({"themes": entries}).themes

    @given(books())
    def test_reads_back_any(self, book):
        """Any codebook of ours comes back from its YAML."""
        entries = codebooks.entries_of_yaml(codebooks_out.as_yaml(book))
        found = codebooks.of_entries(entries, book).themes

        assert book.themes == found

    def test_keeps_only_plain_things(self):
        """What is neither text nor a list of texts is left out."""
        content = (
            b"themes:\n- {name: A, description: x, keywords: [a, [b]], include: {a: b}}\n- b\n"
        )
        entries = codebooks.entries_of_yaml(content)

        assert [{"name": "A", "description": "x", "keywords": ["a"]}] == entries
        assert "x" == codebooks.of_entries(entries, NOBODY).themes[0].definition
        assert (
            () == codebooks.of_entries([{"name": "A", "keywords": 3}], NOBODY).themes[0].keywords
        )

    @pytest.mark.parametrize(
        ("content", "code"),
        [
            (b"\xff\xfe\x00", "broken"),
            (b"a: [", "broken"),
            (b"!!python/object/apply:os.system [x]", "wrong_kind"),
            (b"just words", "wrong_kind"),
            (b"[" * 20_000, "broken"),
            (b"#" * 1_000_001, "too_large"),
        ],
    )
    def test_refuses_what_it_cannot_use(self, content, code):
        """Each bad file has its own code."""
        with pytest.raises(ExchangeError) as raised:
            codebooks.entries_of_yaml(content)
        assert code == raised.value.code

    @given(st.binary(max_size=100))
    def test_meets_any_bytes_with_its_own_error(self, content):
        """Hostile bytes never give another exception."""
        try:
            assert isinstance(codebooks.entries_of_yaml(content), list)
        except ExchangeError as error:
            assert error.code
