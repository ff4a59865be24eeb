"""Revisions of the fields of an audit: what stands, what clashes, and what is taken once."""

from uuid import UUID

from app.domain.revisions import Edit, Revision, by_field, heads, is_clash, standing, take

A, B, C = (UUID(int=number) for number in (1, 2, 3))


def edit(edit_id, *seen, field="plan", says="yes"):
    return Edit(edit_id, field, frozenset(seen), {"": [says]})


def revisions(*edits):
    return [Revision(number, one) for number, one in enumerate(edits, 1)]


class TestTake:
    def test_takes_what_is_new_once(self):
        """An edit that comes twice, in one message or in two, is taken once and safe each time."""
        again = take([edit(A), edit(A), edit(B)], {B: edit(B)})

        assert ((edit(A),), (A, A, B), ()) == (again.new, again.safe, again.changed)

    def test_keeps_what_came_first_under_an_id(self):
        """An id that comes again with other words is named, and takes the place of nothing."""
        other = edit(A, says="no")

        assert ((), (), (A,)) == (
            take([other], {A: edit(A)}).new,
            take([other], {A: edit(A)}).safe,
            take([other], {A: edit(A)}).changed,
        )


class TestHeads:
    def test_is_what_nobody_has_seen(self):
        """What a later author saw is no head, in whatever order the two came."""
        assert [B] == [one.id for one in heads(revisions(edit(A), edit(B, A)))]
        assert [B] == [one.id for one in heads(revisions(edit(B, A), edit(A)))]

    def test_are_two_where_neither_knew_of_the_other(self):
        """Two authors who saw the same each leave a head, the one that came first in front."""
        found = heads(revisions(edit(A), edit(C, A), edit(B, A)))

        assert [C, B] == [one.id for one in found]

    def test_are_settled_by_one_who_saw_both(self):
        """Whoever saw both heads leaves one."""
        assert [C] == [one.id for one in heads(revisions(edit(A), edit(B), edit(C, A, B)))]

    def test_leave_one_of_a_ring(self):
        """Edits that claim to have seen one another, or themselves, do not empty the field."""
        assert [B] == [one.id for one in heads(revisions(edit(A, B), edit(B, A)))]
        assert [A] == [one.id for one in heads(revisions(edit(A, A)))]
        assert () == heads([])


class TestStanding:
    def test_is_the_first_to_come_of_two(self):
        """While two differ, what comes later takes the place of nothing."""
        assert A == standing(revisions(edit(A), edit(B, says="no"))).id
        assert standing([]) is None

    def test_is_what_was_written_by_somebody_who_saw_it(self):
        """Whoever saw what stands takes its place, whatever came beside it in between."""
        found = heads(revisions(edit(A), edit(B, says="no"), edit(C, A, says="unsure")))

        assert [C, B] == [one.id for one in found]

    def test_is_no_longer_what_somebody_saw_who_came_first(self):
        """Where what stands was seen by one that came before it, the first that is left stands."""
        assert [B] == [one.id for one in heads(revisions(edit(A), edit(B, C), edit(C, A)))]


class TestIsClash:
    def test_is_only_where_heads_differ(self):
        """Two who gave the same have nothing to choose; two who differ have."""
        assert not is_clash(revisions(edit(A), edit(B)))
        assert is_clash(revisions(edit(A), edit(B, says="no")))
        assert not is_clash(revisions(edit(A), edit(B, A, says="no")))
        assert not is_clash([])


class TestByField:
    def test_keeps_the_order_of_each(self):
        """Revisions are told apart by field, each in the order in which they came."""
        one, two, three = revisions(edit(A), edit(B, field="impact"), edit(C))

        assert {"plan": [one, three], "impact": [two]} == by_field([three, two, one])
