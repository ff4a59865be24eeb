"""Consent: who says yes first, in which words, and how little is kept of it."""

from __future__ import annotations

from hashlib import sha256

import pytest
from sqlalchemy import func, select

from app import clock
from app.db.models import ConsentGiven, Response
from app.domain.surveys import Channel, Consent, Giver
from app.services import consenting, consents, drafts, receipts, responding
from surveys import Given, parse_yaml
from surveys.renderings import Voice
from surveys.symbols import is_symbol
from tests.respondent import SMALL, a_published_survey

CLIENT = "c" * 32
AT = {"slug": "small"}
# The words of each version, for good: other words are another version.
KNOWN = {
    "carer-1": "fe339ec065acf8dc",
    "child-1": "321bac2a5ca1de79",
    "young-1": "8a056b9ff259bf37",
    "adult-1": "6b7175daf8c5a090",
    "child-4-7-1": "b3f076088aded487",
    "easy-read-1": "cd414b80cf0802ef",
    "carer-easy-read-1": "3f973184de66d448",
    "carer-1-cy-1": "777d899a8ab2d608",
    "child-1-cy-1": "656c4490cc71e903",
    "young-1-cy-1": "3e75edae65e5af23",
    "adult-1-cy-1": "769e1d13dc3e3667",
}


def _begin(session, consent):
    a_published_survey(session, consent=consent)
    return responding.begin(session, "small", client_token=CLIENT).resume_token


def _save(session, token):
    return responding.save_page(session, token, "mood", {"mood": ["3"]}, **AT)


class TestWords:
    def test_never_change_under_their_version(self):
        """Whoever said yes to a version said yes to these words."""
        found = {
            one.version: sha256(repr(one).encode()).hexdigest()[:16] for one in consents.shipped()
        }
        assert KNOWN == found

    @pytest.mark.parametrize(
        ("ages", "version"),
        [
            ("ages: [8, 11]", "child-1"),
            ("ages: [11, 17]", "child-1"),
            ("ages: [13, 17]", "young-1"),
            ("ages: [16, 25]", "adult-1"),
            ("", "adult-1"),
        ],
    )
    def test_fit_the_youngest_who_may_answer(self, ages, version):
        """The words are plain enough for the youngest; people of any age are grown up."""
        definition = parse_yaml(SMALL.replace("ages: [11, 17]", ages))

        assert version == consents.words_for(Giver.PERSON, definition).version
        assert "carer-1" == consents.words_for(Giver.CARER, definition).version

    @pytest.mark.parametrize(
        ("voice", "person", "carer"),
        [
            (Voice("easy_read"), "easy-read-1", "carer-easy-read-1"),
            (Voice("ages_4_7"), "child-4-7-1", "carer-1"),
            (Voice("", "cy"), "young-1-cy-1", "carer-1-cy-1"),
            (Voice("easy_read", "cy"), "young-1-cy-1", "carer-1-cy-1"),
            (Voice("", "pl"), "young-1", "carer-1"),
        ],
    )
    def test_are_those_of_the_voice(self, voice, person, carer):
        """Easy Read and Welsh have words of their own; what is missing is said in English."""
        definition = parse_yaml(SMALL.replace("[11, 17]", "[13, 17]"))
        found = [consents.words_for(who, definition, voice).version for who in Giver]

        assert {person, carer} == set(found)

    def test_have_a_symbol_for_each_idea_in_pictured_voices(self):
        """Every paragraph of Easy Read and of 4 to 7 has its symbol, and each is drawn."""
        for one in consents.shipped():
            is_pictured = Voice(one.rendering, one.language).is_pictured
            assert (len(one.paragraphs) if is_pictured else 0) == len(one.pictures)
            assert all(is_symbol(name) for name in one.pictures)

    def test_in_another_language_have_the_english_ones_beside_them(self, session):
        """A translation that nobody has checked is shown with the words it is made from."""
        token = _begin(session, Consent.OWN)
        session.scalars(select(Response)).one().language = "cy"
        view = consenting.asked(session, token, **AT)
        consenting.give(session, token, view.words.version, **AT)

        assert ("child-1-cy-1", "child-1") == (view.words.version, view.english.version)
        assert ["child-1-cy-1"] == session.scalars(select(ConsentGiven.words_version)).all()


