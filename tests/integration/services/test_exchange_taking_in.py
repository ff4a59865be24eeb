"""Codings in: found again in our words, and never taken in twice."""

from dataclasses import replace

import pytest
from sqlalchemy import delete

from analysis.exchange import Mark, qdpx
from analysis.exchange.shapes import guid_of
from app.db.models import Answer
from app.domain.errors import Invalid
from app.domain.evidence import CodingState
from app.domain.people import Actor, Role
from app.services import exchange_files, exchange_matching, exchange_out, exchange_taking
from app.services.exchange_matching import REASONS
from tests import builders
from tests.exchange import samples
from tests.exchange.world import COLD, WORDS, World


@pytest.fixture
def world(session):
    """Return the world."""
    return World(session)


class TestTakeIn:
    def test_finds_words_by_the_id_they_left_with(self, world):
        """A project that went through another program is matched by its names."""
        place = world.says(WORDS, "one")
        world.says("Something else", "two")
        key = next(c.key for c in world.collects().comments if "bedroom" in c.words.text)
        text = "My carer [name] lives in [place]. My bedroom is cold."
        outcome = world.brings(samples.atlas(text, f"{key} What is it like?"))

        assert 2 == outcome.added
        assert {place[0]} == {one[0] for one in world.people_coded()}

    def test_puts_a_mark_on_our_words(self, world):
        """What was marked in redacted words is marked in the words that we hold."""
        world.says(WORDS, "one")
        project = exchange_out.project_of(world.collects())
        source = project.sources[0]
        start = source.text.index("My bedroom")
        mark = Mark(guid_of("theme", world.home.key), start, len(source.text))
        made = replace(project, sources=(replace(source, marks=(mark,)),))
        world.brings(qdpx.write(made))

        assert [COLD] == [one[1:] for one in world.people_coded()]

    @pytest.mark.parametrize("make", [samples.atlas, samples.nvivo, samples.qualcoder])
    def test_finds_words_by_themselves(self, world, make):
        """Files of each program are matched by exactly their words, whatever spaces and capitals."""
        world.says(samples.TEXT.upper().replace(" ", "  "), "one")
        outcome = world.brings(make())

        assert (1, 2, ()) == (outcome.sources, outcome.added, outcome.unmatched)
        assert 2 == len(world.people_coded())

    def test_finds_redacted_words_without_an_id(self, world):
        """Words that left redacted are found when their id was lost."""
        world.says("Jo says my bedroom is", "one")
        outcome = world.brings(b"comment,Home and space\n[name] says my bedroom is,1\n", "x.csv")

        assert 1 == outcome.added

    def test_finds_a_piece_of_words_that_another_program_changed(self, world):
        """A mark in words with other spaces is found by its own words, or else is on all of them."""
        world.says(samples.TEXT.replace("cold. Sam", "cold.  Sam"), "one")
        world.brings(samples.atlas())

        assert [(0, 19), (21, 39)] == [one[1:] for one in world.people_coded()]

    def test_adds_nothing_the_second_time(self, world):
        """The same file again is known already."""
        world.says(samples.TEXT, "one")
        first, second = world.brings(samples.qualcoder()), world.brings(samples.qualcoder())

        assert (2, 0) == (first.added, first.known)
        assert (0, 2) == (second.added, second.known)
        assert [(0, 19), (20, 38)] == [one[1:] for one in world.people_coded()]

    def test_agrees_with_what_the_machine_proposed(self, world):
        """A theme that the machine had proposed is accepted, not given twice."""
        coding = world.codes(world.says(samples.TEXT, "one"), span=(0, 10))
        outcome = world.brings(samples.qualcoder())

        assert (1, 1) == (outcome.added, outcome.agreed)
        assert (CodingState.ACCEPTED, world.by.id) == (coding.state, coding.decided_by_id)

    def test_says_why_each_other_coding_stayed_out(self, world):
        """No such words, several, no such theme, the machine's own, and rejected here."""
        for person, words in [
            ("one", "Twice"),
            ("two", "Twice"),
            ("three", "Once"),
            ("four", "No"),
        ]:
            place = world.says(words, person)
        world.codes(place, state=CodingState.REJECTED, span=(0, 2))
        rows = "comment,Home and space,Knitting,only the machine\n"
        rows += "Never,1,0,\nTwice,1,0,\nOnce,1,1,Home and space\nNo,1,0,\n"
        outcome = world.brings(rows.encode(), "x.csv")

        assert ["nothing", "several", "machine", "theme", "rejected"] == [
            one.why for one in outcome.unmatched
        ]
        assert {one.reason for one in outcome.unmatched} < set(REASONS.values())
        assert 0 == outcome.added
        assert "row 2" == outcome.unmatched[0].source

    def test_leaves_alone_what_was_taken_back_meanwhile(self, world, session):
        """Words that went between the reading and the writing get no coding."""
        place = world.says(samples.TEXT, "one")
        opened = exchange_files.open_codings(samples.qualcoder(), "x.qdpx")
        plan = exchange_matching.plan(session, opened, by=world.by)
        session.execute(delete(Answer).where(Answer.response_id == place[0]))
        outcome = exchange_taking.take_in(session, plan, by=world.by)

        assert ["gone", "gone"] == [one.why for one in outcome.unmatched]

    def test_takes_back_its_own_matrix_as_it_was(self, world):
        """An export brought back whole adds nothing: the machine's stays the machine's."""
        world.codes(world.says(WORDS, "one"))
        outcome = world.brings(world.exports("xlsx").content, "x.xlsx")

        assert (0, 0, ()) == (outcome.added, outcome.agreed, outcome.homeless)
        assert ["machine"] == [one.why for one in outcome.unmatched]
        assert ["machine"] == [
            one.why for one in world.brings(world.exports("qdpx").content).unmatched
        ]

    def test_is_blind_to_the_words_of_others(self, world, session):
        """Words of a service that the person has no part in are no match."""
        world.says(samples.TEXT, "one")
        elsewhere = builders.a_service(session)
        world.by = Actor(world.by.id, "x", "x", frozenset({(Role.PARTICIPATION, elsewhere.id)}))

        assert ["nothing", "nothing"] == [
            one.why for one in world.brings(samples.qualcoder()).unmatched
        ]

    @pytest.mark.parametrize(
        ("content", "name", "code"),
        [
            (samples.taguette(), "x.qdc", "no_codings"),
            (b"x", "x.docx", "wrong_kind"),
            (samples.packed({"project.qde": "<Project name='x'/>"}), "x.qdpx", "no_themes"),
            (
                samples.packed(
                    {
                        "project.qde": "<Project name='x'><CodeBook><Codes><Code name='a'/></Codes>"
                        "</CodeBook></Project>"
                    }
                ),
                "x.qdpx",
                "no_sources",
            ),
            (b"a,b\n1,0\n", "x.csv", "no_sources"),
        ],
    )
    def test_says_what_is_wrong_with_a_file(self, world, content, name, code):
        """A codebook, a project without codes, one without words, and a table of something else."""
        with pytest.raises(Invalid, match=f"exchange_{code}"):
            world.brings(content, name)
