"""Proposals for the codebook: found by a job, kept sealed, taken into the draft or dismissed."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import delete, func, select

from analysis import emergent
from analysis.exchange.codebooks import Brought
from app import clock, db
from app.db.models import (
    ActivityEntry,
    Answer,
    Codebook,
    Coding,
    Job,
    ProposedPassage,
    Quote,
    Sentiment,
    SurveyVersion,
    ThemeProposal,
)
from app.domain.errors import Conflict, NotFound
from app.domain.evidence import (
    CodingState,
    ProposalKind,
    ProposalState,
    QuoteState,
    SentimentLabel,
)
from app.domain.people import Actor, Role
from app.services import (
    codebook_again,
    codebook_changes,
    codebook_drafts,
    codebook_history,
    codebook_views,
    codebooks,
    decisions,
    exchange,
    jobs,
    proposal_views,
    proposals,
    quotes,
)
from app.services.codebook_changes import Wording
from app.services.proposals import Found, Part
from app.worker import proposing
from tests import blind, builders, coded
from tests.unit.analysis.test_emergent import PARKING, PETS
from tests.written import give, write

NOWHERE = UUID(int=0)
DOGS = Wording("Dogs", "What people say of dogs", keywords=("dog",))


def officer(session, service_id=None):
    user = builders.a_user(session, service_id=service_id)
    return Actor(user.id, user.name, user.email, frozenset({(Role.PARTICIPATION, service_id)}))


def new(*words, places=()):
    return Found(ProposalKind.NEW, (Part(words, 7, tuple(places)),))


def open_ones(session):
    rows = select(ThemeProposal).where(ThemeProposal.state == ProposalState.OPEN)
    return session.scalars(rows.order_by(ThemeProposal.kind)).all()


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


class TestPage:
    def test_counts_what_no_theme_explains(self, session):
        """Comments with a theme, and those that say nothing, are not counted; a rejected one is."""
        _, places = write(session, ["The bus is late", "A dog", "A cat", "n/a"])
        by, in_use = officer(session), codebooks.codebook_in_use(session)
        theme_id = next(iter(in_use.theme_ids.values()))
        give(session, places[0], theme_id, by)
        give(session, places[1], theme_id, by, state=CodingState.REJECTED)
        run_id, _ = blind.a_run(session, session.scalar(select(SurveyVersion.survey_id)))
        session.add(
            Sentiment(
                response_id=places[3][0],
                question_id=places[3][1],
                run_id=run_id,
                label=SentimentLabel.MIXED,
                strength=0.0,
                is_non_answer=True,
            )
        )
        session.flush()
        found = proposal_views.page(session, by=by)
        assert (2, emergent.FEWEST) == (found.unexplained, found.fewest)

    def test_names_the_draft_that_proposals_go_into(self, session):
        """Before anything is taken there is none, and afterwards it is the next version."""
        by, in_use = officer(session), codebooks.codebook_in_use(session)
        proposals.keep(session, [new("bus", "late")], in_use.id)
        assert proposal_views.page(session, by=by).draft is None
        proposals.take(session, open_ones(session)[0].id, by=by)
        assert 2 == proposal_views.page(session, by=by).draft

    def test_shows_new_themes_first(self, session):
        """New themes come first, then pairs with both definitions, then what may be two."""
        by, in_use = officer(session), codebooks.codebook_in_use(session)
        a, b = in_use.codebook.themes[:2]
        halves = (Part(("quiet",), 30, ()), Part(("noise",), 20, ()))
        found = [
            Found(ProposalKind.SPLIT, halves, theme_key=a.key),
            Found(ProposalKind.MERGE, theme_key=a.key, other_key=b.key),
            new("bus"),
        ]
        proposals.keep(session, found, in_use.id)
        lines = proposal_views.page(session, by=by).lines
        assert list(ProposalKind) == [line.kind for line in lines]
        assert (a.definition, b.definition) == lines[1].definitions
        assert [30, 20] == [part.people for part in lines[2].parts]


class TestProgress:
    def test_tells_of_a_search_that_failed(self, session):
        """A job that ended badly is said, and one that runs is shown."""
        by = officer(session)
        proposals.ask(session, by=by)
        assert proposal_views.running(session) is not None
        claim = jobs.claim(session, "me")
        jobs.fail(session, claim, "broken", is_final=True)
        assert proposal_views.page(session, by=by).has_failed
        assert proposal_views.running(session) is None


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


class TestViews:
    def test_counts_and_quotes_each_theme(self, session):
        """A theme shows its codings by machine and people, and released words as examples."""
        _, places = write(session, ["The bus is late"])
        by, in_use = officer(session), codebooks.codebook_in_use(session)
        theme_id = next(iter(in_use.theme_ids.values()))
        give(session, places[0], theme_id, by)
        quote = Quote(
            response_id=places[0][0],
            question_id=places[0][1],
            theme_id=theme_id,
            state=QuoteState.APPROVED,
            approved_by_id=by.id,
            approved_at=clock.now(),
        )
        quote.text_sealed = quotes.sealing.seal(quote, quotes.COLUMN, "The bus is late")
        session.add(quote)
        session.flush()
        row = codebook_views.page(session, by=by).themes[0]
        assert (0, 1) == (row.counts.machine, row.counts.people)
        assert ("The bus is late",) == row.examples

    def test_says_what_a_draft_would_recode(self, session):
        """Each theme that changes says where its codings go, before anything happens."""
        by, in_use = officer(session), codebooks.codebook_in_use(session)
        assert codebook_views.recode(session, by=by) is None
        _, (place,) = write(session, ["The bus is late"])
        ids = list(in_use.theme_ids.values())
        for theme_id in ids[:2]:
            give(session, place, theme_id, by)
        codebook_changes.merge(session, ids[0], ids[4], by=by)
        codebook_changes.retire(session, ids[1], by=by)
        codebook_changes.split(session, ids[2], Wording("Buses", "b"), DOGS, by=by)
        codebook_changes.edit(session, ids[3], Wording("Trams", "t"), by=by)
        found = codebook_views.recode(session, by=by)
        assert ["merged", "retired", "split", "changed", "changed"] == [
            move.fate for move in found.moves
        ]
        assert [1, 1, 0, 0, 0] == [move.counts.people for move in found.moves]
        assert (1, ("Dogs",), 4) == (found.kept_people, found.added, len(found.steps))
        assert not found.of_some
        assert "new" in {row.change for row in codebook_views.page(session, by=by).themes}
        assert session.scalar(select(func.count()).select_from(Sentiment)) == found.answers

    def test_counts_only_what_the_person_may_read(self, session):
        """Codings, quotes and answers of other services are neither counted nor shown."""
        _, (place,) = write(session, ["The bus is late"])
        by, in_use = officer(session), codebooks.codebook_in_use(session)
        theme_id = next(iter(in_use.theme_ids.values()))
        give(session, place, theme_id, by)
        quotes.approve(session, *place, theme_id, text="The bus is late", looked_over=None, by=by)
        codebook_changes.retire(session, theme_id, by=by)
        assert 1 == codebook_views.recode(session, by=by).moves[0].counts.people
        stranger = officer(session, builders.a_service(session).id)
        found = codebook_views.recode(session, by=stranger)
        assert (0, 0) == (found.moves[0].counts.people, found.answers)
        assert found.of_some
        codebook_drafts.discard(session, by=by)
        first = codebook_views.page(session, by=stranger).themes[0]
        assert (0, ()) == (first.counts.people, first.examples)

    def test_shows_a_draft_brought_in(self, session):
        """A version kept from a file is the draft, with no step of its own."""
        by, in_use = officer(session), codebooks.codebook_in_use(session)
        theme = in_use.codebook.themes[0]
        codebooks.new_version(session, type(in_use.codebook)(in_use.codebook.name, 9, (theme,)))
        assert (2, ()) == (
            codebook_views.page(session, by=by).draft,
            codebook_views.page(session, by=by).steps,
        )

    def test_tells_the_history(self, session):
        """Each version says where it stands, who put it in use, and each change."""
        by = officer(session)
        codebooks.codebook_in_use(session)
        codebook_changes.add(session, DOGS, by=by)
        codebook_drafts.put_in_use(session, by=by)
        codebook_changes.add(session, Wording("Cats", "c"), by=by)
        draft, now, first = codebook_history.versions(session)
        assert ("draft", "in use", "used before") == (draft.state, now.state, first.state)
        assert ("Came with Earshot.", "") == (first.origin, now.origin)
        assert (by.name, "“Dogs” was added.") == (now.used_by, now.steps[0].text)

    def test_tells_of_a_file_that_was_put_aside(self, session):
        """A version brought in from a file, and passed over for a later one, was never in use."""
        by, in_use = officer(session), codebooks.codebook_in_use(session)
        brought = Brought(in_use.codebook.themes[:3])
        exchange.bring_in(session, brought, by=by)
        later = codebooks.new_version(session, in_use.codebook)
        exchange.confirm(session, later, by=by)
        _, file, _ = codebook_history.versions(session)
        assert ("not in use", "Brought in from a file.") == (file.state, file.origin)

    def test_knows_what_is_being_read(self, session):
        """The job that reads words again is shown to those whose survey it is."""
        service_id, _ = write(session, ["The bus is late"])
        survey_id = session.scalar(select(SurveyVersion.survey_id))
        session.execute(delete(Job))
        jobs.enqueue(session, "theme", survey_id)
        codebooks.codebook_in_use(session)
        assert codebook_drafts.rereading(session, by=officer(session, service_id)) is not None
        other = officer(session, builders.a_service(session).id)
        assert codebook_drafts.rereading(session, by=other) is None
        assert session.scalar(select(func.count(Codebook.id))) == 1
