"""Publishing in the studio: what is promised, where, and by whom."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from app import clock, db
from app.db.models import Survey, SurveyVersion
from app.domain.surveys import Identity, SurveyKind
from app.services import accounts, responding, studio
from tests import builders
from tests.page import send, soup

PUBLISH = "/studio/questionnaires/children_8_11/publish"
PUBLISH_AUDITS = "/studio/questionnaires/conversational_audit/publish"


def _promises(service, **changes):
    return {
        "service_id": str(service),
        "slug": "our-voice",
        "decision_maker": "The head of service",
        "told_by": str(clock.today() + timedelta(days=60)),
        "consent": "none",
        "identity": "confidential",
    } | changes


class TestPublish:
    def test_publishes_with_every_promise(self, officer, service):
        """A shipped questionnaire is published and can be answered at its address."""
        answer = send(officer, PUBLISH, **_promises(service))

        assert 303 == answer.status_code
        assert "It is published." in officer.get(answer.location).text
        with db.reading() as session:
            survey = session.scalars(select(Survey)).one()
        assert ("our-voice", Identity.CONFIDENTIAL) == (survey.slug, survey.identity)
        assert "The head of service" in officer.get("/s/our-voice").text

    def test_asks_before_it_changes_a_promise(self, officer, service):
        """At an address in use the promise that stands is shown, with a box to change it."""
        send(officer, PUBLISH, **_promises(service))
        other = _promises(service, decision_maker="The board")

        refused = send(officer, PUBLISH, **other)
        error = soup(refused).select_one("#renews-error").get_text()
        assert (422, True) == (refused.status_code, "The head of service decides" in error)
        assert "The head of service will decide" in officer.get("/s/our-voice").text

        assert 303 == send(officer, PUBLISH, **other, renews="y").status_code
        assert "The board will decide" in officer.get("/s/our-voice").text

    @pytest.mark.parametrize(
        ("key", "consent"),
        [("children_8_11", "carer"), ("young_people_11_17", "carer"), ("care_leavers", "none")],
    )
    def test_offers_the_consent_that_is_usual_for_the_age(self, officer, key, consent):
        """The youngest who may answer decides what is chosen before anybody chooses."""
        page = soup(officer.get(f"/studio/questionnaires/{key}/publish"))

        assert [consent] == [one["value"] for one in page.select("[name=consent][checked]")]

    def test_publishes_an_audit_form_as_one(self, officer, service):
        """The audit form is published for audits, and nobody can answer it on the web."""
        answer = send(officer, PUBLISH_AUDITS, **_promises(service))

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
        send(officer, PUBLISH_AUDITS, **_promises(service, grading=grading))
        with db.reading() as session:
            definition = session.scalars(select(SurveyVersion.definition)).one()
        kinds = [one["kind"] for page in definition["pages"] for one in page["questions"]]

        assert limits == len(definition.get("limits", []))
        assert grades == kinds.count("grade")

    def test_asks_only_of_audits_how_they_grade(self, officer):
        """The form of a questionnaire does not speak of grades."""
        assert not soup(officer.get(PUBLISH)).select("[name=grading]")

    def test_lets_no_field_that_it_does_not_show_refuse(self, officer, service):
        """A questionnaire is published although something unreadable was sent about grades."""
        answer = send(officer, PUBLISH, **_promises(service, grading="splendid"))

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
        answer = send(officer, PUBLISH, **_promises(service, **{field: value}))

        page = soup(answer)
        assert 422 == answer.status_code
        assert [f"#{field}"] == [link["href"] for link in page.select(".problems a")]
        assert page.select_one(f"#{field}-error")

    def test_names_a_way_to_grade_that_is_none(self, officer, service):
        """On the form for audits, grades that nobody offered are named at their field."""
        answer = send(officer, PUBLISH_AUDITS, **_promises(service, grading="splendid"))

        page = soup(answer)
        assert 422 == answer.status_code
        assert ["#grading"] == [link["href"] for link in page.select(".problems a")]
        assert page.select_one("#grading-error")

    def test_names_every_mistake_at_once(self, officer, service):
        """What the form refuses and what the service would refuse are told together."""
        bad = _promises(service, slug="Not This", decision_maker="", told_by="2020-01-31")
        page = soup(send(officer, PUBLISH, **bad))

        assert ["#slug", "#decision_maker", "#told_by"] == [
            link["href"] for link in page.select(".problems a")
        ]

    def test_says_when_the_address_is_taken(self, officer, service, survey_id):
        """An address of another survey is an error at its field."""
        answer = send(officer, PUBLISH, **_promises(service, slug="small"))

        assert 422 == answer.status_code
        assert "Another survey has this address" in answer.text

    def test_says_when_identity_is_frozen(self, officer, service):
        """Once somebody has begun to answer, identity cannot change."""
        send(officer, PUBLISH, **_promises(service))
        with db.unit_of_work() as session:
            responding.begin(session, "our-voice", client_token="t" * 32)

        answer = send(officer, PUBLISH, **_promises(service, identity="named"))

        assert 422 == answer.status_code
        assert "so this cannot change" in answer.text

    def test_refuses_a_service_of_others(self, session):
        """A service that is not the person's cannot be published in."""
        user = builders.a_user(session, service_id=builders.a_service(session).id)
        other = builders.a_service(session).id
        actor = accounts.actor_by_id(session, user.id)

        with pytest.raises(studio.NotFound):
            studio.publish(
                session,
                studio.shipped_one("children_8_11"),
                studio.publishing.Promise(other, "x", "y", None),
                identity=Identity.ANONYMOUS,
                by=actor,
            )
