"""Reminders of invitations as staff see them: pressed, planned, and refused."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from app import clock, db
from app.db.models import Envelope, Mailing, Survey
from app.domain.invitations import EnvelopeState
from app.domain.surveys import SurveyState
from tests.mailing_pages import make, said, send, upload
from tests.page import soup


class TestRemind:
    def test_is_offered_when_the_messages_are_out(self, inviter, invited_id):
        """When messages are sent and addresses kept there is a button, and it works once a time."""
        make(inviter, invited_id, file=upload("email\na@x.example\n"), keeps_addresses="y")
        assert "Remind those" not in said(inviter, invited_id)
        with db.unit_of_work() as session:
            session.execute(update(Envelope).values(state=EnvelopeState.SENT, code_sealed=None))
            mailing_id = session.scalars(select(Mailing.id)).one()

        assert "Remind those" in said(inviter, invited_id)
        address = f"/studio/invitations/{mailing_id}/remind"
        for words in ("The reminder is on its way", "No reminder was sent"):
            send(inviter, invited_id, address)
            assert words in said(inviter, invited_id)

    def test_waits_while_nobody_can_answer(self, inviter, invited_id):
        """While a survey is paused no button is there, no day is named, and nothing is sent."""
        make(
            inviter,
            invited_id,
            file=upload("email\na@x.example\n"),
            keeps_addresses="y",
            remind_every="7",
        )
        with db.unit_of_work() as session:
            session.execute(update(Envelope).values(state=EnvelopeState.SENT, code_sealed=None))
            session.execute(update(Survey).values(state=SurveyState.PAUSED))
            mailing_id = session.scalars(select(Mailing.id)).one()

        shown = said(inviter, invited_id)
        send(inviter, invited_id, f"/studio/invitations/{mailing_id}/remind")

        assert ("Remind those" in shown, "goes out by itself on" in shown) == (False, False)
        assert "No reminder was sent" in said(inviter, invited_id)

    def test_can_go_out_by_itself(self, inviter, invited_id):
        """Planned when the invitations are made, the page says on which day the next goes out."""
        answer = make(
            inviter,
            invited_id,
            file=upload("email\na@x.example\n"),
            keeps_addresses="y",
            remind_every="7",
        )

        day = clock.today() + timedelta(days=7)
        assert 303 == answer.status_code
        assert f"The next goes out by itself on {day.day} {day:%B %Y}" in said(inviter, invited_id)

    @pytest.mark.parametrize(
        ("fields", "problem"),
        [
            ({"count": "2", "remind_every": "7"}, "nobody knows who has which"),
            ({"file": ("email", "a@x.example"), "remind_every": "7"}, "need the addresses"),
            ({"count": "2", "remind_every": "5"}, "not one of the choices"),
        ],
    )
    def test_says_why_it_cannot_be_planned(self, inviter, invited_id, fields, problem):
        """Reminders that could reach nobody are refused beside their field, and nothing is made."""
        if "file" in fields:
            fields = {**fields, "file": upload("\n".join(fields["file"]))}

        answer = make(inviter, invited_id, **fields)

        assert 422 == answer.status_code
        assert problem in re.sub(r"\s+", " ", soup(answer).main.get_text(" "))
        assert "Nobody is invited yet" in said(inviter, invited_id)
