"""The studio: read, publish, pause, close and reopen, in one's own services only."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from app import clock, db
from app.db.models import ActivityEntry, Survey, SurveyVersion
from app.domain.people import Role
from app.domain.surveys import Identity, SurveyKind, SurveyState
from app.services import responding, studio
from surveys import parse_yaml
from tests import builders
from tests.respondent import SMALL, TOLD_BY, a_published_survey

PUBLISH = "/studio/questionnaires/children_8_11/publish"
PUBLISH_AUDITS = "/studio/questionnaires/conversational_audit/publish"


@pytest.fixture
def service(app):
    with db.unit_of_work() as session:
        return builders.a_service(session, name="Leaving care").id


@pytest.fixture
def officer(sign_in, service):
    return sign_in(Role.PARTICIPATION, service=service)


@pytest.fixture
def survey_id(service):
    with db.unit_of_work() as session:
        a_published_survey(session, service_id=service)
        return session.scalars(select(Survey.id)).one()


def _soup(answer):
    return BeautifulSoup(answer.text, "html5lib")


def _send(browser, address, page=None, **fields):
    token = _soup(browser.get(page or address)).select_one("main input[name=csrf_token]")["value"]
    return browser.post(address, data={"csrf_token": token, **fields})


def _promises(service, **changes):
    return {
        "service_id": str(service),
        "slug": "our-voice",
        "decision_maker": "The head of service",
        "told_by": str(clock.today() + timedelta(days=60)),
        "consent": "none",
        "identity": "confidential",
    } | changes


class TestSurveys:
    def test_lists_mine_and_what_ships(self, officer, survey_id):
        """The list shows the surveys of my services and every shipped definition."""
        page = _soup(officer.get("/studio"))

        links = {link["href"] for link in page.select("table a")}
        assert f"/studio/surveys/{survey_id}" in links
        assert {f"/studio/questionnaires/{one.key}" for one in studio.shipped()} <= links

    def test_withholds_small_counts(self, officer, survey_id):
        """A number of responses under five is not shown."""
        assert "withheld" in _soup(officer.get("/studio")).select_one("tbody").get_text()

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

        cells = _soup(officer.get("/studio")).select_one("tbody").select("td")
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
        answer = _send(browser, f"/studio/surveys/{survey_id}/state", page=PUBLISH, state="paused")
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

        shown = _soup(officer.get(f"/studio/surveys/{survey_id}")).select_one(".card.words")
        told = _soup(officer.get("/s/small")).select_one(".words")
        words = shown.get_text(" ", strip=True)
        assert words in told.get_text(" ", strip=True)
        assert words.startswith("How long does it take?")
        assert "The head of service will decide" in words


class TestPublish:
    def test_publishes_with_every_promise(self, officer, service):
        """A shipped questionnaire is published and can be answered at its address."""
        answer = _send(officer, PUBLISH, **_promises(service))

        assert 303 == answer.status_code
        assert "It is published." in officer.get(answer.location).text
        with db.reading() as session:
            survey = session.scalars(select(Survey)).one()
        assert ("our-voice", Identity.CONFIDENTIAL) == (survey.slug, survey.identity)
        assert "The head of service" in officer.get("/s/our-voice").text

    def test_asks_before_it_changes_a_promise(self, officer, service):
        """At an address in use the promise that stands is shown, with a box to change it."""
        _send(officer, PUBLISH, **_promises(service))
        other = _promises(service, decision_maker="The board")

        refused = _send(officer, PUBLISH, **other)
        error = _soup(refused).select_one("#renews-error").get_text()
        assert (422, True) == (refused.status_code, "The head of service decides" in error)
        assert "The head of service will decide" in officer.get("/s/our-voice").text

        assert 303 == _send(officer, PUBLISH, **other, renews="y").status_code
        assert "The board will decide" in officer.get("/s/our-voice").text

    @pytest.mark.parametrize(
        ("key", "consent"),
        [("children_8_11", "carer"), ("young_people_11_17", "carer"), ("care_leavers", "none")],
    )
    def test_offers_the_consent_that_is_usual_for_the_age(self, officer, key, consent):
        """The youngest who may answer decides what is chosen before anybody chooses."""
        page = _soup(officer.get(f"/studio/questionnaires/{key}/publish"))

        assert [consent] == [one["value"] for one in page.select("[name=consent][checked]")]

    def test_publishes_an_audit_form_as_one(self, officer, service):
        """The audit form is published for audits, and nobody can answer it on the web."""
        answer = _send(officer, PUBLISH_AUDITS, **_promises(service))

        assert "Where people answer" not in officer.get(answer.location).text
        with db.reading() as session:
            assert SurveyKind.AUDIT is session.scalars(select(Survey)).one().kind
        assert 404 == officer.get("/s/our-voice").status_code

    @pytest.mark.parametrize(
        ("grading", "limits", "grades"),
        [("limited", 1, 17), ("graded", 0, 17), ("ungraded", 0, 0)],
    )
    def test_publishes_an_audit_form_as_it_shall_grade(
        self, officer, service, grading, limits, grades
    ):
        """An audit form grades with limits, without, or not at all, as was chosen."""
        _send(officer, PUBLISH_AUDITS, **_promises(service, grading=grading))
        with db.reading() as session:
            definition = session.scalars(select(SurveyVersion.definition)).one()
        kinds = [one["kind"] for page in definition["pages"] for one in page["questions"]]

        assert limits == len(definition.get("limits", []))
        assert grades == kinds.count("grade")

    def test_asks_only_of_audits_how_they_grade(self, officer):
        """The form of a questionnaire does not speak of grades."""
        assert not _soup(officer.get(PUBLISH)).select("[name=grading]")

    def test_lets_no_field_that_it_does_not_show_refuse(self, officer, service):
        """A questionnaire is published although something unreadable was sent about grades."""
        answer = _send(officer, PUBLISH, **_promises(service, grading="splendid"))

        assert 303 == answer.status_code

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("decision_maker", ""),
            ("decision_maker", "  "),
            ("told_by", ""),
            ("told_by", "soon"),
            ("told_by", "2020-01-31"),
            ("slug", "Not This"),
            ("service_id", "00000000-0000-4000-8000-000000000000"),
            ("identity", "secret"),
        ],
    )
    def test_names_what_is_missing(self, officer, service, field, value):
        """A promise that is missing or unreadable is named at its field, and the rest kept."""
        answer = _send(officer, PUBLISH, **_promises(service, **{field: value}))

        page = _soup(answer)
        assert 422 == answer.status_code
        assert [f"#{field}"] == [link["href"] for link in page.select(".problems a")]
        assert page.select_one(f"#{field}-error")

    def test_names_a_way_to_grade_that_is_none(self, officer, service):
        """On the form for audits, grades that nobody offered are named at their field."""
        answer = _send(officer, PUBLISH_AUDITS, **_promises(service, grading="splendid"))

        page = _soup(answer)
        assert 422 == answer.status_code
        assert ["#grading"] == [link["href"] for link in page.select(".problems a")]
        assert page.select_one("#grading-error")

    def test_names_every_mistake_at_once(self, officer, service):
        """What the form refuses and what the service would refuse are told together."""
        bad = _promises(service, slug="Not This", decision_maker="", told_by="2020-01-31")
        page = _soup(_send(officer, PUBLISH, **bad))

        assert ["#slug", "#decision_maker", "#told_by"] == [
            link["href"] for link in page.select(".problems a")
        ]

    def test_says_when_the_address_is_taken(self, officer, service, survey_id):
        """An address of another survey is an error at its field."""
        answer = _send(officer, PUBLISH, **_promises(service, slug="small"))

        assert 422 == answer.status_code
        assert "Another survey has this address" in answer.text

    def test_says_when_identity_is_frozen(self, officer, service):
        """Once somebody has begun to answer, identity cannot change."""
        _send(officer, PUBLISH, **_promises(service))
        with db.unit_of_work() as session:
            responding.begin(session, "our-voice", client_token="t" * 32)

        answer = _send(officer, PUBLISH, **_promises(service, identity="named"))

        assert 422 == answer.status_code
        assert "so this cannot change" in answer.text

    def test_refuses_a_service_of_others(self, session):
        """A service that is not the person's cannot be published in."""
        user = builders.a_user(session, service_id=builders.a_service(session).id)
        other = builders.a_service(session).id
        actor = studio_actor(session, user.id)

        with pytest.raises(studio.NotFound):
            studio.publish(
                session,
                studio.shipped_one("children_8_11"),
                studio.publishing.Promise(other, "x", "y", None),
                identity=Identity.ANONYMOUS,
                by=actor,
            )


