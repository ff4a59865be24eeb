"""Audits of several agencies, page by page: the lead, two agencies, and the list of agencies."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app import db
from app.db.models import Agency, Audit, AuditPart
from app.domain.audits import AgencyState, Voice
from tests.audits import TOGETHER, WHOLE

ACTION = {
    "what": "Ring before the meeting",
    "why": "So that he says it once",
    "owner_role": "School lead",
    "due_on": "2099-01-01",
    "priority": "standard",
}


def ids():
    """Return the audit of Anytown with several agencies, and its parts by agency."""
    with db.reading() as session:
        audit = session.scalars(select(Audit.id).where(Audit.case_ref == "FA-2777")).one()
        rows = session.execute(
            select(AuditPart.agency, AuditPart.id).where(
                AuditPart.audit_id == audit, AuditPart.voice.in_((Voice.AGENCY, Voice.JOINT))
            )
        )
        return audit, dict(rows.all())


def state_of(part_id):
    with db.reading() as session:
        return session.get_one(AuditPart, part_id).agency_state


def write(browser, part_id, form):
    """Fill in every page of a part from its first, as it leads on."""
    address = f"/audits/parts/{part_id}"
    page = browser.follows(address, "main a.button")
    first = {"agency": f"{address}/agency_work", "joint": f"{address}/joint_grade"}
    page = first["joint" if "joint" in page else "agency"]
    while page != address:
        answer = browser.sends(page, **form)
        assert 302 == answer.status_code, (page, browser.says())
        page = answer.headers["Location"]


@pytest.fixture
def day(staff):
    """Return the browsers of the lead and of two agencies, the audit, and its parts."""
    audit, parts = ids()
    people = {name: staff(name) for name in ("practitioner", "police", "partner")}
    return people, audit, parts


class TestMine:
    def test_lists_the_parts_that_i_write(self, day):
        """An author finds their part with how far it is, and no other agency's."""
        people, _, _ = day
        said = people["partner"].opens("/audits/parts").get_text(" ")

        assert "Anytown Schools" in said
        assert "Anytown Police" not in said

    def test_says_what_to_do_when_there_is_none(self, day):
        """Without a part the page says that there is nothing to do."""
        assert "No part to write" in day[0]["practitioner"].opens("/audits/parts").get_text(" ")


class TestPart:
    def test_shows_counts_of_the_others_and_no_words(self, day):
        """Before all are in, an agency sees how far another has come and can't read it."""
        people, _, parts = day
        page = people["partner"].opens(f"/audits/parts/{parts['Anytown Schools']}")
        said = page.get_text(" ")

        assert "Anytown Police" in said
        assert "handed in" in said
        assert "blanket" not in said
        assert not page.select(f"a[href*='{parts['Anytown Police']}']")
        people["partner"].opens(f"/audits/parts/{parts['Anytown Police']}", 404)
        people["partner"].opens(f"/audits/parts/{parts['Anytown Police']}/read", 404)
        people["practitioner"].opens(f"/audits/parts/{parts['Anytown Police']}/read", 404)

    def test_is_written_handed_in_and_then_read_by_all(self, day):
        """When the last agency hands in, all read all, and the lead writes what they agree."""
        people, audit, parts = day
        school, police = parts["Anytown Schools"], parts["Anytown Police"]
        write(people["partner"], school, WHOLE)
        people["partner"].sends(f"/audits/parts/{school}", f"/audits/parts/{school}/hand-in")
        assert "is handed in" in people["partner"].says()
        assert AgencyState.HANDED_IN == state_of(school)
        assert "blanket" in people["partner"].opens(f"/audits/parts/{police}/read").get_text()
        assert (
            "breakfast club" in people["police"].opens(f"/audits/parts/{school}/read").get_text()
        )

        write(people["practitioner"], parts[""], TOGETHER)
        read = people["police"].opens(f"/audits/parts/{parts['']}/read").get_text()
        lead = people["practitioner"].opens(f"/audits/{audit}/agencies").get_text(" ")
        assert "Ring before the meeting, and not after it." in read
        assert "The part that we write together" in lead

    def test_is_closed_once_handed_in(self, day):
        """A page of a part that is in leads back to the part, and saving it is refused."""
        people, _, parts = day
        address = f"/audits/parts/{parts['Anytown Police']}"
        closed = people["police"].client.get(f"{address}/agency_work")
        late = people["police"].sends(address, f"{address}/agency_work", agency_work="Late")

        assert address == closed.headers["Location"]
        assert 409 == late.status_code

    def test_cannot_be_handed_in_half_done(self, day):
        """What is missing is said, and all of it is kept."""
        people, _, parts = day
        address = f"/audits/parts/{parts['Anytown Schools']}"
        people["partner"].sends(f"{address}/agency_work", f"{address}/hand-in")

        assert "Something is still missing" in people["partner"].says()
        assert AgencyState.WRITING == state_of(parts["Anytown Schools"])

    def test_shows_an_error_at_its_field(self, day):
        """A required answer that is missing is asked for."""
        people, _, parts = day
        page = f"/audits/parts/{parts['Anytown Schools']}/agency_work"
        answer = people["partner"].sends(page, agency_work="")

        assert 422 == answer.status_code
        assert "There is something to put right" in answer.text

    def test_says_at_once_what_to_do_for_a_child_who_may_not_be_safe(self, day):
        """An agency that is not sure meets who to ring before it goes on."""
        people, _, parts = day
        page = f"/audits/parts/{parts['Anytown Schools']}/agency_safety"
        people["partner"].sends(page, agency_safe_now="unsure")
        said = people["partner"].says()

        assert "A concern has been raised" in said
        assert "Call 999" in said

    def test_hears_a_child_who_is_not_safe_after_the_part_was_closed(self, day):
        """An old page that says no is not kept, and the safeguarding officer is told all the same."""
        people, _, parts = day
        part = parts["Anytown Schools"]
        page = f"/audits/parts/{part}/agency_safety"
        browser = people["partner"]
        token = browser.opens(page).select_one("input[name=csrf_token]")["value"]
        with db.unit_of_work() as session:
            session.get_one(AuditPart, part).agency_state = AgencyState.HANDED_IN
        answers = [
            browser.client.post(page, data={"csrf_token": token, "agency_safe_now": said})
            for said in ("yes", "no")
        ]

        assert [409, 302] == [one.status_code for one in answers]
        assert (
            "is told that this child may not be safe" in browser.opens("/audits/parts").get_text()
        )


