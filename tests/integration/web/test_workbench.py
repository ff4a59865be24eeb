"""The workbench without scripts: every decision has its button, and filters outlive it."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import func, select

from app import db
from app.db.models import ActivityEntry, Coding, Decision
from app.domain.evidence import CodingSource, CodingState
from app.domain.people import Role
from app.services import accounts, coding
from tests import builders, coded
from tests.staff import Browser

STAFF_COOKIE = "earshot_staff"
SAID = [
    ("My worker Priya Shah came late. She came late again.", {"T01": 0.52, "T02": 0.9}),
    ("The flat is always cold.", {"T03": 0.45}),
    ("It was a day like others.", {}),
]
FILTERED = "/workbench?coded=nobody&words=a&order=sure"


@pytest.fixture
def found(app):
    """Return three passages that the machine has read."""
    with db.unit_of_work() as session:
        return coded.read(session, SAID)


@pytest.fixture
def person(app, found):
    """Return a way to be a member of the service's staff."""

    def make(name):
        with db.unit_of_work() as session:
            user = builders.a_user(session, service_id=found.service_id, name=name)
            token = accounts.start_session(session, user.id)
        client = app.test_client()
        client.set_cookie(STAFF_COOKIE, token)
        return Browser(client)

    return make


@pytest.fixture
def ada(person):
    """Return a participation officer at her browser."""
    return person("Ada")


def work(page, opening):
    """Return the passage that begins with some words."""
    return next(one for one in page.select("[data-work]") if opening in one.h2.get_text())


def press(browser, page, form, button=None, **fields):
    """Send one form of a page with one of its buttons, as a browser without scripts does."""
    sent = {field["name"]: field.get("value", "") for field in form.select("input")}
    if button is not None and button.get("name"):
        sent[button["name"]] = button["value"]
    browser.answer = browser.client.post(form["action"], data=sent | fields)
    return browser.answer


def decide(browser, path, opening, does):
    page = browser.opens(path)
    one = work(page, opening)
    button = one.select_one(f"[data-does={does}]")
    return press(browser, page, button.find_parent("form"), button)


def give(browser, path, opening, does="add", **fields):
    page = browser.opens(path)
    one = work(page, opening)
    button = one.select_one(f"[data-does={does}]")
    return press(browser, page, one.select_one("[data-give-form]"), button, **fields)


def states(found, number):
    with db.reading() as session:
        rows = session.scalars(select(Coding).where(Coding.response_id == found.places[number][0]))
        keys = {theme_id: key for key, theme_id in found.themes.items()}
        return {keys[one.theme_id]: one.state for one in rows}


