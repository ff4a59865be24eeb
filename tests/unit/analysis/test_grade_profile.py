"""How grades spread: joined where few are alone, and never to be worked out where withheld."""

from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from analysis.disclosure import THRESHOLD
from analysis.grade_profile import profiles
from analysis.prevalence import prevalence

RANKS = (4, 3, 2, 1)


def counts(*numbers):
    return dict(zip(RANKS, numbers, strict=True))


def shown(profile):
    return [(band.ranks, band.interval.count) for band in profile.bands]


@st.composite
def groups(draw):
    """Draw how many of each grade some groups of audits were given."""
    names = "abc"[: draw(st.integers(1, 3))]
    return {name: counts(*(draw(st.integers(0, 9)) for _ in RANKS)) for name in names}


class TestProfiles:
    def test_count_each_grade_with_its_interval(self):
        """With five or more of every grade each stands alone, of all that were graded."""
        found = profiles({"north": counts(5, 9, 6, 5)}).total

        assert [((4,), 5), ((3,), 9), ((2,), 6), ((1,), 5)] == shown(found)
        assert prevalence(9, 25) == found.bands[1].interval

    def test_join_neighbours_where_few_are_alone(self):
        """Two outstanding audits are counted with the good ones, and never with worse."""
        found = profiles({"north": counts(2, 9, 6, 5)}).total

        assert [((4, 3), 11), ((2,), 6), ((1,), 5)] == shown(found)

    def test_withhold_everything_where_one_side_is_few(self):
        """When fewer than five are not good yet, or good, nothing is shown."""
        found = profiles({"north": counts(9, 9, 2, 2), "south": counts(0, 4, 9, 9)})

        assert ([], []) == (shown(found.groups["north"]), shown(found.groups["south"]))
        assert found.groups["north"].upper is None

    def test_withhold_a_second_group_beside_one(self):
        """One small group alone could be worked out from all, so another is withheld too."""
        found = profiles(
            {"a": counts(0, 3, 1, 0), "b": counts(0, 20, 20, 0), "c": counts(0, 30, 30, 0)}
        )

        assert ([], []) == (shown(found.groups["a"]), shown(found.groups["b"]))
        assert [((4, 3), 30), ((2, 1), 30)] == shown(found.groups["c"])

    def test_withhold_more_where_known_sizes_would_tell(self):
        """A group is not told by the sizes of those beside it, so five audits more are withheld."""
        found = profiles(
            {
                "mostly good": counts(0, 26, 4, 0),
                "tiny": counts(0, 1, 1, 0),
                "middle": counts(0, 20, 20, 0),
                "large": counts(0, 25, 25, 0),
            }
        )

        assert {"large": [((4, 3), 25), ((2, 1), 25)]} == {
            name: shown(one) for name, one in found.groups.items() if one.bands
        }

    def test_withhold_the_total_rather_than_every_group(self):
        """One large group beside a tiny one is shown, and the total is not, unless it is kept."""
        drawn = {"large": counts(0, 30, 30, 0), "tiny": counts(0, 1, 1, 0)}
        found = profiles(drawn, keeps_total=False)
        kept = profiles(drawn)

        assert ([], [((4, 3), 30), ((2, 1), 30)]) == (
            shown(found.total),
            shown(found.groups["large"]),
        )
        assert ([((4, 3), 31), ((2, 1), 31)], []) == (
            shown(kept.total),
            shown(kept.groups["large"]),
        )

    def test_withhold_the_total_for_no_hidden_group(self):
        """A group that must not be shown does not take the place of the total."""
        drawn = {"few workers": counts(0, 30, 30, 0), "tiny": counts(0, 1, 1, 0)}
        found = profiles(drawn, hidden=["few workers"], keeps_total=False)

        assert ([((4, 3), 31), ((2, 1), 31)], []) == (
            shown(found.total),
            shown(found.groups["few workers"]),
        )

    def test_show_nothing_of_hidden_groups(self):
        """A group that must not be shown is not, and nor is what would tell it."""
        many = counts(0, 20, 20, 0)
        found = profiles({"a": many, "b": many, "c": many}, hidden=["b"])

        assert ([], []) == (shown(found.groups["b"]), shown(found.groups["a"]))

    def test_give_the_share_of_good_and_better(self):
        """The share of good work is that of outstanding and good together."""
        apart = profiles({"north": counts(5, 9, 6, 5)}).total
        joined = profiles({"north": counts(2, 12, 6, 5)}).total

        assert (prevalence(14, 25), prevalence(14, 25)) == (apart.upper, joined.upper)

    @given(groups(), st.booleans())
    def test_show_no_band_of_few(self, drawn, keeps_total):
        """Every band holds five audits or more, and leaves five or more beside it."""
        found = profiles(drawn, keeps_total=keeps_total)
        bands = [
            band.interval
            for profile in (found.total, *found.groups.values())
            for band in profile.bands
        ]

        assert all(min(one.count, one.base - one.count) >= THRESHOLD for one in bands)

    @settings(max_examples=60, deadline=None)
    @given(groups(), st.booleans())
    def test_leave_open_what_is_withheld(self, drawn, keeps_total):
        """Whoever knows every size and every band shown can't tell what is withheld within five."""
        found = profiles(drawn, keeps_total=keeps_total)
        place = {key: number for number, key in enumerate(product(drawn, RANKS))}
        equal = [
            ([float(key[0] == name and key[1] in ranks) for key in place], count)
            for name in drawn
            for ranks, count in [(RANKS, sum(drawn[name].values())), *shown(found.groups[name])]
        ]
        equal += [
            ([float(key[1] in ranks) for key in place], n) for ranks, n in shown(found.total)
        ]
        sizes = {name: sum(given.values()) for name, given in drawn.items()}
        for name, profile in found.groups.items():
            upper = drawn[name][4] + drawn[name][3]
            if not profile.bands and min(upper, sizes[name] - upper) < THRESHOLD:
                others = sum(sizes.values()) - sizes[name]
                expected = min(THRESHOLD, sizes[name], others) if found.total.bands else 0
                assert expected <= _width(name, place, equal)

    @given(groups())
    def test_add_up(self, drawn):
        """The bands of one profile hold every graded audit once."""
        for profile in profiles(drawn).groups.values():
            bases = {band.interval.base for band in profile.bands}
            assert bases <= {sum(band.interval.count for band in profile.bands)}


def _width(name, place, equal):
    """Return how many numbers of good and better audits of a group fit with what is shown."""
    aim = np.array([float(key in {(name, 4), (name, 3)}) for key in place])
    rows, values = zip(*equal, strict=True)
    ends = [
        linprog(sign * aim, A_eq=rows, b_eq=values, bounds=[(0, None)] * len(place)).fun
        for sign in (1, -1)
    ]
    return -ends[1] - ends[0]
