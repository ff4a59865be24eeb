"""Proposals for the codebook: found by a job, kept sealed, taken into the draft or dismissed."""

import pytest
from sqlalchemy import delete, func, select

from app import db
from app.db.models import ActivityEntry, Answer, ProposedPassage
from app.domain.errors import Conflict, NotFound
from app.domain.evidence import ProposalKind
from app.services import codebook_changes, codebook_drafts, codebooks, proposal_views, proposals
from app.services.proposals import Found, Part
from app.worker import proposing
from tests.proposed import new, officer, open_ones
from tests.unit.analysis.test_emergent import PARKING, PETS
from tests.written import give, write


def quietly(done, total):
    """Take no notice of progress."""


class TestPropose:
    def test_finds_what_no_theme_explains(self, database):
        """Two subjects without a theme are proposed with words and passages, and progress shown."""
        with db.unit_of_work() as session:
            write(session, [*PARKING, *PETS, "n/a"])
            by = officer(session)
            job_id = proposals.ask(session, by=by)
            assert job_id == proposals.ask(session, by=by)
        seen = []
        proposing.propose("codebook", lambda done, total: seen.append((done, total)))
        with db.unit_of_work() as session:
            found = proposal_views.page(session, by=by)
            assert seen[0][1] == seen[-1][0]
            assert {"parking", "dog"} <= {w for line in found.lines for w in line.parts[0].words}
            assert all(1 <= len(line.parts[0].passages) <= 3 for line in found.lines)
            assert found.was_asked
            assert found.job is not None
            assert "words.read" in session.scalars(select(ActivityEntry.verb)).all()

    def test_finds_two_in_one_and_one_in_two(self, database):
        """A theme of two subjects is to be split; themes that always come together are one."""
        with db.unit_of_work() as session:
            _, places = write(session, PARKING + PETS)
            by = officer(session)
            (first, a), (second, b) = list(codebooks.codebook_in_use(session).theme_ids.items())[
                :2
            ]
            for place in places:
                give(session, place, a, by)
                give(session, place, b, by)
        proposing.propose("codebook", quietly)
        with db.unit_of_work() as session:
            kinds = {(row.kind, row.theme_key, row.other_key) for row in open_ones(session)}
            assert (ProposalKind.MERGE, first, second) in kinds
            assert (ProposalKind.SPLIT, first, "") in kinds
            (split,) = [
                line
                for line in proposal_views.page(session, by=by).lines
                if line.kind is ProposalKind.SPLIT
                and line.theme == codebooks.codebook_in_use(session).codebook.theme(first).name
            ]
            assert [3, 3] == [len(part.passages) for part in split.parts]

    def test_says_nothing_of_a_few(self, database):
        """Nineteen comments are too few, and no answers at all are none."""
        proposing.propose("codebook", quietly)
        with db.unit_of_work() as session:
            assert [] == open_ones(session)


