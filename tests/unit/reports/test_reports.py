"""Reports: frozen data to a document, a document to a file."""

from io import BytesIO

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm

from app.reports import Format, phrases, service_development, word
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
from app.reports.word import Word

EMPTY = {
    "title": "What we heard",
    "organisation": "Anytown",
    "starts_on": "2026-01-01",
    "ends_on": "2026-03-31",
    "surveys": [{"title": "Pulse", "decision_maker": "", "told_by": ""}],
    "who": {"people": None, "comments": None, "tables": []},
    "themes": [],
    "questions": [{"title": "Pulse", "questions": []}],
    "scores": [],
    "audits": {"count": None, "voices": "", "grades": []},
    "actions": [],
    "method": {"codebook": "One", "model": "described 1", "checked": "20%", "threshold": 5},
}
THEME = {
    "name": "Waiting",
    "definition": "Long waits.",
    "count": 12,
    "base": 40,
    "share": 0.3,
    "low": 0.18,
    "high": 0.45,
    "feelings": [["negative", 7], ["mixed or positive", 5]],
    "change": {"verdict": "changed up"},
    "quotes": ["Months and months."],
}
FULL = EMPTY | {
    "surveys": [{"title": "Pulse", "decision_maker": "the Head", "told_by": "2026-04-30"}],
    "who": {"people": 50, "comments": 40, "tables": [["People by wave", [["Wave 1", None]]]]},
    "themes": [THEME, THEME | {"name": "Hidden", "count": None, "quotes": ["Never seen."]}],
    "questions": [
        {
            "title": "Pulse",
            "questions": [
                {
                    "wording": "Safe?",
                    "is_first_choice": False,
                    "base": 20,
                    "mean": None,
                    "options": [
                        {"label": "Yes", "count": 15, "share": 0.75, "low": 0.5, "high": 0.9},
                        {"label": "No", "count": None, "share": None, "low": None, "high": None},
                    ],
                },
                {
                    "wording": "How many weeks?",
                    "is_first_choice": False,
                    "base": 66,
                    "mean": [4.76, 4.06, 5.46],
                    "options": [],
                },
            ],
        }
    ],
    "scores": [
        {
            "survey": "Pulse",
            "label": "Heard",
            "people": 30,
            "mean": 3.5,
            "low": 3.1,
            "high": 3.9,
            "higher_is_better": True,
            "change": None,
        }
    ],
    "audits": {
        "count": 9,
        "voices": "The child was heard in 8.",
        "grades": [["All in all", 9, None]],
    },
    "actions": [
        {
            "what": "Ring",
            "why": "To be heard",
            "owner": "Head",
            "due_on": "2026-05-01",
            "state": "open",
        }
    ],
}


def text_of(document):
    return "\n".join(str(block) for block in document.blocks)


class TestBuild:
    def test_says_so_when_there_is_too_little(self):
        """A report without enough people says that, part by part."""
        text = text_of(service_development.build(EMPTY))

        assert "Too few people answered" in text
        assert "Too few people raised" in text
        assert "no scores" in text
        assert "Fewer than five audits" in text
        assert "No action has been agreed" in text

    def test_says_a_number_as_its_mean(self):
        """A question for a number has no table of answers; it says the mean with its interval."""
        text = text_of(service_development.build(FULL))

        assert "How many weeks? (66 people answered, on average 4.8, from 4.1 to 5.5)." in text

    def test_puts_every_part_in_its_order(self):
        """A full report goes from who was heard to how we know."""
        document = service_development.build(FULL)
        chapters = [b.text for b in document.blocks if isinstance(b, Heading) and b.level == 2]

        assert [
            "What this report covers",
            "Who we heard from",
            "What they told us",
            "How they answered",
            "How they are",
            "What audits found",
            "What we will do",
            "How we know",
        ] == chapters
        assert "Anytown. 1 January 2026 to 31 March 2026." == document.subtitle

    def test_never_quotes_a_theme_that_is_withheld(self):
        """A withheld theme is counted among the hidden, and its quote is not there."""
        text = text_of(service_development.build(FULL))

        assert "Never seen." not in text
        assert "1 more theme is not shown" in text
        assert "Months and months." in text