class TestTwoAtOnePage:
    def open_and_send(self, browser, page, form, marks):
        token = browser.opens(page).select_one("input[name=csrf_token]")["value"]
        return browser.client.post(page, data={"csrf_token": token, "_shown": marks} | form)

    def test_merge_and_ask_about_the_same_field(self, day):
        """The same field shows both, the choice settles it, and the other field is merged."""
        people, _, parts = day
        page = f"/audits/parts/{parts['Anytown Schools']}/agency_strengths"
        browser = people["partner"]
        marks = browser.opens(page).select_one("input[name=_shown]")["value"]
        first = {"agency_worked": "First words.", "agency_better": "One thing."}
        assert 302 == self.open_and_send(browser, page, first, marks).status_code
        second = {"agency_worked": "Other words.", "agency_better": ""}
        answer = self.open_and_send(browser, page, second, marks)

        assert 409 == answer.status_code
        assert "First words." in answer.text
        assert "Other words." in answer.text
        assert "One thing." in answer.text
        browser.answer = answer
        sent = {"agency_worked": "Other words.", "agency_better": "One thing."}
        shown = _hidden(answer, "_shown")
        asked = {"_clashed": "agency_worked"}
        again = self.open_and_send(browser, page, sent | asked, shown)
        assert 409 == again.status_code
        mine = self.open_and_send(
            browser, page, sent | asked | {"_keep-agency_worked": "mine"}, shown
        )
        assert 302 == mine.status_code
        kept = browser.opens(page)
        assert "Other words." in kept.select_one("[name=agency_worked]").get_text()
        assert "One thing." in kept.select_one("[name=agency_better]").get_text()

    def test_hold_for_the_voices_of_an_audit_too(self, day):
        """Two who record one voice are merged and asked in the same way."""
        people, audit, _ = day
        page = f"/audits/{audit}/child/sibling_words"
        browser = people["practitioner"]
        marks = browser.opens(page).select_one("input[name=_shown]")["value"]
        self.open_and_send(browser, page, {"sibling_words": "Hers."}, marks)
        answer = self.open_and_send(browser, page, {"sibling_words": "His."}, marks)

        assert 409 == answer.status_code
        assert "Two of you changed this at the same time" in answer.text
        assert "Hers." in answer.text
        assert "His." in answer.text


class TestProgress:
    def test_is_counts_for_those_who_take_part(self, day):
        """The page asks for counts by part, and gets no words."""
        people, audit, parts = day
        found = people["partner"].client.get(f"/audits/{audit}/progress").json["parts"]

        assert set(found) == {str(one) for one in parts.values()}
        assert found[str(parts["Anytown Police"])].endswith("answered, handed in.")


