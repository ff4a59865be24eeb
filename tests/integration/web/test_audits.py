"""Audits: opened on a pseudonym, heard voice by voice, graded with evidence, handed in."""

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import func, select

from app import db
from app.db.models import Action, ActivityEntry, Answer, Audit, AuditPart, Concern, Survey
from app.demo import content
from app.domain.actions import ActionState
from app.domain.audits import AuditState
from app.domain.concerns import ConcernState, Severity
from app.domain.surveys import SurveyKind
from app.services import publishing, studio
from surveys.grading import Grading, with_grading

GOOD = {
    "case_ref": "ch-4242",
    "kind": "conversational",
    "cohort": "looked_after",
    "team": "Care North",
    "age_years": "12",
    "held_on": "2026-01-05",
    "has_no_conflict": "y",
}
ACTION = {
    "what": "See the child alone",
    "why": "So that the child is heard",
    "owner_role": "Social worker",
    "due_on": "2099-12-01",
    "priority": "standard",
}


def open_audit(browser, **changes):
    return browser.sends("/audits/new", **(GOOD | changes))


def publish_again(grading):
    """Publish the audit form of Anytown once more, so that it grades in another way."""
    with db.unit_of_work() as session:
        survey = session.scalars(select(Survey).where(Survey.kind == SurveyKind.AUDIT)).one()
        form = with_grading(studio.shipped_one("conversational_audit"), grading)
        publishing.add_version(session, survey.id, form)


def first_page(browser, path, voice):
    return browser.follows(path, f"a[href*='/{voice}/']")


def record(browser, path, voice, form):
    page = first_page(browser, path, voice)
    while page.count("/") > path.count("/"):
        answer = browser.sends(page, **form)
        assert answer.status_code == 302, (page, answer.text)
        page = answer.headers["Location"]


def count(query):
    with db.reading() as session:
        return session.scalar(query)


class TestNew:
    def test_opens_a_draft_with_five_voices(self, staff):
        """An audit starts as a draft that hears four voices and the manager."""
        browser = staff("practitioner")
        path = open_audit(browser).headers["Location"]
        text = browser.opens(path).get_text()

        assert all(voice in text for voice in ("Child or young person", "Parent or carer"))
        parts = select(func.count(AuditPart.id)).join(Audit).where(Audit.case_ref == "CH-4242")
        assert 5 == count(parts)
        assert AuditState.DRAFT.value in text

    @pytest.mark.parametrize(
        ("change", "said"),
        [
            ({"case_ref": "Jamie Smith"}, "Never a name"),
            ({"case_ref": "485 777 3456"}, "Never a name"),
            ({"case_ref": "john-12"}, "begins with a first name"),
            ({"team": " "}, "Write the name of the team."),
            ({"has_no_conflict": ""}, "Ask for another auditor"),
            ({"held_on": "2999-01-01"}, "be in the future"),
            ({"age_years": "44"}, "Write an age from 0 to 25."),
        ],
    )
    def test_refuses_what_must_not_be(self, staff, change, said):
        """Names, conflicts and impossible days are refused with what to do."""
        answer = open_audit(staff("practitioner"), **change)

        assert 422 == answer.status_code
        assert said in answer.text

    def test_tells_every_mistake_at_once_and_keeps_what_was_typed(self, staff):
        """The form's own mistakes and the service's stand together, each with its field."""
        bad = {"case_ref": "Jamie Smith", "age_years": "nine", "team": "N" * 130}
        answer = open_audit(staff("practitioner"), **bad, held_on="soon", has_no_conflict="")
        page = BeautifulSoup(answer.data, "html5lib")
        said = [one.get_text() for one in page.select(".problems a")]

        assert "Never a name, a date of birth or an NHS number." in said[0]
        assert [
            "Team: This is too long. Use no more than 120 characters.",
            "The child's age in years: This is not a whole number. Write one, like 9.",
            "Day of the conversation: This is not a day. Write it like 27/03/2026.",
            "You can't audit your own case or your own line. Ask for another auditor.",
        ] == said[1:]
        assert "nine" == page.select_one("#age_years")["value"]
        assert "N" * 130 == page.select_one("#team")["value"]
        assert not page.select("[maxlength]")

    def test_takes_a_day_as_people_write_it(self, staff):
        """Where a browser has no calendar, 05/01/2026 is a day too."""
        assert 302 == open_audit(staff("practitioner"), held_on="05/01/2026").status_code

    def test_needs_a_form(self, sign_in):
        """Where no audit form is published there is nothing to open."""
        from app.domain.people import Role
        from tests.staff import Browser

        assert 404 == open_audit(Browser(sign_in(Role.PRACTITIONER))).status_code


