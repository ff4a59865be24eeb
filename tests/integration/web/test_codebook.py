"""The pages of the codebook and of what the machine proposes, in a browser without scripts."""

import re

import pytest
from sqlalchemy import delete, func, select

from app import db
from app.db.models import Codebook, Coding, Job, SurveyVersion, Theme, ThemeProposal
from app.domain.evidence import ProposalKind
from app.domain.people import Role
from app.services import codebooks, jobs, proposals
from app.services.proposals import Found, Part
from app.worker import proposing
from tests import builders
from tests.staff import Browser
from tests.unit.analysis.test_emergent import PARKING, PETS
from tests.written import give, write

PAGE = "/codebook"
PROPOSALS = "/codebook/proposals"
DOGS = {"name": "Dogs", "definition": "What people say of dogs."}


@pytest.fixture
def browser(app, sign_in):
    """Return the browser of a participation officer of every service."""
    return Browser(sign_in(Role.PARTICIPATION))


def in_use():
    with db.unit_of_work() as session:
        return codebooks.codebook_in_use(session)


def name(number):
    return in_use().codebook.themes[number].name


def address(number, verb=""):
    return f"{PAGE}/themes/{list(in_use().theme_ids.values())[number]}{verb}"


def steps(browser):
    """Return what the draft says has changed."""
    return [one.get_text() for one in browser.opens(PAGE).select(".panel li")]


def say(*texts):
    """Let people write something, and give all of it the first theme of the codebook."""
    theme_id = next(iter(in_use().theme_ids.values()))
    with db.unit_of_work() as session:
        service_id, places = write(session, texts)
        by = builders.a_user(session)
        for place in places:
            give(session, place, theme_id, by)
    return service_id


def count(query):
    with db.reading() as session:
        return session.scalar(query)


def propose(*found):
    book = in_use()
    with db.unit_of_work() as session:
        proposals.keep(session, found, book.id)


def new(*words):
    return Found(ProposalKind.NEW, (Part(words, 7, ()),))


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
        assert 1 == count(select(func.count(Job.id)).where(Job.kind == "theme"))
        versions = browser.opens(f"{PAGE}/history").select("section.card")
        assert ["in use", "used before"] == [v.select_one(".tag").get_text() for v in versions]
        assert "“Dogs” was added." in versions[0].get_text()

    def test_is_thrown_away(self, browser):
        """What is in use stays, and the draft is gone."""
        browser.sends(f"{PAGE}/themes/new", **DOGS, parent="")
        browser.sends(f"{PAGE}/draft", to=f"{PAGE}/draft/discard")
        assert "The draft is thrown away." in browser.says()
        assert 1 == count(select(func.count(Codebook.id)))


class TestHistory:
    def test_says_what_to_do_before_the_first_version(self, browser):
        """Before anybody opens the codebook there is no history."""
        assert "No version yet" in browser.opens(f"{PAGE}/history").get_text(" ")


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
        assert 1 == count(select(func.count(Coding.id)).join(Theme).where(Theme.key == "dogs"))


