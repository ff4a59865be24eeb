"""The pages of the codebook in a browser without scripts: its themes, reworded, merged and split."""

from sqlalchemy import select

from app import db
from app.db.models import Codebook, SurveyVersion, Theme
from app.services import codebooks, jobs
from tests.codebook_pages import DOGS, PAGE, address, in_use, name, steps
from tests.written import write


class TestThemes:
    def test_shows_each_theme_whole(self, browser):
        """A theme has its definition, what is in and out, its words, and its examples to come."""
        theme = in_use().codebook.themes[0]
        card = browser.opens(PAGE).select_one("section.card")
        text = card.get_text(" ")
        for said in (theme.name, theme.definition, *theme.include, *theme.exclude):
            assert said in text
        assert ", ".join(theme.keywords) in text
        assert "None yet. A quote that somebody releases" in text
        assert ["Edit", "Merge", "Split", "Retire"] == [
            link.get_text().split()[0] for link in card.select(".actions a")
        ]

    def test_says_which_version_is_in_use(self, browser):
        """Version 1 serves until somebody puts another in use, and no draft is spoken of."""
        text = browser.opens(PAGE).get_text(" ")
        assert "Version 1 is in use." in text
        assert "is a draft" not in text

    def test_says_what_to_do_without_themes(self, browser):
        """An empty draft says what follows from it, and cannot be put in use."""
        book = in_use()
        with db.unit_of_work() as session:
            codebooks.new_version(session, type(book.codebook)(book.codebook.name, 9, ()))
        page = browser.opens(PAGE).get_text(" ")
        assert "No theme yet" in page
        assert "It was brought in from a file." in page
        assert "Add a theme first." in browser.opens(f"{PAGE}/draft").get_text(" ")
        browser.sends(f"{PAGE}/draft", to=f"{PAGE}/draft/use")
        assert "The draft has no theme" in browser.says()

    def test_shows_how_far_the_reading_is(self, browser):
        """While words are read again a bar says so."""
        with db.unit_of_work() as session:
            write(session, ["The bus is late"])
            jobs.enqueue(session, "theme", session.scalar(select(SurveyVersion.survey_id)))
        assert browser.opens(PAGE).select_one("progress")


class TestWording:
    def test_adds_and_edits_in_a_draft(self, browser):
        """A new theme and a reworded one are in the draft, and what is in use stays."""
        browser.sends(f"{PAGE}/themes/new", **DOGS, keywords="dog\n dogs \n\ndog", parent="")
        assert "The theme is in the draft." in browser.says()
        old = in_use().codebook.themes[0]
        browser.sends(address(0), **DOGS | {"name": "Cats"}, include="Purring", parent="dogs")
        assert "The draft says what you wrote." in browser.says()
        assert ["“Dogs” was added.", "“Cats” was reworded."] == steps(browser)
        assert old == in_use().codebook.themes[0]
        with db.reading() as session:
            theme = session.scalar(select(Theme).where(Theme.key == "dogs"))
            assert ["dog", "dogs"] == theme.keywords
        assert "Under Dogs." in browser.opens(PAGE).get_text(" ")

    def test_shows_what_there_is_to_edit(self, browser):
        """The form of a theme holds what it says now."""
        theme = in_use().codebook.themes[0]
        page = browser.opens(address(0))
        assert theme.name == page.select_one("#name")["value"]
        assert "\n".join(theme.keywords) == page.select_one("#keywords").get_text().strip()

    def test_keeps_what_was_typed_when_something_is_missing(self, browser):
        """Each mistake is named at its field, with what to do, and nothing is lost."""
        answer = browser.sends(f"{PAGE}/themes/new", definition="Barking", parent="", name="")
        assert 422 == answer.status_code
        assert "The theme has no name. Nothing was changed." in browser.says()
        assert "Barking" in answer.text
        browser.sends(f"{PAGE}/themes/new", **DOGS | {"name": name(0)}, parent="")
        assert "merge the two themes" in browser.says()

    def test_knows_no_theme_that_is_not_there(self, browser):
        """A theme that the draft no longer has is not found."""
        gone = address(0)
        browser.sends(address(0, "/retire"))
        assert "We cannot find that page" in browser.opens(gone, 404).get_text(" ")


class TestMerge:
    def test_lets_one_theme_go_into_another(self, browser):
        """The theme that is chosen stays, and the other goes."""
        kept = next(iter(in_use().theme_ids.values()))
        browser.sends(address(1, "/merge"), into=str(kept))
        assert f"“{name(1)}” goes into the theme" in browser.says()
        assert [f"“{name(1)}” was merged into “{name(0)}”."] == steps(browser)

    def test_asks_into_which(self, browser):
        """Without a choice nothing happens."""
        assert 422 == browser.sends(address(1, "/merge"), into="").status_code
        assert "Choose the theme to keep." in browser.says()


class TestSplit:
    def test_parts_a_theme(self, browser):
        """The second theme takes the words it is given, and the first keeps its key."""
        theme = in_use().codebook.themes[0]
        browser.sends(
            address(0, "/split"),
            name=theme.name,
            definition=theme.definition,
            second_name="Dogs",
            second_definition="Of dogs.",
            second_keywords=theme.keywords[0],
        )
        assert "two themes in the place of one" in browser.says()
        with db.reading() as session:
            first, second = session.scalars(
                select(Theme)
                .join(Codebook, Codebook.id == Theme.codebook_id)
                .where(Codebook.number == 2, Theme.key.in_([theme.key, "dogs"]))
                .order_by(Theme.position)
            )
            assert list(theme.keywords[1:]) == first.keywords
            assert [theme.keywords[0]] == second.keywords

    def test_shows_mistakes_at_the_half_they_are_in(self, browser):
        """Without a name for the second theme the error stands at that field."""
        browser.sends(address(0, "/split"), name=name(0), definition="x", second_definition="y")
        page = browser.opens(address(0, "/split"))
        assert name(0) == page.select_one("#name")["value"]
        answer = browser.sends(address(0, "/split"), name=name(0), definition="x")
        assert 422 == answer.status_code
        assert 'href="#second_name"' in answer.text


class TestRetire:
    def test_asks_first(self, browser):
        """A page says what becomes of the codings, and only its button retires the theme."""
        assert "stays in the history" in browser.opens(address(0, "/retire")).get_text(" ")
        assert [] == steps(browser)
        browser.sends(address(0, "/retire"))
        assert "is not in the draft" in browser.says()
        assert [f"“{name(0)}” was retired."] == steps(browser)


class TestHistory:
    def test_says_what_to_do_before_the_first_version(self, browser):
        """Before anybody opens the codebook there is no history."""
        assert "No version yet" in browser.opens(f"{PAGE}/history").get_text(" ")
