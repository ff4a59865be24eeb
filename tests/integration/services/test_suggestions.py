"""Suggestions: codings that the machine is not sure of count for nothing until a person agrees."""

from dataclasses import replace

import pytest
from sqlalchemy import select

import analysis
from app import db
from app.db.models import Coding, Response, SurveyVersion, Theme
from app.domain.evidence import CodingSource, CodingState
from app.domain.people import Permission, Role
from app.services import accounts, codebooks, coding, theme_counts, theming, unread_words
from app.services.selection import select_surveys
from app.worker.learning import serving
from tests import builders

WORDS = "I have been waiting months for a new social worker."


@pytest.fixture
def suggested(database):
    """Return who may decide, and the words of one person, of which no coding is sure."""
    with db.unit_of_work() as session:
        service = builders.a_service(session)
        response_id, _ = builders.an_answer(session, service.id, words=WORDS)
        survey_id = session.scalar(
            select(SurveyVersion.survey_id)
            .join(Response, Response.version_id == SurveyVersion.id)
            .where(Response.id == response_id)
        )
        user = builders.a_user(session, roles=[Role.PARTICIPATION], service_id=service.id)
        in_use = codebooks.codebook_in_use(session)
        by = accounts.actor_by_id(session, user.id)
    model = serving(in_use)
    with db.unit_of_work() as session:
        batch = unread_words.unread(session, survey_id, in_use, model, most=9)
        corpus = unread_words.corpus_of(batch)
        found = analysis.analyse(corpus, in_use.codebook, model)
        unsure = replace(
            found, codings=tuple(replace(one, is_sure=False) for one in found.codings)
        )
        run_id = theming.begin_run(session, survey_id, in_use, model, seed=1)
        theming.write(session, run_id, batch, unsure, in_use)
    return by


def first(session):
    return session.scalars(select(Coding).order_by(Coding.score.desc())).first()


def raised(session, by):
    chosen = select_surveys(session, by, Permission.READ_EVIDENCE)
    return {line.name for line in theme_counts.theme_lines(session, chosen)}


class TestSuggestions:
    def test_are_kept_as_such(self, suggested):
        """What is not sure is stored, marked as a suggestion of the machine."""
        with db.reading() as session:
            found = session.scalars(select(Coding)).all()

        assert found
        assert {(CodingSource.MACHINE, CodingState.SUGGESTED)} == {
            (one.source, one.state) for one in found
        }

    def test_count_once_a_person_agrees(self, suggested):
        """No theme is raised by a suggestion; accepted, it is."""
        with db.unit_of_work() as session:
            best = first(session)
            before = raised(session, suggested)
            coding.accept(session, best.id, by=suggested)

            assert set() == before
            assert {session.get(Theme, best.theme_id).name} == raised(session, suggested)

    def test_are_agreed_with_by_giving_the_same_theme(self, suggested):
        """Who replaces one coding by a theme that was suggested accepts the suggestion."""
        with db.unit_of_work() as session:
            one, other = session.scalars(select(Coding)).all()[:2]
            given = coding.replace(session, one.id, other.theme_id, by=suggested)

            assert given.id == other.id
            assert (CodingState.ACCEPTED, CodingState.REJECTED) == (other.state, one.state)
