"""The pages that cross themes with groups, scores and one another, and the pictures."""

import pytest
from sqlalchemy import select

from app import db
from app.db.models import Survey
from app.domain.people import Role
from tests.crowd import a_crowd
from tests.staff import Browser

PAGES = ("/evidence/plots", "/evidence/groups", "/evidence/together", "/evidence/by-score")
YOUNG, OLD = "a0", "a1"


@pytest.fixture
def crowded(app, sign_in):
    """Return the browser of somebody who may read what two hundred people said."""
    with db.unit_of_work() as session:
        crowd = a_crowd(session)
        for week in (0, 1):
            for age, share in ((YOUNG, 30), (OLD, 6)):
                same = {"week": week, "age_band": age, "moves": 2}
                crowd.say(share - 3, "T05", "T02", heard=1, **same)
                crowd.say(3, "T05", heard=5, **same)
                crowd.say(3, "T02", heard=1, **same)
                crowd.say(7, "T13", heard=1, **same)
                crowd.say(40 - share, "T13", heard=5, **same)
    return Browser(sign_in(Role.PARTICIPATION))


def survey_id():
    with db.reading() as session:
        return session.scalars(select(Survey.id)).one()


class TestPages:
    @pytest.mark.parametrize("path", PAGES)
    def test_say_what_to_do_while_nothing_is_there(self, sign_in, path):
        """Without a survey each page says what will be there, and does not break."""
        page = Browser(sign_in(Role.PARTICIPATION)).opens(path)

        assert page.select_one(".empty")
        assert not page.select(".plot, .heat")

    @pytest.mark.parametrize("path", PAGES)
    def test_open_in_anytown(self, staff, path):
        """Each page opens with the demonstration's data, for whoever may read evidence."""
        for role in ("participation", "moderator", "safeguarding"):
            page = staff(role).opens(path)
            assert page.select_one(".ways [aria-current=page]")["href"].startswith(path)

    @pytest.mark.parametrize("path", ["/evidence", *PAGES])
    def test_say_why_a_wave_is_not_offered(self, app, sign_in, path):
        """Where a wave would tell of a few, it is not among the choices, and a hint says why."""
        with db.unit_of_work() as session:
            crowd = a_crowd(session)
            crowd.say(9, "T05")
            crowd.say(4, "T05", week=1)
        page = Browser(sign_in(Role.PARTICIPATION)).opens(f"{path}?wave=1")
        field = page.select_one("#wave")

        assert ["", "3"] == [option["value"] for option in field.select("option")]
        assert "fewer than five people" in page.select_one(f"#{field['aria-describedby']}").text

    @pytest.mark.parametrize("path", PAGES)
    def test_keep_the_survey_and_the_wave_that_were_chosen(self, crowded, path):
        """What was chosen stays chosen, in the form and in the ways on."""
        page = crowded.opens(f"{path}?survey={survey_id()}&wave=2")
        chosen = [option["value"] for option in page.select("option[selected]")]

        assert [str(survey_id()), "2"] == chosen[:2]
        assert all(f"survey={survey_id()}&wave=2" in a["href"] for a in page.select(".ways a"))

    @pytest.mark.parametrize("path", PAGES)
    def test_are_not_there_for_a_survey_that_is_not(self, crowded, path):
        """A survey that does not exist meets the page of what is missing."""
        page = crowded.opens(f"{path}?survey=00000000-0000-0000-0000-000000000000", status=404)

        assert not page.select(".plot, table")

    @pytest.mark.parametrize("path", PAGES)
    def test_take_no_notice_of_what_means_nothing(self, crowded, path):
        """A choice that means nothing shows everything."""
        page = crowded.opens(f"{path}?survey=x&wave=y&by=z&score=none")

        assert page.select_one(".plot, table")


