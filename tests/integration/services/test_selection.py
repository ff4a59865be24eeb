"""Selections: which services and surveys a person may ask about."""

from app.domain.people import Actor, Permission, Role
from app.services.selection import services_for
from tests import builders


class TestServicesFor:
    def test_are_those_in_which_the_person_may(self, session):
        """Another service is not offered, and somebody for all services gets every one."""
        mine, _ = builders.a_service(session), builders.a_service(session)
        user = builders.a_user(session)
        here = Actor(user.id, "", "", frozenset({(Role.PARTICIPATION, mine.id)}))
        everywhere = Actor(user.id, "", "", frozenset({(Role.PARTICIPATION, None)}))

        assert ((mine.id, mine.name),) == services_for(session, here, Permission.PLAN_ACTIONS)
        assert 2 == len(services_for(session, everywhere, Permission.PLAN_ACTIONS))
        assert () == services_for(session, here, Permission.MANAGE_USERS)
