"""One audit as a document: in the order of the conversation, and nothing said twice."""

from dataclasses import replace
from datetime import date

from app.reports.audit_document import (
    UNGRADED,
    ActionSaid,
    AuditSaid,
    GradeSaid,
    PageSaid,
    PartSaid,
    build,
)
from app.reports.blocks import Heading, Pair, Pairs, Points, Prose, Table

GRADE = GradeSaid(
    domain="The plan",
    first="Good",
    second="",
    stands="Good",
    how="The auditor's",
    why="",
    described=(("Good", "It is clear."),),
)
SAID = AuditSaid(
    audit_ref="A-1",
    organisation="Anytown",
    handling="In confidence.",
    keeping=("Keep it.",),
    facts=(("Case", "CH-1"),),
    parts=(
        PartSaid("Child or young person", (PageSaid("Taking part", (Pair("Asked?", "Yes"),)),)),
        PartSaid("Auditor", ()),
    ),
    is_graded=True,
    grades=(GRADE,),
    second_reading=("No second reading.",),
    concerns=("No concern.",),
    actions=(ActionSaid("Ring", "To be heard", "Manager", date(2026, 12, 1), "open"),),
    reply=(Pair("Agrees?", "Yes"),),
)


def heads(document, level=2):
    return [b.text for b in document.blocks if isinstance(b, Heading) and b.level == level]


def tables(document):
    return {b.caption: b for b in document.blocks if isinstance(b, Table)}


class TestBuild:
    def test_keeps_the_order_of_the_conversation(self):
        """How to handle it comes first, then the facts, the voices, the grades and what follows."""
        assert [
            "How to handle this paper",
            "About this audit",
            "Whether the child is safe",
            "Child or young person",
            "Auditor",
            "The grades that stand",
            "Actions",
            "What the worker says of this audit",
            "What work looks like at each grade",
        ] == heads(build(SAID))

    def test_never_leaves_out_a_level(self):
        """Every heading is at most one level under the one before it."""
        levels = [1, *(b.level for b in build(SAID).blocks if isinstance(b, Heading))]

        assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False))

    def test_says_how_it_is_to_be_kept(self):
        """The document says on every page how it is to be handled, and at length at its head."""
        document = build(SAID)

        assert "In confidence." == document.handling
        assert Points(("Keep it.",)) in document.blocks

    def test_leaves_out_what_its_reader_is_not_told(self):
        """Without concerns and without a reply their chapters are not there."""
        found = heads(build(replace(SAID, concerns=(), reply=())))

        assert "Whether the child is safe" not in found
        assert "What the worker says of this audit" not in found

    def test_says_that_a_voice_said_nothing(self):
        """A part without a page says so under its heading."""
        assert Prose("Nothing was recorded.") in build(SAID).blocks

    def test_has_a_column_for_a_second_reader_only_when_there_was_one(self):
        """Without a second reading the grade that stands is the one column of grades."""
        twice = replace(GRADE, second="Inadequate", stands="Inadequate", why="We read it again.")
        alone = tables(build(SAID))["Each grade, and how it came to stand"]
        both = build(replace(SAID, grades=(twice,)))
        table = tables(both)["Each grade, and how it came to stand"]

        assert (("The plan", "Good", "The auditor's"),) == alone.rows
        assert (("The plan", "Good", "Inadequate", "Inadequate", "The auditor's"),) == table.rows
        assert Pairs((Pair("The plan", "We read it again."),)) in both.blocks

    def test_has_no_grades_where_none_were_asked(self):
        """An audit without grades says so, and describes none."""
        document = build(replace(SAID, is_graded=False, grades=()))

        assert Prose(UNGRADED) in document.blocks
        assert "What work looks like at each grade" not in heads(document)

    def test_says_that_no_action_was_agreed(self):
        """An audit without an action says so."""
        assert Prose("No action was agreed.") in build(replace(SAID, actions=())).blocks