class TestWording:
    def test_shows_every_wording_of_everything_that_ships(self, officer):
        """Every label of every shipped definition is on its preview, hidden ones too."""
        for definition in studio.shipped():
            page = officer.get(f"/studio/questionnaires/{definition.key}")
            text = _soup(page).get_text()
            for question in definition.questions():
                assert question.label.split("{{")[0].strip() in text

    def test_says_when_a_question_is_shown(self, officer, survey_id):
        """A condition is said in words."""
        text = _soup(officer.get(f"/studio/surveys/{survey_id}/wording")).get_text()

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
            answer = _send(officer, f"{page}/state", page=page, state=state)
            assert 303 == answer.status_code
            with db.reading() as session:
                assert SurveyState(state) is session.get_one(Survey, survey_id).state

    @pytest.mark.parametrize(("state", "status"), [("live", 409), ("draft", 422), ("x", 422)])
    def test_refuses_other_moves(self, officer, survey_id, state, status):
        """A survey that is live cannot be opened, and no state can be made up."""
        page = f"/studio/surveys/{survey_id}"

        assert status == _send(officer, f"{page}/state", page=page, state=state).status_code

    def test_refuses_an_unknown_survey(self, officer, survey_id):
        """A survey that does not exist is not found."""
        address = f"/studio/surveys/{uuid4()}/state"
        page = f"/studio/surveys/{survey_id}"

        assert 404 == _send(officer, address, page=page, state="paused").status_code


