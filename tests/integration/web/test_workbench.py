"""The workbench without scripts: the grid, its filters, and what leads to it."""

from urllib.parse import parse_qs, urlsplit

from sqlalchemy import func, select

from app import db
from app.db.models import ActivityEntry, Coding
from app.domain.people import Role
from app.services import coding
from tests import coded
from tests.staff import Browser
from tests.workbench_pages import FILTERED, decide, press, work


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
