"""Pages of what audits show: counted for those who may look, and a case for those who read audits."""

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import delete, func, select

from app import db
from app.db.models import ActivityEntry, Audit, AuditCase, AuditCycle, Service, User


def one(query):
    with db.reading() as session:
        return session.scalar(query)


def service(key="families"):
    return one(select(Service.id).where(Service.key == key))


@pytest.fixture
def officer(staff):
    return staff("participation")


@pytest.fixture
def moderator(staff):
    return staff("moderator")


class TestOverview:
    def test_shows_grades_and_their_numbers(self, officer):
        """Anytown's audits are drawn by domain, said in a sentence, and counted in a table."""
        page = officer.opens("/audits/seen")
        table = page.find("caption", string="How many audits were given each grade").parent

        assert "of 25 audits were graded good or better" in page.get_text()
        assert page.select_one("#profile-finding")
        assert ["All in all"] == [one.get_text() for one in table.select("tbody th")][:1]

    def test_leads_to_services_and_teams(self, officer):
        """Each service is a link, and each of its teams is one."""
        to = officer.follows("/audits/seen", "th a[href*='service=']")
        team = officer.follows(to, "th a[href*='team=']")
        page = officer.opens(team)

        assert "What the audits of this team show" in page.get_text()
        assert page.select_one("nav.trail a[href*='service=']")

    def test_withholds_a_team_of_few_audits(self, officer):
        """The page of a team with two audits says why it shows no grades."""
        page = officer.opens(f"/audits/seen?service={service()}&team=Assessment+1")

        assert "Too few audits to show grades" in page.get_text()
        assert not page.select("#profile-finding")

    def test_shows_cycles_team_by_team(self, officer):
        """A service shows each team beside the target of its cycle."""
        page = officer.opens(f"/audits/seen?service={service()}")
        caption = page.find("caption", string="Winter 2026, families, team by team")

        assert "Assessment 1" in caption.parent.get_text()

    def test_names_no_worker(self, officer, moderator):
        """Neither a name nor a staff reference of a worker or auditor stands in any page."""
        with db.reading() as session:
            refs = {ref for ref in session.scalars(select(Audit.practitioner_ref)) if ref}
            ids = select(Audit.auditor_id).union(select(Audit.practitioner_id))
            names = set(session.scalars(select(User.name).where(User.id.in_(ids))))
        shown = ""
        for browser in (officer, moderator):
            for query in ("", f"?service={service()}", f"?service={service()}&team=Protection+1"):
                shown += str(browser.opens(f"/audits/seen{query}").select_one("main"))
            shown += str(browser.opens("/audits/seen/journey").select_one("main"))

        assert refs
        assert set() == {one for one in refs | names if one in shown}

    def test_says_what_a_moderator_does_not_count(self, moderator):
        """Audits that a moderator may still read again are left out, and the page says so."""
        text = moderator.opens("/audits/seen").get_text()

        assert "in no grade on this page, because you may still read them again" in text

    @pytest.mark.parametrize(
        "query", ["service=00000000-0000-0000-0000-000000000000", "team=Nowhere"]
    )
    def test_is_not_there_for_places_that_are_not(self, officer, query):
        """An unknown service or team is not there."""
        text = officer.opens(f"/audits/seen?{query}", status=404).get_text()

        assert "audits counted" not in text

    def test_takes_no_service_that_is_none(self, officer):
        """What is no id of a service stands for all of them."""
        text = officer.opens("/audits/seen?service=families").get_text()

        assert "What audits show, service by service" in text

    def test_says_what_to_do_without_audits(self, moderator, officer):
        """Before the first audit both roles are told what comes first."""
        with db.unit_of_work() as session:
            session.execute(delete(AuditCase))
            session.execute(delete(AuditCycle))
            for audit in session.scalars(select(Audit)):
                audit.held_on = audit.held_on.replace(year=2020)
        page = moderator.opens("/audits/seen")

        assert "No audit is handed in yet" in page.get_text()
        assert page.select_one(".empty a[href='/audits/programme']")
        assert "No audit is handed in yet" in officer.opens("/audits/seen").get_text()


