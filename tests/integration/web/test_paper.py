"""Paper on the web: printed, entered, entered again unseen, and settled."""

from __future__ import annotations

import re
import zlib
from datetime import timedelta

import pytest
from sqlalchemy import select

from app import clock, db
from app.db.models import PaperReturn, Response, Survey
from app.domain.errors import Unavailable
from app.domain.people import Role
from app.domain.surveys import Identity
from app.reports import pdf
from app.services import publishing, studio, voicing
from surveys.asking import only_asked
from surveys.renderings import Voice
from surveys.voices import asked_in
from tests import builders
from tests.respondent import TOLD_BY, Visitor, a_published_survey, stored


@pytest.fixture
def service(app):
    with db.unit_of_work() as session:
        return builders.a_service(session).id


@pytest.fixture
def officer(sign_in, service):
    return Visitor(sign_in(Role.PARTICIPATION, service=service))


@pytest.fixture
def colleague(sign_in, service):
    return Visitor(sign_in(Role.PARTICIPATION, service=service))


@pytest.fixture
def survey(service):
    with db.unit_of_work() as session:
        a_published_survey(session, service_id=service)
        survey = session.scalars(select(Survey)).one()
        survey.checked_share = 100
        return survey.id


@pytest.fixture
def desk(survey):
    return f"/studio/surveys/{survey}"


def _enters(officer, desk, **fields):
    outside = {"number": "1", "received_on": str(clock.today())}
    sent = outside | {"mood": "1", "why": "Too loud", "pet": "no"} | fields
    return officer.answers(f"{desk}/returns/new", **sent)


def _again(desk):
    with db.reading() as session:
        return f"/studio/returns/{session.scalars(select(PaperReturn.id)).one()}/again"


def _published(session, definition, service):
    publishing.publish(
        session,
        definition,
        service_id=service,
        slug="children",
        decision_maker="The head of service",
        told_by=TOLD_BY,
        identity=None,
        by=None,
    )
    return session.scalars(select(Survey.id).where(Survey.slug == "children")).one()


class TestPrintOut:
    def test_numbers_questions_and_says_where_to_go(self, officer, desk):
        """The printed page has every question with its number and its route."""
        soup = officer.soup(officer.client.get(f"{desk}/paper"))

        labels = [" ".join(one.get_text().split()) for one in soup.select(".paper__label")]
        assert ["1. How was this week?", "2. What made it bad?"] == labels[:2]
        route = soup.select_one(".paper__route").get_text()
        assert (
            route == "Answer this only if you chose “Bad” at question 1. If not, go to question 3."
        )
        assert "I’m not sure" in soup.select_one(".paper__choices").get_text()

    @pytest.mark.parametrize("code", ["easy_read-en", "ages_4_7-en", "cy"])
    def test_is_in_the_words_that_were_chosen(self, officer, service, code):
        """Any wording is printed: what it asks and no more, in its language, with its symbols."""
        with db.unit_of_work() as session:
            definition = studio.shipped_one("children_8_11")
            survey_id = _published(session, definition, service)
        asked = asked_in(definition, voicing.voice_named(definition, code, Voice()))
        address = f"/studio/surveys/{survey_id}/paper?voice={code}"
        soup = officer.soup(officer.client.get(address))
        labels = soup.select(".paper__label")

        assert asked.definition.title == soup.h1.get_text(strip=True)
        assert len(only_asked(asked).questions()) == len(labels)
        is_pictured = asked.voice.is_pictured
        assert {is_pictured} == {bool(one.select("svg.symbol")) for one in labels}
        assert {"cy": "cy"}.get(code, "en-GB") == soup.html["lang"]
        assert ("eiriant" in soup.get_text()) == (code == "cy")

    def test_says_where_to_go_in_the_language_of_the_paper(self, officer, service):
        """On paper in Welsh the routes are in Welsh, choices and sentence alike."""
        with db.unit_of_work() as session:
            survey_id = _published(session, studio.shipped_one("children_8_11"), service)
        soup = officer.soup(officer.client.get(f"/studio/surveys/{survey_id}/paper?voice=cy"))
        routes = [one.get_text() for one in soup.select(".paper__route")]

        assert (
            "Ateb hwn dim ond os dewisaist ti “Bron byth” neu “Weithiau” yng nghwestiwn 8. Os na, "
            "cer i gwestiwn 10."
        ) == routes[1]

    def test_words_that_do_not_exist_are_the_first(self, officer, desk):
        """A made-up wording prints the first one, and so does a language without words."""
        first = officer.client.get(f"{desk}/paper").text

        assert first == officer.client.get(f"{desk}/paper?voice=easy_read-en").text
        assert first == officer.client.get(f"{desk}/paper?voice=pl").text

    def test_the_words_are_chosen_where_paper_is_offered(self, officer, service):
        """The survey's page offers each wording that exists, and none that does not."""
        with db.unit_of_work() as session:
            definition = studio.shipped_one("children_8_11")
            survey_id = _published(session, definition, service)
        soup = officer.soup(officer.client.get(f"/studio/surveys/{survey_id}"))

        assert ["en", "ages_4_7-en", "easy_read-en", "cy"] == [
            one["value"] for one in soup.select("select[name=voice] option")
        ]

    @pytest.mark.parametrize("identity", list(Identity))
    def test_promises_only_what_paper_can_keep(self, officer, service, identity):
        """On paper nobody is told of codes, saved pages or a quick reading."""
        with db.unit_of_work() as session:
            a_published_survey(session, service_id=service, identity=identity, slug="other")
            survey_id = session.scalars(select(Survey.id).where(Survey.slug == "other")).one()

        page = officer.client.get(f"/studio/surveys/{survey_id}/paper").text
        for untrue in ("Save and go on", "you get a code", "Leave this page", "reads it soon"):
            assert untrue not in page
        for said in (
            "The head of service will decide",
            "31 January 2099",
            "0800 1111",
            "call 999",
        ):
            assert said in page


