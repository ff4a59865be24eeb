"""The programme of audits on its pages: from opening a cycle to an audit that has begun."""

import io
from datetime import timedelta

import pytest
from sqlalchemy import select
from werkzeug.datastructures import FileStorage
from werkzeug.test import stream_encode_multipart

from app import clock, db
from app.db.models import Audit, AuditCase, AuditConflict, AuditCycle, CaseDraw, User
from app.domain.people import Role
from app.domain.programme import CaseState
from tests.programmed import a_file, some_rows
from tests.staff import Browser

PROGRAMME = "/audits/programme"


def day(days):
    return (clock.today() + timedelta(days=days)).isoformat()


def cycle(**changes):
    return {
        "title": "Winter audits",
        "kind": "conversational",
        "starts_on": day(0),
        "ends_on": day(90),
        "target_per_auditor": "3",
        "target_per_team": "2",
        "share_moderated": "20",
    } | changes


def rows_of(model):
    with db.reading() as session:
        return session.scalars(select(model)).all()


def upload(browser, place, content, name="cases.csv"):
    """Send a file as a browser does, and return the answer."""
    page = browser.opens(place)
    token = page.select_one("main input[name=csrf_token]")["value"]
    data = {"csrf_token": token, "file": FileStorage(io.BytesIO(content), name)}
    body, _, boundary = stream_encode_multipart(data, use_tempfile=False)
    kind = f"multipart/form-data; boundary={boundary}"
    browser.answer = browser.client.post(f"{place}/lists", data=body.read(), content_type=kind)
    return browser.answer


@pytest.fixture
def lead(staff):
    """Return the browser of who leads Anytown's audits."""
    return staff("moderator")


@pytest.fixture
def services(anytown):
    """Return the id of a service of Anytown."""
    from app.db.models import Service

    with db.reading() as session:
        return session.scalars(select(Service.id).where(Service.key == "families")).one()


@pytest.fixture
def place(lead, services):
    """Open a cycle and return its address."""
    answer = lead.sends(f"{PROGRAMME}/new", **cycle(service_id=str(services)))
    assert 303 == answer.status_code, answer.text
    return answer.headers["Location"]


@pytest.fixture
def auditor_id(anytown):
    """Return the id of Anytown's auditor."""
    with db.reading() as session:
        email = "practitioner@anytown.example"
        return session.scalars(select(User.id).where(User.email == email)).one()


@pytest.fixture
def drawn(lead, place, auditor_id):
    """Return a cycle with an auditor and four drawn cases."""
    lead.sends(place, f"{place}/auditors", user_id=str(auditor_id), team="Quality")
    answer = upload(lead, place, a_file(some_rows(8)))
    lead.sends(answer.headers["Location"], f"{answer.headers['Location']}/keep")
    lead.sends(place, f"{place}/draw", size="4", strata="team")
    return place


def waiting_case(title="Winter audits"):
    with db.reading() as session:
        return session.scalars(
            select(AuditCase.id)
            .join(AuditCycle, AuditCycle.id == AuditCase.cycle_id)
            .where(AuditCycle.title == title, AuditCase.state == CaseState.ALLOCATED)
        ).first()


class TestProgramme:
    def test_says_what_to_do_when_there_is_none(self, sign_in):
        """The empty programme explains itself and leads to the first cycle."""
        page = Browser(sign_in(Role.MODERATOR)).opens(PROGRAMME)

        assert "No cycle yet" in page.get_text()
        assert page.select_one(f"a[href='{PROGRAMME}/new']")

    def test_stands_in_the_navigation_of_who_leads(self, lead):
        """Whoever leads audits finds the programme from every page."""
        assert lead.opens("/staff").select_one(f"nav a[href='{PROGRAMME}']")


class TestNew:
    def test_tells_every_mistake_at_once(self, lead, services):
        """A last day in the past and a target of none are told together, and the title is kept."""
        bad = cycle(service_id=str(services), ends_on=day(-1), target_per_team="0")

        answer = lead.sends(f"{PROGRAMME}/new", **bad)

        assert 422 == answer.status_code
        assert "The last day is over already." in lead.says()
        assert "Write a number of audits from 1 to 100." in lead.says()
        assert "Winter audits" in answer.text

    def test_opens_an_empty_cycle_that_says_the_first_step(self, lead, place):
        """A new cycle has nobody, no case and no draw, and each step says what it needs."""
        text = lead.opens(place).get_text()

        assert "Nobody audits in this cycle yet." in text
        assert "0 cases are on the list." in text
        assert "Upload a list of cases first." in text
        assert "Draw cases first." in text