class TestJourney:
    def test_puts_audits_and_words_on_one_line(self, officer):
        """Each stage has what audits found beside what people said."""
        page = officer.opens("/audits/seen/journey")
        stages = page.select(".journey__stage")
        plan = next(one for one in stages if one.h2.get_text() == "Plan")

        assert 7 == len(stages)
        assert ["What audits found", "What people said"] == [
            one.get_text() for one in plan.select("h3")
        ]
        assert "of 25" in plan.get_text()
        assert "Knowing what is happening" in plan.get_text()

    def test_says_what_is_empty(self, officer):
        """A stage that nothing speaks to says so, and what would."""
        stages = officer.opens("/audits/seen/journey").select(".journey__stage")
        said = {one.h2.get_text(): one.get_text() for one in stages}

        assert "No audit has graded this yet." in said["Step-down"]
        assert "Ask families about it in a survey." in said["Step-down"]
        assert "No domain of the audit form is about this stage alone." in said["Leaving care"]

    def test_is_drawn_for_one_service(self, officer):
        """With a service chosen the choice stays, and few audits are withheld."""
        page = officer.opens(f"/audits/seen/journey?service={service('leaving-care')}")
        text = page.get_text()

        assert str(service("leaving-care")) == page.select_one("option[selected]")["value"]
        assert "too few audits on one side" in text


class TestCase:
    def test_is_found_by_its_whole_reference(self, moderator):
        """The reference is posted, and leads to an address without it."""
        answer = moderator.sends("/audits/seen/cases", case_ref="ch-1003")
        to = answer.headers["Location"]
        page = moderator.opens(to)

        assert "CH-1003" not in to
        assert "Case CH-1003" == page.h1.get_text()
        assert "A second reading was settled" in page.get_text()

    def test_is_recorded_when_it_is_read(self, moderator):
        """Each reading leaves an entry in the record of activity."""
        read = select(func.count()).where(ActivityEntry.verb == "audit.read_over_time")
        before = one(read)
        moderator.opens(
            moderator.sends("/audits/seen/cases", case_ref="CH-1003").headers["Location"]
        )

        assert before + 1 == one(read)

    @pytest.mark.parametrize("typed", ["CH-100", "CH-9999", "Aisha", "%"])
    def test_is_not_found_by_less(self, moderator, typed):
        """Anything else finds nothing, keeps what was typed, and says what to check."""
        answer = moderator.sends("/audits/seen/cases", case_ref=typed)
        page = BeautifulSoup(answer.data, "html5lib")

        assert 422 == answer.status_code
        assert "exactly this reference" in page.select_one(".problems a").get_text()
        assert typed == page.select_one("#case_ref")["value"]

    def test_needs_a_reference(self, moderator):
        """Nothing typed is told at the field."""
        answer = moderator.sends("/audits/seen/cases", case_ref="")

        assert 422 == answer.status_code
        assert "Type the whole case reference" in moderator.says()

    def test_lists_no_case(self, moderator):
        """The page of the search names no case that there is."""
        text = moderator.opens("/audits/seen/cases").get_text()
        with db.reading() as session:
            refs = set(session.scalars(select(Audit.case_ref)))

        assert set() == {ref for ref in refs if ref in text}

    def test_is_not_there_for_others(self, officer, moderator):
        """Whoever may not read audits finds no case, and an unknown audit leads nowhere."""
        theirs = officer.opens("/audits/seen/cases", status=404)
        nowhere = moderator.opens(
            "/audits/seen/cases/00000000-0000-0000-0000-000000000000", status=404
        )

        assert [None, None] == [page.select_one("#case_ref") for page in (theirs, nowhere)]


class TestWays:
    @pytest.mark.parametrize(
        ("role", "path"),
        [
            ("moderator", "/audits/programme"),
            ("moderator", "/learning"),
            ("participation", "/staff"),
            ("safeguarding", "/staff"),
        ],
    )
    def test_lead_to_what_audits_show(self, staff, role, path):
        """Whoever may look finds the way from the pages where they are."""
        assert staff(role).opens(path).select("main a[href='/audits/seen']")

    def test_lead_nobody_where_they_may_not_go(self, staff, officer):
        """An auditor has no link to the counts, and the participation team none to cases."""
        assert not staff("practitioner").opens("/audits").select("a[href='/audits/seen']")
        assert not officer.opens("/audits/seen").select("a[href='/audits/seen/cases']")
