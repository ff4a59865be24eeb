"""Reports: frozen data to a document."""

import pytest

from app.reports import Format, phrases, service_development
from app.reports.blocks import Document, Heading
from tests.reported import EMPTY, FULL


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


class TestFormat:
    def test_has_one_class_a_name(self):
        """Two formats cannot share a name, and a format must print."""
        with pytest.raises(RuntimeError, match="docx"):

            class Again(Format, name="docx"):
                """A format that wants a name that is taken."""

        with pytest.raises(NotImplementedError):
            Format().render(Document("", "", ()))
