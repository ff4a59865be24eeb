"""Themes by groups: people counted, small numbers withheld, and differences that are there."""

import random

import pytest

from analysis.crossing import ALIKE, DIFFERS, LESS, MORE, against, cross
from analysis.prevalence import DOWN, TOO_FEW, UNCLEAR, UP, difference, prevalence


def a_crossing(sizes, raised, order=(), aside=frozenset()):
    """Cross themes of which so many of each group raised one, each group of so many people."""
    groups = {f"{name}-{n}": name for name, size in sizes.items() for n in range(size)}
    who = {
        key: {f"{name}-{n}" for name, count in counts.items() for n in range(count)}
        for key, counts in raised.items()
    }
    return cross(who, groups, order, aside)


def counts(row):
    return [cell.interval.count if cell.interval else None for cell in row.cells]


class TestCross:
    def test_counts_people_of_each_group(self):
        """A theme's row has its people in each group, with the share of that group."""
        found = a_crossing({"east": 40, "west": 20}, {"moves": {"east": 10, "west": 10}})
        (row,) = found.rows

        assert [("east", 40), ("west", 20)] == [(one.name, one.people) for one in found.columns]
        assert (60, 20, 60) == (found.people, row.total.count, row.total.base)
        assert [prevalence(10, 40), prevalence(10, 20)] == [one.interval for one in row.cells]

    def test_leaves_out_whoever_is_in_no_group(self):
        """Somebody who raised a theme and is in no group is not counted."""
        found = cross({"moves": {*range(20)}}, dict.fromkeys(range(10, 40), "east"))

        assert (30, 10) == (found.people, found.rows[0].total.count)

    def test_keeps_groups_in_their_order_and_themes_by_size(self):
        """Named groups come first, others by name; the most raised theme comes first."""
        sizes = {"b": 20, "a": 20, "old": 20, "young": 20}
        found = a_crossing(sizes, {"x": {"a": 6}, "y": {"a": 9, "b": 9}}, ("young", "none", "old"))

        assert ["young", "old", "a", "b"] == [one.name for one in found.columns]
        assert ["y", "x"] == [row.key for row in found.rows]

    def test_withholds_what_is_small(self):
        """Three people are not shown, nor the next smallest, nor a theme of four people."""
        sizes = {"east": 40, "west": 40, "north": 40}
        raised = {"moves": {"east": 20, "west": 3, "north": 8}, "few": {"east": 4}}
        moves, few = a_crossing(sizes, raised, ("east", "west", "north")).rows

        assert ([20, None, None], 31) == (counts(moves), moves.total.count)
        assert ([None] * 3, None, TOO_FEW) == (counts(few), few.total, few.verdict)

    def test_says_where_groups_differ(self):
        """A theme that half of one group and a tenth of the others raised differs, and where."""
        sizes = {"east": 60, "west": 60, "north": 60}
        raised = {"moves": {"east": 30, "west": 6, "north": 12}, "money": dict.fromkeys(sizes, 20)}
        money, moves = a_crossing(sizes, raised, ("east", "west", "north")).rows

        assert (DIFFERS, [MORE, LESS, ""]) == (
            moves.verdict,
            [cell.stands_out for cell in moves.cells],
        )
        assert (ALIKE, ["", "", ""]) == (money.verdict, [one.stands_out for one in money.cells])

    def test_claims_nothing_of_small_groups(self):
        """Of twenty-nine people no difference is claimed, however large."""
        raised = {"moves": {"east": 23, "west": 6, "north": 6}}
        small = a_crossing({"east": 29, "west": 29, "north": 29}, raised)
        mixed = a_crossing({"east": 29, "west": 60, "north": 60}, raised)

        assert TOO_FEW == small.rows[0].verdict
        assert (ALIKE, "") == (mixed.rows[0].verdict, mixed.rows[0].cells[0].stands_out)

    def test_lets_groups_aside_have_no_part_in_it(self):
        """Those who did not say are counted, and no difference is claimed of them."""
        sizes, raised = {"east": 60, "unsaid": 60}, {"moves": {"east": 30, "unsaid": 6}}

        assert TOO_FEW == a_crossing(sizes, raised, aside={"unsaid"}).rows[0].verdict
        assert [30, 6] == counts(a_crossing(sizes, raised, aside={"unsaid"}).rows[0])

    def test_is_strict_where_many_themes_are_compared(self):
        """What one theme alone would show is doubted among twenty."""
        sizes, sure = {"east": 60, "west": 60}, {"east": 24, "west": 12}
        alone = a_crossing(sizes, {"moves": sure})
        among = a_crossing(
            sizes, {"moves": sure} | {f"t{n}": {"east": 20, "west": 20} for n in range(20)}
        )

        assert [DIFFERS] == [row.verdict for row in alone.rows]
        assert {ALIKE} == {row.verdict for row in among.rows}

    def test_finds_differences_as_seldom_as_it_says(self):
        """Of two hundred tables without a difference, about one in twenty claims one."""
        rng = random.Random(11)
        claims = 0
        for _ in range(200):
            groups = {n: rng.choice("abc") for n in range(300)}
            raised = {key: {n for n in groups if rng.random() < 0.3} for key in "uvwxyz"}
            claims += any(row.verdict == DIFFERS for row in cross(raised, groups).rows)

        assert 2 <= claims <= 20

    def test_does_not_take_what_is_only_seen_when_it_is_large_for_a_difference(self):
        """Small groups beside a large one, rare themes, no difference: one page in twenty at most."""
        rng = random.Random(3)
        groups = {n: f"small {n // 30}" if n < 120 else "large" for n in range(420)}
        claims = 0
        for _ in range(60):
            raised = {f"t{t}": {n for n in groups if rng.random() < 0.06} for t in range(20)}
            found = cross(raised, groups)
            claims += any(row.verdict == DIFFERS for row in found.rows)

        assert claims <= 3

    def test_marks_no_group_aside_that_has_the_same_numbers(self):
        """Those who did not say are not marked because a group with their numbers stands out."""
        sizes = {"east": 60, "west": 60, "unsaid": 60}
        raised = {"moves": {"east": 30, "west": 6, "unsaid": 30}}
        (row,) = a_crossing(sizes, raised, [*sizes], aside={"unsaid"}).rows

        assert [MORE, LESS, ""] == [cell.stands_out for cell in row.cells]


