"""The evidence pages: what people say, the words behind it, and what staff decide."""

from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import exists, func, select

from app import db
from app.db.models import (
    ActivityEntry,
    Answer,
    Coding,
    Question,
    Quote,
    Survey,
    SurveyVersion,
    Theme,
)
from app.domain.evidence import CodingSource, CodingState, QuoteState
from app.domain.surveys import Channel
from app.services import decisions, quotes, responding
from app.services.selection import Selection
from app.web.workbench_filters import anchor
from app.worker import theming
from surveys import Given
from tests import coded


def first_theme(browser):
    return browser.follows("/evidence", "table a[href*='/evidence/themes/']")


def count(query):
    with db.reading() as session:
        return session.scalar(query)


def undecided():
    """Return a coding nobody decided about, its theme, and a theme its words do not carry."""
    with db.reading() as session:
        one = session.scalars(
            select(Coding).where(Coding.state == CodingState.PROPOSED).limit(1)
        ).one()
        carried = select(Coding.theme_id).where(
            Coding.response_id == one.response_id, Coding.question_id == one.question_id
        )
        other = session.scalars(
            select(Theme.id)
            .where(
                Theme.id.not_in(carried),
                ~exists().where(Coding.source == CodingSource.PERSON, Coding.theme_id == Theme.id),
            )
            .order_by(Theme.position)
            .limit(1)
        ).one()
        return one.id, one.theme_id, other


def decides(browser, coding_id, verb, path, **fields):
    """Send what a page of words sends about one of its codings."""
    with db.reading() as session:
        seen = coded.seen(session, decisions.place_of(session, coding_id))
    to = f"/evidence/codings/{coding_id}/{verb}"
    return browser.sends(path, to, **{"seen": seen, "back": path, **fields})


def key_of(theme_id):
    return count(select(Theme.key).where(Theme.id == theme_id))


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


def state_of(coding_id):
    return count(select(Coding.state).where(Coding.id == coding_id))


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
        before = count(select(func.count()).where(ActivityEntry.verb == "words.read"))
        page = browser.opens(path)

        assert page.select(".passage mark")
        assert before + 1 == count(select(func.count()).where(ActivityEntry.verb == "words.read"))

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


class TestDecide:
    def test_accepts_a_coding(self, staff):
        """An accepted coding is marked as checked by a person."""
        coding_id, theme_id, _ = undecided()
        path = f"/evidence/themes/{theme_id}"
        browser = staff("participation")
        decides(browser, coding_id, "accept", path)

        assert CodingState.ACCEPTED == state_of(coding_id)
        assert "You agreed" in browser.says()

    def test_rejects_a_coding(self, staff):
        """A rejected coding no longer counts."""
        coding_id, theme_id, _ = undecided()
        browser = staff("participation")
        path = f"/evidence/themes/{theme_id}"
        decides(browser, coding_id, "reject", path, back="https://elsewhere.example/")

        assert CodingState.REJECTED == state_of(coding_id)
        assert browser.answer.headers["Location"].endswith("/evidence")

    def test_replaces_a_coding(self, staff):
        """A replaced coding is rejected, and a person's coding stands in its place."""
        coding_id, theme_id, other = undecided()
        path = f"/evidence/themes/{theme_id}"
        browser = staff("participation")
        decides(browser, coding_id, "replace", path, theme=key_of(other))
        new = select(func.count()).where(
            Coding.source == CodingSource.PERSON, Coding.theme_id == other
        )

        assert CodingState.REJECTED == state_of(coding_id)
        assert 1 == count(new)

    def test_asks_for_a_theme_to_put_in_its_place(self, staff):
        """Replacing without a theme changes nothing and says so."""
        coding_id, theme_id, _ = undecided()
        browser = staff("participation")
        decides(browser, coding_id, "replace", f"/evidence/themes/{theme_id}")

        assert CodingState.PROPOSED == state_of(coding_id)
        assert "Choose a theme" in browser.says()

    def test_refuses_twice_the_same_theme(self, staff):
        """Words cannot carry one theme twice, and a coding that is not there is not decided."""
        coding_id, theme_id, other = undecided()
        path = f"/evidence/themes/{theme_id}"
        browser = staff("participation")
        decides(browser, coding_id, "replace", path, theme=key_of(other))
        decides(browser, coding_id, "replace", path, theme=key_of(other))

        assert "carry that theme already" in browser.says()
        missing = "00000000-0000-0000-0000-000000000000"
        gone = f"/evidence/codings/{missing}/accept"
        assert 404 == browser.sends(path, gone).status_code

    def test_never_decides_over_the_head_of_a_colleague(self, staff):
        """Each form carries what its reader saw; what changed since is not decided, and said."""
        browser = staff("participation")
        page = browser.opens(f"{first_theme(browser)}?show=undecided")
        form = page.select_one("form[action$='/accept']")
        fields = {one["name"]: one["value"] for one in form.select("input")}
        coding_id = UUID(form["action"].split("/")[-2])
        decides(browser, coding_id, "reject", fields["back"])
        browser.answer = browser.client.post(form["action"], data=fields)

        assert "A colleague has decided" in browser.says()
        assert CodingState.REJECTED == state_of(coding_id)

    def test_opens_the_page_again_where_the_words_are(self, staff):
        """Who decided about one passage of many stays with it."""
        coding_id, theme_id, _ = undecided()
        path = f"/evidence/themes/{theme_id}"
        browser = staff("participation")
        decides(browser, coding_id, "accept", path)
        with db.reading() as session:
            place = decisions.place_of(session, coding_id)

        assert f"{path}#{anchor(place)}" == browser.answer.headers["Location"]

    def test_can_be_undone_on_the_workbench(self, staff):
        """A decision on a page of words is a step like any other."""
        coding_id, theme_id, _ = undecided()
        browser = staff("participation")
        decides(browser, coding_id, "reject", f"/evidence/themes/{theme_id}")
        browser.sends("/workbench", "/workbench/undo")

        assert CodingState.PROPOSED == state_of(coding_id)


