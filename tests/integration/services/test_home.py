"""The staff home page: what waits, and no number of very few people."""

import pytest

from app.domain.people import Role
from app.services import accounts
from app.services.home import home
from tests import builders


class TestHome:
    @pytest.mark.parametrize(("people", "shown"), [(0, 0), (4, None), (5, 5)])
    def test_says_no_number_of_very_few_people(self, session, people, shown):
        """Until five people have answered, how many did is withheld."""
        service = builders.a_service(session)
        user = builders.a_user(session, roles=[Role.SAFEGUARDING])
        for number in range(people):
            builders.an_answer(session, service.id, person=str(number))

        assert shown == home(session, accounts.actor_by_id(session, user.id)).answered