class TestGrid:
    def test_shows_words_with_their_themes(self, ada, found):
        """A passage stands with its question, day and feeling, and its themes beside it."""
        one = work(ada.opens("/workbench"), "[name]")
        text = " ".join(one.get_text(" ").split())

        for said in ("What is it like?", "1 November 2026", "sounds negative", "A small survey"):
            assert said in text
        assert "suggested, 52% sure" in text
        assert "machine, 90% sure" in text
        assert "Priya" not in text

    def test_never_says_that_a_machine_is_wholly_sure(self, ada, found):
        """However near to one a chance is, it is a chance."""
        with db.unit_of_work() as session:
            for one in session.scalars(select(Coding).where(Coding.score == 0.9)):
                one.score = 0.999

        text = " ".join(work(ada.opens("/workbench"), "[name]").get_text(" ").split())
        assert "machine, 99% sure" in text

    def test_says_how_far_it_is(self, ada, found):
        """The progress is said in words and as a bar."""
        decide(ada, "/workbench", "The flat", "check")
        page = ada.opens("/workbench")

        assert "1 of 3 passages checked by a person" in page.get_text()
        assert ("1", "3") == (page.progress["value"], page.progress["max"])

    def test_says_what_to_do_when_nothing_is_there(self, sign_in):
        """Without a survey the page says how to begin."""
        page = Browser(sign_in(Role.PARTICIPATION)).opens("/workbench")

        assert "Nothing to code yet" in page.get_text()
        assert page.select_one(".empty a[href='/studio']")

    def test_says_that_nothing_is_like_this(self, ada, found):
        """Filters that leave nothing say so, and lead back to everything."""
        page = ada.opens("/workbench?words=zebra")

        assert "No passage here" in page.get_text()
        assert page.select_one(".empty a[href='/workbench']")

    def test_names_what_is_chosen_and_takes_it_away(self, ada, found):
        """Each choice is named, with a link to the same page without it."""
        address = f"{FILTERED}&theme=none&feeling=negative&show=suggestions&survey="
        address += f"{found.survey_id}&question={found.places[0][1]}&wave=7"
        page = ada.opens(address)
        names = [one.get_text(" ") for one in page.select(".chips a")]
        left = [parse_qs(urlsplit(one["href"]).query) for one in page.select(".chips a")]

        assert 7 == len(names)
        assert "With “a”" in names[-1]
        assert all(8 == len(one) for one in left)
        assert not any("words" in one for one in left[-1:])
        for name in ("survey", "question", "theme", "feeling", "coded"):
            assert page.select_one(f"#{name} option[selected]"), name

    def test_passes_over_what_it_does_not_know(self, ada, found):
        """An address with odd values shows everything."""
        odd = "survey=x&wave=x&question=x&theme=x&feeling=x&coded=x&order=x&page=x&at=x.y&show=x"

        assert 3 == len(ada.opens(f"/workbench?{odd}").select("[data-work]"))

    def test_is_led_to_from_the_evidence(self, ada, found):
        """What people say, a survey and the words behind a theme lead to the workbench."""
        survey = f"/evidence/surveys/{found.survey_id}"
        theme = f"/evidence/themes/{found.themes['T02']}"

        assert "/workbench" == ada.follows("/evidence", "nav a[href='/workbench']")
        assert "/workbench" == ada.follows("/evidence", "main a[href='/workbench']")
        assert str(found.survey_id) in ada.follows(survey, "main a[href^='/workbench']")
        assert str(found.themes["T02"]) in ada.follows(theme, "main a[href^='/workbench']")


class TestDecide:
    @pytest.mark.parametrize(
        ("does", "state", "says"),
        [
            ("accept", CodingState.ACCEPTED, "You accepted “"),
            ("reject", CodingState.REJECTED, "It does not count."),
        ],
    )
    def test_takes_one_button(self, ada, found, does, state, says):
        """A suggestion is accepted or rejected, and the page says what happened at the passage."""
        decide(ada, "/workbench", "The flat", does)
        page = ada.opens(ada.answer.headers["Location"])

        assert {"T03": state} == states(found, 1)
        assert says in work(page, "The flat").select_one(".notice").get_text()

    def test_settles_a_passage(self, ada, found):
        """Right as it is accepts what counts, sets the rest aside, and names both."""
        decide(ada, "/workbench", "[name]", "check")

        assert {"T01": CodingState.REJECTED, "T02": CodingState.ACCEPTED} == states(found, 0)
        assert "Checked. Accepted: “" in ada.says()

    def test_marks_a_passage_without_themes(self, ada, found):
        """Where nothing was found, the button says that no theme fits."""
        button = work(ada.opens("/workbench"), "It was").select_one("[data-does=check]")
        decide(ada, "/workbench", "It was", "check")

        assert "No theme fits" in button.get_text()
        assert "Checked, as it is." in ada.says()

    def test_keeps_filters_order_and_page(self, ada, found):
        """After a decision the same choice is shown, with the passage in sight."""
        decide(ada, FILTERED, "The flat", "accept")
        asked = parse_qs(urlsplit(ada.answer.headers["Location"]).query)
        page = ada.opens(ada.answer.headers["Location"])

        assert {"coded": ["nobody"], "words": ["a"], "order": ["sure"]}.items() <= asked.items()
        assert "The flat" in page.select_one("[data-work] h2").get_text()
        assert page.select_one("[data-pinned]")
        for form in page.select("main form[method=post]"):
            assert "coded=nobody" in form["action"]

    def test_shows_what_a_colleague_decided_meanwhile(self, person, found):
        """A page that is out of date changes nothing, and shows how things stand now."""
        ada, ben = person("Ada"), person("Ben")
        page = ada.opens("/workbench")
        button = work(page, "The flat").select_one("[data-does=accept]")
        decide(ben, "/workbench", "The flat", "reject")
        press(ada, page, button.find_parent("form"), button)
        page = ada.opens(ada.answer.headers["Location"])
        text = work(page, "The flat").get_text(" ")

        assert {"T03": CodingState.REJECTED} == states(found, 1)
        assert "A colleague has decided" in text
        assert "rejected by Ben" in text

    def test_needs_something_to_decide(self, ada, found):
        """A form that names no verb, no coding, or a passage elsewhere finds nothing."""
        page = ada.opens("/workbench")
        form = work(page, "The flat").select_one("[data-decide-form]")
        nowhere = f"/workbench/{found.survey_id}/{found.survey_id}"

        assert [404, 404, 404] == [
            press(ada, page, form, what=what).status_code for what in ("", "accept:x", "eat:x")
        ]
        assert 404 == ada.sends("/workbench", nowhere, what="check", seen="x").status_code
        assert {"T03": CodingState.SUGGESTED} == states(found, 1)


