"""Pages of what audits lead to: danger first, actions with proof, learning, and a worker's reply."""

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import func, select

from app import db
from app.db.models import Action, Audit, Concern, FollowUp, LearningSession, User
from app.demo import content
from app.domain.audits import AuditState
from app.services import help_places
from tests.integration.web.test_audits import ACTION, first_page, open_audit, record

HELP = """
places:
  - {name: Police, what: Call in danger., audience: Everyone, number: "999", is_urgent: true}
  - {name: The night team, what: At night., audience: Staff, number: 01632 960002, duty: out_of_hours}
  - {name: The front door, what: In the day., audience: Staff, number: 01632 960001, duty: front_door,
     checked_on: 2026-11-14}
"""


def one(query):
    with db.reading() as session:
        return session.scalar(query)


def words_of(answer):
    return BeautifulSoup(answer.data, "html.parser").get_text(" ")


@pytest.fixture
def auditor(staff):
    return staff("practitioner")


@pytest.fixture
def draft(auditor):
    return open_audit(auditor).headers["Location"]


class TestSafety:
    def test_comes_before_the_next_page(self, auditor, draft):
        """Unsure leads to whom to ring, then to who was told, and never straight on."""
        answer = auditor.sends(first_page(auditor, draft, "auditor"), safe_now="unsure")
        page = auditor.opens(answer.headers["Location"])

        assert f"{draft}/safety" == answer.headers["Location"]
        assert page.select_one("main a[href='tel:999']")
        assert "A concern has been raised" in page.get_text()
        assert page.select_one(f"main a[href='{draft}/auditor/safety_told']")

    def test_says_that_the_numbers_are_missing(self, auditor, draft):
        """Where nobody has written the numbers down, the page says so and where they are."""
        assert (
            "Their numbers are not in Earshot yet" in auditor.opens(f"{draft}/safety").get_text()
        )

    def test_shows_the_front_door_then_out_of_hours_with_the_day(
        self, auditor, draft, tmp_path, monkeypatch
    ):
        """The numbers come from the help file, each with the day a person checked it."""
        file = tmp_path / "help.yaml"
        file.write_text(HELP, "utf-8")
        known = help_places.read(file)
        monkeypatch.setattr(help_places, "load", lambda _: known)
        text = auditor.opens(f"{draft}/safety").get_text(" ")

        assert text.index("01632 960001") < text.index("01632 960002")
        assert "Checked on 14 November 2026." in text
        assert "Nobody has checked this number yet." in text

    @pytest.mark.parametrize("where", ["", "/child"])
    def test_is_one_press_away(self, auditor, draft, where):
        """The audit and the page of a voice have the button, and it raises a concern."""
        before = one(select(func.count(Concern.id)))
        answer = auditor.sends(f"{draft}{where}", f"{draft}/safety")

        assert f"{draft}/safety" == answer.headers["Location"]
        assert before + 1 == one(select(func.count(Concern.id)))

    def test_keeps_the_page_on_which_it_was_pressed(self, auditor, draft):
        """On a page of a voice the button raises a concern and keeps what was written there."""
        page = first_page(auditor, draft, "child")
        answer = auditor.sends(page, child_asked="asked", stop="now")

        assert f"{draft}/safety" == answer.headers["Location"]
        assert "Yes" in auditor.opens(f"{draft}/child").get_text()

    def test_comes_before_what_else_was_said_of_safety(self, auditor, draft):
        """Pressed beside “yes, safe”, the button leads to whom to ring, and “not sure” stands."""
        answer = auditor.sends(first_page(auditor, draft, "auditor"), safe_now="yes", stop="now")
        said = " ".join(auditor.opens(f"{draft}/safety").get_text().split())

        assert f"{draft}/safety" == answer.headers["Location"]
        assert "Is this child safe now? I am not sure" in said

    def test_is_not_delayed_by_a_mistake_on_the_page(self, auditor, draft):
        """Pressed on a page with a mistake, the concern is raised and the mistake is shown."""
        before = one(select(func.count(Concern.id)))
        answer = auditor.sends(first_page(auditor, draft, "child"), stop="now")

        assert 422 == answer.status_code
        assert "A concern has been raised" in words_of(answer)
        assert before + 1 == one(select(func.count(Concern.id)))

    def test_cannot_be_taken_back(self, auditor, draft):
        """After a concern, "yes, safe" is not kept, and the page says who closes the concern."""
        page = first_page(auditor, draft, "auditor")
        auditor.sends(page, safe_now="no")
        auditor.sends(page, safe_now="yes")
        said = auditor.says()

        assert "your last answer was not kept" in said
        assert "Is this child safe now? No" in " ".join(said.split())

    def test_refuses_a_duty_that_it_does_not_know(self, tmp_path):
        """A duty that is written wrongly is told of, so that no number is lost in silence."""
        file = tmp_path / "help.yaml"
        file.write_text(HELP.replace("front_door", "reception"), "utf-8")
        with pytest.raises(help_places.HelpFileError, match="not reception"):
            help_places.read(file)