class TestProposals:
    def test_says_that_nobody_has_looked(self, browser):
        """Before the first search the page says from how many comments on it can find one."""
        text = browser.opens(PROPOSALS).get_text(" ")
        assert "Nobody has looked yet" in text
        assert "0 comments carry no theme." in text
        assert "looked for from 20 on" in text

    def test_looks_in_the_background(self, browser):
        """Asking starts a job whose progress is shown, and its end says what was found."""
        with db.unit_of_work() as session:
            write(session, PARKING + PETS)
        browser.sends(PROPOSALS)
        page = browser.opens(PROPOSALS)
        assert page.select_one("progress")
        assert not browser.client.get(f"{PROPOSALS}/progress").json["finished"]
        with db.unit_of_work() as session:
            claim = jobs.claim(session, "me")
            while claim.kind != "propose":
                jobs.finish(session, claim)
                claim = jobs.claim(session, "me")
        proposing.propose("codebook", lambda done, total: None)
        with db.unit_of_work() as session:
            jobs.finish(session, claim)
        assert browser.client.get(f"{PROPOSALS}/progress").json["finished"]
        text = browser.opens(PROPOSALS).get_text(" ")
        assert "That is enough to look for new themes." in text
        assert "A new theme?" in text
        people = re.search(r"(\d+) people said this", text)
        assert int(people[1]) >= 5
        assert len(browser.opens(PROPOSALS).select("section.card")[0].select("blockquote")) == 3

    def test_says_when_nothing_was_found(self, browser):
        """A search that found nothing says what it takes."""
        browser.sends(PROPOSALS)
        with db.unit_of_work() as session:
            jobs.finish(session, jobs.claim(session, "me"))
        assert "Nothing to propose" in browser.opens(PROPOSALS).get_text(" ")

    def test_says_when_a_search_failed(self, browser):
        """A search that broke off is named as a problem, with what to do."""
        browser.sends(PROPOSALS)
        with db.unit_of_work() as session:
            jobs.fail(session, jobs.claim(session, "me"), "broken", is_final=True)
        assert "stopped before its end" in browser.opens(PROPOSALS).get_text(" ")

    def test_makes_a_theme_with_one_click(self, browser):
        """The theme is in the draft with its words, and the proposal is gone."""
        propose(new("bus", "late", "stop"))
        form = browser.opens(PROPOSALS).select_one("section.card form")
        browser.sends(PROPOSALS, to=form["action"])
        text = browser.says()
        assert "It is in the draft." in text
        assert "Version 2 is a draft" in text
        assert "A new theme?" not in text
        assert ["“Bus, late, stop” was added."] == steps(browser)
        browser.sends(PROPOSALS, to=form["action"])
        assert "Somebody has decided on this proposal already." in browser.says()

    def test_refuses_a_theme_of_a_name_that_is_taken(self, browser):
        """The name that another theme has is named, and the proposal stays."""
        browser.sends(f"{PAGE}/themes/new", **DOGS | {"name": "Bus, late"}, parent="")
        propose(new("bus", "late"))
        form = browser.opens(PROPOSALS).select_one("section.card form")
        browser.sends(PROPOSALS, to=form["action"])
        assert "Another theme is called “Bus, late”." in browser.says()
        assert "A new theme?" in browser.says()

    def test_puts_one_aside(self, browser):
        """What is dismissed is not shown any more."""
        propose(new("bus", "late"))
        browser.sends(
            PROPOSALS, to=browser.opens(PROPOSALS).select("section.card form")[1]["action"]
        )
        assert "will not come again" in browser.says()
        assert "dismissed" == count(select(ThemeProposal.state))

    def test_shows_what_may_be_one_and_what_may_be_two(self, browser):
        """A pair stands with both definitions, and a theme of two with both halves."""
        a, b, c = in_use().codebook.themes[:3]
        halves = (Part(("quiet",), 30, ()), Part(("noise",), 20, ()))
        propose(
            Found(ProposalKind.MERGE, theme_key=a.key, other_key=b.key),
            Found(ProposalKind.SPLIT, halves, theme_key=c.key),
        )
        pair, two = browser.opens(PROPOSALS).select("section.card")
        assert a.definition in pair.get_text()
        assert b.definition in pair.get_text()
        assert "30 people said this." in two.get_text()
        assert "20 people said this." in two.get_text()
        for card in (pair, two):
            browser.sends(PROPOSALS, to=card.select_one("form")["action"])
        assert 2 == len(steps(browser))

    def test_is_for_those_who_read_every_service(self, app, sign_in):
        """An officer of one service is told why, and whom to ask."""
        with db.unit_of_work() as session:
            service_id = builders.a_service(session).id
        propose(new("bus", "late"))
        browser = Browser(sign_in(Role.PARTICIPATION, service=service_id))
        page = browser.opens(PROPOSALS).get_text(" ")
        assert "drawn from every service" in page
        assert "Bus, late" not in page
        assert "carry no theme" not in page