class TestAgainst:
    def test_compares_a_group_with_the_others_together(self):
        """Half of those with a low score raised a theme, and a quarter of the others."""
        sizes = {"low": 40, "middle": 60, "high": 60}
        found = a_crossing(sizes, {"moves": {"low": 20, "middle": 15, "high": 15}}, [*sizes])
        (change,) = against(found, 0, (1, 2))

        assert difference(prevalence(30, 120), prevalence(20, 40)) == change
        assert UP == change.verdict

    @pytest.mark.parametrize(
        ("low", "size", "verdict"), [(20, 29, TOO_FEW), (16, 40, UNCLEAR), (6, 60, DOWN)]
    )
    def test_says_it_in_words(self, low, size, verdict):
        """Few people are too few, and what is not clear is not claimed."""
        found = a_crossing({"low": size, "rest": 100}, {"moves": {"low": low, "rest": 35}})

        assert [verdict] == [change.verdict for change in against(found, 0, (1,))]

    def test_is_strict_where_many_themes_are_compared(self):
        """What one theme alone would show is doubted among twenty."""
        sizes, sure = {"low": 60, "rest": 60}, {"low": 24, "rest": 12}
        raised = {"moves": sure} | {f"t{n}": {"low": 20, "rest": 20} for n in range(20)}
        changes = against(a_crossing(sizes, raised), 0, (1,))

        assert {UNCLEAR} == {change.verdict for change in changes}

    def test_compares_nothing_that_is_withheld(self):
        """Without a shown cell on each side there is nothing to compare."""
        sizes = {"low": 40, "middle": 40, "high": 40}
        found = a_crossing(sizes, {"moves": {"low": 3, "middle": 4, "high": 20}}, [*sizes])

        assert (None,) == against(found, 0, (1, 2))
        assert (None,) == against(found, 2, (0, 1))
