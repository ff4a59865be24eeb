"""Paper of an earlier version of a survey: printed with its number, entered with its questions."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app import clock, db
from app.db.models import PaperReturn, Response, Survey, SurveyVersion
from app.domain.errors import NotFound
from app.domain.people import Role
from app.services import paper_returns
from tests import builders
from tests.respondent import SMALL, Visitor, a_published_survey, stored

# The second version asks of a garden where the first one asks of a pet.
LATER = SMALL.replace("Do you have a pet?", "Do you have a garden?").replace("pet", "garden")


@pytest.fixture
def service(app):
    with db.unit_of_work() as session:
        return builders.a_service(session).id


@pytest.fixture
def officer(sign_in, service):
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


@pytest.fixture
def renew(service, survey):
    def publish():
        with db.unit_of_work() as session:
            a_published_survey(session, LATER, service_id=service)

    return publish


def _keys(page):
    return {one.get("name") for one in page.select("#page input, #page textarea")}


def _outside(number="1"):
    return {"number": number, "received_on": str(clock.today())}


def _entered():
    """Return, of each response in the order of its paper, the number of its version."""
    numbers = (
        select(SurveyVersion.number)
        .join(Response, Response.version_id == SurveyVersion.id)
        .join(PaperReturn, PaperReturn.response_id == Response.id)
        .order_by(PaperReturn.number)
    )
    with db.reading() as session:
        return list(session.scalars(numbers))


class TestPrinted:
    def test_says_its_version_on_each_sheet(self, officer, desk, renew):
        """The number at the top is the number of the newest version, and the foot repeats it."""
        first = officer.soup(officer.client.get(f"{desk}/paper"))
        renew()
        second = officer.soup(officer.client.get(f"{desk}/paper"))

        numbers = [one.select_one(".paper__version").get_text() for one in (first, second)]
        assert ["Version 1", "Version 2"] == numbers
        with officer.client.get("/static/css/paper.css") as sheet:
            assert "content: string(version)" in sheet.text


class TestEntered:
    def test_with_the_questions_that_are_printed_on_it(self, officer, desk, renew):
        """A paper of the first version is asked, stored and counted as one of the first."""
        renew()
        sheet = f"{desk}/returns/new?version=1"
        assert {"pet"} == _keys(officer.soup(officer.client.get(sheet))) & {"pet", "garden"}
        kept = officer.answers(sheet, **_outside(), mood="2", pet="no")

        assert sheet == kept.location
        assert [1] == _entered()
        assert {"mood", "pet"} == set(stored("small")[0])

    def test_with_the_newest_where_nothing_is_chosen(self, officer, desk, renew):
        """Without a choice the newest version is asked."""
        renew()
        sheet = f"{desk}/returns/new"
        assert {"garden"} == _keys(officer.soup(officer.client.get(sheet))) & {"pet", "garden"}
        officer.answers(sheet, **_outside(), mood="2", garden="no")

        assert [2] == _entered()

    def test_as_the_sheet_was_shown(self, officer, desk, renew):
        """What is entered while a newer version comes out belongs to the version on the sheet."""
        sheet = f"{desk}/returns/new"
        hidden = officer.hidden(sheet)
        renew()
        sent = {**hidden, **_outside(), "mood": "2", "pet": "no"}
        answer = officer.client.post(sheet, data=sent)

        assert [1] == _entered()
        # So does the next of the stack.
        assert (
            "1"
            == officer.soup(officer.client.get(answer.location)).select_one("[name=_version]")[
                "value"
            ]
        )
        assert {"mood", "pet"} == set(stored("small")[0])

    def test_keeps_the_version_when_something_is_wrong(self, officer, desk, renew):
        """A sheet that comes back with a mistake asks what it asked before."""
        renew()
        answer = officer.answers(f"{desk}/returns/new?version=1", **_outside("0"), pet="no")

        assert 422 == answer.status_code
        assert "pet" in _keys(officer.soup(answer))
        assert "1" == officer.soup(answer).select_one("[name=_version]")["value"]

    def test_beside_papers_of_other_versions(self, officer, desk, renew):
        """Papers of two versions are numbered one after another and kept apart."""
        renew()
        for number, version, key in (("1", 2, "garden"), ("2", 1, "pet")):
            sheet = f"{desk}/returns/new?version={version}"
            officer.answers(sheet, **_outside(number), mood="2", **{key: "no"})

        assert [2, 1] == _entered()

    def test_again_with_the_same_questions(self, officer, sign_in, service, desk, renew):
        """The second person is told the version and gets its questions."""
        renew()
        officer.answers(f"{desk}/returns/new?version=1", **_outside(), mood="2", pet="no")
        colleague = Visitor(sign_in(Role.PARTICIPATION, service=service))
        with db.reading() as session:
            again = f"/studio/returns/{session.scalars(select(PaperReturn.id)).one()}/again"
        page = colleague.soup(colleague.client.get(again))

        assert "version 1" in page.select_one("main strong").get_text()
        assert "pet" in _keys(page)
        assert "/returns" in colleague.answers(again, mood="2", pet="no").location


class TestChoice:
    def test_names_each_version_and_its_day(self, officer, desk, renew):
        """Where there are several, each is offered with its day, and the one shown is marked."""
        renew()
        page = officer.soup(officer.client.get(f"{desk}/returns/new?version=1"))
        ways = page.select("nav[aria-label='The version on the paper'] a")

        today = clock.today()
        said = f"{today.day} {today:%B %Y}"
        assert [f"Version 2, from {said}", f"Version 1, from {said}"] == [
            one.get_text(strip=True) for one in ways
        ]
        assert [None, "true"] == [one.get("aria-current") for one in ways]

    def test_is_not_asked_for_where_there_is_one(self, officer, desk):
        """A survey that never changed asks for no version."""
        page = officer.soup(officer.client.get(f"{desk}/returns/new"))

        assert [] == page.select("nav[aria-label='The version on the paper']")

    @pytest.mark.parametrize("number", ["0", "3", "-1"])
    def test_of_a_version_that_is_none_is_refused(self, officer, desk, renew, number):
        """A number of no version opens nothing and keeps nothing."""
        renew()
        answer = officer.client.get(f"{desk}/returns/new?version={number}")

        assert 404 == answer.status_code

    def test_of_a_version_of_another_survey_is_refused(self, officer, survey, service, renew):
        """The numbers of one survey are not those of another."""
        renew()
        with db.unit_of_work() as session:
            a_published_survey(session, slug="other", service_id=service)
        with db.reading() as session:
            other = session.scalars(select(Survey.id).where(Survey.slug == "other")).one()
            assert 1 == paper_returns.version_of(session, other, 1).number
            with pytest.raises(NotFound):
                paper_returns.version_of(session, other, 2)
