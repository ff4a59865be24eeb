"""The documents and the code say the same things."""

from __future__ import annotations

from tests.house import documents, rules

LONGEST_TEMPLATE = 200


def texts(*patterns):
    return [path.read_text("utf-8") for path in rules.tracked(*patterns)]


def by_path(*patterns):
    return {
        str(path.relative_to(rules.ROOT)): path.read_text("utf-8")
        for path in rules.tracked(*patterns)
    }


def requirements():
    return (rules.ROOT / "docs/requirements.md").read_text("utf-8")


class TestRequirements:
    def test_are_noticed_when_something_they_name_is_gone(self):
        """A promise with a file, a module of tests or a test that is not there is found."""
        row = "| R-1 | It holds. | `app/a.py` | `tests/test_a.py::TestA::test_holds` |"
        promise = documents.promises(row)[0]
        good = {"app/a.py": "", "tests/test_a.py": "class TestA:\n  def test_holds(self): ..."}
        other = good | {"tests/test_a.py": "class TestB:\n  def test_holds(self): ..."}

        assert [] == documents.unkept(promise, good)
        assert ["TestA::test_holds"] == documents.unkept(promise, other)
        assert 3 == len(documents.unkept(promise, {}))

    def test_are_each_shown_by_a_test_that_exists(self):
        """Every row that says a promise is kept names a file and a test that are there."""
        files = by_path("*.py")
        promises = documents.promises(requirements())
        wrong = {one.id: gone for one in promises if (gone := documents.unkept(one, files))}

        assert 30 < len(promises)
        assert {} == wrong

    def test_are_all_in_one_row(self):
        """Each requirement is either met or not, once, and no row is written wrongly."""
        text = requirements()
        ids = [one.id for one in documents.promises(text)] + documents.missing(text)

        assert sorted(set(ids)) == sorted(ids)
        assert text.count("\n| R-") == len(ids)

    def test_are_explained_wherever_they_are_mentioned(self):
        """An id in the code or in a test has a row that says what it means."""
        text = requirements()
        known = {one.id for one in documents.promises(text)} | set(documents.missing(text))
        files = {name: said for name, said in by_path("*.py").items() if "/house/" not in name}

        assert ["R-999"] == documents.unexplained(["R-1 and R-999"], {"R-1"})
        assert [] == documents.unexplained([*files.values()], known)


class TestArchitecture:
    GUIDES = ("docs/*.md", "*.md")

    def test_notices_what_it_should(self):
        """Folders of a table and paths in a sentence are found; other code is not."""
        text = "| `app/db/` | tables |\n`app/web/views/<area>.py` and `make run`, `x.y`"

        assert ["app/db"] == documents.folders(text)
        assert ["app/db/", "app/web/views/*.py"] == documents.paths(text)

    def test_describes_every_folder_and_no_other(self):
        """The folders of the page are the folders of the repository, two levels deep."""
        text = (rules.ROOT / "docs/architecture.md").read_text("utf-8")
        kept = rules.tracked(is_new_counted=False)
        parts = [path.relative_to(rules.ROOT).parts[:-1] for path in kept]
        deep = {"/".join(one[:2]) for one in parts if one and one[0] in rules.PACKAGES}
        flat = {one[0] for one in parts if one and not one[0].startswith(".")}

        assert sorted(deep | flat) == sorted(documents.folders(text))

    def test_names_only_files_that_exist(self):
        """Every path that a document names leads somewhere."""
        named = {path for text in texts(*self.GUIDES) for path in documents.paths(text)}

        assert 40 < len(named)
        assert [] == sorted(path for path in named if not any(rules.ROOT.glob(path)))


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
