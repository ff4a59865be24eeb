"""The evidence pages: what people say, and the words behind it."""

from datetime import date

from sqlalchemy import func, select

from app import db
from app.db.models import ActivityEntry, Question, Survey, SurveyVersion
from app.domain.surveys import Channel
from app.services import responding
from app.worker import theming
from surveys import Given
from tests.queries import scalar
from tests.staff import first_theme


def read_polish():
    """Let one person's answer be in Polish, and read it."""
    with db.unit_of_work() as session:
        row = session.execute(
            select(SurveyVersion.id, SurveyVersion.survey_id, Question.key)
            .join(Question, Question.version_id == SurveyVersion.id)
            .join(Survey, Survey.id == SurveyVersion.survey_id)
            .where(Question.is_free_text, Survey.slug == "young-people")
            .order_by(Question.position)
            .limit(1)
        ).one()
        responding.accept(
            session,
            row.id,
            {row.key: Given(text="Nikt mnie nie slucha w tym domu")},
            channel=Channel.WEB,
            received_on=date(2026, 11, 20),
            client_token="polish",
        )
    theming.read_survey(str(row.survey_id), lambda _done, _total: None)


class TestOverview:
    def test_shows_themes_across_surveys(self, staff):
        """The participation officer sees what was raised, most raised first."""
        page = staff("participation").opens("/evidence")

        assert "Waiting and delay" in page.get_text()
        assert len(page.select("table a[href*='/evidence/themes/']")) > 20

    def test_can_be_narrowed_to_a_wave(self, staff):
        """One wave has fewer people than all of them."""
        browser = staff("participation")
        numbers = [
            int(browser.opens(path).select_one(".number__value").get_text())
            for path in ("/evidence", "/evidence?wave=1", "/evidence?wave=99")
        ]

        assert numbers[0] > numbers[1] > 0
        assert numbers[0] == numbers[2]

    def test_shows_what_changed_in_anytown(self, staff):
        """In the newest wave waiting is raised more; what chance may do among so many is not said."""
        browser = staff("participation")
        rows = {
            row.th.get_text(strip=True): row.get_text(" ", strip=True)
            for row in browser.opens("/evidence").select("tbody tr")
        }

        assert "more than before" in rows["Waiting and delay"]
        assert "no clear change" in rows["Changes of worker"]

    def test_hides_the_words_from_those_who_may_not_read_them(self, staff):
        """The safeguarding officer sees the figures, without links to the words."""
        page = staff("safeguarding").opens("/evidence")

        assert not page.select("a[href*='/evidence/themes/']")

    def test_says_what_to_do_when_nothing_is_there(self, sign_in):
        """Without a survey the page says how to begin."""
        from app.domain.people import Role

        answer = sign_in(Role.PARTICIPATION).get("/evidence")

        assert "Publish a questionnaire" in answer.text

    def test_tells_how_far_the_reading_is(self, staff):
        """With no job at work the progress is finished."""
        answer = staff("participation").client.get("/evidence/progress")

        assert answer.get_json()["finished"]


class TestNotUnderstood:
    def test_is_said_and_listed(self, staff):
        """The figures say what was not understood, and lead to the words for a person to read."""
        read_polish()
        browser = staff("participation")
        page = browser.opens("/evidence")
        link = page.select_one("a[href*='/evidence/not-understood']")

        assert "A few people, fewer than five," in page.get_text()
        text = browser.opens(link["href"]).get_text()
        assert "Nikt mnie nie slucha" in text
        assert "Looks like Polish" in text

    def test_is_given_a_theme_on_the_workbench(self, staff):
        """Each passage leads to its place on the workbench, which says why it has no theme."""
        read_polish()
        browser = staff("participation")
        link = browser.follows("/evidence/not-understood", ".passage a[href*='/workbench']")
        work = browser.opens(link).find(id=link.partition("#")[2])

        assert "another language" in work.get_text()
        assert "did not understand this, so it gave no theme" in work.get_text()
        assert "not yet read" not in work.get_text()

    def test_can_be_narrowed_and_may_be_empty(self, staff):
        """One wave without such words says that everything was understood."""
        page = staff("participation").opens("/evidence/not-understood?wave=1&page=2")

        assert "Everything was understood" in page.get_text()

    def test_is_said_without_words_to_others(self, staff):
        """The safeguarding officer is told, and has no way to the words."""
        read_polish()
        browser = staff("safeguarding")
        page = browser.opens("/evidence")

        assert "did not understand" in page.get_text()
        assert "Ask the participation team or a moderator" in page.get_text()
        assert not page.select("a[href*='/evidence/not-understood']")
        browser.opens("/evidence/not-understood", status=404)


class TestSurvey:
    def test_shows_every_survey(self, staff):
        """Each survey has its page with who answered, themes, scores and answers, or says none."""
        browser = staff("participation")
        with db.reading() as session:
            surveys = session.scalars(select(Survey)).all()
        texts = {
            survey.title: browser.opens(f"/evidence/surveys/{survey.id}").get_text()
            for survey in surveys
        }
        silent = {title for title, text in texts.items() if "Nobody has answered yet" in text}

        assert all(title in text for title, text in texts.items())
        assert silent == {title for title, text in texts.items() if "What they raised" not in text}
        assert silent == {"Ways to tell us"}

    def test_is_not_there_for_others(self, staff):
        """A survey that does not exist, and a person who may not look, meet the same page."""
        with db.reading() as session:
            survey = session.scalars(select(Survey.id)).first()
        nowhere = staff("participation")
        nowhere.opens("/evidence/surveys/00000000-0000-0000-0000-000000000000", status=404)
        staff("board").opens(f"/evidence/surveys/{survey}", status=404)

        assert b"find" in nowhere.answer.data


class TestTheme:
    def test_shows_the_words_and_records_the_reading(self, staff):
        """Opening the words behind a theme leaves an entry in the record."""
        browser = staff("participation")
        path = first_theme(browser)
        before = scalar(select(func.count()).where(ActivityEntry.verb == "words.read"))
        page = browser.opens(path)

        assert page.select(".passage mark")
        assert before + 1 == scalar(select(func.count()).where(ActivityEntry.verb == "words.read"))

    def test_can_show_only_what_nobody_checked(self, staff):
        """The filter leaves the passages that no person has decided about."""
        browser = staff("participation")
        path = first_theme(browser)
        everything = len(browser.opens(path).select(".passage"))
        unchecked = browser.opens(f"{path}?show=undecided&page=1")

        assert len(unchecked.select(".passage")) <= everything
        browser.opens("/evidence/themes/00000000-0000-0000-0000-000000000000", status=404)

    def test_pages_through_many_passages(self, staff):
        """A long list goes over several pages."""
        browser = staff("participation")
        path = first_theme(browser)

        assert browser.opens(f"{path}?page=2").select(".passage")
        assert browser.opens(f"{path}?wave=1").select(".passage")

    def test_says_how_right_the_machine_is_as_the_table_does(self, staff):
        """Until it is measured here, the measure of elsewhere stands there, and says that it is."""
        browser = staff("participation")
        text = browser.opens(first_theme(browser)).get_text(" ", strip=True)

        assert "about this theme, measured elsewhere and not on your words: right" in text

    def test_begins_with_passages_that_stand_for_many(self, staff):
        """A common theme shows three of them, each a step away from being a quote."""
        browser = staff("participation")
        page = browser.opens(first_theme(browser))

        assert "Passages that stand for many" in page.get_text()
        assert 3 == len(page.select("figure.quote"))
        assert page.select("figcaption a[href*='/evidence/quotes/']")
