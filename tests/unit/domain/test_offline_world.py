"""Two devices and a bad connection: no edit lost, none doubled, and all see the same (R-48)."""

import os
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from app.domain.revisions import by_field, heads, is_clash, standing
from tests.unit.domain.offline_world import FIELDS, Letter, World

# 20 seeds of 1,000 steps on every run; `make offline` walks 10,000 steps of each (minutes).
SEEDS = 20
STEPS = int(os.environ.get("OFFLINE_STEPS", "1000"))
ACTIONS = (
    *("write", "write", "send", "deliver", "deliver", "deliver", "deliver", "again", "drop"),
    *("skew", "shoot", "carry", "carry", "take_away"),
)
# Once in so many steps a device is lost.
WIPES = 150

devices = st.integers(0, 1)
fields = st.sampled_from(FIELDS)
words = st.sampled_from(["yes", "no", "unsure", ""])
places = st.integers(0, 50)


class OfflineMachine(RuleBasedStateMachine):
    """Everything that can happen to two devices, in any order that Hypothesis thinks of."""

    def __init__(self):
        super().__init__()
        self.world = World(Random(1))

    @rule(device=devices, key=fields, says=words)
    def write(self, device, key, says):
        """Let somebody write."""
        self.world.write(device, key, says)

    @rule(device=devices)
    def send(self, device):
        """Let a device send."""
        self.world.send(device)

    @rule(place=places, again=st.booleans())
    def deliver(self, place, again):
        """Let any letter arrive, perhaps not for the last time."""
        self.world.deliver(place, again=again)

    @rule(place=places)
    def drop(self, place):
        """Lose a letter."""
        self.world.drop(place)

    @rule(device=devices, hours=st.integers(-9000, 9000))
    def skew(self, device, hours):
        """Set a clock wrong."""
        self.world.skew(device, hours)

    @rule(device=devices)
    def wipe(self, device):
        """Lose a device."""
        self.world.wipe(device)

    @rule(device=devices)
    def shoot(self, device):
        """Let somebody take a photo."""
        self.world.shoot(device)

    @rule(device=devices)
    def carry(self, device):
        """Let a photo be sent."""
        self.world.carry(device)

    @rule(device=devices, place=places)
    def take_away(self, device, place):
        """Let somebody take a photo away."""
        self.world.take_away(device, place)

    @rule()
    def settle(self):
        """Let the connection hold, and then find nothing wrong."""
        self.world.settle()
        assert [] == self.world.wrong()

    @invariant()
    def nothing_is_doubled(self):
        """Find no edit twice on the site, and no gap in its count."""
        numbers = [one.number for one in self.world.site.revisions]
        ids = {one.id for one in self.world.site.revisions}
        assert (list(range(1, len(numbers) + 1)), len(numbers)) == (numbers, len(ids))

    @invariant()
    def whoever_knew_nothing_takes_no_place(self):
        """Find that no other saw what stands, and that the rest was seen or waits."""
        for revisions in by_field(self.world.site.revisions).values():
            seen = {one for revision in revisions for one in revision.edit.seen}
            assert standing(revisions).id not in seen
            waiting = {one.id for one in heads(revisions)}
            assert all(one.id in seen or one.id in waiting for one in revisions)


OfflineMachine.TestCase.settings = settings(max_examples=60, stateful_step_count=60, deadline=None)


def hard_enough():
    """Return whether chance leads to two heads on one field, so that there is something to hold."""
    world = World(Random(2))
    for _ in range(200):
        happen(world)
    fields_met = by_field(world.site.revisions).values()
    return any(len(heads(found)) > 1 for found in fields_met)


class TestOfflineMachine:
    def test_holds_whatever_happens(self):
        """Hypothesis finds no order of events that loses, doubles or overwrites an edit."""
        from hypothesis.stateful import run_state_machine_as_test

        run_state_machine_as_test(OfflineMachine)

        assert hard_enough()


def happen(world):
    """Let chance do one thing to a world."""
    random = world.random
    device, place, action = random.randrange(2), random.randrange(50), random.choice(ACTIONS)
    if action == "write":
        world.write(device, random.choice(FIELDS), f"{place}" if place % 3 else "same")
    elif action in {"deliver", "again"}:
        world.deliver(place, again=action == "again")
    elif action == "drop":
        world.drop(place)
    elif action == "skew":
        world.skew(device, place * 100 - 2500)
    elif action != "take_away":
        getattr(world, action)(device)
    elif place % 3 == 0:
        # Fewer than are taken, so that there is something to lose.
        world.take_away(device, place)
    if not random.randrange(WIPES):
        world.wipe(device)


def walk(world, steps):
    """Let chance do many things to a world, and check it ten times on the way and at the end."""
    for step in range(1, steps + 1):
        happen(world)
        if step % (steps // 10 or 1) == 0:
            world.settle()
            if world.wrong():
                break
    return world


class TestWalk:
    @pytest.mark.parametrize("seed", range(SEEDS))
    def test_ends_with_nothing_lost(self, seed):
        """After a thousand mishaps every edit is held once, and all see the same."""
        world = walk(World(Random(seed)), STEPS)

        assert [] == world.wrong()
        assert len(world.site.revisions) > STEPS / 40
        assert len(world.site.photos.kept) > STEPS / 80

    @given(st.integers(0, 10**6))
    @settings(max_examples=20)
    def test_does_not_depend_on_the_order(self, seed):
        """Edits that reach another site in any other order end at the same heads."""
        world = walk(World(Random(seed)), 120)
        mixed = World(Random(seed))
        edits = [one.edit for one in world.site.revisions]
        Random(seed).shuffle(edits)
        mixed.site.takes(Letter(to_site=True, device=0, edits=tuple(edits)))
        ends = [
            {
                key: {one.id for one in heads(found)}
                for key, found in by_field(site.revisions).items()
            }
            for site in (world.site, mixed.site)
        ]

        assert ends[0] == ends[1]

    def test_sees_what_is_lost(self):
        """A site that forgets an edit, or holds it twice, is caught: the check can fail."""
        world = walk(World(Random(3)), 50)
        world.site.revisions.append(world.site.revisions[0])
        doubled = world.wrong()
        del world.site.revisions[0], world.site.revisions[-1]

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

    def test_meets_clashes(self):
        """The walk is hard enough: devices that do not hear of each other do clash."""
        world = World(Random(5))
        world.write(0, "plan", "yes")
        world.write(1, "plan", "no")
        world.settle()

        assert is_clash([one for one in world.site.revisions if one.field == "plan"])
