"""The studio: read, pause, close and reopen, in one's own services only."""

from __future__ import annotations

from uuid import uuid4

import pytest
from sqlalchemy import select

from app import db
from app.db.models import Survey
from app.domain.people import Role
from app.domain.surveys import Identity, SurveyState
from app.services import responding, studio
from surveys import parse_yaml
from tests import builders
from tests.page import send, soup
from tests.respondent import SMALL, a_published_survey

PUBLISH = "/studio/questionnaires/children_8_11/publish"


class TestSurveys:
    def test_lists_mine_and_what_ships(self, officer, survey_id):
        """The list shows the surveys of my services and every shipped definition."""
        page = soup(officer.get("/studio"))

        links = {link["href"] for link in page.select("table a")}
        assert f"/studio/surveys/{survey_id}" in links
        assert {f"/studio/questionnaires/{one.key}" for one in studio.shipped()} <= links

    def test_withholds_small_counts(self, officer, survey_id):
        """A number of responses under five is not shown."""
        assert "withheld" in soup(officer.get("/studio")).select_one("tbody").get_text()

    def test_shows_a_count_that_is_large_enough(self, officer, survey_id):
        """From five responses on the number is shown."""
        with db.unit_of_work() as session:
            version = studio.publishing.current_version(session, survey_id)
            for number in range(5):
                responding.accept(
                    session,
                    version.id,
                    {},
                    channel=responding.Channel.PAPER,
                    received_on=version.published_at.date(),
                    client_token=f"paper {number}",
                )

        cells = soup(officer.get("/studio")).select_one("tbody").select("td")
        assert "5" == cells[3].get_text(strip=True)

    def test_warns_that_help_was_not_checked(self, officer):
        """Staff are told when a place to get help was not checked for three months."""
        assert "was not checked in the last three months" in officer.get("/studio").text

    def test_shows_nothing_of_other_services(self, sign_in, survey_id):
        """Somebody of another service sees neither the survey nor that it exists."""
        with db.unit_of_work() as session:
            other = builders.a_service(session).id
        browser = sign_in(Role.PARTICIPATION, service=other)

        assert "Nothing is published yet" in browser.get("/studio").text
        for place in ("", "/wording"):
            assert 404 == browser.get(f"/studio/surveys/{survey_id}{place}").status_code
        answer = send(browser, f"/studio/surveys/{survey_id}/state", page=PUBLISH, state="paused")
        assert 404 == answer.status_code

    @pytest.mark.parametrize("role", [Role.BOARD, Role.PRACTITIONER, Role.SAFEGUARDING])
    def test_is_closed_to_others(self, sign_in, role):
        """Who may not publish does not find the studio."""
        assert 404 == sign_in(role).get("/studio").status_code


class TestSurvey:
    @pytest.mark.parametrize("identity", list(Identity))
    def test_shows_exactly_what_people_are_told(self, officer, service, identity):
        """The settings page holds the very words of the start page, whatever is set."""
        with db.unit_of_work() as session:
            a_published_survey(session, service_id=service, identity=identity)
            survey_id = session.scalars(select(Survey.id)).one()

        shown = soup(officer.get(f"/studio/surveys/{survey_id}")).select_one(".card.words")
        told = soup(officer.get("/s/small")).select_one(".words")
        words = shown.get_text(" ", strip=True)
        assert words in told.get_text(" ", strip=True)
        assert words.startswith("How long does it take?")
        assert "The head of service will decide" in words


