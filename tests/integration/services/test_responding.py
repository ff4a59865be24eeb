"""Answering, by service: pages kept, drafts that end, one receipt, answers taken back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Barrier, Thread

import pytest
from sqlalchemy import func, select

from app import clock, db
from app.db.models import Answer, Concern, DraftKey, Job, Quote, Response, Survey
from app.domain.errors import Conflict, Invalid, NotFound
from app.domain.evidence import QuoteState
from app.domain.surveys import Channel, Identity, ResponseState, SurveyState
from app.services import (
    answers,
    codebooks,
    draft_keys,
    drafts,
    grouping,
    open_surveys,
    receipts,
    responding,
    responding_views,
    thanks_views,
    typed_codes,
)
from surveys import Given
from surveys.submission import Incomplete
from tests import builders
from tests.respondent import SMALL, a_published_survey

CLIENT = "c" * 32
AT = {"slug": "small"}
WORRY = "My stepdad hits me every night and I want to kill myself"


@pytest.fixture
def version_id(session):
    return a_published_survey(session)


@pytest.fixture
def token(session, version_id):
    return responding.begin(session, "small", client_token=CLIENT).resume_token


def _save(session, token, key, **form):
    return responding.save_page(
        session, token, key, {name: [value] for name, value in form.items()}, **AT
    )


def _answer_all(session, token):
    _save(session, token, "mood", mood="1")
    _save(session, token, "why", why="Too much homework")
    _save(session, token, "pets", pet="no")
    _save(session, token, "about", age_band="young")


class TestBegin:
    def test_keeps_only_a_hash_of_the_tokens(self, session, token):
        """Neither the client's token nor the resume token is in the database."""
        response = session.scalars(select(Response)).one()
        keys = session.scalars(select(DraftKey.key_hash)).all()

        assert 3 == len(keys)
        assert token not in {*keys, response.client_token}
        assert response.client_token != CLIENT
        assert ResponseState.DRAFT is response.state

    def test_the_same_client_begins_once(self, session, version_id, token):
        """A start that was sent twice leads to one draft."""
        again = responding.begin(session, "small", client_token=CLIENT)

        assert token == again.resume_token
        assert 1 == session.scalar(select(func.count()).select_from(Response))

    def test_a_draft_that_ended_does_not_begin_again(self, session, token):
        """A start page that was left open cannot reopen what was left for good."""
        draft_keys.end(session, token)

        with pytest.raises(drafts.DraftGone):
            responding.begin(session, "small", client_token=CLIENT)

    @pytest.mark.parametrize("client_token", ["", "short", "x" * 65, "ü" * 32])
    def test_refuses_a_token_that_is_not_random(self, session, version_id, client_token):
        """A client token has at least 128 bits."""
        with pytest.raises(Invalid):
            responding.begin(session, "small", client_token=client_token)

    @pytest.mark.parametrize(
        ("state", "error"),
        [
            (SurveyState.PAUSED, drafts.SurveyPaused),
            (SurveyState.CLOSED, Conflict),
            (SurveyState.DRAFT, NotFound),
        ],
    )
    def test_refuses_a_survey_that_is_not_open(self, session, version_id, state, error):
        """A paused, closed or unpublished survey takes no answers."""
        session.scalars(select(Survey)).one().state = state

        with pytest.raises(error):
            responding.begin(session, "small", client_token=CLIENT)


