"""Giving cases to auditors."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from app.domain.allocating import Auditor, DrawnCase, Left, Obstacle, allocate, obstacle, why_left
from app.domain.programme import ConflictWith

TEAMS = st.sampled_from(["North", "South", "East", "West"])
WORKERS = st.sampled_from(["", "SW-1", "SW-2", "SW-3"])
CASE_KEYS = [f"C{n}" for n in range(12)]
DECLARED = st.one_of(
    st.tuples(st.just(ConflictWith.CASE), st.sampled_from(CASE_KEYS)),
    st.tuples(st.just(ConflictWith.PRACTITIONER), st.sampled_from(["SW-1", "SW-2"])),
    st.tuples(st.just(ConflictWith.TEAM), TEAMS),
)


@st.composite
def cases(draw):
    keys = draw(st.lists(st.sampled_from(CASE_KEYS), unique=True))
    return [DrawnCase(key, draw(TEAMS), draw(WORKERS)) for key in keys]


@st.composite
def auditors(draw):
    return [
        Auditor(
            key=f"A{number}",
            target=draw(st.integers(0, 4)),
            load=draw(st.integers(0, 2)),
            team=draw(TEAMS),
            leads=draw(st.frozensets(TEAMS, max_size=1)),
            practitioner=draw(WORKERS),
            conflicts=draw(st.frozensets(DECLARED, max_size=2)),
        )
        for number in range(draw(st.integers(0, 4)))
    ]


class TestObstacle:
    def test_is_none_for_a_stranger(self):
        """Whoever has nothing to do with a case may audit it."""
        assert obstacle(Auditor("a", 3, team="North"), DrawnCase("c", "South", "SW-1")) is None

    def test_keeps_a_worker_from_their_own_case(self):
        """Nobody audits their own case."""
        auditor = Auditor("a", 3, team="North", practitioner="SW-1")

        assert obstacle(auditor, DrawnCase("c", "South", "SW-1")) is Obstacle.OWN_CASE

    def test_keeps_a_person_from_their_own_team(self):
        """Nobody audits a case of their own team."""
        found = obstacle(Auditor("a", 3, team="North"), DrawnCase("c", "North", "SW-1"))

        assert found is Obstacle.OWN_TEAM

    def test_keeps_a_manager_from_their_own_line(self):
        """Nobody audits a case of a team that they lead."""
        auditor = Auditor("a", 3, team="North", leads=frozenset({"South"}))

        assert obstacle(auditor, DrawnCase("c", "South")) is Obstacle.OWN_LINE

    def test_respects_what_was_declared(self):
        """A declared conflict with the case, the worker or the team keeps an auditor away."""
        case = DrawnCase("c", "South", "SW-1")
        declared = [
            (ConflictWith.CASE, "c"),
            (ConflictWith.PRACTITIONER, "SW-1"),
            (ConflictWith.TEAM, "South"),
        ]

        found = [
            obstacle(Auditor("a", 3, team="North", conflicts=frozenset({one})), case)
            for one in declared
        ]

        assert [Obstacle.DECLARED] * 3 == found

    def test_takes_no_reference_for_nobodys(self):
        """An auditor and a case without a staff reference are not the same person."""
        assert obstacle(Auditor("a", 3, team="North"), DrawnCase("c", "South")) is None


class TestAllocate:
    def test_shares_evenly(self):
        """Six cases and three auditors free of conflict are two each."""
        people = [Auditor(f"a{n}", 3, team="Quality") for n in range(3)]

        found = allocate([DrawnCase(f"c{n}", "North") for n in range(6)], people, seed=1)

        assert {"a0": 2, "a1": 2, "a2": 2} == Counter(found.given.values())

    def test_fills_those_furthest_below_their_target(self):
        """Whoever has two of three already is given the third only when the others have as much."""
        people = [Auditor("busy", 3, load=2, team="Q"), Auditor("free", 3, team="Q")]

        found = allocate([DrawnCase("c0", "N"), DrawnCase("c1", "N")], people, seed=1)

        assert {"c0": "free", "c1": "free"} == found.given

    def test_moves_a_case_to_make_room(self):
        """A case that only a full auditor may audit is given to them when another can move."""
        only = Auditor("only", 1, team="Q")
        other = Auditor("other", 1, team="South")
        pair = [DrawnCase("c0", "North"), DrawnCase("c1", "South")]

        found = [allocate(pair, [only, other], seed=seed).given for seed in range(20)]

        assert [{"c0": "other", "c1": "only"}] * 20 == found

    def test_says_why_a_case_is_left(self):
        """A case that nobody may audit is left, with what keeps each of them from it."""
        people = [Auditor("a", 3, team="North"), Auditor("b", 3, team="Q", practitioner="SW-1")]

        found = allocate([DrawnCase("c", "North", "SW-1")], people, seed=1)

        assert {} == found.given
        assert (Left("c", {Obstacle.OWN_TEAM: 1, Obstacle.OWN_CASE: 1}),) == found.left

    def test_goes_over_no_target(self):
        """When every target is reached, the rest is left and says so."""
        found = allocate(
            [DrawnCase("c0", "N"), DrawnCase("c1", "N")], [Auditor("a", 1, team="Q")], seed=1
        )

        assert 1 == len(found.given)
        assert {Obstacle.TARGET_REACHED: 1} == found.left[0].obstacles

    @given(cases(), auditors(), st.integers(0, 1000))
    def test_never_picks_a_conflicted_auditor(self, drawn, people, seed):
        """Whatever the cases and conflicts, no auditor gets a case that they may not audit."""
        found = allocate(drawn, people, seed=seed)

        known, who = {one.key: one for one in drawn}, {one.key: one for one in people}
        kept_from = {case: obstacle(who[key], known[case]) for case, key in found.given.items()}
        assert dict.fromkeys(found.given) == kept_from

    @given(cases(), auditors(), st.integers(0, 1000))
    def test_gives_or_leaves_every_case(self, drawn, people, seed):
        """Each case is given once or left with a reason, and nobody goes over their target."""
        found = allocate(drawn, people, seed=seed)

        left = [one.case for one in found.left]
        assert sorted(one.key for one in drawn) == sorted([*found.given, *left])
        loads = Counter(found.given.values())
        over = [one.key for one in people if loads[one.key] > max(one.target - one.load, 0)]
        assert [] == over

    @given(cases(), auditors(), st.integers(0, 1000), st.randoms())
    def test_does_not_depend_on_the_order(self, drawn, people, seed, chance):
        """The same seed gives the same allocation, whatever the order of cases and auditors."""
        before = allocate(drawn, people, seed=seed)
        cases_again, people_again = list(drawn), list(people)
        chance.shuffle(cases_again)
        chance.shuffle(people_again)

        assert before == allocate(cases_again, people_again, seed=seed)

    @given(cases(), auditors(), st.integers(0, 1000))
    def test_gives_as_many_as_can_be(self, drawn, people, seed):
        """As many cases are given as the largest matching that another method finds."""
        found = allocate(drawn, people, seed=seed)

        assert _largest(drawn, people) == len(found.given)

    @given(st.integers(0, 12), st.integers(1, 4), st.integers(0, 1000))
    def test_differs_by_at_most_one_without_conflicts(self, number, people, seed):
        """Without conflicts and with equal targets nobody has two more than another."""
        free = [Auditor(f"a{n}", 12, team="Q") for n in range(people)]

        found = allocate([DrawnCase(f"c{n}", "N") for n in range(number)], free, seed=seed)

        loads = Counter(found.given.values())
        counts = [loads[one.key] for one in free]
        assert max(counts) - min(counts) <= 1


class TestWhyLeft:
    def test_counts_who_is_kept_by_what(self):
        """Each auditor counts once, by the first thing that keeps them."""
        people = [Auditor("a", 3, team="N"), Auditor("b", 3, team="N"), Auditor("c", 0, team="Q")]

        found = why_left(DrawnCase("x", "N"), people)

        assert {Obstacle.OWN_TEAM: 2, Obstacle.TARGET_REACHED: 1} == found.obstacles


def _largest(drawn, people):
    # By Hall's theorem: all cases, less the most by which a set of them exceeds the room of those
    # who may audit any of it (König and Ore's deficiency form); every set of kinds is tried.
    room = {one.key: max(one.target - one.load, 0) for one in people}
    kinds = Counter(
        frozenset(one.key for one in people if obstacle(one, case) is None) for case in drawn
    )
    sets = list(kinds)
    short = 0
    for number in range(2 ** len(sets)):
        chosen = [one for place, one in enumerate(sets) if number >> place & 1]
        reach = frozenset().union(*chosen)
        short = max(short, sum(kinds[one] for one in chosen) - sum(room[key] for key in reach))
    return len(drawn) - short
