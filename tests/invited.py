"""People who were invited, for tests: a mailing, its codes, and somebody who comes in with one."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from app import clock
from app.db import sealing
from app.db.models import Mailing, Survey, SurveyVersion
from app.domain.people import Actor, Role
from app.services import invitation_plans, invitations
from tests import builders
from tests.respondent import Visitor, a_published_survey

if TYPE_CHECKING:
    from uuid import UUID

    from flask.testing import FlaskClient
    from sqlalchemy.orm import Session

PLAN = {"name": "Autumn letters", "count": 2}


def an_officer(session: Session) -> Actor:
    """Return a participation officer of every service."""
    user = builders.a_user(session)
    return Actor(user.id, user.name, user.email, frozenset({(Role.PARTICIPATION, None)}))


def a_survey(session: Session, *, by_invitation: bool = False) -> Survey:
    """Publish the small survey, open to everybody or only to those who were invited."""
    version = session.get_one(SurveyVersion, a_published_survey(session))
    survey = session.get_one(Survey, version.survey_id)
    survey.is_by_invitation = by_invitation
    return survey


def a_plan(**changes: Any) -> invitation_plans.Plan:
    """Return a plan of two letters for a month."""
    return invitation_plans.Plan(
        **{**PLAN, "expires_on": clock.today() + timedelta(days=30)} | changes
    )


def a_mailing(session: Session, survey: Survey, **changes: Any) -> Mailing:
    """Make invitations to a survey."""
    made: UUID = invitations.make(session, survey.id, a_plan(**changes), by=an_officer(session))
    return session.get_one(Mailing, made)


def codes_of(mailing: Mailing) -> list[str]:
    """Return the codes of letters that are still to be printed."""
    assert mailing.codes_sealed is not None
    return list(json.loads(sealing.unseal(mailing, invitations.CODES, mailing.codes_sealed)))


class Invited(Visitor):
    """Somebody with a code and no account."""

    def comes_in(self, code: str) -> str:
        """Open the link, press Start, and return where that leads."""
        self.client.get(f"/i/{code}", follow_redirects=True)
        return self.starts()

    def answers_all(self, address: str) -> None:
        """Answer every page of the small survey as shortly as can be."""
        for fields in ({"mood": "3"}, {"pet": "no"}, {}):
            address = self.answers(address, **fields).location


def browsers(client: FlaskClient, count: int) -> list[FlaskClient]:
    """Return more browsers of the same site."""
    return [client.application.test_client() for _ in range(count)]