class TestSavePage:
    def test_keeps_the_answer_and_names_the_next_page(self, session, token):
        """A page is kept, and the next is the one that the answer shows."""
        saved = _save(session, token, "mood", mood="1")

        assert ("why", {}) == (saved.next_key, dict(saved.errors))
        view = responding_views.page_view(session, token, "mood", **AT)
        assert Given(value=1) == view.answers["mood"]

    def test_the_last_page_has_no_next(self, session, token):
        """After the last page there is only the check."""
        _save(session, token, "mood", mood="3")

        assert _save(session, token, "about").next_key is None

    def test_an_error_keeps_nothing(self, session, token):
        """A page with an error is not kept, and says what is wrong."""
        saved = _save(session, token, "mood")

        assert ["mood"] == list(saved.errors)
        assert 0 == session.scalar(select(func.count()).select_from(Answer))

    def test_shows_the_page_again_for_a_question_it_opened(self, session, token):
        """A required question that could not be seen yet is asked next, not called missing."""
        _save(session, token, "mood", mood="3")
        saved = _save(session, token, "pets", pet="yes")

        assert ({}, "pets", "pets") == (dict(saved.errors), saved.next_key, saved.opened_key)
        assert ["pet_name"] == list(_save(session, token, "pets", pet="yes").errors)
        assert "about" == _save(session, token, "pets", pet="yes", pet_name="Rex").next_key

    def test_names_the_page_that_a_change_opened(self, session, token):
        """Who changes an early answer is led to the question it opened."""
        _save(session, token, "mood", mood="3")
        _save(session, token, "pets", pet="no")

        assert "why" == _save(session, token, "mood", mood="1").opened_key

    def test_raises_a_concern_in_the_same_transaction(self, session, token):
        """Words of danger are a concern as soon as the page is kept."""
        _save(session, token, "mood", mood="1")
        _save(session, token, "why", why=WORRY)

        assert 1 == session.scalar(select(func.count()).select_from(Concern))

    def test_refuses_a_page_that_is_not_asked(self, session, token):
        """A hidden page and an unknown page are told apart."""
        _save(session, token, "mood", mood="3")

        with pytest.raises(drafts.PageHidden):
            _save(session, token, "why", why="x")
        with pytest.raises(NotFound):
            _save(session, token, "nowhere")

    def test_refuses_another_address(self, session, token):
        """A draft opens only at the address of its own survey."""
        a_published_survey(session, slug="other")

        with pytest.raises(drafts.DraftGone):
            responding.save_page(session, token, "mood", {"mood": ["1"]}, slug="other")

    @pytest.mark.parametrize("wrong", ["", "unknown"])
    def test_refuses_an_unknown_token(self, session, version_id, wrong):
        """A token that opens nothing is refused."""
        with pytest.raises(drafts.DraftGone):
            _save(session, wrong, "mood", mood="1")

    def test_a_draft_closes_after_fourteen_days(self, session, token):
        """A draft opens on its fourteenth day and not on its fifteenth."""
        began = datetime.combine(clock.today(), datetime.min.time(), tzinfo=UTC)
        with clock.frozen(began + timedelta(days=14)):
            _save(session, token, "mood", mood="3")
        with clock.frozen(began + timedelta(days=15)), pytest.raises(drafts.DraftGone):
            _save(session, token, "mood", mood="3")


