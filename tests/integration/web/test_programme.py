"""The programme of audits on its pages: from opening a cycle to giving its cases."""

from app.db.models import CaseDraw
from app.domain.people import Role
from tests.programme_pages import PROGRAMME, cycle, day, rows_of, upload, waiting_case
from tests.programmed import a_file, some_rows
from tests.staff import Browser


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


class TestAnytown:
    def test_shows_a_cycle_under_way(self, lead):
        """The demonstration has a running cycle: audits done, waiting, and left to rest."""
        place = lead.follows(PROGRAMME, "th a[href*='/audits/programme/']")
        page, cases = lead.opens(place), lead.opens(f"{place}/cases").get_text()

        assert "running" in page.get_text()
        assert all(state in cases for state in ("done", "waiting", "left out", "not drawn"))
        assert "It was audited in the last six months." in cases
