"""Sites that break a promise of R-48, and whether the world notices."""

from random import Random

import pytest

from tests.unit.domain.offline_chance import walk
from tests.unit.domain.offline_post import Letter
from tests.unit.domain.offline_site import Site
from tests.unit.domain.offline_world import World

SEEDS = 20


class Forgetful(Site):
    """A site that lets what comes late take the place of what stands."""

    def takes(self, letter):
        """Take a message as if its author had seen everything."""
        known = frozenset(one.id for one in self.revisions)
        return super().takes(
            Letter(
                True,
                letter.device,
                letter.sender,
                edits=tuple(type(one)(one.id, one.field, known, one.raw) for one in letter.edits),
                hand_in=letter.hand_in,
                known=letter.known,
                photo=letter.photo,
            )
        )


class Open(Site):
    """A site that takes what comes after it was handed in."""

    def takes(self, letter):
        """Take a message as if nobody had handed in."""
        was, self.is_draft = self.is_draft, True
        answer = super().takes(letter)
        self.is_draft = was and self.is_draft
        return answer


class Deaf(Site):
    """A site that raises no concern from what it does not keep."""

    def _heed_all(self, edits):
        """Hear nothing."""


class Hasty(Site):
    """A site whose pages replace whatever came since they were opened."""

    def saves(self, page_key, form):
        """Save a page as if it had just been opened."""
        return super().saves(page_key, {key: sent for key, sent in form.items() if key[0] != "_"})


class Closing(Site):
    """A site that hands in without what its pages took since a device was heard."""

    def hands_in(self):
        """Hand in at once."""
        return self.is_draft and not self._hand_in()


class TestWrong:
    @pytest.mark.parametrize(
        ("broken", "found"),
        [
            (Forgetful, "changed"),
            (Open, "accepted after it was handed in"),
            (Deaf, "unheard"),
            (Hasty, "lost on a page"),
            (Closing, "stands wrongly"),
        ],
    )
    def test_sees_a_broken_site(self, broken, found):
        """A site that breaks one of its promises is caught within a few walks: the check can fail."""

        def made(random):
            return World(random, broken(Random(random.getrandbits(32))))

        wrong = {one.split(":")[0] for seed in range(SEEDS) for one in walk(seed, 500, made).wrong}

        assert found in wrong

    def test_sees_what_is_lost(self):
        """A site that forgets an edit, or holds it twice, is caught."""
        world = World(Random(3))
        world.write(0, "plan", "yes")
        world.settle()
        world.site.revisions.append(world.site.revisions[0])
        doubled = world.wrong()
        world.site.revisions.clear()

        assert [True, True] == [
            any(one.startswith("doubled") for one in doubled),
            any(one.startswith("lost") for one in world.wrong()),
        ]

    def test_sees_what_becomes_of_photos(self):
        """A site that loses a photo, keeps it twice, or brings it back, is caught."""
        world = World(Random(4))
        for _ in range(3):
            world.shoot(0)
        world.settle()
        world.take_away(0, 2)
        world.settle()
        lost, doubled, gone = world.site.photos.held
        right = world.wrong()
        world.site.photos.held[gone] = str(gone)
        world.site.photos.kept.append(doubled)
        del world.site.photos.held[lost]

        assert ([], ["brought back", "doubled", "lost"]) == (
            right,
            sorted(one.split(":")[0].removeprefix("photo ") for one in world.wrong()),
        )
