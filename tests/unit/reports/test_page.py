"""Reports as one page of HTML: whole by itself, sound for a screen reader, and only words."""

import re

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from app.reports.blocks import (
    Bar,
    Chart,
    Document,
    Heading,
    Pair,
    Pairs,
    Points,
    Prose,
    QuoteBlock,
    Table,
)
from app.reports.page import Page, printed
from tests.page import problems

EVERY = Document(
    "Title",
    "Sub",
    (
        Heading("Chapter"),
        Heading("Part", level=3),
        Prose("Words."),
        Points(("One", "Two")),
        Pairs((Pair("Asked?", "Said."), Pair("Kept?", "Withheld.", is_withheld=True))),
        Table("Numbers", ("A", "B"), (("x", "1"),), numeric=(1,)),
        Chart("Shares", (Bar("Waiting", 0.5, 0.4, 0.6, "50%"),), about="Domain"),
        QuoteBlock("Said.", "Waiting"),
        QuoteBlock("Alone."),
    ),
    handling="In confidence.",
)


def read(document):
    return BeautifulSoup(Page().render(document), "html.parser")


class TestPage:
    def test_needs_nothing_else(self):
        """The page asks for no other file, runs no script, and forbids both to whoever opens it."""
        page = read(EVERY)
        policy = page.select_one("meta[http-equiv=Content-Security-Policy]")["content"]

        assert [] == page.select("script, link, img, iframe, [src], [href]")
        assert [] == re.findall(r"url\(|@import", page.style.string)
        assert policy.startswith("default-src 'none';")

    def test_keeps_the_rules_of_every_page(self):
        """It is a sound page of ours, but for its own style sheet, which a file must carry."""
        assert ["an inline style sheet"] == problems(Page().render(EVERY).decode())

    def test_says_its_language_and_title(self):
        """A screen reader is told the language, the title, and one heading of the first level."""
        page = read(EVERY)

        assert "en-GB" == page.html["lang"]
        assert "Title" == page.title.string
        assert ["Title"] == [one.get_text() for one in page.select("h1")]

    def test_prints_every_kind_of_block(self):
        """Headings, prose, points, questions, tables, bars and quotes are what they are called."""
        page = read(EVERY)

        assert ["h1", "h2", "h3"] == [one.name for one in page.select("h1, h2, h3")]
        assert ["One", "Two"] == [one.get_text() for one in page.select("ul li")]
        assert ["Asked?", "Kept?"] == [one.get_text() for one in page.select("dl dt")]
        assert ["Withheld."] == [one.get_text() for one in page.select("dd.withheld")]
        assert ["Said.", "Alone."] == [one.get_text() for one in page.select("blockquote")]
        assert ["Waiting"] == [one.get_text() for one in page.select("figcaption")]
        assert "In confidence." == page.select_one(".handling").get_text()

    def test_gives_every_table_its_heads(self):
        """A table has a caption, a head for each column, and one for each row."""
        for table in read(EVERY).select("table"):
            heads = [cell["scope"] for cell in table.select("thead th")]
            rows = [cell["scope"] for cell in table.select("tbody th")]

            assert table.caption.get_text()
            assert {"col"} == set(heads)
            assert ["row"] * len(table.select("tbody tr")) == rows

    def test_hides_bars_that_words_say(self):
        """The picture of a share is not read out, and its words stand beside it."""
        page = read(EVERY)

        assert "true" == page.svg["aria-hidden"]
        assert "100.0" == page.select_one("svg .fill")["width"]
        assert "50%" == page.select("tbody tr")[1].select("td")[1].get_text()

    def test_is_without_handling_where_there_is_none(self):
        """A report that anybody may read has no line about how to keep it."""
        assert read(Document("T", "S", ())).select_one(".handling") is None

    @given(st.text())
    def test_takes_no_words_as_markup(self, words):
        """Whatever somebody wrote, it adds no element to the page."""
        plain = BeautifulSoup(printed(Pairs((Pair("a", "b"),))), "html.parser")
        found = BeautifulSoup(printed(Pairs((Pair(words, words),))), "html.parser")

        assert [one.name for one in plain.find_all()] == [one.name for one in found.find_all()]

    @pytest.mark.parametrize("word", ['"><script>alert(1)</script>', "<b>", "&amp;"])
    def test_escapes_captions(self, word):
        """A caption stands in an attribute too, and cannot leave it."""
        table = BeautifulSoup(printed(Table(word, (word,), ((word,),))), "html.parser")

        assert word == table.select_one("[role=region]")["aria-label"]
        assert word == table.caption.get_text()
        assert table.find("script") is None

    def test_gives_the_same_bytes_twice(self):
        """The same document gives the same file."""
        assert Page().render(EVERY) == Page().render(EVERY)
