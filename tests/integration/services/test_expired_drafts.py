"""Drafts that nobody may open any more are deleted, and the number of them is noted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from app import clock
from app.db.models import ActivityEntry, Answer, Concern, DraftKey, Response
from app.domain.concerns import ConcernState
from app.domain.surveys import Channel, ResponseState
from app.services import activity, expired_drafts, responding
from app.worker import loop
from tests.respondent import a_published_survey

BEGAN = datetime(2026, 11, 1, 12, tzinfo=UTC)
AFTER = BEGAN + timedelta(days=15)
WORRY = "My stepdad hits me every night"


@pytest.fixture
def version_id(session):
    return a_published_survey(session)


def _begin(session, client="c" * 32, *, why="", sends=False):
    with clock.frozen(BEGAN):
        token = responding.begin(session, "small", client_token=client).resume_token
        responding.save_page(session, token, "mood", {"mood": ["1"]}, slug="small")
        responding.save_page(session, token, "why", {"why": [why]}, slug="small")
        if sends:
            responding.submit(session, token, slug="small")


def _sweep(session, at=AFTER):
    with clock.frozen(at):
        return expired_drafts.sweep(session)


def _count(session, model):
    return session.scalar(select(func.count()).select_from(model))


class TestSweep:
    def test_deletes_an_old_draft_with_all_it_held(self, session, version_id):
        """Fifteen days on, the draft, its answers and its keys are gone."""
        _begin(session)

        assert 1 == _sweep(session)
        assert [0, 0, 0] == [_count(session, one) for one in (Response, Answer, DraftKey)]

    def test_waits_until_a_draft_cannot_be_opened(self, session, version_id):
        """On its fourteenth day a draft can still be opened, and stays."""
        _begin(session)

        assert 0 == _sweep(session, BEGAN + timedelta(days=14))
        assert 1 == _count(session, Response)

    def test_leaves_what_was_sent(self, session, version_id):
        """Answers that were sent are no draft."""
        _begin(session, sends=True)

        assert 0 == _sweep(session)
        assert [ResponseState.SUBMITTED] == session.scalars(select(Response.state)).all()

    def test_leaves_the_drafts_of_staff(self, session, version_id):
        """What staff write down for others does not expire by itself."""
        _begin(session)
        session.scalars(select(Response)).one().channel = Channel.AUDIT
        session.flush()

        assert 0 == _sweep(session)

    def test_leaves_words_that_somebody_must_act_on(self, session, version_id):
        """A draft stays while a concern about it is not closed, and goes once it is."""
        _begin(session, why=WORRY)
        assert 0 == _sweep(session)
        for concern in session.scalars(select(Concern)):
            concern.state = ConcernState.CLOSED
        session.flush()

        assert 1 == _sweep(session)
        assert [None] == session.scalars(select(Concern.response_id)).all()

    def test_notes_the_number_and_no_more(self, session, version_id):
        """The record of activity says how many drafts went; nothing is noted when none did."""
        for client in ("a" * 32, "b" * 32):
            _begin(session, client)
        _sweep(session)
        _sweep(session)
        noted = session.scalars(
            select(ActivityEntry).where(ActivityEntry.verb == "drafts.expired")
        ).all()

        assert [({"drafts": 2}, None, "")] == [
            (one.counts, one.actor_id, one.object_id) for one in noted
        ]
        assert activity.check(session).is_whole

    def test_takes_a_few_at_a_time(self, session, version_id, monkeypatch):
        """A heap of old drafts goes in short steps, so that nobody waits for it."""
        monkeypatch.setattr(expired_drafts, "MOST", 1)
        for client in ("a" * 32, "b" * 32):
            _begin(session, client)

        assert [1, 1, 0] == [_sweep(session) for _ in range(3)]


class TestLoop:
    def test_sweeps_old_drafts_by_itself(self, database):
        """What runs jobs deletes old drafts without being asked."""
        with database.unit_of_work() as session:
            a_published_survey(session)
            _begin(session)
        with clock.frozen(AFTER):
            loop.sweep()

        with database.reading() as session:
            assert 0 == _count(session, Response)
