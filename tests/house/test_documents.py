"""The documents and the code say the same things."""

from __future__ import annotations

from tests.house import documents, rules

LONGEST_TEMPLATE = 200


def texts(*patterns):
    return [path.read_text("utf-8") for path in rules.tracked(*patterns)]


class TestRequirements:
    def test_are_noticed_without_a_test(self):
        """A requirement that no test names is found."""
        assert ["R-2", "R-SCREEN-03"] == documents.unproved(
            ["R-1, R-2 and R-SCREEN-03"], ["R-1", "OR-2"]
        )

    def test_of_the_documents_have_a_test(self):
        """Every requirement that the documents name is proved by a test that names it."""
        assert [] == documents.unproved(texts("docs/*.md", "README.md"), texts("tests/*.py"))


class TestGlossary:
    def test_notices_a_word_that_nothing_bears(self):
        """A word of the glossary that the code never uses is found."""
        words = documents.glossary_words("| Survey | a thing |\n| Poll, Wave | another |\n")

        assert ["Survey", "Poll", "Wave"] == words
        assert ["Poll"] == documents.undefined_words(words, "class Survey: ...\nwaves = 1")

    def test_is_spoken_by_the_code(self):
        """Every word of the glossary is used by the code."""
        words = documents.glossary_words(*texts("docs/glossary.md"))
        code = "\n".join(texts(*rules.PYTHON))

        assert 20 < len(words)
        assert [] == documents.undefined_words(words, code)


class TestTemplates:
    def test_are_short(self):
        """No template is over 200 lines."""
        long = {
            str(path.relative_to(rules.ROOT)): lines
            for path in rules.tracked("templates/*.html")
            if (lines := len(path.read_text("utf-8").splitlines())) > LONGEST_TEMPLATE
        }

        assert {} == long