class TestAsPdf:
    def test_is_a_tagged_file(self, officer, desk):
        """The questions come as a PDF whose structure a screen reader can read."""
        answer = officer.client.get(f"{desk}/paper.pdf")

        assert ("application/pdf", b"%PDF-") == (answer.mimetype, answer.data[:5])
        inside = b"".join(
            zlib.decompress(stream)
            for stream in re.findall(
                rb"FlateDecode[^>]*>>\nstream\n(.*?)\nendstream", answer.data, re.DOTALL
            )
        )
        assert b"/StructTreeRoot" in inside
        assert "questions.pdf" in answer.headers["Content-Disposition"]

    def test_says_when_it_cannot_be_made(self, officer, desk, monkeypatch):
        """Without its library staff are told what to do instead."""

        def missing(*_):
            raise Unavailable("pdf_unavailable")

        monkeypatch.setattr(pdf, "to_pdf", missing)
        answer = officer.client.get(f"{desk}/paper.pdf")
        assert "lacks the library" in officer.client.get(answer.location).text


class TestEnter:
    def test_keeps_a_return_and_offers_the_next(self, officer, desk):
        """A return is kept as a response, and the next number waits to be entered."""
        answer = _enters(officer, desk)

        page = officer.client.get(answer.location)
        assert "Return 1 is kept. Put it with those that a second person" in page.text
        assert "2" == officer.soup(page).select_one("#number")["value"]
        assert {"mood", "why", "pet"} == set(stored("small")[0])

    def test_leaves_out_what_should_have_been_passed_over(self, officer, desk):
        """An answer to a question that was not for this person is not kept."""
        _enters(officer, desk, mood="3")

        assert {"mood", "pet"} == set(stored("small")[0])

    def test_names_every_mistake_and_keeps_what_was_typed(self, officer, desk):
        """Mistakes outside and inside the paper are told at once, and nothing is lost."""
        tomorrow = clock.today() + timedelta(days=1)
        fields = {"received_on": str(tomorrow), "age_band": "other", "number": "none"}
        answer = _enters(officer, desk, **fields)

        soup = officer.soup(answer)
        assert 422 == answer.status_code
        links = [link["href"] for link in soup.select(".problems a")]
        assert ["#number", "#age_band-other"] == links
        assert "Too loud" == soup.select_one("#why").get_text().strip()
        assert [] == stored("small")

    @pytest.mark.parametrize(
        ("fields", "said"),
        [
            ({"mood": "", "why": "", "pet": ""}, "Nothing was answered on this paper"),
            ({"received_on": "2999-01-01"}, "still to come"),
            ({"number": "0"}, "from 1 to"),
        ],
    )
    def test_says_what_is_wrong(self, officer, desk, fields, said):
        """An empty paper, a day to come and a number that is none are refused in words."""
        answer = _enters(officer, desk, **fields)

        assert (422, True) == (answer.status_code, said in answer.text)
        assert [] == stored("small")

    def test_takes_each_number_once(self, officer, desk):
        """A number that was entered is refused, with the paper still on the page."""
        _enters(officer, desk)
        answer = _enters(officer, desk)

        assert "was entered already" in answer.text
        assert 1 == len(stored("small"))

    def test_is_not_for_other_services(self, sign_in, desk):
        """People of another service do not find the papers of this one."""
        with db.unit_of_work() as session:
            other = builders.a_service(session).id
        browser = sign_in(Role.PARTICIPATION, service=other)

        for place in ("paper", "returns", "returns/new"):
            assert 404 == browser.get(f"{desk}/{place}").status_code