class TestLead:
    def test_asks_an_agency_in(self, day, staff):
        """The lead chooses an agency and a person; the person finds the part."""
        people, audit, _ = day
        with db.unit_of_work() as session:
            from app.domain.people import Role
            from tests.builders import a_user

            nurse = a_user(session, roles=[Role.PARTNER], name="Nurse").id
            health = session.scalars(
                select(Agency.id).where(Agency.name == "Anytown Community Health")
            ).one()
        address = f"/audits/{audit}/agencies"
        people["practitioner"].sends(address, agency=str(health), author=str(nurse))

        assert "They find the part under" in people["practitioner"].says()
        assert "Anytown Community Health" in ids()[1]

    def test_is_told_what_can_not_be_chosen(self, day):
        """Without a choice each field says what to do."""
        people, audit, _ = day
        answer = people["practitioner"].sends(f"/audits/{audit}/agencies")

        assert 422 == answer.status_code
        assert "Choose an agency." in answer.text

    def test_goes_on_without_an_agency(self, day):
        """An agency that does not hand in can be left out, and the page says so."""
        people, audit, parts = day
        school = parts["Anytown Schools"]
        address = f"/audits/{audit}/agencies"
        people["practitioner"].sends(address, f"/audits/parts/{school}/leave-out")

        assert "goes on without them" in people["practitioner"].says()
        assert AgencyState.LEFT_OUT == state_of(school)
        assert people["police"].client.get(f"/audits/parts/{school}/read").status_code == 404

    def test_adds_an_action_of_one_agency(self, day):
        """An action is one agency's, and a mistake in it is said at its field."""
        people, audit, _ = day
        address = f"/audits/{audit}/agencies"
        wrong = people["practitioner"].sends(
            address, f"{address}/actions", **(ACTION | {"why": ""})
        )
        people["practitioner"].sends(
            address, f"{address}/actions", **ACTION, whose="Anytown Schools"
        )

        assert 422 == wrong.status_code
        assert "Ring before the meeting" in people["practitioner"].says()

    def test_finds_the_gaps_and_what_is_waited_for_on_the_audit(self, day):
        """The audit's page puts the voices side by side, and says that agencies are waited for."""
        people, audit, _ = day
        said = " ".join(people["practitioner"].opens(f"/audits/{audit}").get_text(" ").split())

        assert "Child or young person agrees less than practitioner, by 3 steps." in said
        assert "Every agency hands in its part first, or is left out." in said
        assert "not filled in yet" in said

    def test_is_nobody_else(self, day):
        """An agency can't open the lead's page, nor any page of the audit."""
        people, audit, _ = day
        closed = {
            "partner": ("/agencies", "", "/child"),
            "practitioner": ("/agency", "/agency/agency_work", "/joint/joint_grade"),
        }
        found = {
            (who, place): people[who].client.get(f"/audits/{audit}{place}").status_code
            for who, places in closed.items()
            for place in places
        }

        assert dict.fromkeys(found, 404) == found


class TestList:
    def test_is_set_by_an_administrator(self, staff):
        """An agency is added, is on the list once, and can be taken off and brought back."""
        browser = staff("administrator")
        browser.sends("/agencies", name="  Anytown   Housing ")
        assert "can be asked into audits now" in browser.says()
        again = browser.sends("/agencies", name="anytown housing")
        assert "Anytown Housing is on the list already." in again.text
        with db.reading() as session:
            agency = session.scalars(
                select(Agency.id).where(Agency.name == "Anytown Housing")
            ).one()
        browser.sends("/agencies", f"/agencies/{agency}/retire")
        assert "off the list" in browser.says()
        browser.sends("/agencies", name="Anytown Housing")

        assert "can be asked into audits now" in browser.says()

    @pytest.mark.parametrize("name", ["", "   ", "x" * 81])
    def test_refuses_what_is_no_name(self, staff, name):
        """A name that is missing or too long is refused with what to do."""
        answer = staff("administrator").sends("/agencies", name=name)

        assert 422 == answer.status_code
        assert "name of the agency" in answer.text

    def test_retires_only_what_is_there(self, staff):
        """What is not on the list can't be taken off it."""
        browser = staff("administrator")
        with db.reading() as session:
            audit = session.scalars(select(Audit.id)).first()
        answer = browser.sends("/agencies", f"/agencies/{audit}/retire")

        assert 404 == answer.status_code

    def test_says_what_to_do_when_it_is_empty(self, sign_in):
        """A new organisation is told how to begin."""
        from app.domain.people import Role

        assert "Add the first below" in sign_in(Role.ADMINISTRATOR).get("/agencies").text


def _hidden(answer, name):
    from bs4 import BeautifulSoup

    return BeautifulSoup(answer.data, "html.parser").select_one(f"input[name={name}]")["value"]