class TestGive:
    def test_adds_a_theme(self, ada, found):
        """A theme from the list is given to the whole passage."""
        give(ada, FILTERED, "The flat", theme="T05")

        assert CodingState.ACCEPTED == states(found, 1)["T05"]
        assert "You gave the theme “" in ada.says()
        assert "coded=nobody" in ada.answer.request.full_path

    def test_puts_it_in_the_place_of_another(self, ada, found):
        """The other theme goes in the same step."""
        give(ada, "/workbench", "The flat", "replace", theme="T05")

        assert {"T03": CodingState.REJECTED, "T05": CodingState.ACCEPTED} == states(found, 1)
        assert "in the place of" in ada.says()

    def test_is_on_the_words_that_were_typed(self, ada, found):
        """Words copied from what is shown become the span of the coding, names and all."""
        give(ada, "/workbench", "[name]", theme="T05", words="worker [name]")
        page = ada.opens("/workbench")
        marked = [one.get_text() for one in work(page, "[name]").select("[data-marks]")]
        with db.reading() as session:
            new = session.scalars(select(Coding).where(Coding.source == CodingSource.PERSON)).one()

        assert "worker Priya Shah" == SAID[0][0][new.start : new.end]
        assert "[name]" in marked
        assert "Priya" not in page.get_text()

    @pytest.mark.parametrize(
        ("fields", "says"),
        [
            ({"theme": "", "words": "came"}, "No theme was chosen. Nothing was changed."),
            ({"theme": "T05", "words": "came late"}, "These words stand there 2 times."),
            ({"theme": "T05", "words": "Priya Shah"}, "not in the passage as it is shown."),
        ],
    )
    def test_loses_nothing_that_was_typed(self, ada, found, fields, says):
        """A wish that cannot be met comes back as it was typed, with what to do about it."""
        answer = give(ada, FILTERED, "[name]", **fields)
        page = ada.opens("/workbench")
        text = re.sub(r"\s+", " ", answer.text)

        assert 422 == answer.status_code
        assert says in text
        assert f'value="{fields["words"]}"' in text
        assert f'value="{fields["theme"]}" selected' in text or not fields["theme"]
        assert "Error: Coding workbench" in text
        assert '<details class="more work__more" open' in text
        assert "T05" not in states(found, 0)
        assert page

    def test_says_that_the_theme_is_there(self, ada, found):
        """Giving a theme that a person gave already changes nothing, and the page says so."""
        for _ in range(2):
            give(ada, "/workbench", "The flat", theme="T05")

        assert "carry that theme already. Nothing was changed." in ada.says()


