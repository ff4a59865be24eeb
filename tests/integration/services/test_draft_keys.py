"""What opens a draft on another device: a code and a link, for fourteen days, and no guess."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from app import clock
from app.db.models import CodeTry, DraftKey, Response
from app.domain.errors import TooMany
from app.domain.surveys import DraftKeyKind
from app.domain.tries import MOST_A_NETWORK, Tries
from app.services import (
    carrying_on,
    draft_keys,
    drafts,
    invitations,
    receipts,
    responding,
    responding_views,
    typed_codes,
)
from tests.respondent import a_published_survey

AT = {"slug": "small"}
START = datetime(2026, 11, 25, 9, tzinfo=UTC)


@pytest.fixture
def token(session):
    a_published_survey(session)
    with clock.frozen(START):
        yield responding.begin(session, "small", client_token="c" * 32).resume_token


@pytest.fixture
def ways(session, token):
    return carrying_on.later_view(session, token, **AT)


def _answer(session, token, mood="3"):
    responding.save_page(session, token, "mood", {"mood": [mood]}, **AT)


def _mood(session, token):
    return responding_views.page_view(session, token, "mood", **AT).answers["mood"].value


class TestWaysBack:
    def test_are_the_same_each_time_and_kept_as_hashes(self, session, token, ways):
        """The code and the link can be asked for again, and neither is in the database."""
        kept = set(session.scalars(select(DraftKey.key_hash)))

        assert ways == carrying_on.later_view(session, token, **AT)
        assert typed_codes.is_well_formed(ways.code)
        assert 43 == len(ways.link_token)
        assert {draft_keys.code_hash(ways.code), draft_keys.link_hash(ways.link_token)} < kept
        assert set() == kept & {ways.code, ways.link_token, token}

    def test_say_until_when_they_work(self, ways):
        """A draft can be opened for fourteen days after the day it began."""
        assert START.date() + timedelta(days=14) == ways.until

    def test_are_not_given_for_what_was_sent(self, session, token):
        """A response that was sent has no way back to its answers."""
        _answer(session, token)
        responding.submit(session, token, **AT)

        with pytest.raises(drafts.AlreadySent):
            carrying_on.later_view(session, token, **AT)


def _by_code(session, code, tries=None):
    return draft_keys.open_with_code(session, code, network="home", tries=tries or Tries())


class TestOpenWithCode:
    def test_opens_the_answers_on_another_device(self, session, token, ways):
        """The code opens what was saved, under a key of its own."""
        _answer(session, token)
        opened = _by_code(session, ways.code)

        assert "small" == opened.slug
        assert token != opened.resume_token
        assert (3, 3) == (_mood(session, token), _mood(session, opened.resume_token))

    @pytest.mark.parametrize(
        "change",
        [
            str.lower,
            lambda code: code.replace("-", " "),
            str.strip,
            lambda code: code.translate(dict(zip(b"0123456789", "٠١٢٣٤٥٦٧٨٩", strict=True))),
            lambda code: code.translate(dict(zip(b"0123456789", "۰۱۲۳۴۵۶۷۸۹", strict=True))),
        ],
    )
    def test_takes_the_code_as_people_type_it(self, session, ways, change):
        """Small letters, spaces and digits of Arabic or Urdu are as good as what is printed."""
        assert _by_code(session, change(ways.code)) is not None

    @pytest.mark.parametrize("code", ["", "x", "0" * 17, "ü" * 400, "0000-0000-0000-0000-0"])
    def test_opens_nothing_with_another(self, session, token, code):
        """What is no code opens nothing, and says no more than a code that is unknown."""
        assert _by_code(session, code) is None

    def test_keeps_the_codes_of_links_and_receipts_apart(self, session, token, ways):
        """A link's token is no code, a code no link, and a receipt's code opens no answers."""
        response = session.scalars(select(Response)).one()

        assert _by_code(session, ways.link_token) is None
        assert draft_keys.open_with_link(session, ways.code) is None
        receipt = receipts.receipt_for(response).code
        assert receipt != ways.code
        assert _by_code(session, receipt) is None

    def test_still_opens_after_leaving(self, session, token, ways):
        """Leaving closes this browser's key; the code still opens the saved pages."""
        _answer(session, token)
        draft_keys.end(session, token)

        opened = _by_code(session, ways.code)

        assert 3 == _mood(session, opened.resume_token)
        with pytest.raises(drafts.DraftGone):
            _mood(session, token)

    def test_opens_nothing_once_it_was_sent(self, session, token, ways):
        """After sending, the code and the link are as good as unknown."""
        _answer(session, token)
        responding.submit(session, token, **AT)

        assert _by_code(session, ways.code) is None
        assert draft_keys.open_with_link(session, ways.link_token) is None
        assert [DraftKeyKind.BROWSER] == session.scalars(select(DraftKey.kind)).all()

    @pytest.mark.parametrize(("days", "is_open"), [(14, True), (15, False)])
    def test_opens_for_fourteen_days(self, session, token, ways, days, is_open):
        """A draft opens on its fourteenth day and not after it."""
        with clock.frozen(START + timedelta(days=days)):
            assert is_open == (_by_code(session, ways.code) is not None)
            assert is_open == (draft_keys.open_with_link(session, ways.link_token) is not None)


