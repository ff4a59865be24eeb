"""Codings out and in: redacted, under new names, found again, and never taken in twice."""

import csv
import io
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import delete, select

from analysis.codebook import Codebook, Theme
from analysis.exchange import Mark, matrix, qdpx
from analysis.exchange.matrix import Line, Matrix
from analysis.exchange.shapes import guid_of
from app import tabular
from app.db.models import (
    ActivityEntry,
    AnalysisRun,
    Answer,
    Audit,
    AuditPart,
    Coding,
    Response,
    SurveyVersion,
)
from app.domain.audits import AuditKind, AuditState, Voice
from app.domain.errors import Invalid, NotFound
from app.domain.evidence import CodingSource, CodingState, SentimentLabel
from app.domain.people import Actor, Role
from app.domain.surveys import Channel
from app.services import (
    codebooks,
    exchange_codings,
    exchange_files,
    exchange_matching,
    exchange_out,
    exchange_taking,
    publishing,
    responding,
)
from app.services.exchange_matching import REASONS
from surveys import Given, parse
from tests import builders
from tests.exchange import samples

WORDS = "My carer Jo lives in Leeds. My bedroom is cold."
COLD = (28, 47)
NAMES = ("Home and space", "Being listened to", "Pets", "Food")
BOOK = Codebook(
    "Ours",
    1,
    tuple(Theme(f"K{number}", name, f"About {name}.") for number, name in enumerate(NAMES)),
)


class World:
    """One service with comments, and a participation officer."""

    def __init__(self, session):
        self.session = session
        self.service = builders.a_service(session)
        user = builders.a_user(session)
        grants = frozenset({(Role.PARTICIPATION, None)})
        self.by = Actor(user.id, user.name, user.email, grants)
        self.book = codebooks.version(session, codebooks.use_codebook(session, BOOK))
        self.home = BOOK.themes[0]

    def says(self, words, person):
        return builders.an_answer(self.session, self.service.id, words=words, person=person)

    @property
    def survey_id(self):
        return self.session.scalars(select(SurveyVersion.survey_id)).first()

    def codes(self, place, *, state=CodingState.PROPOSED, span=COLD, theme=None):
        run = AnalysisRun(
            model="m",
            model_version="1",
            codebook_id=self.book.id,
            survey_id=self.survey_id,
            input_hash="",
            seed=0,
        )
        self.session.add(run)
        self.session.flush()
        coding = Coding(
            response_id=place[0],
            question_id=place[1],
            theme_id=self.book.theme_ids[(theme or self.home).key],
            run_id=run.id,
            source=CodingSource.MACHINE,
            state=state,
            score=0.9,
            start=span[0],
            end=span[1],
            sentiment=SentimentLabel.NEGATIVE,
        )
        self.session.add(coding)
        self.session.flush()
        return coding

    def collects(self, **choices):
        return exchange_codings.collect(self.session, [self.survey_id], by=self.by, **choices)

    def exports(self, kind="qdpx", **choices):
        return exchange_out.file_of(self.collects(**choices), kind)

    def brings(self, content, name="x.qdpx"):
        opened = exchange_files.open_codings(content, name)
        plan = exchange_matching.plan(self.session, opened, by=self.by)
        return exchange_taking.take_in(self.session, plan, by=self.by)

    def people_coded(self):
        rows = self.session.scalars(
            select(Coding).where(Coding.source == CodingSource.PERSON).order_by(Coding.start)
        )
        return [(row.response_id, row.start, row.end) for row in rows]


@pytest.fixture
def world(session):
    """Return the world."""
    return World(session)


def table(content):
    header, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    return [dict(zip(header, row, strict=True)) for row in rows]