class TestUndo:
    def undo(self, browser, path="/workbench"):
        page = browser.opens(path)
        return press(browser, page, page.select_one("[data-undo-form]"))

    def test_goes_back_several_steps_from_any_page(self, ada, found):
        """Each press takes back one decision, whatever the page shows, and filters stay."""
        before = [states(found, number) for number in range(3)]
        decide(ada, "/workbench", "The flat", "accept")
        give(ada, "/workbench", "[name]", theme="T05")
        decide(ada, "/workbench", "It was", "check")
        said = []
        for _ in range(3):
            self.undo(ada, FILTERED)
            said.append(ada.says())
            assert "coded=nobody" in ada.answer.request.full_path

        assert before == [states(found, number) for number in range(3)]
        assert "Undone: no longer checked." in said[0]
        assert all("as before." in one for one in said[1:])
        assert not ada.opens("/workbench").select("[data-undo-form]")

    def test_says_that_a_colleague_was_there_since(self, person, found):
        """What somebody else has decided since is left, and the page says how to go on."""
        ada, ben = person("Ada"), person("Ben")
        decide(ada, "/workbench", "The flat", "accept")
        decide(ben, "/workbench", "The flat", "reject")
        self.undo(ada)

        assert {"T03": CodingState.REJECTED} == states(found, 1)
        assert "Somebody has decided about “" in ada.says()

    def test_can_have_nothing_left(self, ada, found):
        """Undoing once too often says that nothing is left."""
        ada.sends("/workbench", "/workbench/undo")

        assert "There is nothing left to undo." in ada.says()

    def test_is_listed(self, ada, found):
        """The last decisions are listed with a way to their passage."""
        decide(ada, "/workbench", "The flat", "accept")
        page = ada.opens("/workbench")
        link = page.select_one("[data-live=decisions] a")["href"]

        assert "You accepted “" in page.select_one("[data-live=decisions] li").get_text()
        assert work(ada.opens(link), "The flat")

    def test_survives_signing_in_again(self, person, found):
        """What can be undone is kept with the person, not with the browser."""
        ada = person("Ada")
        decide(ada, "/workbench", "The flat", "accept")
        with db.unit_of_work() as session:
            user_id = session.scalar(select(Decision.user_id))
            token = accounts.start_session(session, user_id)
        ada.client.set_cookie(STAFF_COOKIE, token)
        self.undo(ada)

        assert {"T03": CodingState.SUGGESTED} == states(found, 1)


class TestPart:
    def test_is_all_that_a_page_that_stands_asks_for(self, ada, found):
        """A script gets the one passage that changed and the progress, and reads no others."""
        page = ada.opens("/workbench")
        one = work(page, "The flat")
        button = one.select_one("[data-does=accept]")
        press(ada, page, button.find_parent("form"), button)
        ada.answer = ada.client.get(
            ada.answer.headers["Location"], headers={"X-Earshot-Part": "passage"}
        )
        with db.reading() as session:
            last = select(ActivityEntry).order_by(ActivityEntry.seq.desc()).limit(1)
            entry = session.scalars(last).one()

        assert 1 == ada.answer.text.count("data-work ") + ada.answer.text.count("data-work>")
        assert ("words.read", {"passages": 1}) == (entry.verb, entry.counts)
        assert one["id"] in ada.answer.text

    def test_can_be_nothing(self, ada, found):
        """Where no passage is named, none is read."""
        answer = ada.client.get("/workbench", headers={"X-Earshot-Part": "passage"})
        with db.reading() as session:
            read = select(func.count()).where(ActivityEntry.verb == "words.read")
            assert 0 == session.scalar(read)

        assert 'data-live="progress"' in answer.text


class TestEvidence:
    def test_decides_as_before(self, ada, found):
        """A theme that was decided on its own page shows on the workbench as decided."""
        with db.unit_of_work() as session:
            one = session.scalars(
                select(Coding).where(Coding.theme_id == found.themes["T03"])
            ).one()
            by = coded.somebody(session, found, "Cy")
            coding.accept(session, one.id, by=by)

        assert "accepted by Cy" in work(ada.opens("/workbench"), "The flat").get_text()
