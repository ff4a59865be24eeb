"""What chance does to the world of R-48, step by step and audit after audit."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING

from tests.unit.domain.offline_form import FIELDS, PAGES, VALUES
from tests.unit.domain.offline_site import Site
from tests.unit.domain.offline_world import TABS, World

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ON_DEVICES = (
    *("write", "write", "write_late", "look", "send", "send", "skew", "shoot", "carry", "carry"),
    *("take_away", "hand_in", "save_file", "bring", "replace"),
)
ON_THE_WAY = ("deliver",) * 9 + ("again", "again", "drop", "drop")
ON_PAGES = (
    *("open_tab", "open_tab", "type", "type", "type", "save_tab", "save_tab", "choose_in_tab"),
    *("look_at_versions", "choose", "submit", "close_concern"),
)
ACTIONS = ON_DEVICES + ON_THE_WAY + ON_PAGES
# Once in so many steps: a device is lost, one is revoked, a concern is raised, somebody finishes.
WIPES, REVOKES, STOPS, FINISHES = 150, 120, 200, 300
# So much is tried after an audit was handed in, before another is begun.
AFTER = 60


def happen(world: World) -> None:
    """Let chance do one thing to a world."""
    random = world.random
    act(world, random.choice(ACTIONS))
    if not random.randrange(WIPES):
        world.wipe(random.randrange(2))
    if not random.randrange(REVOKES):
        world.revoke(random.randrange(2))
    if not random.randrange(STOPS):
        world.stop()
    if not random.randrange(FINISHES):
        finish(world)


def act(world: World, action: str) -> None:
    """Do one named thing, to whatever chance picks."""
    random = world.random
    device, place, tab = random.randrange(2), random.randrange(50), random.randrange(TABS)
    key, page, value = random.choice(FIELDS), random.choice(list(PAGES)), random.randrange(6)
    # Of some things fewer are done than there is occasion for, so that something is left to lose.
    seldom = place % 3 == 0
    does: dict[str, Callable[[], object]] = {
        "write": lambda: world.write(device, key, says(world, key)),
        "write_late": lambda: world.write(device, key, says(world, key), late=True),
        "deliver": lambda: world.deliver(place, again=False),
        "again": lambda: world.deliver(place, again=True),
        "drop": lambda: world.drop(place),
        "skew": lambda: world.skew(device, place * 100 - 2500),
        "take_away": lambda: seldom and world.take_away(device, place),
        "bring": lambda: seldom and world.bring(device, place),
        "open_tab": lambda: world.open_tab(tab, page),
        "type": lambda: world.type_in_tab(tab, place, f"t{random.randrange(10**6)}", value),
        "choose_in_tab": lambda: world.choose_in_tab(tab, random.choice(("mine", "theirs"))),
        "save_tab": lambda: world.save_tab(tab),
        "look_at_versions": world.look_at_versions,
        "choose": lambda: world.choose(place),
        "submit": lambda: seldom and world.submit(),
        "close_concern": lambda: seldom and world.close_concern(),
    }
    does.get(action, lambda: getattr(world, action)(device))()


def says(world: World, key: str) -> str:
    """Return what somebody writes into a field: now and then the same, or nothing."""
    if key in VALUES:
        return world.random.choice(VALUES[key])
    place = world.random.randrange(60)
    return "" if place == 0 else "same" if place % 3 == 0 else f"{place}"


def finish(world: World) -> None:
    """Let somebody look at all that is left on the site, settle it, and hand in somewhere."""
    random = world.random
    for _ in range(len(FIELDS)):
        world.look_at_versions()
        world.choose(random.randrange(50))
    for _ in range(3):
        for page in PAGES:
            world.open_tab(0, page)
            opened = world.tabs[0]
            for place, key in enumerate(opened.fields if opened else ()):
                if opened and not opened.fields[key]:
                    world.type_in_tab(0, place, f"t{random.randrange(10**6)}", 0)
            world.save_tab(0)
    if random.randrange(2):
        world.hand_in(random.randrange(2))
    else:
        world.submit()


@dataclass
class Walked:
    """Many audits, one after another: each world as it was left, and what was wrong in any."""

    worlds: list[World] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def count(self, of: Callable[[World], int]) -> int:
        """Return a count over all of them."""
        return sum(of(world) for world in self.worlds)


def walk(
    seed: int, steps: int, make: Callable[[Random], World] | None = None, checks: int = 25
) -> Walked:
    """Let chance do many things, audit after audit, and check on the way and at each end.

    Deterministic for its seed; `make` makes another world than the usual one.
    """
    random, walked = Random(seed), Walked()
    for step, world in enumerate(_worlds(random, make or a_world, steps, walked), 1):
        happen(world)
        if step % max(1, steps // checks) == 0 and (found := _checked(world)):
            walked.wrong += found
            break
    else:
        walked.wrong += _checked(walked.worlds[-1])
    return walked


def a_world(random: Random) -> World:
    """Return a world of one audit; the site draws its ids from a chance of its own."""
    return World(random, Site(Random(random.getrandbits(32))))


def _worlds(
    random: Random, make: Callable[[Random], World], steps: int, walked: Walked
) -> Iterator[World]:
    after = AFTER
    for _ in range(steps):
        if after >= AFTER:
            if walked.worlds:
                walked.wrong += _checked(walked.worlds[-1])
            walked.worlds.append(make(random))
            after = 0
        after += not walked.worlds[-1].site.is_draft
        yield walked.worlds[-1]


def _checked(world: World) -> list[str]:
    world.settle()
    return world.wrong()