class TestWording:
    def test_shows_every_wording_of_everything_that_ships(self, officer):
        """Every label of every shipped definition is on its preview, hidden ones too."""
        for definition in studio.shipped():
            page = officer.get(f"/studio/questionnaires/{definition.key}")
            text = soup(page).get_text()
            for question in definition.questions():
                assert question.label.split("{{")[0].strip() in text

    def test_says_when_a_question_is_shown(self, officer, survey_id):
        """A condition is said in words."""
        text = soup(officer.get(f"/studio/surveys/{survey_id}/wording")).get_text()

        assert "Shown when “How was this week?” is “Bad” or lower." in text
        assert "Shown when “Do you have a pet?” is “Yes”." in text

    def test_says_conditions_of_every_kind(self):
        """Each test and each combination of conditions has its words."""
        from app.web.preview import _say

        definition = parse_yaml(SMALL)

        def say(condition):
            changed = SMALL.replace("show_if: {question: mood, at_most: 1}", condition)
            return _say(parse_yaml(changed).page("why").show_if, definition)

        week = "“How was this week?”"
        assert f"{week} was answered" == say("show_if: {question: mood, answered: true}")
        assert f"{week} was not answered" == say("show_if: {question: mood, answered: false}")
        assert f"{week} is “Bad” or “Good”" == say("show_if: {question: mood, any_of: [1, 3]}")
        assert f"{week} is “I’m not sure”" == say("show_if: {question: mood, is: dont_know}")
        either = "[{question: mood, is: 1}, {question: mood, at_least: 3}]"
        assert f"{week} is “Bad” or {week} is “Good” or higher" == say(
            f"show_if: {{any: {either}}}"
        )
        assert f"it is not so that {week} is “Bad”" == say(
            "show_if: {not: {question: mood, is: 1}}"
        )

    def test_an_unknown_questionnaire(self, officer):
        """A key that does not ship is not found."""
        assert 404 == officer.get("/studio/questionnaires/nothing").status_code


class TestSetState:
    def test_pauses_reopens_and_closes(self, officer, survey_id):
        """A survey is paused, opened again and closed, and says so each time."""
        page = f"/studio/surveys/{survey_id}"
        for state in ("paused", "live", "closed", "live"):
            answer = send(officer, f"{page}/state", page=page, state=state)
            assert 303 == answer.status_code
            with db.reading() as session:
                assert SurveyState(state) is session.get_one(Survey, survey_id).state

    @pytest.mark.parametrize(("state", "status"), [("live", 409), ("draft", 422), ("x", 422)])
    def test_refuses_other_moves(self, officer, survey_id, state, status):
        """A survey that is live cannot be opened, and no state can be made up."""
        page = f"/studio/surveys/{survey_id}"

        assert status == send(officer, f"{page}/state", page=page, state=state).status_code

    def test_refuses_an_unknown_survey(self, officer, survey_id):
        """A survey that does not exist is not found."""
        address = f"/studio/surveys/{uuid4()}/state"
        page = f"/studio/surveys/{survey_id}"

        assert 404 == send(officer, address, page=page, state="paused").status_code


class TestOtherWordings:
    def test_say_what_is_missing_and_what_nobody_checked(self, officer):
        """Staff see each wording, whether it is complete, and that no speaker has checked it."""
        text = soup(officer.get("/studio/questionnaires/children_8_11")).get_text(" ")
        words = " ".join(text.split())

        assert "Cymraeg : complete. Unchecked: nobody who speaks it has read it yet" in words
        assert "English, Easy Read : complete." in words
        assert "People can also choose Polski, العربية, اردو." in words

    def test_are_read_one_by_one(self, officer):
        """Each wording can be read as people see it, in its own language."""
        address = "/studio/questionnaires/children_8_11?wording=cy"
        page = soup(officer.get(address))

        assert page.find(string=lambda text: "Wyt ti’n cael gwneud pethau" in text)
        assert page.select('div[lang="cy"]')

    def test_that_do_not_exist_are_said_to_be_missing(self, officer):
        """A questionnaire in one wording says so, and how another is added."""
        text = soup(officer.get("/studio/questionnaires/staff_pulse")).get_text(" ")

        assert "There are none." in text

    def test_with_gaps_name_each_of_them(self, officer, service):
        """A published survey whose Welsh lacks a question names it."""
        words = (
            "\nwordings:\n  - {language: cy, title: Arolwg, checked: {by: Clerk, day: 2026-11-25}}"
        )
        with db.unit_of_work() as session:
            a_published_survey(session, SMALL + words, slug="welsh", service_id=service)
            found = session.scalars(select(Survey).where(Survey.slug == "welsh")).one().id
        text = " ".join(
            soup(officer.get(f"/studio/surveys/{found}/wording")).get_text(" ").split()
        )

        assert "questions > pet_name" in text
        assert "Checked by: Clerk, 2026-11-25." in text
