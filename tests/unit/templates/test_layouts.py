"""The frames of the pages, and the pages that say what went wrong."""

from pathlib import Path
from types import SimpleNamespace

import pytest

TEMPLATES = Path(__file__).parents[3] / "templates"
ERRORS = sorted(path.stem for path in (TEMPLATES / "errors").glob("*.html"))
PAGE = '{%% extends "layouts/%s.html" %%}{%% block heading %%}Reports{%% endblock %%}'


class TestBase:
    @pytest.mark.parametrize("layout", ["public", "staff", "bare"])
    def test_has_one_heading_that_opens_the_title(self, drawing, layout):
        """Every page has one main heading, and the title begins with it."""
        soup = drawing.page(PAGE % layout)

        assert ["Reports"] == [tag.get_text() for tag in soup.select("h1")]
        # Whoever looks over a shoulder learns nothing from the title of a respondent's page.
        ending = "Questions" if layout == "public" else "Anytown Services"
        assert f"Reports \N{EN DASH} {ending}" == soup.title.get_text()

    @pytest.mark.parametrize("layout", ["public", "staff", "bare"])
    def test_can_be_skipped_to_its_content(self, drawing, layout):
        """The first link of a page leads to its content."""
        assert "#main" == drawing.page(PAGE % layout).select_one("a")["href"]

    def test_loads_nothing_but_one_stylesheet_the_icon_and_one_script(self, drawing):
        """A respondent's page asks for three small files, and its icon is nobody's."""
        soup = drawing.page(PAGE % "public")

        assert ["/static/icons/plain.svg", "/static/css/earshot.css"] == [
            tag["href"] for tag in soup.select("link")
        ]
        assert ["/static/js/respond.js"] == [tag["src"] for tag in soup.select("[src]")]


class TestPublic:
    def test_offers_help_and_a_way_out_before_all_else(self, drawing):
        """Help and leaving come first by keyboard, right after the skip link."""
        links = [tag["href"] for tag in drawing.page(PAGE % "public").select("a")]

        assert ["#main", "/help", "/exit"] == links[:3]

    def test_can_have_a_neutral_title(self, drawing):
        """A questionnaire keeps its name out of the browser's history."""
        soup = drawing.page(PAGE % "public" + "{% block title %}Survey{% endblock %}")

        assert "Survey" == soup.title.get_text()


class TestStaff:
    def test_marks_where_the_person_is(self, drawing):
        """The place a person is in is marked for those who cannot see the colour."""
        here = drawing.page(PAGE % "staff").select("[aria-current=page]")

        assert ["Reports"] == [tag.get_text() for tag in here]

    def test_signs_out_with_a_form(self, drawing):
        """Signing out is a post that carries the token."""
        form = drawing.page(PAGE % "staff").select_one("form[method=post]")

        assert "a-token" == form.select_one("[name=csrf_token]")["value"]

    def test_shows_no_name_to_strangers(self, drawing):
        """Without a person there is no name, no way out and no navigation."""
        drawing.actor = None
        soup = drawing.page(PAGE % "staff")

        assert not soup.select("form, nav")

    @pytest.mark.parametrize("layout", ["staff", "bare"])
    def test_tells_what_has_just_happened(self, drawing, layout):
        """A message is shown with its kind in words; an unknown kind is a note."""
        drawing.flashes = [("success", "The wave was published."), ("message", "Hello.")]
        soup = drawing.page(PAGE % layout)

        assert ["Done The wave was published.", "Note Hello."] == [
            tag.get_text() for tag in soup.select(".notice")
        ]


class TestErrorPages:
    @pytest.mark.parametrize("name", ERRORS)
    def test_say_what_was_kept_and_what_to_do(self, drawing, name):
        """Each error page says what happened, what was kept and what to do next."""
        soup = drawing.page((TEMPLATES / "errors" / f"{name}.html").read_text("utf-8"))

        assert ["What was kept", "What to do next"] == [
            tag.get_text() for tag in soup.select("main h2")
        ]
        assert soup.select_one("main .lead").get_text()

    @pytest.mark.parametrize(
        ("wait", "said"),
        [(30, "Wait 30 seconds"), (90, "Wait 2 minutes"), (290, "Wait 5 minutes")],
    )
    def test_name_the_wait_when_it_is_known(self, drawing, wait, said):
        """Too many tries are told how long to wait."""
        error = SimpleNamespace(params={"wait": wait})
        source = (TEMPLATES / "errors" / "429.html").read_text("utf-8")

        assert said in drawing.page(source, error=error).get_text()

    @pytest.mark.parametrize("name", ERRORS)
    def test_can_stand_among_the_pages_of_staff(self, drawing, name):
        """Each error page can be drawn with the navigation of staff, and leads to their home."""
        source = (TEMPLATES / "errors" / f"{name}.html").read_text("utf-8")
        soup = drawing.page(source, layout="layouts/staff.html", start="/staff")

        assert soup.select(".places")
        assert not soup.select(".safety")
