"""Small surveys that people answer in three waves, for tests of what is counted."""

from datetime import date, timedelta

from app.db.models import SurveyVersion, Wave
from app.domain.people import Role
from app.domain.surveys import Channel, SurveyKind
from app.services import accounts, responding
from surveys import Given, parse
from tests import builders

FIRST = date(2026, 1, 5)
SCORED = {
    "key": "scored",
    "title": "Scored",
    "kind": "questionnaire",
    "audience": "young_people",
    "pages": [
        {
            "key": "much",
            "title": "How much",
            "questions": [
                {
                    "key": "much",
                    "kind": "scale_0_10",
                    "label": "How much?",
                    "low_label": "None",
                    "high_label": "All",
                }
            ],
        }
    ],
    "scores": [
        {"key": "much", "label": "How much", "method": "single", "items": ["much"], "min": 0,
         "max": 10}
    ],
}  # fmt: skip


def publish(session, service, data, kind=SurveyKind.QUESTIONNAIRE):
    """Publish a definition, and return the ids of its version and of its survey."""
    version_id = builders.publish(
        session, parse(data), service_id=service.id, slug=data["key"].replace("_", "-"), kind=kind
    )
    return version_id, session.get_one(SurveyVersion, version_id).survey_id


def three_waves(session):
    """Return a service with three waves of a week each, and somebody who may read and audit."""
    service = builders.a_service(session)
    for number in (1, 2, 3):
        starts_on = FIRST + timedelta(weeks=number - 1)
        ends_on = starts_on + timedelta(days=6)
        session.add(
            Wave(number=number, name=f"Wave {number}", starts_on=starts_on, ends_on=ends_on)
        )
    user = builders.a_user(session, roles=[Role.PARTICIPATION, Role.PRACTITIONER])
    return service, accounts.actor_by_id(session, user.id)


def answer(session, version_id, values, received_on):
    """Take in one response for each value."""
    for number, value in enumerate(values):
        responding.accept(
            session,
            version_id,
            {"much": Given(value=value)},
            channel=Channel.WEB,
            received_on=received_on,
            client_token=f"{version_id}-{received_on}-{number}",
        )