class TestOtherWords:
    @pytest.fixture
    def children(self, service):
        with db.unit_of_work() as session:
            survey_id = _published(session, studio.shipped_one("children_8_11"), service)
            session.get_one(Survey, survey_id).checked_share = 100
        return f"/studio/surveys/{survey_id}"

    def test_are_asked_as_they_are_printed(self, officer, children):
        """The sheet for a paper in easy words has its questions and its choices, and no others."""
        definition = studio.shipped_one("children_8_11")
        asked = only_asked(asked_in(definition, Voice("ages_4_7")))
        sheet = f"{children}/returns/new?voice=ages_4_7-en"
        soup = officer.soup(officer.client.get(sheet))
        printed = officer.soup(officer.client.get(f"{children}/paper?voice=ages_4_7-en"))

        assert len(asked.questions()) == len(soup.select("#page .ask__words"))
        assert len(printed.select(".paper__label")) == len(soup.select("#page .ask__words"))
        safe = asked.question("feels_safe")
        assert [str(one.value) for one in safe.options] == [
            one["value"] for one in soup.select("input[name=feels_safe][type=radio]")
        ][: len(safe.options)]

    def test_are_kept_with_the_return(self, officer, colleague, children):
        """What stands for a choice in fewer words is stored, and the second person gets them too."""
        sheet = f"{children}/returns/new?voice=ages_4_7-en"
        outside = {"number": "1", "received_on": str(clock.today())}
        kept = officer.answers(sheet, **outside, feels_safe="4")
        again = colleague.soup(colleague.client.get(_again(children)))
        with db.reading() as session:
            response = session.scalars(select(Response)).one()

        assert f"{children}/returns/new?version=1&voice=ages_4_7-en" == kept.location
        assert ("ages_4_7", "en") == (response.rendering, response.language)
        assert {"feels_safe": 4} == {key: one.value for key, one in stored("children")[0].items()}
        labels = [one.get_text(strip=True) for one in again.select("#page .ask__words")]
        assert labels == [
            one.get_text(strip=True)
            for one in officer.soup(officer.client.get(sheet)).select("#page .ask__words")
        ]

    def test_are_marked_as_in_their_language(self, officer, children):
        """On the sheet in Welsh a screen reader is told that the words are Welsh."""
        soup = officer.soup(officer.client.get(f"{children}/returns/new?voice=cy"))

        assert "en-GB" == soup.html["lang"]
        assert soup.select("#page h2[lang=cy]")
        assert soup.select("#page .ask__words [lang=cy]")

    def test_are_not_asked_about_where_there_is_one_wording(self, officer, desk):
        """A survey with its first words alone is entered without a choice of words."""
        soup = officer.soup(officer.client.get(f"{desk}/returns/new"))

        assert [] == soup.select("nav[aria-label='The words on the paper']")