class TestClose:
    def submitted(self, auditor, draft):
        for voice, form in content.read().audits[0].voices.items():
            record(auditor, draft, voice, form)
        auditor.sends(draft, f"{draft}/submit")

    def test_closes_what_was_handed_in(self, auditor, draft):
        """An audit without a concern is closed by its auditor, once."""
        self.submitted(auditor, draft)
        auditor.sends(draft, f"{draft}/close")
        text = auditor.says()
        auditor.sends(draft, f"{draft}/close")

        assert "The audit is closed." in text
        assert "It is closed already." in auditor.says()
        assert AuditState.CLOSED is one(select(Audit.state).where(Audit.case_ref == "CH-4242"))

    def test_says_why_it_cannot_be_closed(self, auditor, draft):
        """While a concern is open the page says so, and a press changes nothing."""
        self.submitted(auditor, draft)
        auditor.sends(draft, f"{draft}/safety")
        page = auditor.opens(draft).get_text(" ")
        auditor.sends(draft, f"{draft}/close")

        assert "It can't be closed yet. A concern about this child is not closed yet." in page
        assert "The audit was not closed." in auditor.says()


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
        owner_id = one(select(User.id).where(User.email == "worker@anytown.example"))
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
        assert len(all_of_them) == one(
            select(func.count(Action.id)).where(Action.audit_id.is_not(None))
        )
        assert "No action is yours to see to" in nobody
        assert staff("worker").opens("/staff").select_one("a[href='/learning/actions']")

    def test_of_others_are_not_there(self, auditor, draft, staff):
        """Somebody whom an action does not concern meets the page of what does not exist."""
        _, path = self.add(auditor, draft)
        staff("board").opens(path, status=404)

        assert one(select(func.count(FollowUp.id)))

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
        before = one(select(func.count(LearningSession.id)))
        aim = browser.sends("/learning/aims/new", theme="theme:T02", aim=" ", measure="")
        path = browser.follows("/learning", "main a[href$='/sessions/new']")
        late = browser.sends(path, held_on="2999-01-01", topics="Two", came="")

        assert (422, 422) == (aim.status_code, late.status_code)
        assert "Say what we want to get better at" in aim.text
        assert "This day has not come yet" in late.text
        assert "Say how many came" in late.text
        assert before == one(select(func.count(LearningSession.id)))

    def test_says_what_to_do_where_there_is_nothing(self, app, sign_in):
        """Without audits every page of learning says when there will be something."""
        from app.domain.people import Role
        from tests.staff import Browser

        browser = Browser(sign_in(Role.MODERATOR))

        assert "Nothing is planned yet" in browser.opens("/learning").get_text()
        assert "Too few audits yet" in browser.opens("/learning/aims/new").get_text()
        browser.opens("/learning/points/need:plans", status=404)


class TestOwnAudits:
    def test_are_read_and_answered(self, staff):
        """A worker reads an audit of theirs, disputes it, and its auditor sees the reasons."""
        worker, auditor = staff("worker"), staff("practitioner")
        path = worker.follows("/my-audits", "main th a")
        unsaid = worker.sends(path, f"{path}/reply", reasons="", reflection="")
        bare = worker.sends(path, f"{path}/reply", stance="disputes", reasons=" ", reflection="")
        worker.sends(
            path, f"{path}/reply", stance="disputes", reasons="It was <late>.", reflection=""
        )
        assert "stays with the audit" in worker.says()
        text = auditor.opens(path.replace("/my-audits", "/audits")).get_text(" ")

        assert (422, 422) == (unsaid.status_code, bare.status_code)
        assert "Say what you see differently" in bare.text
        assert "It was <late>." in text
        assert "disputed" in text

    def test_are_closed_to_the_pages_that_record(self, staff):
        """The worker can't open their audit where it is recorded, nor a stranger where it is read."""
        worker, other = staff("worker"), staff("practitioner")
        path = worker.follows("/my-audits", "main th a")
        worker.opens(path.replace("/my-audits", "/audits"), status=404)
        other.opens(path, status=404)

        assert "No audit of your practice yet" in other.opens("/my-audits").get_text()

    def test_are_named_by_account_when_an_audit_is_opened(self, auditor, staff):
        """An auditor names the worker, who then sees that the audit is being written."""
        worker_id = one(select(User.id).where(User.email == "worker@anytown.example"))
        choices = [
            option["value"]
            for option in auditor.opens("/audits/new").select("#practitioner option")
        ]
        open_audit(auditor, practitioner=str(worker_id))
        page = staff("worker").opens("/my-audits").get_text(" ")

        assert "" == choices[0]
        assert str(worker_id) in choices
        assert "not handed in yet" in page

    def test_keep_what_was_written_when_the_audit_is_closed(self, staff, auditor):
        """A reply that comes after the close is refused, and its words are there to copy."""
        worker = staff("worker")
        path = worker.follows("/my-audits", "main th a")
        audit = path.replace("/my-audits", "/audits")
        token = worker.opens(path).select_one("input[name=csrf_token]")["value"]
        auditor.sends(audit, f"{audit}/close")
        late = worker.client.post(
            f"{path}/reply",
            data={"csrf_token": token, "stance": "agrees", "reflection": "I rush."},
        )

        assert 422 == late.status_code
        assert "The audit is closed" in words_of(late)
        assert "I rush." in words_of(late)
        assert "closed before you replied" in worker.opens(path).get_text()