class TestOpenWithLink:
    def test_opens_the_answers_on_another_device(self, session, token, ways):
        """The link opens what was saved, as often as it is followed."""
        _answer(session, token)
        opened = [draft_keys.open_with_link(session, ways.link_token) for _ in range(2)]

        assert [3, 3] == [_mood(session, one.resume_token) for one in opened]

    def test_counts_as_no_try_at_a_code(self, session, token, ways):
        """256 bits need no limit on guesses."""
        draft_keys.open_with_link(session, "wrong")

        assert 0 == session.scalar(select(func.count()).select_from(CodeTry))


class TestTries:
    def test_are_limited_over_the_whole_service(self, session, token, ways):
        """After 3,000 tries in a minute the right code has to wait as well, then it opens."""
        for _ in range(draft_keys.TRIES):
            session.add(CodeTry(at=START))
        session.flush()

        with pytest.raises(TooMany) as raised:
            _by_code(session, ways.code)
        assert 61 == raised.value.params["wait"]
        with clock.frozen(START + timedelta(seconds=61)):
            assert _by_code(session, ways.code) is not None
        assert 1 == session.scalar(select(func.count()).select_from(CodeTry))

    def test_count_alike_whether_right_or_wrong(self, session, token, ways):
        """A right code and a wrong one each leave one try behind; a slip is no guess."""
        wrong = invitations.new_code()
        for number, code in [(1, ways.code), (2, wrong), (2, "0" * 16 + "1"), (2, "nonsense")]:
            _by_code(session, code)
            session.flush()

            assert number == session.scalar(select(func.count()).select_from(CodeTry))

    def test_of_one_network_leave_room_for_all_others(self, session, token, ways):
        """A script that has used up its network's tries waits, and a child elsewhere does not."""
        tries = Tries()
        for _ in range(MOST_A_NETWORK):
            _by_code(session, invitations.new_code(), tries)

        with pytest.raises(TooMany) as raised:
            _by_code(session, ways.code, tries)
        assert 61 == raised.value.params["wait"]
        found = draft_keys.open_with_code(session, ways.code, network="elsewhere", tries=tries)
        assert "small" == found.slug

    def test_keep_nothing_but_the_moment(self):
        """Nothing about who tried is kept."""
        assert {"id", "at"} == set(CodeTry.__table__.columns.keys())


class TestClose:
    def test_of_withdrawn_answers_closes_every_browser(self, session, token):
        """Answers that were taken back are opened by no key."""
        _answer(session, token)
        receipt = responding.submit(session, token, **AT)
        receipts.withdraw(session, receipt.code)

        assert 0 == session.scalar(select(func.count()).select_from(DraftKey))


class TestDraftKeys:
    def test_go_with_their_response(self, session, token):
        """A response that is deleted leaves no key behind."""
        session.delete(session.scalars(select(Response)).one())
        session.flush()

        assert 0 == session.scalar(select(func.count()).select_from(DraftKey))
