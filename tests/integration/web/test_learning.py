"""Pages of what audits lead to: actions with proof, and a plan for learning."""

import pytest
from sqlalchemy import func, select

from app.db.models import Action, FollowUp, LearningSession, User
from tests.integration.web.test_audits import ACTION, open_audit
from tests.page import words_of
from tests.queries import scalar


@pytest.fixture
def draft(auditor):
    return open_audit(auditor).headers["Location"]


class TestActions:
    def add(self, auditor, draft, **changes):
        answer = auditor.sends(draft, f"{draft}/actions", **(ACTION | changes))
        page = auditor.opens(draft)
        link = page.select_one("main a[href*='/learning/actions/']")
        return answer, str(link["href"]) if link else ""

    def test_refuse_a_day_that_has_passed(self, auditor, draft):
        """A day that has passed is refused at its field, and what was written is kept."""
        answer, _ = self.add(auditor, draft, due_on="2026-01-05")

        assert 422 == answer.status_code
        assert "This day has passed" in answer.text
        assert ACTION["what"] in answer.text

    def test_go_from_owner_to_checker(self, auditor, draft, staff):
        """An owner shows that it is done, a second person confirms, and the plan shows it."""
        owner_id = scalar(select(User.id).where(User.email == "worker@anytown.example"))
        measure = auditor.opens(draft).select("#measure option")[1]["value"]
        _, path = self.add(auditor, draft, owner=str(owner_id), measure=measure)
        owner = staff("worker")
        empty = owner.sends(path, f"{path}/done", evidence=" ")
        owner.sends(path, f"{path}/done", evidence="Seen alone on Friday.")
        assert "A second person checks it now." in owner.says()
        own = owner.sends(path, f"{path}/confirm")
        auditor.sends(path, f"{path}/confirm")

        assert (422, 422) == (empty.status_code, own.status_code)
        assert "Say what shows that it is done" in words_of(empty)
        assert "Ask a colleague." in words_of(own)
        text = auditor.says()
        assert "Nerys Calloway did it, and Imran Sowter checked it." in text
        assert "The next wave has not begun yet." in text

    def test_go_back_with_what_is_missing(self, auditor, draft, staff):
        """A second person sends an action back, and its page says what is missing."""
        _, path = self.add(auditor, draft)
        auditor.sends(path, f"{path}/done", evidence="Done.")
        planner = staff("participation")
        planner.sends(path, f"{path}/send-back", why="On which day?")

        assert "On which day?" in auditor.opens(path).get_text()

    def test_are_cancelled_with_a_reason_once(self, auditor, draft):
        """A reason stays with the action; a second try is told that it moved on, words kept."""
        _, path = self.add(auditor, draft)
        auditor.sends(path, f"{path}/cancel", reason="The child moved away.")
        late = auditor.sends(draft, f"{path}/cancel", reason="No money.")

        assert "The child moved away." in auditor.opens(path).get_text()
        assert 409 == late.status_code
        assert "No money." in words_of(late)

    def test_are_listed_for_those_they_concern(self, staff):
        """A worker sees theirs, a planner all, and a board member none; home tells of them."""
        worker = staff("worker").opens("/learning/actions").select("main tbody tr")
        all_of_them = staff("participation").opens("/learning/actions").select("main tbody tr")
        nobody = staff("board").opens("/learning/actions").get_text()

        assert 0 < len(worker) < len(all_of_them)
        assert len(all_of_them) == scalar(
            select(func.count(Action.id)).where(Action.audit_id.is_not(None))
        )
        assert "No action is yours to see to" in nobody
        assert staff("worker").opens("/staff").select_one("a[href='/learning/actions']")

    def test_of_others_are_not_there(self, auditor, draft, staff):
        """Somebody whom an action does not concern meets the page of what does not exist."""
        _, path = self.add(auditor, draft)
        staff("board").opens(path, status=404)

        assert scalar(select(func.count(FollowUp.id)))

    def test_of_audits_lead_from_the_plan_to_their_page(self, staff):
        """The plan of a service does not settle an audit's action; it leads to its page."""
        planner = staff("participation")
        link = planner.follows("/actions", "main a[href*='/learning/actions/']")
        action = planner.opens(link)

        assert action.select_one("form[action$='/done'], form[action$='/confirm']")


class TestPlan:
    def test_shows_themes_and_what_was_learned(self, staff):
        """The plan of Anytown has an aim with its sessions, and themes to plan on."""
        text = staff("moderator").opens("/learning").get_text(" ")

        assert "Let every child help to write the plan" in text
        assert "14 people came" in text
        assert "Say in decisions" in text
        assert "too few answers to show one of the two" in text
        assert "Before, in Wave 2: people who agreed" in text
        assert "likely" in text

    def test_shows_what_auditors_wrote(self, staff):
        """The points of a theme are there, without a worker's name, an audit or a case."""
        browser = staff("moderator")
        page = browser.opens(browser.follows("/learning", "main th a"))
        text = page.select_one("main").get_text(" ")

        assert 5 <= len(page.select("main li"))
        assert not any(word in text for word in ("Sowter", "Calloway", "CH-", "FA-", "A-"))

    def test_grows_by_an_aim_and_a_session(self, staff):
        """An aim enters the plan, and a session that was held stands with it."""
        browser = staff("participation")
        path = browser.follows("/learning", "main a[href*='/aims/new']")
        browser.sends(path, theme="theme:T02", aim="Ask who should come", measure="")
        assert "It is in the plan." in browser.says()
        aim = next(
            card
            for card in browser.opens("/learning").select("article")
            if "Ask who should come" in card.get_text()
        )
        browser.sends(
            str(aim.select_one("a")["href"]),
            kind="coaching",
            held_on="2026-01-05",
            topics="Two reviews",
            came="4",
        )

        text = " ".join(browser.says().split())

        assert "5 January 2026: Two reviews 4 people came" in text

    def test_refuses_an_empty_aim_and_a_day_to_come(self, staff):
        """Mistakes are told at their fields, and nothing is added."""
        browser = staff("participation")
        before = scalar(select(func.count(LearningSession.id)))
        aim = browser.sends("/learning/aims/new", theme="theme:T02", aim=" ", measure="")
        path = browser.follows("/learning", "main a[href$='/sessions/new']")
        late = browser.sends(path, held_on="2999-01-01", topics="Two", came="")

        assert (422, 422) == (aim.status_code, late.status_code)
        assert "Say what we want to get better at" in aim.text
        assert "This day has not come yet" in late.text
        assert "Say how many came" in late.text
        assert before == scalar(select(func.count(LearningSession.id)))

    def test_says_what_to_do_where_there_is_nothing(self, app, sign_in):
        """Without audits every page of learning says when there will be something."""
        from app.domain.people import Role
        from tests.staff import Browser

        browser = Browser(sign_in(Role.MODERATOR))

        assert "Nothing is planned yet" in browser.opens("/learning").get_text()
        assert "Too few audits yet" in browser.opens("/learning/aims/new").get_text()
        browser.opens("/learning/points/need:plans", status=404)
