"""The site of the world of R-48 is a model: here it is walked beside the services that are meant."""

import os
from copy import deepcopy
from random import Random

import pytest

from app.db import unit_of_work
from app.domain.people import Actor, Role
from app.domain.surveys import SurveyKind
from app.services import (
    audit_clashes,
    audit_standing,
    page_versions,
    publishing,
)
from surveys import parse
from tests import builders
from tests.captured import OPENING
from tests.unit.domain.offline_chance import walk
from tests.unit.domain.offline_form import FORM
from tests.unit.domain.offline_site import Site
from tests.unit.domain.offline_world import World
from tests.walked import Services

STEPS = int(os.environ.get("OFFLINE_STEPS", "4000")) // 10


@pytest.fixture
def auditor(database):
    """Return a practitioner where the small form of the world is in use."""
    with unit_of_work() as session:
        user = builders.a_user(session, roles=[Role.PRACTITIONER])
        publishing.publish(
            session,
            parse(FORM),
            service_id=builders.a_service(session).id,
            slug="offline-audit",
            decision_maker="The Head of Care",
            told_by=OPENING.held_on.replace(year=2099),
            identity=None,
            by=None,
            kind=SurveyKind.AUDIT,
        )
        return Actor(user.id, user.name, user.email, frozenset({(Role.PRACTITIONER, None)}))


class Both(Site):
    """The model and the services, which are given the same and must say and hold the same."""

    services: Services

    def takes(self, letter):
        """Take a letter."""
        answer = super().takes(letter)
        if letter.photo is None:
            told = self.services.takes(letter)
            heads = {one.id for one in answer.heads}
            says = (
                answer.state,
                answer.safe,
                set(answer.refused),
                answer.number,
                heads,
                set(answer.missing),
            )
            assert told == ("revoked" if answer.end == "revoked" else says)
            self.compare()
        return answer

    def saves(self, page_key, form):
        """Save a page."""
        return self.same(super().saves(page_key, form), self.services.saves(page_key, form))

    def chooses(self, key, revision_id, shown):
        """Choose a version."""
        answer = super().chooses(key, revision_id, shown)
        return self.same(answer, self.services.chooses(key, revision_id, shown))

    def hands_in(self):
        """Hand in."""
        return self.same(super().hands_in(), self.services.hands_in())

    def stops(self):
        """Raise a concern."""
        self.same(super().stops(), self.services.stops())

    def closes_concern(self):
        """Close the concern."""
        self.same(super().closes_concern(), self.services.closes_concern())

    def same(self, answer, told):
        """Find that both answered the same, and hold the same."""
        assert answer == told
        self.compare()
        return answer

    def compare(self):
        """Find that both hold the same."""
        concerns = [self.concern] if self.concern else []
        held = (self.is_draft, tuple(self.revisions), self.current, self.stored, concerns)
        assert held == self.services.holds()


class Revoking(World):
    """A world in which the services hear of devices that are revoked."""

    def revoke(self, device):
        """Revoke a device on both sites."""
        if self.phones[device].id not in self.site.revoked:
            super().revoke(device)
            self.site.services.revoke(self.phones[device].id)


class TestSite:
    @pytest.mark.parametrize("seed", range(4))
    def test_is_what_the_services_are(self, auditor, seed, monkeypatch):
        """Whatever happens, the model of the site says and holds what the services do, to the id."""
        now = []

        def new_id():
            return now[-1].new_id()

        for module in (audit_standing, page_versions, audit_clashes):
            monkeypatch.setattr(module, "uuid4", new_id)

        def make(random):
            chance = Random(random.getrandbits(32))
            site = Both(deepcopy(chance))
            site.services = Services(auditor, chance)
            now.append(site.services)
            world = Revoking(random, site)
            world.settle()
            return world

        walked = walk(seed, STEPS, make)

        assert [] == walked.wrong
        assert walked.count(lambda one: len(one.site.revisions)) > STEPS / 40
        assert walked.count(lambda one: not one.site.is_draft) > 0