class TestAsked:
    def test_asks_nobody_where_starting_is_enough(self, session):
        """Without consent to ask for, the questions open at once."""
        token = _begin(session, Consent.NONE)

        assert consenting.asked(session, token, **AT) is None
        assert {} == _save(session, token).errors

    def test_asks_the_carer_first_and_then_the_child_alone(self, session):
        """A carer is asked first; the child is asked in other words, knowing of it."""
        token = _begin(session, Consent.CARER)

        first = consenting.asked(session, token, **AT)
        consenting.give(session, token, first.words.version, **AT)
        second = consenting.asked(session, token, **AT)
        consenting.give(session, token, second.words.version, **AT)

        assert [Giver.CARER, Giver.PERSON] == [first.words.giver, second.words.giver]
        assert [False, True] == [first.follows_carer, second.follows_carer]
        assert consenting.asked(session, token, **AT) is None

    @pytest.mark.parametrize("given", [[], ["carer-1"], ["child-1"]])
    def test_no_page_is_kept_before(self, session, given):
        """Until everybody has said yes, in their order, the server takes no answer."""
        token = _begin(session, Consent.CARER)
        for version in given:
            consenting.give(session, token, version, **AT)

        with pytest.raises(consents.ConsentNeeded):
            _save(session, token)


class TestGive:
    def test_keeps_the_version_and_the_day_and_nothing_more(self, session):
        """Of a yes there is who gave it, to which words, and the day: no time, no name."""
        token = _begin(session, Consent.OWN)
        consenting.give(session, token, "child-1", **AT)

        kept = session.scalars(select(ConsentGiven)).one()
        assert ("child-1", clock.today()) == (kept.words_version, kept.given_on)
        columns = {column.name for column in ConsentGiven.__table__.columns}
        assert {"response_id", "giver", "words_version", "given_on"} == columns

    def test_sent_twice_is_one(self, session):
        """A yes that arrives again is not taken for the next person's."""
        token = _begin(session, Consent.CARER)
        for _ in range(2):
            consenting.give(session, token, "carer-1", **AT)

        assert [Giver.CARER] == session.scalars(select(ConsentGiven.giver)).all()

    def test_of_other_words_is_none(self, session):
        """A yes to words that are not asked keeps nothing."""
        token = _begin(session, Consent.OWN)
        consenting.give(session, token, "adult-1", **AT)

        assert [] == session.scalars(select(ConsentGiven)).all()

    def test_goes_when_answers_are_taken_back(self, session):
        """With the answers goes what was agreed to."""
        token = _begin(session, Consent.OWN)
        consenting.give(session, token, "child-1", **AT)
        _save(session, token)
        receipts.withdraw(session, responding.submit(session, token, **AT).code)

        assert [] == session.scalars(select(ConsentGiven)).all()

    def test_after_sending_is_refused(self, session):
        """Once sent, nobody is asked any more."""
        token = _begin(session, Consent.OWN)
        consenting.give(session, token, "child-1", **AT)
        _save(session, token)
        responding.submit(session, token, **AT)

        with pytest.raises(drafts.AlreadySent):
            consenting.give(session, token, "child-1", **AT)


class TestDecline:
    def test_keeps_nothing(self, session):
        """After a no there is no draft, and no yes of the carer before it."""
        token = _begin(session, Consent.CARER)
        consenting.give(session, token, "carer-1", **AT)
        consenting.decline(session, token, **AT)
        session.flush()

        for kept in (Response, ConsentGiven):
            assert 0 == session.scalar(select(func.count()).select_from(kept))
        with pytest.raises(drafts.DraftGone):
            consenting.asked(session, token, **AT)

    def test_cannot_take_away_what_was_agreed(self, session):
        """Who has said yes and answered does not lose it to a page that was left open."""
        token = _begin(session, Consent.OWN)
        consenting.give(session, token, "child-1", **AT)
        consenting.decline(session, token, **AT)

        assert {} == _save(session, token).errors


class TestOtherWaysIn:
    def test_paper_brings_its_own(self, session):
        """What was answered on paper was agreed to on paper."""
        version_id = a_published_survey(session, consent=Consent.CARER)
        response_id = responding.accept(
            session,
            version_id,
            {"mood": Given(value=3)},
            channel=Channel.PAPER,
            received_on=clock.today(),
            client_token="p",
        )
        assert response_id == session.scalars(select(Response.id)).one()
