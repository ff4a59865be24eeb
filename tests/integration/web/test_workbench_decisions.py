"""Deciding on the workbench without scripts: every decision has its button."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import select

from app import db
from app.db.models import Coding
from app.domain.evidence import CodingSource, CodingState
from tests.workbench_pages import FILTERED, SAID, decide, give, press, states, work


class TestDecide:
    @pytest.mark.parametrize(
        ("does", "state", "says"),
        [
            ("accept", CodingState.ACCEPTED, "You accepted “"),
            ("reject", CodingState.REJECTED, "It does not count."),
        ],
    )
    def test_takes_one_button(self, ada, found, does, state, says):
        """A suggestion is accepted or rejected, and the page says what happened at the passage."""
        decide(ada, "/workbench", "The flat", does)
        page = ada.opens(ada.answer.headers["Location"])

        assert {"T03": state} == states(found, 1)
        assert says in work(page, "The flat").select_one(".notice").get_text()

    def test_settles_a_passage(self, ada, found):
        """Right as it is accepts what counts, sets the rest aside, and names both."""
        decide(ada, "/workbench", "[name]", "check")

        assert {"T01": CodingState.REJECTED, "T02": CodingState.ACCEPTED} == states(found, 0)
        assert "Checked. Accepted: “" in ada.says()

    def test_marks_a_passage_without_themes(self, ada, found):
        """Where nothing was found, the button says that no theme fits."""
        button = work(ada.opens("/workbench"), "It was").select_one("[data-does=check]")
        decide(ada, "/workbench", "It was", "check")

        assert "No theme fits" in button.get_text()
        assert "Checked, as it is." in ada.says()

    def test_keeps_filters_order_and_page(self, ada, found):
        """After a decision the same choice is shown, with the passage in sight."""
        decide(ada, FILTERED, "The flat", "accept")
        asked = parse_qs(urlsplit(ada.answer.headers["Location"]).query)
        page = ada.opens(ada.answer.headers["Location"])

        assert {"coded": ["nobody"], "words": ["a"], "order": ["sure"]}.items() <= asked.items()
        assert "The flat" in page.select_one("[data-work] h2").get_text()
        assert page.select_one("[data-pinned]")
        for form in page.select("main form[method=post]"):
            assert "coded=nobody" in form["action"]

    def test_shows_what_a_colleague_decided_meanwhile(self, person, found):
        """A page that is out of date changes nothing, and shows how things stand now."""
        ada, ben = person("Ada"), person("Ben")
        page = ada.opens("/workbench")
        button = work(page, "The flat").select_one("[data-does=accept]")
        decide(ben, "/workbench", "The flat", "reject")
        press(ada, page, button.find_parent("form"), button)
        page = ada.opens(ada.answer.headers["Location"])
        text = work(page, "The flat").get_text(" ")

        assert {"T03": CodingState.REJECTED} == states(found, 1)
        assert "A colleague has decided" in text
        assert "rejected by Ben" in text

    def test_needs_something_to_decide(self, ada, found):
        """A form that names no verb, no coding, or a passage elsewhere finds nothing."""
        page = ada.opens("/workbench")
        form = work(page, "The flat").select_one("[data-decide-form]")
        nowhere = f"/workbench/{found.survey_id}/{found.survey_id}"

        assert [404, 404, 404] == [
            press(ada, page, form, what=what).status_code for what in ("", "accept:x", "eat:x")
        ]
        assert 404 == ada.sends("/workbench", nowhere, what="check", seen="x").status_code
        assert {"T03": CodingState.SUGGESTED} == states(found, 1)


class TestGive:
    def test_adds_a_theme(self, ada, found):
        """A theme from the list is given to the whole passage."""
        give(ada, FILTERED, "The flat", theme="T05")

        assert CodingState.ACCEPTED == states(found, 1)["T05"]
        assert "You gave the theme “" in ada.says()
        assert "coded=nobody" in ada.answer.request.full_path

    def test_puts_it_in_the_place_of_another(self, ada, found):
        """The other theme goes in the same step."""
        give(ada, "/workbench", "The flat", "replace", theme="T05")

        assert {"T03": CodingState.REJECTED, "T05": CodingState.ACCEPTED} == states(found, 1)
        assert "in the place of" in ada.says()

    def test_is_on_the_words_that_were_typed(self, ada, found):
        """Words copied from what is shown become the span of the coding, names and all."""
        give(ada, "/workbench", "[name]", theme="T05", words="worker [name]")
        page = ada.opens("/workbench")
        marked = [one.get_text() for one in work(page, "[name]").select("[data-marks]")]
        with db.reading() as session:
            new = session.scalars(select(Coding).where(Coding.source == CodingSource.PERSON)).one()

        assert "worker Priya Shah" == SAID[0][0][new.start : new.end]
        assert "[name]" in marked
        assert "Priya" not in page.get_text()

    @pytest.mark.parametrize(
        ("fields", "says"),
        [
            ({"theme": "", "words": "came"}, "No theme was chosen. Nothing was changed."),
            ({"theme": "T05", "words": "came late"}, "These words stand there 2 times."),
            ({"theme": "T05", "words": "Priya Shah"}, "not in the passage as it is shown."),
        ],
    )
    def test_loses_nothing_that_was_typed(self, ada, found, fields, says):
        """A wish that cannot be met comes back as it was typed, with what to do about it."""
        answer = give(ada, FILTERED, "[name]", **fields)
        page = ada.opens("/workbench")
        text = re.sub(r"\s+", " ", answer.text)

        assert 422 == answer.status_code
        assert says in text
        assert f'value="{fields["words"]}"' in text
        assert f'value="{fields["theme"]}" selected' in text or not fields["theme"]
        assert "Error: Coding workbench" in text
        assert '<details class="more work__more" open' in text
        assert "T05" not in states(found, 0)
        assert page

    def test_says_that_the_theme_is_there(self, ada, found):
        """Giving a theme that a person gave already changes nothing, and the page says so."""
        for _ in range(2):
            give(ada, "/workbench", "The flat", theme="T05")

        assert "carry that theme already. Nothing was changed." in ada.says()
