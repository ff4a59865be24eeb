"""Codings out: redacted, and under new names."""

import csv
import io
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import delete, select

from analysis.codebook import Codebook, Theme
from analysis.exchange import matrix, qdpx
from analysis.exchange.matrix import Line, Matrix
from app import tabular
from app.db.models import ActivityEntry, Answer, Audit, AuditPart, Response
from app.domain.audits import AuditKind, AuditState, Voice
from app.domain.errors import Invalid, NotFound
from app.domain.evidence import CodingState
from app.domain.surveys import Channel
from app.services import exchange_codings, exchange_out, responding
from surveys import Given, parse
from tests import builders
from tests.exchange.world import WORDS, World


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
        version_id = builders.publish(
            session, parse(data), service_id=world.service.id, slug="talk"
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