def studio_actor(session, user_id):
    from app.services import accounts

    return accounts.actor_by_id(session, user_id)


class TestOtherWordings:
    def test_say_what_is_missing_and_what_nobody_checked(self, officer):
        """Staff see each wording, whether it is complete, and that no speaker has checked it."""
        text = _soup(officer.get("/studio/questionnaires/children_8_11")).get_text(" ")
        words = " ".join(text.split())

        assert "Cymraeg : complete. Unchecked: nobody who speaks it has read it yet" in words
        assert "English, Easy Read : complete." in words
        assert "People can also choose Polski, العربية, اردو." in words

    def test_are_read_one_by_one(self, officer):
        """Each wording can be read as people see it, in its own language."""
        address = "/studio/questionnaires/children_8_11?wording=cy"
        soup = _soup(officer.get(address))

        assert soup.find(string=lambda text: "Wyt ti’n cael gwneud pethau" in text)
        assert soup.select('div[lang="cy"]')

    def test_that_do_not_exist_are_said_to_be_missing(self, officer):
        """A questionnaire in one wording says so, and how another is added."""
        text = _soup(officer.get("/studio/questionnaires/staff_pulse")).get_text(" ")

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
            _soup(officer.get(f"/studio/surveys/{found}/wording")).get_text(" ").split()
        )

        assert "questions > pet_name" in text
        assert "Checked by: Clerk, 2026-11-25." in text


class TestPromise:
    @pytest.fixture
    def address(self, survey_id):
        return f"/studio/surveys/{survey_id}/promise"

    def test_puts_a_slip_right_and_says_so_in_the_record(self, officer, survey_id, address):
        """The new words are on the first page at once, and the record holds that they changed."""
        later = TOLD_BY + timedelta(days=3)
        answer = _send(officer, address, decision_maker="The board", told_by=str(later))
        said = officer.get(answer.location).text
        start = officer.get("/s/small").text
        with db.reading() as session:
            entry = session.scalars(
                select(ActivityEntry).where(ActivityEntry.verb == "promise.changed")
            ).one()

        assert "Tell those who have answered already" in said
        assert ("The board will decide" in start, f"{later.day} February 2099" in start) == (
            True,
            True,
        )
        assert {"names_another": 1, "days_later": 3} == entry.counts
        assert str(survey_id) == entry.object_id

    def test_says_what_was_promised_so_far(self, officer, address):
        """The page says what people have read so far, and that nobody reaches those who answered."""
        page = officer.get(address)
        fields = {one["name"]: one["value"] for one in _soup(page).select("main input[value]")}

        assert "says now: The head of service will decide" in page.text
        assert ("The head of service", str(TOLD_BY)) == (
            fields["decision_maker"],
            fields["told_by"],
        )

    @pytest.mark.parametrize(
        ("wrong", "said"),
        [
            ({"decision_maker": " "}, "Say who will decide"),
            ({"told_by": "2020-01-01"}, "This day has gone."),
            ({"told_by": "soon"}, "Write the day like"),
        ],
    )
    def test_refuses_what_no_survey_may_promise(self, officer, survey_id, address, wrong, said):
        """Nobody who decides, and a day that has gone, are refused with what was typed."""
        fields = {"decision_maker": "The board", "told_by": str(TOLD_BY)} | wrong
        answer = _send(officer, address, **fields)
        with db.reading() as session:
            kept = session.get_one(Survey, survey_id)

        assert (422, True) == (answer.status_code, said in answer.text)
        assert ("The head of service", TOLD_BY) == (kept.decision_maker, kept.told_by)

    def test_of_a_day_that_has_gone_lets_a_name_be_put_right(self, officer, survey_id, address):
        """A slip in who decides can be mended after the day; the day then stays as it is."""
        with db.unit_of_work() as session:
            session.get_one(Survey, survey_id).told_by = gone = clock.today() - timedelta(days=1)
        answer = _send(officer, address, decision_maker="The board", told_by=str(gone))

        assert 303 == answer.status_code

    def test_that_stays_the_same_leaves_no_entry(self, officer, address):
        """Sending what stands already changes nothing, and the record has nothing to say."""
        same = {"decision_maker": "The head of service", "told_by": str(TOLD_BY)}
        answer = _send(officer, address, **same)
        with db.reading() as session:
            verbs = session.scalars(select(ActivityEntry.verb)).all()

        assert "Nothing was different" in officer.get(answer.location).text
        assert "promise.changed" not in verbs

    def test_is_for_the_services_of_a_person(self, sign_in, address):
        """Staff of another service find no promise to change."""
        with db.unit_of_work() as session:
            elsewhere = builders.a_service(session).id

        assert 404 == sign_in(Role.PARTICIPATION, service=elsewhere).get(address).status_code
