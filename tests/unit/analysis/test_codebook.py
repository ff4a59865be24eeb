"""Codebooks: reading them and naming their mistakes."""

import pytest

from analysis.codebook import CodebookError, Theme, load, read, shipped

ENTRY = {"key": "a", "name": "A", "definition": "What A is."}


class TestShipped:
    def test_knows_many_ways_to_say_each_theme(self):
        """Every theme but the last has fifty keywords or more, no two of them alike."""
        keywords = {theme.key: theme.keywords for theme in shipped().themes if theme.keywords}

        assert {} == {key: len(mine) for key, mine in keywords.items() if len(mine) < 50}
        assert {} == {key: mine for key, mine in keywords.items() if len(set(mine)) < len(mine)}

    def test_has_the_thirty_two_themes(self):
        """The shipped codebook has 31 themes and one for what fits none."""
        keys = [theme.key for theme in shipped().themes]

        assert 32 == len(keys)
        assert "T99" == keys[-1]
        assert "Being listened to" == shipped().theme("T01").name

    def test_gives_every_theme_words_to_be_found_by(self):
        """Every theme says what it is and has keywords, but for the one no machine gives."""
        assert all(theme.definition for theme in shipped().themes)
        assert ["T99"] == [theme.key for theme in shipped().themes if not theme.keywords]

    def test_says_whom_a_theme_concerns(self):
        """A theme names the cohorts it concerns; none named means everybody."""
        assert ("parents",) == shipped().theme("T28").cohorts
        assert () == shipped().theme("T23").cohorts

    def test_has_no_keyword_twice_in_one_theme(self):
        """A keyword written twice is a slip."""
        assert all(len(t.keywords) == len(set(t.keywords)) for t in shipped().themes)

    def test_refuses_an_unknown_key(self):
        """Asking for a theme that is not there is an error."""
        with pytest.raises(KeyError):
            shipped().theme("nonsense")


class TestLoad:
    def test_reads_a_file_with_descriptions_and_no_keys(self, tmp_path):
        """`description` serves for `definition`, and the name for a missing key."""
        path = tmp_path / "book.yaml"
        path.write_text(
            "title: T\nthemes:\n  - {name: A, description: What A is, keywords: [x]}\n", "utf-8"
        )

        book = load(path)

        assert ("T", 1, (Theme("A", "A", "What A is", ("x",)),)) == (
            book.name,
            book.number,
            book.themes,
        )

    def test_refuses_what_is_not_yaml(self, tmp_path):
        """A broken file is named."""
        path = tmp_path / "book.yaml"
        path.write_text("themes: [", "utf-8")

        with pytest.raises(CodebookError, match=r"book\.yaml is not YAML"):
            load(path)


class TestRead:
    @pytest.mark.parametrize("data", [None, [], {"themes": "x"}])
    def test_refuses_what_is_no_codebook(self, data):
        """A codebook is a title and a list of themes."""
        with pytest.raises(CodebookError, match="a list of themes"):
            read(data)

    @pytest.mark.parametrize(
        ("data", "message"),
        [
            ({"themes": []}, "The codebook has no theme"),
            ({"themes": [{"name": "A"}]}, "A has no definition"),
            ({"themes": [{"definition": "x"}]}, "Theme 1 has no name"),
            ({"themes": [ENTRY | {"keywords": "food"}]}, "“keywords” must be a list"),
            ({"themes": [ENTRY | {"keywords": 3}]}, "“keywords” must be a list"),
            ({"themes": [ENTRY], "number": "x"}, "write a whole number"),
            ({"themes": [ENTRY | {"parent": ["x"]}]}, "which is no theme"),
        ],
    )
    def test_names_each_mistake(self, data, message):
        """What is missing or of the wrong kind is said in words."""
        with pytest.raises(CodebookError, match=message):
            read(data)

    def test_names_every_mistake(self):
        """All mistakes come at once."""
        with pytest.raises(CodebookError) as caught:
            read(
                {
                    "themes": [
                        {**ENTRY, "colour": "red", "parent": "z"},
                        ENTRY,
                        {"name": "B"},
                        "words",
                    ]
                }
            )

        assert (
            "A: “colour” means nothing here.",
            "B has no definition.",
            "Theme 4 has no name.",
            "The key 'a' is used twice.",
            "A has the parent 'z', which is no theme.",
        ) == caught.value.problems
