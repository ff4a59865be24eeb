"""Groups that leave with words: nobody is one of fewer than five."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from analysis.exchange.attributes import safe

GROUPS = st.dictionaries(
    st.sampled_from(["Age", "Area", "Team"]), st.sampled_from(["a", "b", "c", ""]), max_size=3
)


def people(*counts):
    """Return people in groups of these sizes."""
    found = {}
    for letter, count in zip("abcdef", counts, strict=False):
        found |= {f"{letter}{n}": {"Area": letter} for n in range(count)}
    return found


class TestSafe:
    @given(st.lists(GROUPS, max_size=40))
    def test_leaves_nobody_among_fewer_than_five(self, given_groups):
        """Every combination that leaves, the empty one too, is that of five or more."""
        found = safe({str(n): groups for n, groups in enumerate(given_groups)})
        sizes = Counter(found.values())

        assert len(given_groups) == len(found)
        assert all(size >= 5 for values, size in sizes.items()) or {()} == set(sizes) or not sizes

    def test_keeps_large_groups(self):
        """Two groups of five stay."""
        assert {(("Area", "a"),), (("Area", "b"),)} == set(safe(people(5, 5)).values())

    def test_hides_a_small_group_with_another(self):
        """Three people without a group could be counted, so the next smallest goes with them."""
        found = safe(people(9, 6, 3))

        assert 9 == sum(map(bool, found.values()))

    def test_leaves_out_a_group_that_points_at_people(self):
        """What differs for each person leaves with nobody, and takes nothing else with it."""
        found = safe({str(n): {"Area": "North", "Birthday": str(n)} for n in range(10)})

        assert {(("Area", "North"),)} == set(found.values())