class TestVoices:
    def test_are_recorded_and_handed_in(self, staff):
        """Every voice is kept, the grade is fixed, and nothing can be changed afterwards."""
        browser = staff("practitioner")
        path = open_audit(browser).headers["Location"]
        sheet = content.read().audits[0]
        for voice, form in sheet.voices.items():
            record(browser, path, voice, form)
        browser.sends(path, f"{path}/actions", **ACTION)
        browser.sends(path, f"{path}/submit")
        page = browser.opens(path).get_text(" ")
        where = f"{path}/child/child_asked"
        read_only = browser.client.get(where)
        late = browser.sends("/audits/new", where, child_asked="asked")
        grade = select(Audit.grade).where(Audit.case_ref == "CH-4242")

        assert f"{path}/child" == read_only.headers["Location"]
        assert not browser.opens(f"{path}/child").select("a[href*='/child/']")
        assert "submitted" in page
        assert "See the child alone" in page
        assert "Good" in page
        assert 409 == late.status_code
        assert "good" == count(grade)

    def test_show_an_error_and_keep_what_was_written(self, staff):
        """A required answer that is missing is asked for at its field."""
        browser = staff("practitioner")
        path = open_audit(browser).headers["Location"]
        answer = browser.sends(first_page(browser, path, "child"))

        assert 422 == answer.status_code
        assert "There is something to put right" in answer.text

    def test_raise_a_concern_from_a_draft(self, staff):
        """“Is this child safe now?” answered with unsure raises a concern before anything else."""
        browser = staff("practitioner")
        path = open_audit(browser).headers["Location"]
        page = first_page(browser, path, "auditor")
        before = select(func.count()).where(Concern.state == ConcernState.OPEN)
        known = count(before)
        browser.sends(page, safe_now="unsure")
        browser.sends(page, safe_now="no")
        with db.reading() as session:
            concern = session.scalars(
                select(Concern).where(
                    Concern.source == "audit", Concern.state == ConcernState.OPEN
                )
            ).one()

        assert known + 1 == count(before)
        assert Severity.S0 is concern.severity
        said = browser.opens(page).get_text()
        assert "A concern has been raised" in said
        assert "A child can ring Childline on 0800 1111." in said

    def test_tell_the_officer_which_child_is_not_safe_and_what_was_done(self, staff):
        """The concern of an audit shows its case, who records it, and who was told."""
        browser = staff("practitioner")
        path = open_audit(browser).headers["Location"]
        page = first_page(browser, path, "auditor")
        safety = browser.sends(page, safe_now="no").headers["Location"]
        told = browser.follows(safety, "main a[href$='/safety_told']")
        day = {"told_when-day": "5", "told_when-month": "1", "told_when-year": "2026"}
        browser.sends(told, told_who="The duty manager", **day)
        query = select(Concern.id).where(Concern.source == "audit", Concern.state == "open")
        text = staff("safeguarding").opens(f"/concerns/{count(query)}").get_text(" ")

        assert "CH-4242, child in our care" in text
        assert "Care North" in text
        assert "recorded by Imran Sowter" in text
        assert "The duty manager" in text
        assert "5 January 2026" in text

    def test_cannot_be_handed_in_half_done(self, staff):
        """An audit with something missing stays a draft, and keeps what it has."""
        browser = staff("practitioner")
        path = open_audit(browser).headers["Location"]
        browser.sends("/audits/new", f"{path}/submit")

        assert "still missing" in browser.says()
        assert 1 == count(
            select(func.count()).where(
                Audit.state == AuditState.DRAFT, Audit.case_ref == "CH-4242"
            )
        )

    def test_name_what_must_still_be_said(self, staff):
        """A draft leads to each question that a voice still owes, and says which are not begun."""
        browser = staff("practitioner")
        path = open_audit(browser).headers["Location"]
        browser.sends(first_page(browser, path, "child"), child_asked="asked")
        page = browser.opens(path)
        owed = page.select_one(f"main a[href='{path}/child/child_took_part']")

        assert "Did they take part?" == owed.get_text()
        assert 3 == page.get_text().count("All of it: nothing is recorded yet")

    def test_can_be_read_as_a_whole(self, staff):
        """Everything a child said is on one page, to change in a draft; that it is read is kept."""
        browser = staff("practitioner")
        path = open_audit(browser).headers["Location"]
        record(browser, path, "child", content.read().audits[0].voices["child"])
        words = content.read().audits[0].voices["child"]["child_words"][0]
        before = count(select(func.count()).where(ActivityEntry.verb == "audit.read"))
        page = browser.opens(f"{path}/child")

        assert words in page.get_text()
        assert page.select_one(f"a[href='{path}/child/child_words']")
        assert before + 1 == count(select(func.count()).where(ActivityEntry.verb == "audit.read"))

    def test_belong_to_whoever_records_them(self, staff):
        """Nobody else opens an audit, and an unknown voice or page is not there."""
        browser = staff("practitioner")
        path = open_audit(browser).headers["Location"]
        for wrong in (f"{path}/nobody/x", f"{path}/child/nowhere", f"{path}/moderator/x"):
            browser.opens(wrong, status=404)
        staff("moderator").opens(path, status=404)

        assert count(select(func.count(Answer.question_id)))

    def test_go_back_a_page(self, staff):
        """The second page of a voice leads back to the first."""
        browser = staff("practitioner")
        path = open_audit(browser).headers["Location"]
        first = first_page(browser, path, "child")
        second = browser.sends(first, child_asked="asked").headers["Location"]

        assert first == browser.follows(second, f"a[href='{first}']")