class TestOpening:
    def test_says_which_survey_is_in_no_figure(self):
        """A survey that few answered is named, and said to be left out."""
        small = {"title": "Small?", "decision_maker": "", "told_by": "", "is_counted": False}
        text = text_of(service_development.build(EMPTY | {"surveys": [small]}))

        assert "“Small?”: fewer than five people answered it in these days" in text

    def test_says_who_decides_and_when_people_are_told(self):
        """What was promised to the people who answered is in the report."""
        text = text_of(service_development.build(FULL))

        assert "“Pulse”: the Head decides on what it says" in text
        assert "by 30 April 2026." in text


class TestHowWeKnow:
    def test_says_that_words_had_not_been_read(self):
        """A report that was frozen too early says that its themes are not complete."""
        early = EMPTY | {"method": EMPTY["method"] | {"is_unread": True}}

        assert "had not been read" in text_of(service_development.build(early))
        assert "had not been read" not in text_of(service_development.build(EMPTY))


class TestPhrases:
    @pytest.mark.parametrize(
        ("said", "expected"),
        [
            (phrases.count(None), "withheld"),
            (phrases.count(1200), "1,200"),
            (phrases.people(1), "1 person"),
            (phrases.people(2), "2 people"),
            (phrases.day("2026-03-01"), "1 March 2026"),
            (phrases.percent(0), "0%"),
            (phrases.percent(0.0017), "0.2%"),
            (phrases.percent(0.174), "17%"),
        ],
    )
    def test_say_numbers_and_days(self, said, expected):
        """Numbers and days are said the same way everywhere."""
        assert expected == said