class TestSecondPerson:
    def test_enters_blind_then_settles(self, officer, colleague, desk):
        """The second person sees nothing of the first; what differs is shown and settled."""
        _enters(officer, desk)
        blind = colleague.client.get(_again(desk))
        assert "Too loud" not in blind.text
        assert [] == colleague.soup(blind).select("[checked]")

        differs = colleague.answers(_again(desk), mood="2", pet="no")
        assert "/settle" in differs.location
        shown = colleague.client.get(differs.location).text
        assert "The first person read: Too loud" in shown
        assert "The second person read: Nothing" in shown

        half = colleague.answers(differs.location, mood="second")
        assert (422, True) == (half.status_code, "choose one" in half.text)
        colleague.answers(differs.location, mood="first", why="first")
        assert "Too loud" == stored("small")[0]["why"].text
        page = colleague.client.get(f"{desk}/returns").text
        assert "two people read 1 of 3 answers the same" in page
        assert "Nothing waits" in page

    def test_who_reads_the_same_is_told(self, officer, colleague, desk):
        """When both read the same there is nothing to settle."""
        _enters(officer, desk)
        answer = colleague.answers(_again(desk), mood="1", why="too  loud", pet="no")

        page = colleague.client.get(answer.location).text
        assert "Both of you read the same." in page
        assert "<strong>100%</strong>" in page

    def test_names_what_cannot_be_read(self, officer, colleague, desk):
        """A mistake of the second person is named, and nothing is compared yet."""
        _enters(officer, desk)
        answer = colleague.answers(_again(desk), mood="1", age_band="other")

        assert 422 == answer.status_code
        with db.reading() as session:
            assert 0 == session.scalars(select(PaperReturn.compared)).one()

    def test_is_somebody_else(self, officer, desk):
        """Who entered a return first is told that somebody else must."""
        _enters(officer, desk)

        assert "you were first" in officer.client.get(f"{desk}/returns").text
        answer = officer.client.get(_again(desk))
        assert "somebody else must enter it again" in officer.client.get(answer.location).text


class TestReturns:
    def test_says_what_to_do_when_there_are_none(self, officer, desk):
        """An empty page says how it fills."""
        page = officer.client.get(f"{desk}/returns").text

        assert "Nothing waits" in page
        assert "No return has been entered twice yet." in page

    def test_sets_how_many_are_checked(self, officer, desk):
        """The share can be chosen; what is not on offer is refused."""
        answer = officer.answers(f"{desk}/returns", share="20")
        chosen = officer.soup(officer.client.get(answer.location)).select_one("[selected]")
        assert "20" == chosen["value"]

        assert 422 == officer.answers(f"{desk}/returns", share="most").status_code


ORDERED = """
key: ordered
title: In order
kind: questionnaire
audience: young_people
pages:
  - key: first
    title: First
    questions:
      - key: wish
        kind: ranked_choice
        label: What matters most?
        options: [{value: home, label: Home}, {value: school, label: School}]
      - {key: picture, kind: photo, label: Show us}
"""


class TestPress:
    def test_arranges_the_sheet_and_keeps_nothing_yet(self, officer, service):
        """A button that puts things in order shows the sheet again; no photo is asked for."""
        with db.unit_of_work() as session:
            a_published_survey(session, ORDERED, slug="ordered", service_id=service)
            survey_id = session.scalars(select(Survey.id)).one()
        address = f"/studio/surveys/{survey_id}/returns/new"
        outside = {"number": "1", "received_on": str(clock.today())}
        page = officer.answers(address, **outside, _press="wish:school:add")
        soup = officer.soup(page)

        assert (200, "1") == (page.status_code, soup.select_one("[name=wish-school]")["value"])
        assert [] == soup.select("[type=file]")
        with db.reading() as session:
            assert [] == session.scalars(select(PaperReturn)).all()

        kept = officer.answers(address, **outside, **{"wish-school": "1"})
        assert 303 == kept.status_code