class TestAuditors:
    def test_are_added_and_removed(self, lead, place, auditor_id):
        """Somebody who is added has a target, and can be removed again."""
        lead.sends(
            place, f"{place}/auditors", user_id=str(auditor_id), team="Quality", leads="A, B"
        )
        added = lead.says()
        lead.sends(place, f"{place}/auditors/{auditor_id}/remove")

        assert "They audit in this cycle now." in added
        assert "A, B" in added
        assert "What they have begun stays theirs." in lead.says()

    def test_needs_a_team(self, lead, place, auditor_id):
        """Without a team the form comes back open, with what is missing."""
        answer = lead.sends(place, f"{place}/auditors", user_id=str(auditor_id), team="")

        assert 422 == answer.status_code
        assert "Write the team they work in." in lead.says()

    def test_refuses_somebody_who_is_not_there(self, lead, place):
        """An id that means nobody is refused at its field."""
        lead.sends(place, f"{place}/auditors", user_id="nobody", team="Quality")

        assert "Choose somebody who may record audits in this service." in lead.says()


class TestLists:
    def test_refuses_names_with_their_rows_and_keeps_the_good_rows(self, lead, place):
        """A list with names and doubles says which rows and why; a second press keeps the rest."""
        rows = [*some_rows(3), "Jordan Smith,Care North,,,", "CH-1000,Care North,,,"]
        address = upload(lead, place, a_file(rows)).headers["Location"]
        before = lead.opens(address).get_text(" ")
        lead.sends(address, f"{address}/keep")
        after = lead.says()

        assert "3 cases can be kept, and 2 rows are refused." in before
        assert "Row 5" in before
        assert "Row 6" in before
        assert "Jordan" not in before
        assert "3 cases were kept, and 2 rows were refused." in after
        assert "The same case stands in row 2." in after

    def test_asks_what_the_columns_hold(self, lead, place):
        """Where the first row says nothing, a person chooses, and a wrong choice is told."""
        address = upload(lead, place, a_file(["CH-1,Care North"], header="a,b")).headers[
            "Location"
        ]
        wrong = lead.sends(address, case_ref="a", team="a")
        told = lead.says()
        lead.sends(address, case_ref="a", team="b")

        assert 422 == wrong.status_code
        assert "This column is chosen twice." in told
        assert "1 case can be kept" in lead.says()

    def test_keeps_nothing_of_a_bad_list(self, lead, place):
        """Where every row is refused there is nothing to keep, and it can be thrown away."""
        address = upload(lead, place, a_file(["Jordan Smith,Care North,,,"])).headers["Location"]
        lead.sends(address, f"{address}/keep")
        refused = lead.says()
        lead.sends(address, f"{address}/discard")

        assert "There is no row to keep." in refused
        assert "nothing of it was kept" in lead.says()

    def test_wants_a_file(self, lead, place):
        """Sent without a file, the form says so."""
        answer = lead.sends(place, f"{place}/lists")

        assert 422 == answer.status_code
        assert "Choose a CSV file or an Excel workbook." in lead.says()


class TestDraw:
    def test_records_the_seed(self, lead, drawn):
        """The page names the seed of a draw, so that it can be repeated."""
        (row,) = [one for one in rows_of(CaseDraw) if str(one.cycle_id) in drawn]

        assert f"Seed {row.seed}." in lead.opens(drawn).get_text()

    def test_refuses_more_than_there_are(self, lead, drawn):
        """A size that cannot be is refused with the one that can."""
        answer = lead.sends(drawn, f"{drawn}/draw", size="40", strata="team")

        assert 422 == answer.status_code
        assert "Only 4 can be drawn now." in lead.says()


class TestGive:
    def test_refuses_a_day_in_the_past(self, lead, drawn):
        """A due day that is over is refused, and nothing is given."""
        answer = lead.sends(drawn, f"{drawn}/give", due_on=day(-1))

        assert 422 == answer.status_code
        assert "This day is over already." in lead.says()
        assert waiting_case() is None

    def test_gives_and_says_what_is_left(self, lead, drawn):
        """Three of four cases are given to somebody whose target is three; the last says why."""
        lead.sends(drawn, f"{drawn}/give", due_on=day(60))
        text = lead.says()

        assert "3 cases have an auditor now." in text
        assert "1 case could be given to nobody." in text
        assert "1 auditor has reached their target. Raise a target, or add an auditor." in text


class TestCases:
    def test_show_where_each_stands(self, lead, drawn):
        """Every case of the list is there with its state."""
        lead.sends(drawn, f"{drawn}/give", due_on=day(60))

        text = lead.opens(f"{drawn}/cases").get_text()

        assert "8 cases" in text
        assert all(state in text for state in ("waiting", "needs an auditor", "not drawn"))

    def test_say_what_to_do_when_there_is_none(self, lead, place):
        """Without a list the page leads back to where one is uploaded."""
        assert "No case yet" in lead.opens(f"{place}/cases").get_text()