class TestGrades:
    def recorded(self, browser, **changes):
        """Return the path of an audit in which every voice is recorded."""
        path = open_audit(browser).headers["Location"]
        for voice, form in content.read().audits[0].voices.items():
            record(browser, path, voice, form | {key: [value] for key, value in changes.items()})
        return path

    def test_say_what_work_looks_like_at_each(self, staff):
        """While a domain is graded, what work looks like at each grade can be opened."""
        browser = staff("practitioner")
        path = open_audit(browser).headers["Location"]
        page = browser.opens(f"{path}/auditor/plan")
        described = page.select_one("details.more")

        assert "What work looks like at each grade" in described.get_text()
        assert 4 == len(described.select("dt"))

    def test_above_their_limit_ask_for_a_reason(self, staff):
        """Good overall with an inadequate plan is flagged, and handed in only with a reason."""
        browser = staff("practitioner")
        path = self.recorded(browser, plan="inadequate")
        before = browser.opens(path)
        browser.sends(path, f"{path}/submit")
        refused = browser.says()
        grade = {"overall_grade": "good", "overall_grade-evidence": "Seen."}
        browser.sends(f"{path}/auditor/overall", overall_reason="The plan is new today.", **grade)
        browser.sends(path, f"{path}/submit")
        after = browser.opens(path).get_text(" ")

        assert "higher than the grade of “The plan” allows" in before.get_text(" ")
        assert before.select_one(f"main a[href='{path}/auditor/overall']")
        assert "still missing" in refused
        assert "The reason that was given is kept with it." in after
        assert "submitted" in after

    def test_above_their_limit_pass_where_a_form_has_none(self, staff):
        """A form that was published without limits asks for no reason."""
        publish_again(Grading.GRADED)
        browser = staff("practitioner")
        path = self.recorded(browser, plan="inadequate")
        browser.sends(path, f"{path}/submit")

        assert "submitted" in browser.opens(path).get_text()

    def test_are_not_asked_by_an_ungraded_form(self, staff):
        """Ungraded, an audit says what works, worries and is next, and is never read again."""
        publish_again(Grading.UNGRADED)
        browser = staff("practitioner")
        words = {
            f"{one.key}_works": "They talk."
            for one in studio.shipped_one("conversational_audit").questions()
            if one.kind == "grade"
        }
        path = self.recorded(browser, **words)
        text = browser.opens(path).get_text(" ")
        browser.sends(path, f"{path}/submit")
        row = select(Audit.state).where(Audit.case_ref == "CH-4242")
        moderator = staff("moderator")

        assert "This audit is not graded" in text
        assert AuditState.SUBMITTED is count(row)
        assert None is count(select(Audit.grade).where(Audit.case_ref == "CH-4242"))
        assert "Draw audits" not in moderator.opens("/moderation").get_text()


