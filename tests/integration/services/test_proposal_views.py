"""Proposals as staff read them: in their own services, and no few people told apart."""

from sqlalchemy import delete, func, select

from analysis import emergent
from analysis.exchange.codebooks import Brought
from app import clock
from app.db.models import Codebook, Job, Quote, Sentiment, SurveyVersion
from app.domain.evidence import CodingState, ProposalKind, QuoteState, SentimentLabel
from app.services import (
    codebook_changes,
    codebook_drafts,
    codebook_history,
    codebook_views,
    codebooks,
    exchange,
    jobs,
    proposal_views,
    proposals,
    quotes,
)
from app.services.codebook_changes import Wording
from app.services.proposals import Found, Part
from tests import blind, builders
from tests.proposed import DOGS, new, officer, open_ones
from tests.written import give, write


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
