"""Publishing: promises, versions, questions, and identity that freezes."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import select

from app.db.models import Question, Survey, SurveyVersion
from app.domain.errors import Conflict, Invalid, NotFound
from app.domain.surveys import Consent, Identity, SurveyState
from app.services import publishing, responding
from app.services.promises import PromiseStands
from surveys import parse_yaml
from tests import builders
from tests.respondent import SMALL, TOLD_BY, a_published_survey

RENAMED = SMALL.replace("A small survey", "A better survey")


@pytest.fixture
def service(session):
    return builders.a_service(session)


def _publish(session, service, text=SMALL, **promises):
    return a_published_survey(session, text, service_id=service.id, **promises)


class TestPublish:
    def test_freezes_the_wording_and_opens_the_survey(self, session, service):
        """A published survey is live, with its wording and its promises."""
        version = session.get_one(SurveyVersion, _publish(session, service))

        survey = session.get_one(Survey, version.survey_id)
        assert (SurveyState.LIVE, Identity.ANONYMOUS) == (survey.state, survey.identity)
        assert ("The head of service", TOLD_BY) == (survey.decision_maker, survey.told_by)
        assert parse_yaml(SMALL) == publishing.definition_of(version)

    def test_lists_the_questions_with_stance(self, session, service):
        """Every question has a row, in its order, with what its wording invites."""
        version_id = _publish(session, service)

        rows = session.scalars(
            select(Question).where(Question.version_id == version_id).order_by(Question.position)
        ).all()
        assert ["mood", "why", "pet", "pet_name", "age_band"] == [row.key for row in rows]
        assert "negative" == rows[1].stance
        assert [False, True, False, True, True] == [row.is_free_text for row in rows]

    def test_the_same_wording_is_one_version(self, session, service):
        """The same wording published twice is one version, with the newer promise."""
        first = _publish(session, service)
        again = _publish(session, service, told_by=date(2099, 6, 1), renews=True)

        assert first == again
        survey_id = session.get_one(SurveyVersion, again).survey_id
        assert date(2099, 6, 1) == session.get_one(Survey, survey_id).told_by

    def test_a_new_wording_is_the_next_version(self, session, service):
        """A changed wording becomes version 2, and the survey takes its title."""
        _publish(session, service)
        version = session.get_one(SurveyVersion, _publish(session, service, RENAMED))

        assert 2 == version.number
        assert "A better survey" == session.get_one(Survey, version.survey_id).title
        assert version is publishing.current_version(session, version.survey_id)

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("decision_maker", "  "),
            ("told_by", None),
            ("told_by", date(2026, 1, 31)),
            ("slug", "Not An Address"),
            ("slug", "a" * 81),
        ],
    )
    def test_refuses_a_missing_promise(self, session, service, field, value):
        """Without a decision maker, a day to come or a usable address nothing is published."""
        with pytest.raises(Invalid) as refused:
            _publish(session, service, **{field: value})

        assert [field] == list(refused.value.fields)

    @pytest.mark.parametrize(
        "other",
        [
            {"decision_maker": "Somebody else"},
            {"told_by": date(2099, 6, 1)},
            {"identity": Identity.NAMED},
            {"consent": Consent.OWN},
        ],
    )
    def test_refuses_to_break_a_promise_in_silence(self, session, service, other):
        """Another promise takes the place of the one that stands only when it is meant to."""
        version = session.get_one(SurveyVersion, _publish(session, service))
        survey = session.get_one(Survey, version.survey_id)

        with pytest.raises(PromiseStands) as refused:
            _publish(session, service, RENAMED, **other)

        assert ("The head of service", TOLD_BY) == (survey.decision_maker, survey.told_by)
        assert ["decision_maker", "told_by"] == list(refused.value.params)
        assert "A small survey" == survey.title
        _publish(session, service, RENAMED, renews=True, **other)
        (name, value) = next(iter(other.items()))
        assert value == getattr(survey, name)

    def test_refuses_an_address_of_another_survey(self, session, service):
        """An address belongs to one survey of one service."""
        _publish(session, service)

        with pytest.raises(Conflict, match="slug_taken"):
            _publish(session, builders.a_service(session))
        with pytest.raises(Conflict, match="slug_taken"):
            _publish(session, service, SMALL.replace("key: small", "key: other", 1))

    def test_refuses_an_unknown_service(self, session):
        """A survey belongs to a service that exists."""
        with pytest.raises(NotFound, match="service_unknown"):
            a_published_survey(session, service_id=uuid4())

    def test_identity_changes_only_before_the_first_answer(self, session, service):
        """Identity can change until somebody has begun to answer."""
        _publish(session, service)
        _publish(session, service, identity=Identity.NAMED, renews=True)
        responding.begin(session, "small", client_token="t" * 32)

        with pytest.raises(Conflict, match="identity_frozen"):
            _publish(session, service, identity=Identity.ANONYMOUS)


class TestCurrentVersion:
    def test_refuses_a_survey_without_one(self, session):
        """A survey that was never published has no version to answer."""
        with pytest.raises(NotFound):
            publishing.current_version(session, uuid4())