class TestActions:
    def test_ask_why_it_matters(self, staff):
        """An action that does not say why it matters for the child is not taken."""
        browser = staff("practitioner")
        path = open_audit(browser).headers["Location"]
        before = count(select(func.count(Action.id)))
        answer = browser.sends(path, f"{path}/actions", **(ACTION | {"why": " "}))

        assert 422 == answer.status_code
        assert before == count(select(func.count(Action.id)))


class TestAudits:
    def test_lists_what_is_mine(self, staff):
        """The list holds the person's own audits, the newest first."""
        page = staff("practitioner").opens("/audits")
        days = [row.select("td")[2].get_text() for row in page.select("tbody tr")]

        assert 26 == len(days)


class TestPlan:
    def test_adds_and_settles_an_action(self, staff):
        """An action enters the plan, and ends with what changed for children."""
        browser = staff("participation")
        page = browser.opens("/actions")
        service = page.select_one("#service option")["value"]
        theme = page.select("#theme option")[1]["value"]
        browser.sends("/actions", **ACTION, service=service, theme=theme)
        assert "in the plan" in browser.says()
        form = browser.opens("/actions").select_one("article form")["action"]
        browser.sends("/actions", form, state="done", outcome="Children say so.")

        assert "settled" in browser.says()

    def test_says_why_an_action_is_not_settled(self, staff):
        """Without words the action stays open, and the page says so at the field and at the top."""
        browser = staff("participation")
        form = browser.opens("/actions").select_one("article form")["action"]
        answer = browser.sends("/actions", form, state="done", outcome=" ")
        page = BeautifulSoup(answer.text, "html5lib")

        assert 422 == answer.status_code
        assert "Nothing was changed" in page.select_one("details[open] .wrong").get_text()
        assert page.select_one(page.select_one(".problems a")["href"])

    def test_gives_back_what_was_written_about_a_settled_action(self, staff):
        """Of two who settle an action the second is told, and their words are there to copy."""
        browser = staff("participation")
        form = browser.opens("/actions").select_one("article form")["action"]
        browser.sends("/actions", form, state="done", outcome="Children say so.")
        answer = browser.sends("/actions", form, state="cancelled", outcome="No money <left>.")
        page = BeautifulSoup(answer.text, "html5lib")

        assert 409 == answer.status_code
        assert "was settled already" in page.select_one(".problems").get_text()
        assert "No money <left>." == page.select_one("textarea[readonly]").get_text()
        assert "Children say so." in page.get_text()

    def test_shows_what_is_open_before_what_is_settled(self, staff):
        """Open actions are in sight; settled ones are counted, and folded away."""
        page = staff("participation").opens("/actions")
        with db.reading() as session:
            states = list(session.scalars(select(Action.state)))
        settled = sum(state is not ActionState.OPEN for state in states)

        assert f"{len(states) - settled} open actions" in page.get_text()
        assert settled == len(page.select("details.more article"))
        assert page.select_one("a[href='#add']")

    def test_asks_for_everything(self, staff):
        """A plan without why, who and when is asked for them; another's service is not there."""
        browser = staff("participation")
        service = browser.opens("/actions").select_one("#service option")["value"]
        answer = browser.sends("/actions", service=service, theme="", what="x" * 600)

        assert 422 == answer.status_code
        assert "Say how this will make life better" in answer.text
        missing = "/actions/00000000-0000-0000-0000-000000000000"
        assert 404 == browser.sends("/actions", missing, outcome="Some").status_code
