"""The draft of a codebook on its pages: taken into use, and what is asked again then."""

from sqlalchemy import delete, func, select

from app import db
from app.db.models import Codebook, Coding, Job, Theme
from app.domain.people import Role
from tests import builders
from tests.codebook_pages import DOGS, PAGE, address, in_use, name
from tests.queries import scalar
from tests.staff import Browser
from tests.written import give, write


def say(*texts):
    """Let people write something, and give all of it the first theme of the codebook."""
    theme_id = next(iter(in_use().theme_ids.values()))
    with db.unit_of_work() as session:
        service_id, places = write(session, texts)
        by = builders.a_user(session)
        for place in places:
            give(session, place, theme_id, by)
    return service_id


class TestDraft:
    def test_says_when_there_is_none(self, browser):
        """Without a draft the page says how one begins, and neither button does anything."""
        assert "There is no draft" in browser.opens(f"{PAGE}/draft").get_text(" ")
        for verb in ("use", "discard"):
            browser.sends(f"{PAGE}/themes/new", to=f"{PAGE}/draft/{verb}")
            assert "There is no draft any more" in browser.says()

    def test_says_what_would_be_recoded_before_it_is(self, browser):
        """Each theme that changes stands with its codings and what becomes of them."""
        say("The bus is late")
        browser.sends(address(0, "/retire"))
        browser.sends(address(1), name="Cats", definition="Of cats.", parent="")
        rows = browser.opens(f"{PAGE}/draft").select("tbody tr")
        found = [[cell.get_text() for cell in row.select("th, td")] for row in rows]
        was = in_use().codebook.themes
        assert [was[0].name, was[1].name] == [row[0].split(":")[0] for row in found]
        assert ["1", "0"] == [row[2] for row in found]
        assert "do not count" in found[0][0]

    def test_tells_whose_codings_are_not_counted(self, app, sign_in):
        """An officer of one service learns that the draft is for every service."""
        with db.unit_of_work() as session:
            service_id = builders.a_service(session).id
        browser = Browser(sign_in(Role.PARTICIPATION, service=service_id))
        browser.sends(f"{PAGE}/themes/new", **DOGS, parent="")
        assert "one for every service" in browser.opens(f"{PAGE}/draft").get_text(" ")

    def test_is_put_in_use(self, browser):
        """The new version serves, the words are read again, and the history says who did it."""
        say("The bus is late")
        with db.unit_of_work() as session:
            session.execute(delete(Job))
        browser.sends(f"{PAGE}/themes/new", **DOGS, parent="")
        browser.sends(f"{PAGE}/draft", to=f"{PAGE}/draft/use")
        assert "All words are being read against it now." in browser.says()
        assert 2 == in_use().codebook.number
        assert 1 == scalar(select(func.count(Job.id)).where(Job.kind == "theme"))
        versions = browser.opens(f"{PAGE}/history").select("section.card")
        assert ["in use", "used before"] == [v.select_one(".tag").get_text() for v in versions]
        assert "“Dogs” was added." in versions[0].get_text()

    def test_is_thrown_away(self, browser):
        """What is in use stays, and the draft is gone."""
        browser.sends(f"{PAGE}/themes/new", **DOGS, parent="")
        browser.sends(f"{PAGE}/draft", to=f"{PAGE}/draft/discard")
        assert "The draft is thrown away." in browser.says()
        assert 1 == scalar(select(func.count(Codebook.id)))


class TestAgain:
    def test_asks_where_words_belong_after_a_split(self, browser):
        """The words that a person gave to the theme are shown, and go where the button says."""
        say("The bus is late", "The dog barks")
        halves = {"second_name": "Dogs", "second_definition": "Of dogs."}
        browser.sends(address(0, "/split"), name=name(0), definition="x", **halves)
        browser.sends(f"{PAGE}/draft", to=f"{PAGE}/draft/use")
        assert "2 codings that people made are to be read again" in browser.says()
        for half in ("first", "second"):
            form = browser.opens(f"{PAGE}/again").select_one("article form")
            seen = form.select_one("[name=seen]")["value"]
            browser.sends(f"{PAGE}/again", to=form["action"], half=half, seen=seen)
            assert "Kept." in browser.says()
        assert "Nothing to read again" in browser.opens(f"{PAGE}/again").get_text(" ")
        assert 1 == scalar(select(func.count(Coding.id)).join(Theme).where(Theme.key == "dogs"))