class TestWord:
    def test_prints_every_kind_of_block(self):
        """A Word file holds headings, prose, points, tables, bars as words, and quotes."""
        document = Document(
            "Title",
            "Sub",
            (
                Heading("Chapter"),
                Heading("Part", level=3),
                Prose("Words."),
                Points(("One", "Two")),
                Table("Numbers", ("A", "B"), (("x", "1"),), numeric=(1,)),
                Chart("Shares", (Bar("Waiting", 0.5, 0.4, 0.6, "50%"),)),
                QuoteBlock("Said.", "Waiting"),
            ),
        )
        read = docx.Document(BytesIO(Word().render(document)))
        words = [one.text for one in read.paragraphs]
        styles = {one.text: one.style.name for one in read.paragraphs}

        assert "Heading 1" == styles["Chapter"]
        assert "Heading 2" == styles["Part"]
        assert {"Title", "Sub", "Words.", "One", "“Said.”", "Numbers"} <= set(words)
        assert ["A", "B"] == [cell.text for cell in read.tables[0].rows[0].cells]
        assert "50%" == read.tables[1].rows[1].cells[2].text

    def test_speaks_english(self):
        """Every style and the file itself are in British English, so that it is read out so."""
        read = docx.Document(BytesIO(Word().render(service_development.build(FULL))))
        spoken = [one.get(qn("w:val")) for one in read.styles.element.iter(qn("w:lang"))]

        assert ["en-GB"] == spoken
        assert "en-GB" == read.core_properties.language

    def test_names_every_table(self):
        """A screen reader is told what a table is before it goes into it."""
        read = docx.Document(BytesIO(Word().render(service_development.build(FULL))))
        names = [one.get(qn("w:val")) for one in read.element.iter(qn("w:tblCaption"))]

        assert len(read.tables) == len(names)
        assert "Improvement actions" == names[-1]

    def test_has_no_picture_that_nobody_can_hear(self):
        """There is no picture in the text, so none lacks its words."""
        read = docx.Document(BytesIO(Word().render(service_development.build(FULL))))

        assert [] == list(read.element.iter(qn("w:drawing"), qn("w:pict")))

    def test_says_on_every_page_how_it_is_kept(self):
        """The handling stands in the header, and the title with the page in the footer."""
        kept = Document("Audit A-1", "", (Prose("Words."),), handling="In confidence.")
        read, free = (
            docx.Document(BytesIO(Word().render(one)))
            for one in (kept, Document("T", "", (Prose("Words."),)))
        )
        foot = read.sections[0].footer
        counted = [one.get(qn("w:instr")) for one in foot._element.iter(qn("w:fldSimple"))]

        assert "In confidence." == read.sections[0].header.paragraphs[0].text
        assert foot.paragraphs[0].text.startswith("Audit A-1. Page")
        assert ["PAGE", "NUMPAGES"] == counted
        assert [] == [one.text for one in free.sections[0].header.paragraphs if one.text]

    def test_keeps_a_question_with_its_answer(self):
        """A question stays on the page of its answer, and what is withheld stands in italics."""
        pairs = Pairs((Pair("Asked?", "Said."), Pair("Kept?", "Withheld.", is_withheld=True)))
        read = docx.Document(BytesIO(Word().render(Document("T", "", (pairs,)))))
        said = {one.text: one for one in read.paragraphs}

        assert ("Question", "Answer") == (said["Asked?"].style.name, said["Said."].style.name)
        assert read.styles["Question"].paragraph_format.keep_with_next
        assert [None, True] == [said[one].runs[0].italic for one in ("Said.", "Withheld.")]

    def test_is_a_page_that_printers_here_have(self):
        """The page is A4, every table is as wide as its text, and nothing is printed small."""
        read = docx.Document(BytesIO(Word().render(service_development.build(FULL))))
        page = read.sections[0]
        across = page.page_width - page.left_margin - page.right_margin

        assert (210, 297) == (round(page.page_width.mm), round(page.page_height.mm))
        for table in read.tables:
            assert 0 <= across - sum(cell.width for cell in table.rows[0].cells) < Mm(1)
        assert read.styles["Caption"].font.size.pt >= 11

    def test_gives_wide_columns_to_long_texts(self):
        """What is to be done has more room than whether it is open."""
        read = docx.Document(BytesIO(Word().render(service_development.build(FULL))))
        actions = read.tables[-1].rows[0].cells
        by_title = {cell.text: cell.width for cell in actions}

        assert by_title["Why it matters for the child"] > 1.5 * by_title["State"]

    def test_cuts_no_word_in_two(self):
        """However many columns there are, each has room for its longest word."""
        head = ("Action", "Why it matters for the child", "Who", "By", "State")
        row = ("Ring " * 20, "So that children are heard " * 9, "Commissioner", "30 December 2026",
               "cancelled")  # fmt: skip
        widths = word._widths(Table("Actions", head, (row,)))
        letter = sum(widths) / word.ACROSS

        assert all(
            width > letter * max(len(one) for cell in column for one in cell.split())
            for width, column in zip(widths, zip(head, row, strict=True), strict=True)
        )

    def test_says_each_table_head_again_on_every_page(self):
        """The first row of a table is its header, and no row is torn in two."""
        read = docx.Document(BytesIO(Word().render(service_development.build(FULL))))
        for table in read.tables:
            marks = [[mark.tag.split("}")[1] for mark in row._tr.trPr] for row in table.rows]

            assert ["cantSplit", "tblHeader"] == marks[0]
            assert all(["cantSplit"] == mark for mark in marks[1:])

    def test_leaves_out_what_no_file_can_hold(self):
        """A control character in a title or a quote does not stop the printing."""
        document = Document(
            "Ti\x0ctle", "", (QuoteBlock("Said\x00."), Table("\x01A", ("\x02",), ()))
        )
        read = docx.Document(BytesIO(Word().render(document)))

        assert ["Title", "", "“Said.”", "A", ""] == [one.text for one in read.paragraphs]

    @pytest.mark.parametrize(
        ("share", "drawn"), [(0, "▏"), (0.002, "▏"), (0.5, "██████"), (1, "█" * 12)]
    )
    def test_draws_a_bar_for_the_smallest_share(self, share, drawn):
        """Every share has a bar, and half of all is half of it."""
        assert drawn == word._drawn(share)

    def test_gives_the_same_bytes_twice(self):
        """The same document gives the same file."""
        document = service_development.build(FULL)

        assert Word().render(document) == Word().render(document)


class TestFormat:
    def test_has_one_class_a_name(self):
        """Two formats cannot share a name, and a format must print."""
        with pytest.raises(RuntimeError, match="docx"):

            class Again(Format, name="docx"):
                """A format that wants a name that is taken."""

        with pytest.raises(NotImplementedError):
            Format().render(Document("", "", ()))