class TestSubmit:
    def test_stores_the_day_the_groups_and_a_job(self, session, token):
        """A sent response has its day, its bands, and a job that reads its words."""
        _answer_all(session, token)
        responding.submit(session, token, **AT)

        response = session.scalars(select(Response)).one()
        assert (ResponseState.SUBMITTED, clock.today()) == (response.state, response.received_on)
        assert {"Age band": "11 to 13"} == response.groups
        assert ["theme"] == session.scalars(select(Job.kind).where(Job.kind == "theme")).all()

    def test_gives_the_same_receipt_again(self, session, token):
        """However often a lost reply is asked for, the receipt is the same (R-41)."""
        _answer_all(session, token)
        first = responding.submit(session, token, **AT)

        assert first == responding.submit(session, token, **AT)
        thanks = thanks_views.thanks_view(session, token, **AT)
        assert thanks is not None
        assert first.code == thanks.code

    def test_drops_answers_to_hidden_questions(self, session, token):
        """An answer to a question that ended up hidden is not kept."""
        _answer_all(session, token)
        _save(session, token, "mood", mood="3")
        responding.submit(session, token, **AT)

        response = session.scalars(select(Response)).one()
        assert {"mood", "pet", "age_band"} == set(answers.givens(session, response))

    def test_refuses_while_something_is_missing(self, session, token):
        """A required answer that is missing keeps a response from being sent."""
        with pytest.raises(Incomplete):
            responding.submit(session, token, **AT)

    def test_refuses_what_is_wholly_empty(self, session):
        """A response without a single answer is not sent; “not sure” is an answer."""
        a_published_survey(session, SMALL.replace("required: true", "required: false"))
        token = responding.begin(session, "small", client_token=CLIENT).resume_token
        _save(session, token, "pets")

        with pytest.raises(drafts.NothingAnswered):
            responding.submit(session, token, **AT)
        assert ResponseState.DRAFT is session.scalars(select(Response.state)).one()
        _save(session, token, "mood", **{"mood-special": "dont_know", "mood": "dont_know"})
        assert responding.submit(session, token, **AT).code

    def test_a_sent_response_cannot_be_changed(self, session, token):
        """Once sent, no page opens or is kept."""
        _answer_all(session, token)
        responding.submit(session, token, **AT)

        with pytest.raises(drafts.AlreadySent):
            _save(session, token, "mood", mood="3")

    def test_refuses_when_the_survey_has_closed(self, session, token):
        """A draft cannot be sent to a survey that has closed."""
        _answer_all(session, token)
        session.scalars(select(Survey)).one().state = SurveyState.CLOSED

        with pytest.raises(Conflict, match="survey_closed"):
            responding.submit(session, token, **AT)

    def test_two_at_once_are_one(self, database):
        """Twenty starts and sends at once make one row and one receipt."""
        with db.unit_of_work() as session:
            a_published_survey(session)
            begun = responding.begin(session, "small", client_token=CLIENT)
            _save(session, begun.resume_token, "mood", mood="3")
        codes, together = [], Barrier(20)

        def send():
            together.wait()
            with db.unit_of_work() as session:
                begun = responding.begin(session, "small", client_token=CLIENT)
            with db.unit_of_work() as session:
                codes.append(responding.submit(session, begun.resume_token, **AT).code)

        threads = [Thread(target=send) for _ in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        with db.reading() as session:
            assert 1 == session.scalar(select(func.count()).select_from(Response))
        assert 20 == len(codes)
        assert 1 == len(set(codes))


class TestFile:
    DATABASES = ("sqlite",)

    def test_words_are_not_in_the_file_in_clear(self, database, settings):
        """No word that somebody wrote is in the database file or its log (R-23)."""
        canary = "zebracanary wrote this"
        with db.unit_of_work() as session:
            a_published_survey(session)
            token = responding.begin(session, "small", client_token=CLIENT).resume_token
            _save(session, token, "mood", mood="1")
            _save(session, token, "why", why=canary)
            _save(session, token, "about", **{"age_band": "other", "age_band-other": canary})
            responding.submit(session, token, **AT)

        path = settings.database_url.removeprefix("sqlite:///")
        for suffix in ("", "-wal"):
            content = Path(path + suffix).read_bytes()
            assert b"zebracanary" not in content
            assert token.encode() not in content


class TestReceipts:
    @pytest.fixture
    def code(self, session, token):
        _answer_all(session, token)
        return responding.submit(session, token, **AT).code

    def test_a_receipt_shows_only_that_it_was_received(self, session, code):
        """A receipt shows the survey and the day, however it is typed."""
        found = receipts.look_up(session, f" {code.lower().replace('-', ' ').replace('0', 'o')} ")

        assert ("A small survey", clock.today(), None) == (
            found.title,
            found.received_on,
            found.withdrawn_on,
        )

    def test_every_single_wrong_symbol_is_caught(self, code):
        """The check symbol catches each mistyped symbol."""
        plain = code.replace("-", "")
        for place, symbol in enumerate(plain):
            for other in set(typed_codes.ALPHABET) - {symbol}:
                assert not typed_codes.is_well_formed(plain[:place] + other + plain[place + 1 :])

    @pytest.mark.parametrize("wrong", ["", "nonsense", "0000-0000-0000-0000-0", "é" * 17])
    def test_a_wrong_code_finds_nothing(self, session, code, wrong):
        """A code that fits nothing is refused in one way."""
        with pytest.raises(NotFound, match="receipt_wrong"):
            receipts.look_up(session, wrong)

    def test_withdrawing_deletes_answers_and_keeps_the_concern(self, session, token):
        """Answers that are taken back are gone; a concern and its deadline stay."""
        _save(session, token, "mood", mood="1")
        _save(session, token, "why", why=WORRY)
        _save(session, token, "pets")
        code = responding.submit(session, token, **AT).code
        receipts.withdraw(session, code)
        receipts.withdraw(session, code)

        response = session.scalars(select(Response)).one()
        assert ({}, clock.today()) == (response.groups, response.withdrawn_on)
        assert 0 == session.scalar(select(func.count()).select_from(Answer))
        assert 1 == session.scalar(select(func.count()).select_from(Concern))

    def test_withdrawing_takes_quotes_with_it(self, session, code, quote):
        """A quote out of answers that are taken back loses its words."""
        receipts.withdraw(session, code)
        session.flush()
        session.expire_all()

        assert (QuoteState.WITHDRAWN, None) == (quote.state, quote.text_sealed)

    @pytest.fixture
    def quote(self, session, code):
        import analysis.codebook
        from app.db.models import Theme

        codebooks.use_codebook(session, analysis.codebook.shipped())
        session.flush()
        answer = session.scalars(select(Answer).where(Answer.text_sealed.is_not(None))).one()
        made = Quote(
            response_id=answer.response_id,
            question_id=answer.question_id,
            theme_id=session.scalars(select(Theme.id)).first(),
            text_sealed=b"sealed",
            state=QuoteState.APPROVED,
            approved_by_id=builders.a_user(session).id,
            approved_at=clock.now(),
        )
        session.add(made)
        session.flush()
        return made


class TestEnd:
    def test_closes_the_draft_for_good(self, session, token):
        """After leaving, the token opens nothing; ending it twice does no harm."""
        draft_keys.end(session, token)
        draft_keys.end(session, token)

        with pytest.raises(drafts.DraftGone):
            responding_views.page_view(session, token, "mood", **AT)


class TestAccept:
    def _accept(self, session, version_id, **changes):
        given = {
            "givens": {"mood": Given(value=1), "why": Given(text=WORRY)},
            "channel": Channel.IMPORT,
            "received_on": date(2026, 5, 4),
            "client_token": "row 7 of a file",
        } | changes
        return responding.accept(session, version_id, given.pop("givens"), **given)

    def test_takes_in_a_whole_response(self, session, version_id):
        """A whole response is stored, screened and counted on its own day."""
        response_id = self._accept(session, version_id, groups={"Area": "North"})

        response = session.get_one(Response, response_id)
        assert (ResponseState.SUBMITTED, date(2026, 5, 4)) == (
            response.state,
            response.received_on,
        )
        assert {"Area": "North"} == response.groups
        assert 1 == session.scalar(select(func.count()).select_from(Concern))

    def test_takes_it_in_once(self, session, version_id):
        """The same token is one response."""
        first = self._accept(session, version_id)

        assert first == self._accept(session, version_id)
        assert first == responding.find(session, "row 7 of a file")
        assert responding.find(session, "row 8") is None

    def test_the_loser_of_a_race_reads_the_winner(self, session, version_id, monkeypatch):
        """When two take in one response at once, both get the same one."""
        first = self._accept(session, version_id)
        monkeypatch.setattr(responding, "find", lambda *_: None)

        assert first == self._accept(session, version_id)


class TestGroupsOf:
    def test_never_copies_own_words(self, session, version_id):
        """Words beside a band are not copied, and special answers are no band."""
        from app.db.models import SurveyVersion
        from app.services import publishing

        definition = publishing.definition_of(session.get_one(SurveyVersion, version_id))

        assert {"Age band": "Something else"} == grouping.groups_of(
            definition, {"age_band": Given(value="other", text="secret")}
        )
        assert {} == grouping.groups_of(definition, {"age_band": Given(special="dont_know")})


class TestViews:
    def test_lists_what_is_open(self, session, version_id):
        """The home page lists live questionnaires with whom they are for."""
        a_published_survey(session, SMALL.replace("[11, 17]", "[16, 99]"), slug="grown")
        ages = SMALL.replace("ages: [11, 17]\n", "")
        a_published_survey(session, ages, slug="any")
        a_published_survey(session, slug="shut")
        session.scalars(
            select(Survey).where(Survey.slug == "shut")
        ).one().state = SurveyState.CLOSED

        found = {one.slug: one.for_whom for one in open_surveys.open_surveys(session)}

        assert {"small": "Ages 11 to 17", "grown": "Age 16 and over", "any": ""} == found

    def test_says_the_promises_at_the_start(self, session, version_id):
        """The start page is made from what was promised."""
        start = open_surveys.start_view(session, "small")

        assert (Identity.ANONYMOUS, "The head of service") == (
            start.identity,
            start.decision_maker,
        )

    def test_resumes_at_the_first_empty_page(self, session, token):
        """Who comes back goes on where nothing is answered yet, or at the last page."""
        assert "mood" == responding_views.resume_key(session, token, **AT)
        _save(session, token, "mood", mood="3")
        assert "pets" == responding_views.resume_key(session, token, **AT)
        _save(session, token, "pets", pet="no")
        _save(session, token, "about", age_band="old")
        assert "about" == responding_views.resume_key(session, token, **AT)
        responding.submit(session, token, **AT)
        assert responding_views.resume_key(session, token, **AT) is None

    def test_checks_every_answer_and_names_what_is_missing(self, session, token):
        """The check shows all that is asked, and what is still needed."""
        view = responding_views.check_view(session, token, **AT)

        assert ["mood"] == [one.key for one in view.problems]
        assert thanks_views.thanks_view(session, token, **AT) is None

    def test_no_thanks_before_sending(self, session, token):
        """A draft has no thanks yet."""
        assert thanks_views.thanks_view(session, token, **AT) is None
