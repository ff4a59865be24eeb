"""Quotes: marked where they could name somebody, released by a person, and taken back."""

from uuid import UUID

import pytest
from sqlalchemy import func, select

from app import db
from app.db.models import Answer, Coding, Question, Quote, Survey, Theme
from app.domain.evidence import CodingState, QuoteState
from app.services import quotes
from app.services.selection import Selection
from tests.queries import scalar
from tests.staff import first_theme


class TestQuote:
    def quote_path(self, browser):
        return browser.follows(first_theme(browser), "a[href*='/evidence/quotes/']")

    def test_is_released_once_checked(self, staff):
        """A person reads the words, changes them, and releases the quote."""
        browser = staff("participation")
        path = self.quote_path(browser)
        before = scalar(select(func.count()).where(Quote.state == QuoteState.APPROVED))
        browser.sends(path, text="They kept me waiting for months.")

        assert "released" in browser.says()
        assert before + 1 == scalar(select(func.count()).where(Quote.state == QuoteState.APPROVED))

    def test_is_released_once_by_two(self, staff):
        """Who releases the same words again is told what happened, what was kept and what next."""
        browser = staff("participation")
        path = self.quote_path(browser)
        browser.sends(path, text="They kept me waiting for months.")
        before = scalar(select(func.count()).select_from(Quote))
        again = browser.sends(path, text="They made me wait.")

        assert (303, True) == (again.status_code, again.location.startswith("/evidence/themes/"))
        assert (
            "is kept as it is, and no second one was made"
            in browser.client.get(again.location).text
        )
        assert before == scalar(select(func.count()).select_from(Quote))

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
        before = scalar(select(func.count()).where(Quote.state == QuoteState.APPROVED))
        form = browser.opens(theme).select_one("form[action$='/withdraw']")
        browser.sends(theme, form["action"], back=theme)

        assert "taken back" in browser.says()
        assert before - 1 == scalar(select(func.count()).where(Quote.state == QuoteState.APPROVED))
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
