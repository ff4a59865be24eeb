"""Invitations: made, spent once, and led to by nothing that a response holds."""

from __future__ import annotations

from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app import clock
from app.db.models import Base, Envelope, Invitation, InvitationCode, Survey
from app.domain.errors import Invalid, NotFound
from app.domain.people import Actor, Role
from app.services import invitations
from app.services.receipts import is_well_formed
from tests import builders
from tests.invited import a_mailing, a_plan, a_survey, an_officer, codes_of


class TestMake:
    def test_keeps_a_keyed_hash_of_each_code(self, session):
        """Each letter has a well-formed code of its own, of which the tables hold a hash."""
        codes = codes_of(a_mailing(session, a_survey(session), count=3))

        kept = set(session.scalars(select(InvitationCode.code_hash)))
        assert 3 == len(set(codes))
        assert all(map(is_well_formed, codes))
        assert {invitations.ticket_of(code) for code in codes} == kept

    def test_seals_the_addresses(self, session):
        """An address is in no column in clear."""
        a_mailing(session, a_survey(session), addresses=("robin@anytown.example",), count=0)

        envelope = session.scalars(select(Envelope)).one()
        assert b"robin" not in envelope.address_sealed
        assert envelope.code_sealed is not None

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"count": 0}, "count"),
            ({"count": 201}, "count"),
            ({"addresses": ("a@x.example",) * 2001}, "count"),
            ({"name": " "}, "name"),
            ({"expires_on": None}, "expires_on"),
            ({"expires_on": clock.today()}, "expires_on"),
        ],
    )
    def test_refuses_a_plan_that_cannot_be_followed(self, session, changes, field):
        """A plan without a name, a number or a day that is still to come is refused."""
        survey = a_survey(session)

        with pytest.raises(Invalid) as refused:
            invitations.make(session, survey.id, a_plan(**changes), by=an_officer(session))

        assert [field] == list(refused.value.fields)

    def test_is_for_those_of_the_service(self, session):
        """Somebody of another service cannot invite to a survey."""
        survey, user = a_survey(session), builders.a_user(session)
        elsewhere = builders.a_service(session).id
        stranger = Actor(user.id, "S", "s@x", frozenset({(Role.PARTICIPATION, elsewhere)}))

        with pytest.raises(NotFound):
            invitations.make(session, survey.id, a_plan(), by=stranger)


class TestSpend:
    def test_takes_a_code_once(self, session):
        """The second time the same code is refused, and the offer says if the survey is open."""
        survey = a_survey(session)
        ticket = invitations.ticket_of(codes_of(a_mailing(session, survey))[0])

        assert invitations.spend(session, survey, ticket)
        with pytest.raises(invitations.InvitationUsed) as refused:
            invitations.spend(session, survey, ticket)
        assert "small" == refused.value.params["open_slug"]

    def test_lets_one_in_of_two_at_once(self, database):
        """Of two that send with one code at the same moment exactly one is taken in."""
        with database.unit_of_work() as session:
            survey = a_survey(session, by_invitation=True)
            ticket = invitations.ticket_of(codes_of(a_mailing(session, survey))[0])
            survey_id = survey.id

        def spend(_):
            try:
                with database.unit_of_work() as own:
                    return invitations.spend(own, own.get_one(Survey, survey_id), ticket)
            except invitations.InvitationUsed:
                return False

        with ThreadPoolExecutor(8) as pool:
            outcomes = list(pool.map(spend, range(8)))

        assert 1 == sum(outcomes)

    def test_needs_a_code_only_where_the_survey_does(self, session):
        """Without a code an open survey takes answers, and one by invitation does not."""
        survey = a_survey(session)
        assert not invitations.spend(session, survey, "")

        survey.is_by_invitation = True
        for ticket in ("", "0" * 64):
            with pytest.raises(invitations.InvitationNeeded):
                invitations.spend(session, survey, ticket)

    def test_notes_that_and_not_when(self, session):
        """What is left of a use is one word that is true."""
        survey = a_survey(session)
        ticket = invitations.ticket_of(codes_of(a_mailing(session, survey))[0])

        invitations.spend(session, survey, ticket)

        assert 1 == session.scalar(select(func.count()).where(Invitation.used.is_(True)))
        assert {"id", "mailing_id", "used"} == set(Invitation.__table__.columns.keys())


class TestEntry:
    def test_says_that_a_code_is_too_old(self, session):
        """After its last day a code opens nothing, and says so."""
        code = codes_of(a_mailing(session, a_survey(session)))[0]

        with clock.frozen(clock.now() + timedelta(days=31)):
            entry = invitations.entry_of(session, invitations.ticket_of(code))

        assert (True, False) == (entry.is_expired, entry.is_good)

    def test_reads_a_code_as_people_write_it(self, session):
        """Small letters, spaces and an O for a nought are understood."""
        code = codes_of(a_mailing(session, a_survey(session)))[0]
        written = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")

        assert invitations.entry_of(session, invitations.ticket_of(written)).is_good


def ancestors(table):
    """Return the tables that a row of a table leads to, hop by hop, itself included."""
    found, waiting = set(), [table]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += [key.column.table for key in one.foreign_keys]
    return found


class TestSchema:
    """R-31d: a response and an invitation meet only in the survey that all of them share."""

    INVITING = ("mailings", "invitations", "invitation_codes", "envelopes")

    def test_leads_from_no_row_to_both(self):
        """No table leads, in however many hops, to responses and to invitations as well."""
        tables = Base.metadata.tables
        both = [
            table.name
            for table in tables.values()
            if tables["responses"] in ancestors(table)
            and ancestors(table) & {tables[name] for name in self.INVITING}
        ]

        assert [] == both

    def test_shares_only_what_all_share(self):
        """What both sides lead to is the survey, its service, and nothing closer to a person."""
        tables = Base.metadata.tables
        inviting = set().union(*(ancestors(tables[name]) for name in self.INVITING))
        shared = inviting & ancestors(tables["responses"])

        assert {"surveys", "services"} == {table.name for table in shared}

    def test_notices_a_path(self):
        """The walk finds a path where there is one, as from an answer to its response."""
        tables = Base.metadata.tables

        assert tables["responses"] in ancestors(tables["answers"])

    def test_holds_no_value_on_both_sides(self, client):
        """After a whole journey no value of a response stands in a row of an invitation."""
        from app import db
        from tests.invited import Invited

        with db.unit_of_work() as session:
            code = codes_of(a_mailing(session, a_survey(session, by_invitation=True)))[0]
        person = Invited(client)
        person.answers_all(person.comes_in(code))
        person.sends()

        sides = defaultdict(set)
        with db.reading() as session:
            for name in ("responses", "answers", *self.INVITING):
                for row in session.execute(select(Base.metadata.tables[name])):
                    telling = {
                        value
                        for value in row
                        if isinstance(value, (str, bytes)) or hasattr(value, "hex")
                    }
                    sides[name in self.INVITING] |= {str(value) for value in telling}
            survey_id = str(session.scalar(select(Survey.id)))
        assert set() == (sides[True] & sides[False]) - {survey_id, ""}
        assert 5 < len(sides[True])