class TestGroups:
    def test_shows_shares_with_their_intervals_and_says_where_groups_differ(self, crowded):
        """A cell has its share, interval and count; the sentence says what differs most."""
        page = crowded.opens("/evidence/groups?by=Age band")
        row = next(row for row in page.select("tbody tr") if "Changes of worker" in row.th.text)

        assert "60% 50 to 69% 60 of 100 ▲ more than others" == " ".join(
            row.select("td")[1].get_text(" ").split()
        )
        assert "differs between groups" == row.select("td")[-1].get_text(strip=True)
        assert "60% of “8 or 9” raised it, and 12% of “10 or 11”" in page.get_text()

    def test_says_withheld_and_never_nought(self, staff):
        """A cell that may not be shown holds the word and no figure."""
        page = staff("participation").opens("/evidence/groups?by=survey")
        withheld = page.select("td.withheld")

        assert {"withheld"} == {cell.get_text(strip=True) for cell in withheld}
        assert "0%" not in {one.get_text(strip=True) for one in page.select("td strong")}

    def test_opens_the_words_only_for_those_who_may_read_them(self, staff):
        """The safeguarding officer sees the figures, without links to the words."""
        path = "/evidence/groups"

        assert staff("participation").opens(path).select("table a[href*='/evidence/themes/']")
        assert not staff("safeguarding").opens(path).select("a[href*='/evidence/themes/']")


class TestTogether:
    def test_shows_clear_links_first(self, crowded):
        """Two themes that the same people raise stand in the first table, with their lift."""
        page = crowded.opens("/evidence/together")
        row = page.select_one("table tbody tr")

        assert "Clear links, among 200 people who wrote" == page.caption.get_text(strip=True)
        assert "Say in decisions and Changes of worker" == row.th.get_text(strip=True)
        assert "60" == row.td.get_text(strip=True)
        assert "60 people raised both" in page.get_text()


class TestByScore:
    def test_sets_the_worst_off_beside_the_others(self, crowded):
        """Those who are not heard raise changes of worker, with the difference in points."""
        page = crowded.opens(f"/evidence/by-score?survey={survey_id()}&score=heard")
        rows = {row.th.get_text(strip=True): row for row in page.select("tbody tr")}
        last = rows["Changes of worker"].select("td")[-1].get_text(" ", strip=True)

        assert ["life", "heard", "moves"] == [one["value"] for one in page.select("#score option")]
        assert last.startswith("more often")
        assert last.endswith("points")
        assert "raised “Changes of worker”" in page.get_text()

    def test_says_when_a_survey_has_no_score(self, staff):
        """An audit has no score, and the page says so."""
        with db.reading() as session:
            audit = session.scalars(select(Survey.id).where(Survey.kind == "audit")).first()
        page = staff("participation").opens(f"/evidence/by-score?survey={audit}")

        assert "This survey has no score" in page.get_text()


class TestPlots:
    def test_draws_what_people_say(self, crowded):
        """There are pictures of shares, of waves and of the index, each with its table."""
        page = crowded.opens(f"/evidence/plots?survey={survey_id()}")
        titles = [one.get_text(strip=True) for one in page.select(".plot__title")]

        assert [
            "How many raised each theme",
            "What changed from wave to wave",
            "Life, wave by wave",
        ] == titles
        assert len(titles) == len(page.select(".plot table"))

    def test_stands_on_the_other_pages_too(self, crowded):
        """The overview, a survey and a theme have their pictures."""
        theme = crowded.follows("/evidence", "table a[href*='/evidence/themes/']")
        found = {
            path: len(crowded.opens(path).select(".plot"))
            for path in ("/evidence", f"/evidence/surveys/{survey_id()}", theme)
        }

        assert [1, 2, 1] == list(found.values())


class TestSurvey:
    def test_shows_its_indices(self, crowded):
        """A survey has its index with interval, bands, parts and the change since before."""
        text = crowded.opens(f"/evidence/surveys/{survey_id()}").get_text(" ")

        assert "Indices, with their intervals" in text
        assert "What “Life” is made of" in text
        assert "no clear change" in text

    def test_shows_by_how_much_a_score_changed(self, staff):
        """Beside its verdict a score has the change and what that is likely to lie between."""
        with db.reading() as session:
            survey = session.scalars(select(Survey).where(Survey.slug == "young-people")).one()
        page = staff("participation").opens(f"/evidence/surveys/{survey.id}")
        table = next(
            one for one in page.select("table") if "Scores, with" in one.caption.get_text()
        )

        assert all("to" in row.select("td")[-1].get_text() for row in table.select("tbody tr"))