class TestCollect:
    def test_hides_names_and_moves_the_marks(self, world):
        """Nobody's name leaves, and a coding stays on the words it was given to."""
        world.codes(world.says(WORDS, "one"))
        project = qdpx.read(world.exports().content)
        source = project.sources[0]
        mark = source.marks[0]

        assert "My carer [name] lives in [place]. My bedroom is cold." == source.text
        assert "My bedroom is cold." == source.text[mark.start : mark.end]
        assert "Jo" not in str(project)

    def test_says_of_each_coding_whether_a_person_checked_it(self, world):
        """An accepted coding is a person's; a proposal is the machine's; a rejected one stays."""
        place = world.says(WORDS, "one")
        other, third = [t for t in world.book.codebook.themes if t != world.home][:2]
        world.codes(place, state=CodingState.ACCEPTED)
        world.codes(place, theme=other)
        world.codes(place, theme=third, state=CodingState.REJECTED)
        collected = world.collects()
        project = qdpx.read(exchange_out.file_of(collected, "qdpx").content)
        coders = {one.guid: one.name for one in project.coders}
        row = table(exchange_out.file_of(collected, "csv").content)[0]

        assert {exchange_out.PERSON.name, exchange_out.MACHINE.name} == {
            coders[mark.coder] for mark in project.sources[0].marks
        }
        assert ("1", "1", "0") == (row[world.home.name], row[other.name], row[third.name])
        assert other.name == row[matrix.MACHINE]

    def test_puts_comments_in_an_order_that_tells_nothing(self, world):
        """Comments go by ids made by chance, so that no order tells who answered when."""
        for person in range(4):
            world.codes(world.says(WORDS, f"person {person}"))
        orders = [[comment.key for comment in world.collects().comments] for _ in range(8)]

        assert len(orders[0]) > 1
        assert [sorted(keys) for keys in orders] == orders

    def test_can_leave_the_machine_out(self, world):
        """Only what a person checked leaves when that is asked for."""
        world.codes(world.says(WORDS, "one"))

        assert () == world.collects(only_checked=True).comments[0].given

    def test_calls_people_by_another_name_each_time(self, world):
        """Two exports cannot be joined, and no id of ours is in either."""
        place = world.says(WORDS, "one")
        first, second = world.collects(), world.collects()
        content = exchange_out.file_of(first, "csv").content.decode()

        assert first.comments[0].person != second.comments[0].person
        assert first.comments[0].key[9:] != second.comments[0].key[9:]
        assert str(place[0]) not in content
        assert place[0].hex not in content

    def test_gives_groups_of_five_or_more_alone(self, world, session):
        """A group of four has no name in any file."""
        areas = ["North"] * 6 + ["South"] * 4 + [None] * 2
        for number, area in enumerate(areas):
            response_id, _ = world.says(f"Comment {number}", str(number))
            session.get_one(Response, response_id).groups = {"Area": area} if area else {}
        rows = table(world.exports("csv").content)

        assert 6 == len([row for row in rows if row["group: Area"] == "North"])
        assert not [row for row in rows if row["group: Area"] == "South"]

    def test_makes_a_workbook_too(self, world):
        """The workbook reads back with the same rows as the CSV file."""
        world.codes(world.says(WORDS, "one"))
        collected = world.collects()
        book = tabular.parse(exchange_out.file_of(collected, "xlsx").content)
        rows = [row.cells for row in book.rows]

        assert exchange_out.matrix_of(collected).themes == matrix.read(book.header, rows).themes

    def test_keeps_back_what_an_author_did_not_agree_to(self, world, session):
        """Words of an audit leave only where their author said they may be used in reports."""
        data = builders.SMALL | {"key": "talk"}
        data["pages"] = [
            {
                "key": "child",
                "title": "The child",
                "questions": [
                    {"key": "child_words", "kind": "long_text", "label": "What did they say?"},
                    {
                        "key": "child_quote_use",
                        "kind": "one_choice",
                        "label": "May we use it?",
                        "options": [
                            {"value": "reports", "label": "Yes"},
                            {"value": "no", "label": "No"},
                        ],
                    },
                ],
            }
        ]
        version_id = publishing.publish(
            session,
            parse(data),
            service_id=world.service.id,
            slug="talk",
            decision_maker="The Head of Care",
            told_by=date(2099, 1, 31),
            identity=None,
            by=None,
        )
        for number, use in enumerate(["reports", "no"]):
            response_id = responding.accept(
                session,
                version_id,
                {"child_words": Given(text=f"It is {use}"), "child_quote_use": Given(value=use)},
                channel=Channel.WEB,
                received_on=date(2026, 11, 1),
                client_token=f"talk-{number}",
            )
            in_an_audit(world, response_id, number)
        collected = world.collects()

        assert ["It is reports"] == [one.words.text for one in collected.comments]
        assert 1 == collected.held_back

    def test_notes_what_left(self, world, session):
        """The record says how much left, in which export, and by whom."""
        world.codes(world.says(WORDS, "one"))
        collected = world.collects()
        exchange_codings.record(session, collected, by=world.by)
        entry = session.scalars(
            select(ActivityEntry).where(ActivityEntry.verb == "codings.exported")
        ).one()

        assert {"comments": 1, "codings": 1, "held_back": 0} == entry.counts
        assert collected.export == entry.object_id

    def test_refuses_what_it_cannot_give(self, world, session, monkeypatch):
        """No survey, nothing written, too much, somebody else's survey, and an unknown kind."""
        with pytest.raises(Invalid) as raised:
            exchange_codings.collect(session, [], by=world.by)
        assert "Choose the surveys" in raised.value.fields["surveys"]
        place = world.says(WORDS, "one")
        monkeypatch.setattr(exchange_codings, "MOST_COMMENTS", 0)
        with pytest.raises(Invalid, match="invalid") as raised:
            world.collects()
        assert "fewer surveys" in raised.value.fields["surveys"]
        session.execute(delete(Answer).where(Answer.response_id == place[0]))
        with pytest.raises(Invalid) as raised:
            world.collects()
        assert "Nobody has written" in raised.value.fields["surveys"]
        with pytest.raises(NotFound):
            exchange_codings.collect(session, [UUID(int=0)], by=world.by)
        with pytest.raises(NotFound):
            exchange_out.file_of(None, "docx")

    def test_gives_two_themes_of_one_name_two_columns(self):
        """A name that is taken is followed by its key."""
        book = Codebook(
            "x", 1, (Theme("a", "Home", "x"), Theme("b", "home", "x"), Theme("c", "Text", "x"))
        )
        assert ["Home (a)", "home (b)", "Text (c)"] == list(
            exchange_out.column_names(book).values()
        )

    def test_takes_no_theme_for_a_group(self):
        """A theme whose name begins as a column of groups does is read back as a theme."""
        book = Codebook("x", 1, (Theme("a", "group: friends", "x"),))
        (name,) = exchange_out.column_names(book).values()
        made = Matrix((name,), (Line("1", "They went", frozenset({name})),))

        assert "(a) group: friends" == name
        assert made == matrix.read(*rows_of(made))


def rows_of(made):
    header, *rows = csv.reader(io.StringIO(matrix.as_csv(made).decode("utf-8-sig"), newline=""))
    return header, rows


def in_an_audit(world, response_id, number):
    """Make a response the child's part of an audit."""
    response = world.session.get_one(Response, response_id)
    response.channel = Channel.AUDIT
    audit = Audit(
        version_id=response.version_id,
        service_id=world.service.id,
        audit_ref=f"A-{number}",
        case_ref=f"C-{number}",
        kind=AuditKind.CONVERSATIONAL,
        cohort="in_care",
        team="North",
        age_years=12,
        auditor_id=world.by.id,
        has_no_conflict=True,
        held_on=date(2026, 11, 1),
        state=AuditState.SUBMITTED,
    )
    world.session.add(audit)
    world.session.flush()
    world.session.add(AuditPart(audit_id=audit.id, response_id=response_id, voice=Voice.CHILD))
    world.session.flush()


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
