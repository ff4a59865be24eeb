"""What people decided about a theme before it was parted, asked again once."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select

from app import clock
from app.db.models import Coding
from app.domain.errors import NotFound
from app.services import codebook_again, codebook_changes, codebook_drafts, codebooks, decisions
from app.services.codebook_changes import Wording
from tests import builders, coded
from tests.proposed import DOGS, officer
from tests.written import give, write

NOWHERE = UUID(int=0)


class TestAgain:
    def test_lists_what_people_gave_before_the_split(self, session):
        """What was decided before is asked once: it stays, or goes to the second half."""
        day = datetime(2026, 11, 2, 9, tzinfo=UTC)
        service_id, places = write(session, ["The bus is late", "The dog barks", "A cat"])
        by, in_use = officer(session, service_id), codebooks.codebook_in_use(session)
        key, theme_id = next(iter(in_use.theme_ids.items()))
        with clock.frozen(day):
            ids = [give(session, place, theme_id, by, decided_at=day) for place in places[:2]]
        with clock.frozen(day + timedelta(days=1)):
            codebook_changes.split(session, theme_id, Wording("Buses", "b"), DOGS, by=by)
            assert 0 == codebook_again.count(session, by=by)
            codebook_drafts.put_in_use(session, by=by)
            now = codebooks.codebook_in_use(session)
            late = give(session, places[2], now.theme_ids[key], by, decided_at=clock.now())

            assert 2 == codebook_again.count(session, by=by)
            page = codebook_again.page(session, by=by)
            assert set(ids) == {line.coding_id for line in page.lines}
            assert 2 == page.total
            stranger = officer(session, builders.a_service(session).id)
            assert 0 == codebook_again.page(session, by=stranger).total

            for one, moves in zip(ids, (False, True), strict=True):
                seen = coded.seen(session, decisions.place_of(session, one))
                codebook_again.settle(session, one, moves=moves, seen=seen, by=by)
            assert 0 == codebook_again.count(session, by=by)
            assert 1 == session.scalar(
                select(func.count()).where(Coding.theme_id == now.theme_ids["dogs"])
            )
            codebook_changes.edit(session, now.theme_ids[key], Wording("Coaches", "c"), by=by)
            codebook_drafts.put_in_use(session, by=by)
            assert 0 == codebook_again.count(session, by=by)
        assert late

    def test_settles_nothing_else(self, session):
        """A coding of a theme that was never parted is not found."""
        _, (place,) = write(session, ["The bus is late"])
        by, in_use = officer(session), codebooks.codebook_in_use(session)
        coding_id = give(session, place, next(iter(in_use.theme_ids.values())), by)
        for one in (coding_id, NOWHERE):
            with pytest.raises(NotFound):
                codebook_again.settle(session, one, moves=False, seen="", by=by)