class TestKeep:
    def test_remembers_what_was_decided(self, session):
        """What shares half its words with a dismissed proposal does not come again."""
        by, in_use = officer(session), codebooks.codebook_in_use(session)
        pair = Found(ProposalKind.MERGE, theme_key="a", other_key="b")
        turned = Found(ProposalKind.MERGE, theme_key="b", other_key="a")
        assert 2 == proposals.keep(session, [new("bus", "late", "stop"), pair], in_use.id)
        for row in open_ones(session):
            proposals.dismiss(session, row.id, by=by)
        again = [new("bus", "late", "driver"), turned, new("bus", "noise", "food")]
        assert 1 == proposals.keep(session, again, in_use.id)

    def test_takes_the_place_of_what_was_open(self, session):
        """Proposals that nobody decided on give way to the newer ones."""
        in_use = codebooks.codebook_in_use(session)
        proposals.keep(session, [new("bus")], in_use.id)
        proposals.keep(session, [new("food")], in_use.id)
        assert [(("food",),)] == [proposals.words_of(row) for row in open_ones(session)]

    def test_never_points_at_a_few(self, session):
        """What fewer than five people said is not kept, in either half of a split."""
        in_use = codebooks.codebook_in_use(session)
        few, many = Part(("bus",), 4, ()), Part(("dog",), 5, ())
        found = [
            Found(ProposalKind.NEW, (few,)),
            Found(ProposalKind.SPLIT, (many, few), theme_key="a"),
            Found(ProposalKind.NEW, (many,)),
        ]
        assert 1 == proposals.keep(session, found, in_use.id)
        assert [(("dog",),)] == [proposals.words_of(row) for row in open_ones(session)]

    def test_seals_the_words(self, session):
        """No word of people is readable in the row, and passages go with their answer."""
        _, (place,) = write(session, ["The bus is late"])
        in_use = codebooks.codebook_in_use(session)
        proposals.keep(session, [new("bus", places=[place])], in_use.id)
        assert b"bus" not in open_ones(session)[0].words_sealed
        session.execute(delete(Answer).where(Answer.response_id == place[0]))
        assert 0 == session.scalar(select(func.count()).select_from(ProposedPassage))


class TestTake:
    def test_makes_a_theme_of_the_draft(self, session):
        """One click adds a theme with its words as keywords, once."""
        by, in_use = officer(session), codebooks.codebook_in_use(session)
        proposals.keep(session, [new("bus", "late", "stop", "driver")], in_use.id)
        (row,) = open_ones(session)
        key = proposals.take(session, row.id, by=by)
        theme = codebook_drafts.current(session).codebook.theme(key)
        assert ("Bus, late, stop", ("bus", "late", "stop", "driver")) == (
            theme.name,
            theme.keywords,
        )
        with pytest.raises(Conflict):
            proposals.take(session, row.id, by=by)
        codebook_drafts.discard(session, by=by)
        assert [row.id] == [one.id for one in open_ones(session)]

    def test_merges_and_splits(self, session):
        """A pair becomes one theme and a theme becomes two, in the draft."""
        by, in_use = officer(session), codebooks.codebook_in_use(session)
        a, b, c = list(in_use.theme_ids)[:3]
        halves = (Part(("bus",), 12, ()), Part(("noise",), 11, ()))
        pair = Found(ProposalKind.MERGE, theme_key=a, other_key=b)
        proposals.keep(session, [pair, Found(ProposalKind.SPLIT, halves, theme_key=c)], in_use.id)
        keys = [proposals.take(session, row.id, by=by) for row in open_ones(session)]
        themes = {theme.key: theme for theme in codebook_drafts.current(session).codebook.themes}
        assert [a, "noise"] == keys
        assert b not in themes
        assert in_use.codebook.theme(c) == themes[c]
        assert ("noise",) == themes["noise"].keywords

    def test_refuses_what_the_draft_lacks(self, session):
        """A pair of which one was retired is a conflict, and is shown no more."""
        by, in_use = officer(session), codebooks.codebook_in_use(session)
        a, b = list(in_use.theme_ids)[:2]
        pair = Found(ProposalKind.MERGE, theme_key=a, other_key=b)
        proposals.keep(session, [pair], in_use.id)
        codebook_changes.retire(session, in_use.theme_ids[b], by=by)
        assert () == proposal_views.page(session, by=by).lines
        with pytest.raises(Conflict):
            proposals.take(session, open_ones(session)[0].id, by=by)

    def test_is_not_for_one_service_alone(self, session):
        """Somebody of one service neither sees nor decides what others' words led to."""
        service_id, (place,) = write(session, ["The bus is late"])
        by, in_use = officer(session, service_id), codebooks.codebook_in_use(session)
        proposals.keep(session, [new("bus", places=[place])], in_use.id)
        found = proposal_views.page(session, by=by)
        assert (False, ()) == (found.may_see, found.lines)
        with pytest.raises(NotFound):
            proposals.dismiss(session, open_ones(session)[0].id, by=by)
