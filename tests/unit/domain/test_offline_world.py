"""Two devices, the site's pages and a bad connection: no edit lost, none doubled, none unheard."""

import os
from random import Random
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from app.domain.revisions import Edit, Revision, by_field, heads, is_clash, standing
from tests.unit.domain.offline_chance import ACTIONS, a_world, act, finish, happen, walk
from tests.unit.domain.offline_form import FIELDS, VALUES, raw_of
from tests.unit.domain.offline_phone import Phone
from tests.unit.domain.offline_post import Letter
from tests.unit.domain.offline_site import Site
from tests.unit.domain.offline_world import World

# 20 seeds of 1,000 steps on every run; `make offline` walks 10,000 steps of each.
SEEDS = 20
STEPS = int(os.environ.get("OFFLINE_STEPS", "1000"))

devices = st.integers(0, 1)
words = st.sampled_from([key for key in FIELDS if key not in VALUES])
chances = st.integers(0, 2**32)


class OfflineMachine(RuleBasedStateMachine):
    """Everything that can happen to an audit, in any order that Hypothesis thinks of."""

    def __init__(self):
        super().__init__()
        self.world = a_world(Random(1))
        self.acts = 0

    @rule(action=st.sampled_from(sorted(set(ACTIONS))), chance=chances)
    def act(self, action, chance):
        """Let any of the things happen that chance knows of."""
        # No seed comes twice, or two edits would be given one id.
        self.acts += 1
        self.world.random.seed(f"{self.acts} {chance}")
        act(self.world, action)

    @rule(device=devices, key=words, says=st.sampled_from(["yes", "no", ""]), late=st.booleans())
    def write(self, device, key, says, late):
        """Let somebody write."""
        self.world.write(device, key, says, late=late)

    @rule(device=devices, says=st.sampled_from(["yes", "unsure", "no"]))
    def say_whether_safe(self, device, says):
        """Let somebody say whether the child is safe."""
        self.world.write(device, "safe_now", says)

    @rule(device=devices)
    def lose(self, device):
        """Lose a device."""
        self.world.wipe(device)

    @rule(device=devices)
    def revoke(self, device):
        """Revoke a device."""
        self.world.revoke(device)

    @rule()
    def stop(self):
        """Raise a concern on the site."""
        self.world.stop()

    @rule()
    def finish(self):
        """Fill in what is missing, and hand in somewhere."""
        finish(self.world)

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


class TestPhone:
    def test_amends_what_was_chosen(self):
        """Who writes on after a choice between two versions amends what they chose, with no clash."""
        phone = Phone(uuid4())
        phone.writes("plan", "sent", uuid4())
        (flying,) = phone.sends(0).edits
        typed = phone.writes("plan", "typed", uuid4())
        theirs = Edit(uuid4(), "plan", frozenset(), raw_of("theirs"))
        told = (Revision(1, flying), Revision(2, theirs))
        phone.hears(Letter(False, 0, phone.id, safe=(flying.id,), number=2, heads=told))
        clashed = is_clash(phone.view("plan"))
        phone.writes("plan", "chosen", uuid4())
        last = phone.writes("plan", "amended", uuid4())

        assert clashed
        assert [typed, last] == phone.waiting
        assert [raw_of("amended")] == [one.edit.raw for one in phone.view("plan")]


OfflineMachine.TestCase.settings = settings(max_examples=60, stateful_step_count=60, deadline=None)


class TestOfflineMachine:
    def test_holds_whatever_happens(self):
        """Hypothesis finds no order of events that loses, doubles, overwrites or unsays anything."""
        from hypothesis.stateful import run_state_machine_as_test

        run_state_machine_as_test(OfflineMachine, settings=OfflineMachine.TestCase.settings)

        assert walk(2, 400).count(lambda world: world.record.asked) > 0


class TestWalk:
    @pytest.mark.parametrize("seed", range(SEEDS))
    def test_ends_with_nothing_lost(self, seed):
        """After a thousand mishaps every edit is held once, or kept aside, and all see the same."""
        walked = walk(seed, STEPS)

        assert [] == walked.wrong
        assert walked.count(lambda one: len(one.site.revisions)) > STEPS / 60
        assert walked.count(lambda one: len(one.record.typed)) > STEPS / 400
        assert walked.count(lambda one: len(one.site.photos.kept)) > STEPS / 200

    def test_meets_everything_that_it_is_about(self):
        """The walks meet old pages, late and refused edits, revoked devices, files and concerns."""
        walked = [walk(seed, 1000) for seed in range(SEEDS)]
        met = {
            "handed in": lambda one: not one.site.is_draft,
            "gone from a device": lambda one: any(phone.is_over for phone in one.phones),
            "refused because it came late": lambda one: any(phone.refused for phone in one.phones),
            "revoked": lambda one: any(phone.is_revoked for phone in one.phones),
            "said on an old page": lambda one: one.record.asked,
            "came to a page too late": lambda one: one.record.unkept,
            "in a rescue file": lambda one: len(one.files),
            "a concern": lambda one: bool(one.site.concern),
        }
        counts = {what: sum(one.count(of) for one in walked) for what, of in met.items()}

        assert {} == {what: number for what, number in counts.items() if number < SEEDS}

    @given(st.integers(0, 10**6))
    @settings(max_examples=20)
    def test_does_not_depend_on_the_order(self, seed):
        """Edits that reach another site in any other order end at the same heads."""
        world = a_world(Random(seed))
        for _ in range(120):
            happen(world)
        edits = [one.edit for one in world.site.revisions if one.edit.raw]
        Random(seed).shuffle(edits)
        ends = []
        for given_in in (edits, sorted(edits, key=lambda one: one.id)):
            site = Site()
            site.takes(Letter(True, 0, world.new_id(), edits=tuple(given_in)))
            found = [one for one in site.revisions if one.id in {edit.id for edit in edits}]
            ends.append(
                {key: {one.id for one in heads(of)} for key, of in by_field(found).items()}
            )

        assert ends[0] == ends[1]

    def test_meets_clashes(self):
        """The walk is hard enough: devices that do not hear of each other do clash."""
        world = World(Random(5))
        world.write(0, "plan", "yes")
        world.write(1, "plan", "no")
        world.settle()

        assert is_clash([one for one in world.site.revisions if one.field == "plan"])