class TestConflicts:
    def test_are_declared_and_taken_back(self, lead, drawn, auditor_id):
        """Whoever leads can declare a conflict for an auditor, read why, and take it back."""
        said = {"auditor_id": str(auditor_id), "about": "team", "subject": "Care North"}
        lead.sends(drawn, f"{drawn}/conflicts", **said, reason="Used to work there.")
        kept = lead.says()
        (row,) = [one for one in rows_of(AuditConflict) if one.auditor_id == auditor_id]
        lead.sends(drawn, f"{drawn}/conflicts/{row.id}/take-back")

        assert "Used to work there." in kept
        assert "The conflict is taken back." in lead.says()

    def test_need_a_reason(self, lead, drawn, auditor_id):
        """Without a reason the conflict is refused, and what was typed is kept."""
        said = {"auditor_id": str(auditor_id), "about": "team", "subject": "Care North"}
        answer = lead.sends(drawn, f"{drawn}/conflicts", **said, reason="")

        assert 422 == answer.status_code
        assert "Say why in a few words." in lead.says()
        assert 'value="Care North"' in answer.text


class TestWaiting:
    @pytest.fixture
    def waits(self, lead, drawn):
        """Return the address of an audit that waits for Anytown's auditor."""
        lead.sends(drawn, f"{drawn}/give", due_on=day(60))
        return f"/audits/waiting/{waiting_case()}"

    def test_begins_from_the_list_of_audits(self, staff, waits):
        """The auditor sees what waits, begins it, and has a draft with what is known."""
        auditor = staff("practitioner")
        assert auditor.opens("/audits").select_one(f"a[href='{waits}']")
        page = auditor.opens(waits)
        chosen = page.select_one("#cohort option[selected]")["value"]

        auditor.sends(
            waits,
            f"{waits}/begin",
            cohort=chosen,
            held_on=day(0),
            has_no_conflict="y",
            age_years="",
        )

        assert "looked_after" == chosen
        assert page.select_one("h1").get_text().split()[1] in auditor.says()
        assert 27 == len(rows_of(Audit))
        assert not auditor.opens("/audits").select_one(f"a[href='{waits}']")

    def test_tells_what_keeps_it_from_beginning(self, staff, waits):
        """Without the word on conflicts, and on a day to come, nothing begins."""
        auditor = staff("practitioner")
        answer = auditor.sends(waits, f"{waits}/begin", cohort="looked_after", held_on=day(2))

        assert 422 == answer.status_code
        assert "You can't audit your own case or your own line." in auditor.says()
        assert "can't be in the future" in auditor.says()

    def test_is_handed_back_with_a_reason(self, staff, lead, drawn, waits):
        """Whoever is too near says why, and the case needs somebody else."""
        auditor = staff("practitioner")
        refused = auditor.sends(waits, f"{waits}/cannot", about="case", reason="")
        auditor.sends(waits, f"{waits}/cannot", about="case", reason="We are neighbours.")

        assert 422 == refused.status_code
        assert "Somebody else will be asked." in auditor.says()
        assert "We are neighbours." in lead.opens(drawn).get_text()
        auditor.opens(waits, 404)

    def test_says_when_the_worker_is_not_known(self, lead, staff, place, auditor_id):
        """A conflict with a worker whom the list does not name is refused at its field."""
        lead.sends(place, f"{place}/auditors", user_id=str(auditor_id), team="Quality")
        address = upload(lead, place, a_file(["CH-77,Care North,cin,,"])).headers["Location"]
        lead.sends(address, f"{address}/keep")
        lead.sends(place, f"{place}/draw", size="1", strata="none")
        lead.sends(place, f"{place}/give", due_on=day(9))
        waits, auditor = f"/audits/waiting/{waiting_case()}", staff("practitioner")
        auditor.sends(waits, f"{waits}/cannot", about="practitioner", reason="My friend.")

        assert "Choose another." in auditor.says()


class TestAnytown:
    def test_shows_a_cycle_under_way(self, lead):
        """The demonstration has a running cycle: audits done, waiting, and left to rest."""
        place = lead.follows(PROGRAMME, "th a[href*='/audits/programme/']")
        page, cases = lead.opens(place), lead.opens(f"{place}/cases").get_text()

        assert "running" in page.get_text()
        assert all(state in cases for state in ("done", "waiting", "left out", "not drawn"))
        assert "It was audited in the last six months." in cases