class TestQuote:
    def quote_path(self, browser):
        return browser.follows(first_theme(browser), "a[href*='/evidence/quotes/']")

    def test_is_released_once_checked(self, staff):
        """A person reads the words, changes them, and releases the quote."""
        browser = staff("participation")
        path = self.quote_path(browser)
        before = count(select(func.count()).where(Quote.state == QuoteState.APPROVED))
        browser.sends(path, text="They kept me waiting for months.")

        assert "released" in browser.says()
        assert before + 1 == count(select(func.count()).where(Quote.state == QuoteState.APPROVED))

    def test_is_released_once_by_two(self, staff):
        """Who releases the same words again is told what happened, what was kept and what next."""
        browser = staff("participation")
        path = self.quote_path(browser)
        browser.sends(path, text="They kept me waiting for months.")
        before = count(select(func.count()).select_from(Quote))
        again = browser.sends(path, text="They made me wait.")

        assert (303, True) == (again.status_code, again.location.startswith("/evidence/themes/"))
        assert (
            "is kept as it is, and no second one was made"
            in browser.client.get(again.location).text
        )
        assert before == count(select(func.count()).select_from(Quote))

    def test_shows_every_mark_where_it_stands(self, staff):
        """What might name somebody is marked in the words themselves, again after changes."""
        browser = staff("participation")
        path = self.quote_path(browser)
        text = "[name] and zorvan never rang at half past nine."
        page = browser.sends(path, text=text, check="yes")

        assert 200 == page.status_code
        assert "<mark>zorvan</mark>" in page.text
        assert '<span class="redacted">[name]</span>' in page.text

    def test_is_refused_until_somebody_looked(self, staff):
        """Marked words need a tick, and new marks need another, before anything is released."""
        browser = staff("participation")
        path = self.quote_path(browser)
        text = "I was thirteen and they never rang."
        other = "I was fourteen and they never rang."

        answer = browser.sends(path, text=text)
        assert (422, True) == (answer.status_code, "tick" in answer.text)
        answer = browser.sends(path, text=other, shown=text, looked="yes")
        assert (422, True) == (answer.status_code, "new marks" in answer.text)
        assert 302 == browser.sends(path, text=text, shown=text, looked="yes").status_code

    def test_is_refused_while_it_names_somebody(self, staff):
        """Words with a number, too many words, and no words are refused with what to do."""
        browser = staff("participation")
        path = self.quote_path(browser)
        for text in ("Ring me on 07700 900123 please", "word " * 150, " "):
            answer = browser.sends(path, text=text)
            assert 422 == answer.status_code
            assert "Problem:" in answer.text

    def test_is_refused_where_the_person_said_no(self, staff):
        """Words from an audit are quoted only when their author agreed to reports."""
        with db.unit_of_work() as session:
            said = session.execute(
                select(Answer, Coding)
                .join(Question, Question.id == Answer.question_id)
                .join(Coding, Coding.response_id == Answer.response_id)
                .where(Question.key == "child_quote_use")
                .limit(1)
            ).one()
            said.Answer.value = "internal"
            place = f"{said.Coding.theme_id}/{said.Coding.response_id}/{said.Coding.question_id}"
        answer = staff("participation").sends(f"/evidence/quotes/{place}", text="Kind words.")

        assert 422 == answer.status_code
        assert "did not agree" in answer.text

    @pytest.mark.parametrize(("whose", "status"), [("parent", 422), ("other_parent", 302)])
    def test_goes_by_whoever_spoke(self, staff, whose, status):
        """A mother's no is not a father's, though both stand in one part of the audit."""
        with db.unit_of_work() as session:
            both = select(Answer.response_id).join(Question, Question.id == Answer.question_id)
            response_id = session.scalars(both.where(Question.key == "other_parent_words")).first()
            rows = session.execute(
                select(Answer, Question.key, Question.id)
                .join(Question, Question.id == Answer.question_id)
                .where(Answer.response_id == response_id)
            )
            found = {key: (answer, question_id) for answer, key, question_id in rows}
            found["parent_quote_use"][0].value = "not_at_all"
            theme_id = session.scalars(select(Theme.id)).first()
            place = f"{theme_id}/{response_id}/{found[f'{whose}_words'][1]}"
        answer = staff("participation").sends(f"/evidence/quotes/{place}", text="Kind words.")

        assert status == answer.status_code

    def test_is_taken_back_on_the_page_of_its_theme(self, staff):
        """Whoever released a quote by mistake takes it back where they see it."""
        browser = staff("participation")
        theme = first_theme(browser)
        path = browser.follows(theme, "a[href*='/evidence/quotes/']")
        browser.sends(path, text="They kept me waiting for months.")
        before = count(select(func.count()).where(Quote.state == QuoteState.APPROVED))
        form = browser.opens(theme).select_one("form[action$='/withdraw']")
        browser.sends(theme, form["action"], back=theme)

        assert "taken back" in browser.says()
        assert before - 1 == count(select(func.count()).where(Quote.state == QuoteState.APPROVED))
        assert 404 == browser.sends(theme, f"/evidence/quotes/{UUID(int=0)}/withdraw").status_code

    def test_goes_when_the_theme_is_taken_away(self, staff):
        """Words from which a person took a theme are in no report as a quote of it."""
        browser = staff("participation")
        theme = first_theme(browser)
        path = browser.follows(theme, "a[href*='/evidence/quotes/']")
        browser.sends(path, text="They kept me waiting for months.")
        theme_id, response_id, question_id = (UUID(part) for part in path.split("/")[-3:])
        with db.unit_of_work() as session:
            chosen = Selection(frozenset(session.scalars(select(Survey.id))))
            before = quotes.released(session, chosen)
            for coding in session.scalars(select(Coding).where(Coding.theme_id == theme_id)):
                if (coding.response_id, coding.question_id) == (response_id, question_id):
                    coding.state = CodingState.REJECTED
            session.flush()
            after = quotes.released(session, chosen)

        assert {("They kept me waiting for months.", theme_id)} == {
            (one.text, one.theme_id) for one in {*before} - {*after}
        }
        with db.unit_of_work() as session:
            session.get_one(Quote, ({*before} - {*after}).pop().id).state = QuoteState.WITHDRAWN
        answer = browser.sends(path, text="They kept me waiting for months.")
        assert 422 == answer.status_code
        assert "took this theme away" in answer.text

    def test_is_not_for_everybody(self, staff):
        """A moderator reads words but releases none."""
        path = self.quote_path(staff("participation"))
        moderator = staff("moderator")
        moderator.opens(path, status=404)

        assert 404 == moderator.answer.status_code
