"""The staff home page: what waits, and no number of very few people."""

import pytest
from sqlalchemy import select

from app.db.models import Concern
from app.domain.people import Role
from app.mail import MemoryMailer
from app.services import accounts, alerts
from app.services.home import home
from tests import builders

SEES = {Role.ADMINISTRATOR: True, Role.GOVERNANCE: True, Role.PARTICIPATION: False}


class TestHome:
    @pytest.mark.parametrize(("people", "shown"), [(0, None), (4, None), (5, 5)])
    def test_says_no_number_of_very_few_people(self, session, people, shown):
        """Until five people have answered, how many did is withheld, and nought is too."""
        service = builders.a_service(session)
        user = builders.a_user(session, roles=[Role.SAFEGUARDING])
        for number in range(people):
            builders.an_answer(session, service.id, person=str(number))

        assert shown == home(session, accounts.actor_by_id(session, user.id)).answered

    def test_says_that_nobody_could_be_told_of_a_concern(self, session):
        """Whoever can put it right sees that a concern waits for an officer who is not there."""
        service = builders.a_service(session)
        builders.an_answer(session, service.id, words="My stepdad hits me every night.")
        (concern,) = session.scalars(select(Concern)).all()
        users = {role: builders.a_user(session, roles=[role]).id for role in SEES}

        def seen():
            alerts.send_alert(session, concern.id, MemoryMailer(), public_url="http://x")
            return {
                role: home(session, accounts.actor_by_id(session, user)).is_untold
                for role, user in users.items()
            }

        assert SEES == seen()
        builders.a_user(session, roles=[Role.SAFEGUARDING], service_id=service.id)
        assert dict.fromkeys(SEES, False) == seen()
